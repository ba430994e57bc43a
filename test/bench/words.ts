// How numbers are written.

/** With commas, and as many digits behind the point as wanted. */
export const number = (value: number, digits = 0): string =>
  value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** Seconds as people say them: `24.0 s`, `2.6 h`, `5.4 days`. */
export function time(seconds: number): string {
  if (seconds < 100) return `${number(seconds, 1)} s`;
  if (seconds < 100 * 60) return `${number(seconds / 60, 1)} min`;
  if (seconds < 48 * 3_600) return `${number(seconds / 3_600, 1)} h`;
  return `${number(seconds / 86_400, 1)} days`;
}

/** US dollars. */
export const dollars = (value: number): string =>
  `$${value < 1 ? value.toFixed(4) : number(value, 2)}`;

/** Bytes in the units of 1,024. */
export const kilobytes = (bytes: number): string => number(bytes / 1_024, 1);
export const megabytes = (bytes: number): string => number(bytes / 2 ** 20);

/** A table in Markdown; columns of numbers stand to the right. */
export function table(head: string[], rows: string[][]): string {
  const widths = head.map((cell, at) =>
    Math.max(3, cell.length, ...rows.map((row) => row[at]!.length)),
  );
  const right = (at: number) => at > 0;
  const line = (cells: string[]) =>
    `| ${cells.map((cell, at) => (right(at) ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!))).join(" | ")} |`;
  const rule = `| ${widths.map((width, at) => (right(at) ? `${"-".repeat(width - 1)}:` : "-".repeat(width))).join(" | ")} |`;
  return [line(head), rule, ...rows.map(line)].join("\n");
}
