// The report of `rollcall sandbox permissions`: each holder of a role with what is allowed and how often it was used.
import type { HeldUsage } from "@rollcall/sandbox";
import type { Colours } from "../colours.ts";
import { oneLine, padded, widest } from "../layout.ts";
import type { PermissionsWords } from "./words.ts";

/** Roles of the app first, by the name of who has them; then the others. */
const inOrder = (one: HeldUsage, other: HeldUsage): number =>
  Number(one.holder === undefined) - Number(other.holder === undefined) ||
  ((one.holder ?? one.role) < (other.holder ?? other.role) ? -1 : 1);

function ofRole(usage: HeldUsage, few: boolean, words: PermissionsWords, colours: Colours) {
  const { role, holder, grants, denials } = usage;
  const { bold, dim, red, yellow } = colours;
  const marks = [...grants.map(({ used }) => String(used)), words.unused, words.refused];
  const width = widest(marks);
  const refused = denials.map(
    ({ count, message }) =>
      `  ${red(padded(words.refused, width))}  ${oneLine(message)} (${count}×)`,
  );
  const granted = grants
    .filter(({ used }) => used === 0 || !few)
    .sort((a, b) => a.used - b.used)
    .map(({ action, resource, used }) => {
      const mark = padded(used === 0 ? words.unused : String(used), width);
      return `  ${used === 0 ? yellow(mark) : mark}  ${action}  ${dim(resource)}`;
    });
  if (few && refused.length + granted.length === 0) return [];
  const used = grants.filter((one) => one.used > 0).length;
  const title = `${bold(holder ?? role)}  ${dim(words.counts(used, grants.length))}`;
  return [title, ...refused, ...granted, ""];
}

/** The page. `few`: only what is not used, and what was refused. */
export function permissionsPage(
  roles: HeldUsage[],
  few: boolean,
  words: PermissionsWords,
  colours: Colours,
): string {
  if (roles.length === 0) return `${words.none}\n`;
  const unused = roles.flatMap(({ grants }) => grants).filter(({ used }) => used === 0).length;
  const refused = roles.flatMap(({ denials }) => denials).length;
  const lines = roles.toSorted(inOrder).flatMap((one) => ofRole(one, few, words, colours));
  return `${[...lines, words.sum(unused, refused)].join("\n")}\n`;
}
