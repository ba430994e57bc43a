// What an examination comes to: one document for programs, one page for people.
import type { Checked } from "@rollcall/aws/doctor";
import type { Locale } from "@rollcall/core/locale";
import type { Colours } from "../colours.ts";
import { oneLine, padded, widest } from "../layout.ts";
import { type Advice, adviceOn, doctorWords, noteOn } from "./words.ts";

/** A stage, where it is, and what its checks came to. */
export interface Examined {
  stage: string;
  account: string;
  region: string;
  checks: Checked[];
}

const told = (checked: Checked, { stage, region }: Examined, locale: Locale) => ({
  title: doctorWords(locale).checks[checked.name],
  notes: checked.notes.map((note) => noteOn(note, locale)),
  problems: checked.problems.map((problem) => ({
    code: problem.code,
    ...adviceOn(problem, locale, { stage, region }),
  })),
});

/** The document of `doctor --json`; its shape is a public interface, versioned. */
export function examinationDocument(examined: Examined, locale: Locale) {
  const { stage, account, region, checks } = examined;
  return {
    schemaVersion: 1,
    stage,
    account,
    region,
    healthy: checks.every(({ problems }) => problems.length === 0),
    checks: checks.map((one) => ({
      name: one.name,
      healthy: one.problems.length === 0,
      ...told(one, examined, locale),
    })),
  };
}

/** The page that a person reads. */
export function examinationPage(examined: Examined, locale: Locale, colours: Colours): string {
  const words = doctorWords(locale);
  const { stage, account, region, checks } = examined;
  const all = checks.map((one) => ({ ...told(one, examined, locale), name: one.name }));
  const columns = widest(all.map(({ title }) => title));
  const count = all.reduce((sum, { problems }) => sum + problems.length, 0);
  const lines = all.flatMap(({ title, notes, problems }) => [
    `${problems.length === 0 ? colours.green("✔") : colours.red("✖")} ${padded(title, columns)}  ${colours.dim(notes.join("; "))}`.trimEnd(),
    ...problems.flatMap((one) => advice(one, colours)),
  ]);
  const verdict = count === 0 ? colours.green(words.healthy) : colours.red(words.problems(count));
  return [colours.bold(words.heading(stage, account, region)), ...lines, "", verdict, ""].join(
    "\n",
  );
}

const advice = ({ what, fix }: Advice, { dim }: Colours): string[] => [
  `    ${oneLine(what)}`,
  ...fix.split("\n").map((line) => dim(`    → ${line}`)),
];
