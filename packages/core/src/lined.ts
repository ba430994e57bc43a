// JSON that is read and written line by line, so that nobody has to hold all of it: a head, a line for each entry, an
// end. As a whole it is a document like any other.

/** What an entry stands in: elements of an array, or fields of an object. */
type Brackets = "[]" | "{}";

/** The first line: an object that has at least one field, up to the field that holds the entries. */
export const headLine = (head: object, field: string, brackets: Brackets): string =>
  `${JSON.stringify(head).slice(0, -1)},"${field}":${brackets[0]}\n`;

/** The head that a first line holds. It is our own: trusted, not parsed. */
export const headOf = <Head>(line: string): Head =>
  JSON.parse(line.replace(/,"\w+":[[{]$/, "}")) as Head;

/** The line of one entry, `at` from 0: JSON, of an object's field with its name. */
export const entryLine = (at: number, entry: string): string => `${at > 0 ? "," : ""}${entry}\n`;

/** The entry that a line holds; undefined for the last line, which holds none. */
export const entryOf = (line: string): string | undefined =>
  /^[\]}]/.test(line) ? undefined : line.replace(/^,/, "");

/** The last line, with the fields that are known only once every entry is written. */
export const endLine = (brackets: Brackets, fields: object = {}): string => {
  const more = JSON.stringify(fields).slice(1);
  return `${brackets[1]}${more === "}" ? "" : ","}${more}\n`;
};
