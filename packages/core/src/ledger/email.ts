// E-mail addresses: AWS's rules where an account is to be created, ordinary ones elsewhere.
import { isRootEmail } from "../account.ts";
import type { Tell } from "./read.ts";
import type { Cell } from "./row.ts";
import { clean, normal } from "./text.ts";

// Deliberately plain: one @, no spaces, a domain with a dot. Whether it exists, nobody can know here.
const plain = /^[^\s@<>(),;:"[\]]+@[^\s@<>(),;:"[\]]+\.[^\s@<>(),;:".[\]]{2,}$/u;

/** An address has 254 characters at most (RFC 5321, 4.5.3.1.3); a suggestion is looked for within. */
const LONGEST = 500;

/** The address, or undefined after a problem was told. `root`: it is to be a new account's. */
export function emailOf(
  cell: Exclude<Cell, { error: string }>,
  tell: Tell,
  root: boolean,
): string | undefined {
  const text = normal(cell);
  const address = text.replace(/ ?@ ?/, "@").replace(/^mailto:/i, "");
  if (address.length > LONGEST || !plain.test(address)) {
    const count = text.split(/[\s,、;/]+/u).filter((part) => plain.test(part)).length;
    if (count > 1) return tell("EmailSeveral", { count });
    const inside = /[^\s<>(),;:"[\]]+@[\w.-]+\.\w{2,}/.exec(text.slice(0, LONGEST))?.[0];
    return tell("EmailForm", { suggestion: inside });
  }
  if (root && !isRootEmail(address)) return tell("EmailRules", {});
  if (clean(cell).normalize("NFKC") !== clean(cell)) tell("FullWidth", { read: address });
  else if (clean(cell) !== String(cell) || !text.endsWith(address))
    tell("StraySpaces", { read: address });
  return address;
}
