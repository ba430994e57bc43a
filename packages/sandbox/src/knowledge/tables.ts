// The tables that people read, in Markdown: of every operation, and of what is not in the documentation.
import { ASSUMPTION_NAMES, ASSUMPTIONS } from "../faults/assumptions.ts";
import { FAULT_NAMES, FAULTS, PROFILES } from "../faults/catalogue.ts";
import { writeStrength } from "../faults/strength.ts";
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

/** Each fault, and how strong a profile has it. */
export function faultsTable(): string {
  const rows = FAULT_NAMES.map((name) => {
    const { about, profiles, known, source } = FAULTS[name];
    const strengths = PROFILES.map((profile) => writeStrength(name, profiles[profile]));
    return [`\`${name}\``, about, ...strengths, `${known}: ${source}`];
  });
  return tableOf(["fault", "what it does", ...PROFILES, "how it is known"], rows);
}

/** Each guess about behaviour with its opposite. */
export function guessesTable(): string {
  const rows = ASSUMPTION_NAMES.map((name) => {
    const { about, opposite } = ASSUMPTIONS[name];
    return [`\`${name}\``, about, opposite];
  });
  return tableOf(["guess", "on", "off"], rows);
}

const line = (cells: string[]) => `| ${cells.join(" | ")} |`;

const tableOf = (head: string[], rows: string[][]) =>
  [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
