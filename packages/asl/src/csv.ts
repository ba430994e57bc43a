// CSV as RFC 4180 has it: quotes may hold delimiters, line ends and doubled quotes.

/** The rows of a text; empty lines are left out. */
export function parseCsv(source: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let quoted = false;
  let begun = false;
  const endField = () => {
    row.push(field);
    field = "";
    begun = true;
  };
  const endRow = () => {
    if (begun || field !== "") rows.push([...row, field]);
    row = [];
    field = "";
    begun = false;
  };
  for (let i = 0; i < source.length; i++) {
    const c = source[i]!;
    if (quoted) {
      if (c !== '"') field += c;
      else if (source[i + 1] === '"') field += source[++i];
      else quoted = false;
    } else if (c === '"' && field === "") {
      quoted = true;
      begun = true;
    } else if (c === delimiter) {
      endField();
    } else if (c === "\n") {
      endRow();
    } else if (c !== "\r" || source[i + 1] !== "\n") {
      field += c;
    }
  }
  if (field.endsWith("\r")) field = field.slice(0, -1);
  endRow();
  return rows;
}
