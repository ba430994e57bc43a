// Account ids as spreadsheets mangle them. An id is text of twelve digits; Excel takes it for a number.
import type { AccountId } from "../account.ts";
import type { Tell } from "./read.ts";
import type { Cell } from "./row.ts";
import { clean, normal } from "./text.ts";

// A number that is shorter than this did not only lose leading zeros: digits are missing.
const SHORTEST = 9;
/** An id with a note beside it is shorter. */
const LONGEST = 500;

/** The id, or undefined after a problem was told. */
export function accountIdOf(
  cell: Exclude<Cell, { error: string }>,
  tell: Tell,
): AccountId | undefined {
  if (cell instanceof Date) return tell("IdDate", {});
  if (typeof cell === "number") return ofNumber(cell, tell);
  const text = normal(cell);
  if (text.length > LONGEST) return tell("IdCharacters", {});
  if (/^\d+(\.\d+)?e\+?\d+$/i.test(text)) return tell("IdDigitsLost", {});
  if (/^\d{1,4}[/.年]\d{1,2}[/.月]\d{1,4}日?$/u.test(text)) return tell("IdDate", {});

  // A number as text: with its thousands set apart, or with the fraction that pandas adds.
  if (/^[1-9]\d{0,2}(,\d{3})+$|^[1-9]\d*\.0+$/.test(text))
    return ofNumber(Number(text.replaceAll(",", "")), tell);
  const bare = text.replace(/[([【].*?[)\]】]/gu, "");
  const several = bare
    .split(/[\s,、;/]+/u)
    .filter((part) => /^(\d{12}|\d{4}-\d{4}-\d{4})$/.test(part));
  if (several.length > 1) return tell("IdSeveral", { count: several.length });
  const digits = bare.replace(/^['’‘`]/, "").replace(/[\s-]/g, "");
  if (!/^\d+$/.test(digits)) return tell("IdCharacters", {});
  if (digits.length !== 12) return tell("IdLength", { digits: digits.length });
  if (bare !== text) tell("Annotated", { read: digits });
  else if (String(cell).normalize("NFKC") !== String(cell) && /[^\s\p{Cf}]/u.test(widened(cell)))
    tell("FullWidth", { read: digits });
  else if (clean(cell) !== String(cell) || /\s/.test(text)) tell("StraySpaces", { read: digits });
  return digits;
}

/** The characters that compatible form changes, spaces apart. */
const widened = (cell: Exclude<Cell, { error: string }>): string =>
  [...clean(cell)].filter((character) => character.normalize("NFKC") !== character).join("");

function ofNumber(value: number, tell: Tell): AccountId | undefined {
  if (!Number.isInteger(value) || value <= 0) return tell("IdCharacters", {});
  const digits = String(value);
  if (/e/i.test(digits)) return tell("IdDigitsLost", {});
  if (digits.length > 12 || digits.length < SHORTEST)
    return tell("IdLength", { digits: digits.length });
  const id = digits.padStart(12, "0");
  if (id !== digits) tell("LeadingZeros", { id });
  else if (digits.endsWith("000000")) tell("IdRounded", { id });
  return id;
}
