// Rows → a CSV that a spreadsheet opens with a double click: UTF-8 with a byte order mark, CRLF, and no cell that
// would be run as a formula.
import { stringify } from "csv-stringify/sync";

/** What makes a spreadsheet evaluate a cell, full-width signs included (OWASP ASVS 1.2.10). */
const EVALUATED = /^[=+\-@\t\r\n\0＝＋－＠]/u;

/**
 * A cell that means in a spreadsheet what it says here. An account id gets the hyphens with which AWS's console
 * shows it: as a bare number Excel would drop its leading zeros and show the rest as 1.23457E+11. A ledger may
 * hold ids in this form too.
 */
function cellOf(text: string): string {
  if (/^\d{12}$/.test(text)) return text.replace(/^(\d{4})(\d{4})(\d{4})$/, "$1-$2-$3");
  return EVALUATED.test(text) ? `'${text}` : text;
}

/** The bytes of a CSV file (RFC 4180). The first row is its head. */
export const csvOf = (rows: readonly (readonly string[])[]): Buffer =>
  Buffer.from(
    stringify(
      rows.map((row) => row.map(cellOf)),
      // Quotes are also set where a cell holds one half of CRLF, which the package leaves bare.
      { bom: true, record_delimiter: "windows", quoted_match: /[\r\n\t]/ },
    ),
  );
