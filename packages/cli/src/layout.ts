// Text by columns of the terminal: a Japanese character takes two.
import stringWidth from "string-width";

/** The text with spaces behind it, up to so many columns. */
export const padded = (text: string, columns: number): string =>
  text + " ".repeat(Math.max(0, columns - stringWidth(text)));

/** The widest of these texts, in columns. */
export const widest = (texts: readonly string[]): number =>
  Math.max(0, ...texts.map((text) => stringWidth(text)));

/** As much of the text as fits into so many columns. */
export function cut(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  let kept = "";
  for (const character of text) {
    if (stringWidth(kept + character) > columns - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Text from outside on one line: without control characters, which could move the cursor. */
export const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, " ").trim();
