// Texts that stand in many cells of a workbook that goes out: each once, in a part behind the sheets (ECMA-376 Part 1,
// 18.4.9). Written out in every cell they would make a small file of a huge one, which readers refuse as an attack, our
// own first. What stands in one cell alone is not kept: there may be any number of those.
import { escaped } from "./xml.ts";

/** Characters of all shared texts: room for 128 of the longest. What does not fit stands in its own cells. */
const MOST_SHARED = 4 * 1024 * 1024;
/** Texts that are remembered to have been seen once. Then it begins anew: a text has to come twice again. */
const MOST_SEEN = 50_000;

/** The texts of a workbook that are shared. */
export class SharedTexts {
  readonly #numbers = new Map<string, number>();
  readonly #seen = new Set<string>();
  #characters = 0;
  #uses = 0;

  /** The number under which a text is shared; undefined: it stands in its own cell. */
  numberOf(text: string): number | undefined {
    const number = this.#numbers.get(text) ?? this.#share(text);
    if (number !== undefined) this.#uses += 1;
    return number;
  }

  /** The part, to be written when all sheets are. */
  *part(): Iterable<string> {
    const counts = `count="${this.#uses}" uniqueCount="${this.#numbers.size}"`;
    yield `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n`;
    yield `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ${counts}>`;
    for (const text of this.#numbers.keys()) yield `<si>${textXml(text)}</si>`;
    yield "</sst>";
  }

  #share(text: string): number | undefined {
    if (this.#seen.delete(text) && this.#characters + text.length <= MOST_SHARED) {
      this.#characters += text.length;
      this.#numbers.set(text, this.#numbers.size);
      return this.#numbers.size - 1;
    }
    if (this.#seen.size >= MOST_SEEN) this.#seen.clear();
    this.#seen.add(text);
    return undefined;
  }
}

/** Characters that Excel takes in a cell; a file with more is one that it offers to repair (Excel's limits). */
const MOST_TEXT = 32_767;

const CONTROL = "\\u0000-\\u0008\\u000b-\\u001f\\ufffe\\uffff";
/** Characters that XML has not or would change, and text that reads like one of them written. */
const unwritable = new RegExp(`[${CONTROL}]|_(?=x[\\da-f]{4}[_${CONTROL}])`, "gi");

/** `_x0041_` is how the format writes a character that XML cannot (ECMA-376 Part 1, 22.9.2.19): as text, it is escaped. */
const coded = (character: string): string =>
  `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`;

/** A text as XML, cut to what Excel takes. */
export function textXml(text: string): string {
  const cut = text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT - 1)}…` : text;
  const written = escaped(cut.toWellFormed().replace(unwritable, coded));
  return /^ | $|[\t\n]/.test(written)
    ? `<t xml:space="preserve">${written}</t>`
    : `<t>${written}</t>`;
}
