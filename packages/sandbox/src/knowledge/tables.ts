// The tables that people read, in Markdown: of every operation, and of what is not in the documentation.
import { knowledge, operationsOf } from "../knowledge.ts";

/** Each service with its operations, by what their behaviour rests on: the README's table. */
export function operationsTable(): string {
  const rows = Object.values(knowledge).map(({ name, documented, observed, assumed }) => [
    name,
    documented.split(" ").join(", "),
    Object.keys(observed).join(", "),
    Object.keys(assumed).join(", "),
  ]);
  return tableOf(["service", "documented", "observed", "assumed in part"], rows);
}

/** What was observed or is assumed, operation by operation. */
export function notesTable(): string {
  const rows = Object.values(knowledge).flatMap((one) =>
    operationsOf(one).flatMap(([operation, known]) =>
      known === "documented" ? [] : [[one.name, operation, known, one[known][operation] ?? ""]],
    ),
  );
  return tableOf(["service", "operation", "how it is known", "what"], rows);
}

const line = (cells: string[]) => `| ${cells.join(" | ")} |`;

const tableOf = (head: string[], rows: string[][]) =>
  [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
