// The pages, looked at with a browser: what a person sees, with the keyboard too, and what an attacker
// who names things cannot do.
import fs from "node:fs";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Calls } from "../../packages/sandbox/src/calls.ts";
import { pagesApp } from "../../packages/sandbox/src/pages/app.ts";
import { slackApp } from "../../packages/sandbox/src/slack/app.ts";
import { fixtures, HOSTILE, MAP_RUN, RUN } from "./pages-world.ts";
import { emptyWorld, serve } from "./slack-world.ts";

const CHROMIUM = "/usr/bin/chromium";
const FLAGS =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
const installed = fs.existsSync(CHROMIUM);
if (!installed && !process.env.CI) console.warn(`skipped: the pages need ${CHROMIUM}`);

const { world, clock } = emptyWorld({ call: fixtures });
const slack = slackApp(world, {
  paced: false,
  seed: { users: [{ email: "mika@example.com", name: "Mika", id: "U0MIKA0001" }] },
});
const calls = new Calls();
const pages = pagesApp(world, {
  endpoint: "http://127.0.0.1:4566",
  account: "111122223333",
  region: "us-east-1",
  slack,
  calls,
  app: "demo / dev",
});

async function method(
  name: string,
  body: object,
): Promise<{ ok: boolean; ts: string; channel: string }> {
  const request = new Request(`http://127.0.0.1/slack/api/${name}`, {
    method: "POST",
    headers: { authorization: "Bearer xoxb-sandbox", "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = (await (await slack.fetch(request)).json()) as {
    ok: boolean;
    ts: string;
    channel: string;
  };
  if (!answer.ok) throw new Error(JSON.stringify(answer));
  return answer;
}

const said = async (part: Locator) => (await part.textContent()) ?? "";
const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
let parent: { ts: string; channel: string };
async function talk() {
  parent = await method("chat.postMessage", { channel: "#soc", text: "first" });
  clock.pass(60_000);
  await method("chat.update", {
    ...parent,
    text: "now",
    blocks: [
      { type: "header", text: { type: "plain_text", text: ":white_check_mark: Applied" } },
      {
        type: "section",
        text: mrkdwn(
          "*bold* `code` <https://example.com/a?b=1&amp;c=2|a link> <@U0MIKA0001> a &lt; b <!date^1795348800^{date_num} {time}|fallback>",
        ),
      },
      { type: "section", fields: [mrkdwn("*Joined*\n211")] },
      {
        type: "context",
        elements: [
          mrkdwn(HOSTILE),
          { type: "image", image_url: "https://example.com/x.png", alt_text: "a logo" },
        ],
      },
      { type: "divider" },
      {
        type: "table",
        rows: [[{ type: "raw_text", text: "Account" }], [{ type: "raw_text", text: HOSTILE }]],
      },
      {
        type: "rich_text",
        elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "*not bold*" }] }],
      },
      {
        type: "actions",
        elements: [
          { type: "button", text: { type: "plain_text", text: "Approve" }, style: "primary" },
        ],
      },
    ],
  });
  await method("chat.postMessage", { channel: "#soc", thread_ts: parent.ts, text: "a reply" });
  const plain = await method("chat.postMessage", { channel: "#soc", text: "before" });
  const script = "<javascript:alert(1)|click>";
  await method("chat.update", { ...plain, text: `after ${HOSTILE} ${script}` });
}

