// Follows what happens: every two seconds the page is read again, and
// parts that changed are swapped.
// Links marked data-swap open the same way, so that the reader keeps the place.
const EVERY = 2000;
const seen = new Map();
const parts = (root) => root.querySelectorAll("[data-part]");

for (const part of parts(document)) seen.set(part.id, part.innerHTML);

function swap(part, next) {
  if (seen.get(part.id) === next.innerHTML) return;
  seen.set(part.id, next.innerHTML);
  const open = new Set([...part.querySelectorAll("details[open][id]")].map(({ id }) => id));
  const closed = new Set([...part.querySelectorAll("details:not([open])[id]")].map(({ id }) => id));
  const places = new Map(
    [...part.querySelectorAll("[data-scroll]")].map((box) => [
      box.id,
      [box.scrollLeft, box.scrollTop],
    ]),
  );
  const focus = part.contains(document.activeElement) ? document.activeElement.id : "";
  part.innerHTML = next.innerHTML;
  for (const box of part.querySelectorAll("details[id]")) {
    if (open.has(box.id)) box.open = true;
    else if (closed.has(box.id)) box.open = false;
  }
  for (const box of part.querySelectorAll("[data-scroll]")) {
    const [left, top] = places.get(box.id) ?? [0, 0];
    box.scrollTo(left, top);
  }
  if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
}

// A picture larger than its frame starts where the chosen state is.
const chosen = document.querySelector(".node[aria-current]");
const frame = chosen?.closest("[data-scroll]");
if (frame) {
  const [box, around] = [chosen.getBoundingClientRect(), frame.getBoundingClientRect()];
  frame.scrollLeft += box.left + box.width / 2 - around.left - around.width / 2;
}

let turn = 0;
async function show(url) {
  const mine = ++turn;
  const response = await fetch(url, { headers: { accept: "text/html" } });
  const next = new DOMParser().parseFromString(await response.text(), "text/html");
  if (mine !== turn || !response.ok) return;
  for (const part of parts(document)) {
    const fresh = next.getElementById(part.id);
    if (fresh) swap(part, fresh);
  }
  document.title = next.title;
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[data-swap]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  const url = new URL(link.getAttribute("href"), location.href);
  history.pushState(null, "", url);
  await show(url).catch(() => location.assign(url));
  const target = link.dataset.swap && document.getElementById(link.dataset.swap);
  if (target) target.scrollIntoView({ block: "nearest" });
});
addEventListener("popstate", () => show(location.href));

const busy = () =>
  document.hidden ||
  getSelection()?.type === "Range" ||
  document.activeElement?.matches("input, select");
async function follow() {
  const began = performance.now();
  if (!busy())
    // A stopped sandbox is no error of the page: it shows again once the sandbox is back.
    await show(location.href).then(
      () => document.body.classList.remove("away"),
      () => document.body.classList.add("away"),
    );
  // A page that takes long to make is asked for less often.
  setTimeout(follow, Math.max(EVERY, 5 * (performance.now() - began)));
}
if (document.querySelector("[data-follow]")) setTimeout(follow, EVERY);