// On a build machine a missing browser is a failure, not a reason to look away.
describe.skipIf(!installed && !process.env.CI)("the pages", () => {
  let browser: Browser;
  let origin: string;
  let stop: () => Promise<void>;
  const trouble: string[] = [];
  const open: Page[] = [];

  beforeAll(async () => {
    await talk();
    calls.add({
      at: clock.now(),
      account: "111122223333",
      region: "us-east-1",
      service: "sts",
      operation: "AssumeRole",
      principal: "arn:aws:iam::111122223333:root",
      error: "AccessDenied",
    });
    ({ origin, stop } = await serve(pages.fetch));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS.split(" ") });
  });
  afterAll(async () => {
    await browser?.close();
    await stop?.();
  });
  afterEach(async () => {
    for (const page of open.splice(0)) await page.close();
    expect(trouble.splice(0)).toEqual([]);
  });

  async function visit(
    path: string,
    options: { width?: number; colorScheme?: "light" | "dark" } = {},
  ) {
    const { width = 1280, colorScheme = "light" } = options;
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    open.push(page);
    page.on(
      "console",
      (line) => ["error", "warning"].includes(line.type()) && trouble.push(line.text()),
    );
    page.on("pageerror", (error) => trouble.push(error.message));
    await page.goto(`${origin}/_sandbox/${path}`);
    return page;
  }
  const run = `executions/${encodeURIComponent(RUN)}`;
  const everything = [
    "",
    "slack",
    "executions",
    run,
    `${run}?state=Join`,
    `executions?mapRun=${encodeURIComponent(MAP_RUN)}`,
    "table",
    "calls",
  ];

  it.each(["light", "dark"] as const)(
    "fit a small screen and follow the %s scheme",
    async (colorScheme) => {
      const page = await visit("", { width: 360, colorScheme });
      for (const path of everything) {
        await page.goto(`${origin}/_sandbox/${path}`);
        expect(await page.locator("h1").count(), path).toBeGreaterThan(0);
        const width = await page.evaluate<number>("document.documentElement.scrollWidth");
        expect(width, path).toBeLessThanOrEqual(360);
        const background = await page.evaluate<string>(
          "getComputedStyle(document.documentElement).backgroundColor",
        );
        const [red = 0] = background.match(/\d+/g)!.map(Number);
        expect(red > 128, path).toBe(colorScheme === "light");
      }
    },
  );

  it("treat what others named as text", async () => {
    const page = await visit("");
    for (const path of [...everything, `slack?channel=soc&thread=${parent.ts}`]) {
      await page.goto(`${origin}/_sandbox/${path}`);
      expect(await page.locator("main img").count(), path).toBe(0);
      expect(await page.title(), path).not.toBe("owned");
      expect(await page.locator("a[href^='javascript:']").count(), path).toBe(0);
    }
  });

  it("render a message as Slack would", async () => {
    const page = await visit("slack?channel=soc");
    const message = page.locator(".message").first();
    expect(await said(message.locator(".header"))).toBe("✅ Applied");
    expect(await message.locator("strong", { hasText: "bold" }).count()).toBe(1);
    expect(await said(message.locator("code"))).toBe("code");
    expect(await message.getByRole("link", { name: "a link" }).getAttribute("href")).toBe(
      "https://example.com/a?b=1&c=2",
    );
    expect(await said(message.locator(".mention"))).toBe("@Mika");
    expect(await said(message)).toContain("a < b 11/22/2026");
    expect(await message.getByRole("img", { name: "a logo" }).count()).toBe(1);
    expect(await said(message.locator("td").nth(1))).toBe(HOSTILE);
    expect(await said(message)).toContain("*not bold*");
    expect(await message.getByRole("button", { name: "Approve" }).count()).toBe(1);
  });

  it("mark an edit without blocks only, and keep what was there before", async () => {
    const page = await visit("slack?channel=soc");
    const messages = page.locator(".pane:not(.aside) .message");
    expect(await said(messages.nth(0))).not.toContain("(edited)");
    expect(await said(messages.nth(1))).toContain("(edited)");
    await messages.nth(1).getByRole("link", { name: "1 earlier version" }).click();
    await page.locator(".aside").waitFor();
    expect(await said(page.locator(".aside"))).toContain("before");
  });

  it("open a thread by keyboard, without losing the place", async () => {
    const page = await visit("slack?channel=soc");
    const link = page.getByRole("link", { name: /1 reply/ });
    await link.focus();
    await page.keyboard.press("Enter");
    await page.locator(".aside").waitFor();
    expect(await said(page.locator(".aside"))).toContain("a reply");
    expect(page.url()).toContain(`thread=${parent.ts}`);
    expect(await page.evaluate("document.activeElement?.id")).toBe(`thread-${parent.ts}`);
    await page.goBack();
    await page.locator(".aside").waitFor({ state: "detached" });
  });

  it("show what is said while somebody looks", async () => {
    const page = await visit("slack?channel=soc");
    const before = await page.locator(".message").count();
    await method("chat.postMessage", { channel: "#soc", text: "said later" });
    await page.getByText("said later").waitFor();
    expect(await page.locator(".message").count()).toBe(before + 1);
  });

  it("name the status of each state in words", async () => {
    const page = await visit(run);
    const told = await page
      .locator("a.node")
      .evaluateAll((nodes) => nodes.map((node) => node.getAttribute("aria-label")));
    expect(told).toEqual(
      expect.arrayContaining([
        "Open, Task: succeeded · 1 retry",
        "Look, Task: caught 1 of 3",
        "Join, Distributed Map: succeeded",
        "JoinAccount, Task: in children",
        "Verify, Task: failed 1 of 3",
        "Close, Task: not reached",
      ]),
    );
    expect(await said(page.locator("#panel h2"))).toBe("Verify");
    expect(await said(page.locator("#panel"))).toContain("ConflictError");
  });

  it("reach a state by keyboard and tell its iterations apart", async () => {
    const page = await visit(run);
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press("Tab");
      if ((await page.evaluate("document.activeElement?.id")) === "node-Look") break;
    }
    await page.keyboard.press("Enter");
    await page.locator("#panel h2", { hasText: "Look" }).waitFor();
    const panel = page.locator("#panel");
    expect(await panel.locator("tbody tr").allInnerTexts()).toHaveLength(3);
    expect(await said(panel.locator("tr[aria-current]"))).toContain("iteration 1");
    expect(await said(panel)).toContain("Look was told: UnreadableError");
    await panel.getByRole("link", { name: "iteration 2" }).click();
    await panel.locator("h3", { hasText: "iteration 2" }).waitFor();
    expect(await said(panel)).toContain("us-east-1");
  });

  it("lead from a Map to its children and back", async () => {
    const page = await visit(`${run}?state=Join`);
    expect(await said(page.locator("#panel"))).toContain(
      "40 child executions: 37 succeeded, 1 running, 2 failed.",
    );
    await page.getByRole("link", { name: "All 40 child executions" }).click();
    expect(await said(page.locator("h1"))).toContain("Map Run");
    await page.getByRole("link", { name: /^failed/ }).click();
    expect(await page.locator("tbody tr").count()).toBe(2);
    await page.goBack();
    await page.getByRole("link", { name: "child-7" }).click();
    expect(await page.locator("a.node").count()).toBe(4);
    expect(await said(page.locator("#panel h2"))).toBe("Pause");
    await page.getByRole("link", { name: "Map Run" }).click();
    expect(await said(page.locator("h1"))).toContain("Map Run");
  });

  it("filter and page the list of executions", async () => {
    const page = await visit("executions");
    expect(await page.locator("tbody tr").count()).toBe(50);
    await page.getByRole("link", { name: "Older" }).click();
    expect(await page.locator("tbody tr").count()).toBe(23);
    await page.getByRole("link", { name: /^failed/ }).click();
    expect(await page.locator("tbody tr").allInnerTexts()).toHaveLength(1);
    await page.locator("tbody a").click();
    expect(await said(page.locator("h1"))).toBe("r-1");
  });

  it("group the items of a table by kind", async () => {
    const page = await visit("table");
    expect(await page.locator("section h2").allInnerTexts()).toEqual([
      "account 1 item",
      "membership 12 items",
    ]);
    await page.getByRole("link", { name: /^account/ }).click();
    expect(await page.locator("tbody tr").count()).toBe(1);
    expect(await said(page.locator("tbody"))).toContain(HOSTILE);
  });

  it("list the calls of others, and not its own", async () => {
    const page = await visit("calls");
    expect(await page.locator(".counts tr").allInnerTexts()).toHaveLength(1);
    expect(await said(page.locator("main"))).toContain("AccessDenied");
  });
});

describe("the pages on the wire", () => {
  const ask = (path: string, host = "127.0.0.1:4566") =>
    pages.fetch(new Request(`http://${host}/_sandbox${path}`));

  it("answer to this machine's names only", async () => {
    expect((await ask("/slack", "localhost:4566")).status).toBe(200);
    expect((await ask("/slack", "rebound.example.com")).status).toBe(403);
  });

  it("allow nothing from elsewhere", async () => {
    const { headers } = await ask("/slack");
    expect(headers.get("content-security-policy")).toContain("default-src 'self'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(await (await ask("/slack")).text()).not.toMatch(
      /<script(?! type="module" src="\/_sandbox\/)| style="| on\w+="/,
    );
    expect((await ask("/assets/favicon.svg")).headers.get("content-type")).toBe("image/svg+xml");
    expect((await ask("/assets/../app.ts")).status).toBe(404);
  });

  it("say so when there is nothing of that name", async () => {
    const missing = await ask(
      `/executions/${encodeURIComponent("arn:aws:states:us-east-1:111122223333:execution:apply:none")}`,
    );
    expect(missing.status).toBe(404);
    expect(await missing.text()).toContain("Execution Does Not Exist");
  });
});
