// `rollcall plan LEDGER`: what a ledger would do, without doing it.
import fs from "node:fs";
import path from "node:path";
import type { Preview } from "@rollcall/aws/acts/preview";
import { planLines, planRegions, planRemovals, planWords } from "@rollcall/core/message";
import { additionsOf, causesOf, raisesOf } from "@rollcall/core/plan";
import { forecast } from "@rollcall/core/plan/forecast";
import { prices } from "@rollcall/core/plan/prices";
import type { Colours } from "./colours.ts";
import { coloursOf } from "./colours.ts";
import { decideWords } from "./decide/words.ts";
import { CommandError, exit } from "./exit.ts";
import { oneLine } from "./layout.ts";
import { openStage, type StageOptions } from "./stage.ts";
import { words } from "./words.ts";

export interface PlanOptions extends StageOptions {
  json?: boolean | undefined;
}

/** Problems and places that are listed one by one. */
const SHOWN = 12;

/** Runs the command; resolves to the exit code. */
export async function plan(file: string, options: PlanOptions): Promise<number> {
  const { json, lang } = options;
  const bytes = readFile(file, options);
  const { deployed, ...place } = await openStage(options);
  const { preview } = await import("@rollcall/aws/acts/preview");
  const name = path.basename(file);
  const seen = await preview(bytes, name);
  const { share } = deployed.settings.approval;
  process.stdout.write(
    json
      ? `${JSON.stringify({ schemaVersion: 1, ...place, ...documentOf(name, seen, share, lang) }, null, 2)}\n`
      : `${pageOf(name, seen, share, lang, coloursOf(process.stdout)).join("\n")}\n`,
  );
  if (!seen.plan) return exit.usage;
  return seen.plan.escalations.length > 0 ? exit.attention : exit.ok;
}

function readFile(file: string, { lang }: PlanOptions): Buffer {
  try {
    return fs.readFileSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    const reasons: Record<string, string> = words(lang).fileErrors;
    throw new CommandError(
      decideWords(lang).unreadable(file, reasons[code] ?? String(error)),
      exit.usage,
    );
  }
}

function documentOf(
  ledger: string,
  { plan: found, ...seen }: Preview,
  share: number,
  lang: "en" | "ja",
) {
  const problems = seen.problems.map((one) => ({
    severity: one.severity,
    row: one.row,
    column: one.column,
    value: one.value,
    problem: one.problem[lang],
    fix: one.fix[lang],
  }));
  if (!found) return { ledger, accepted: false, problems, ignored: seen.ignored };
  const { run: _, resolved: __, joining: ___, waves, ...rest } = found;
  const raises = raisesOf(found);
  const causes = causesOf(found, share);
  return {
    ledger,
    accepted: true,
    waits: causes.length > 0,
    causes,
    ...rest,
    additions: additionsOf(found),
    ...(raises.length > 0 && { raises }),
    waves: waves.length,
    forecast: forecast(found),
    prices,
    organization: seen.organization,
    problems,
    ignored: seen.ignored,
  };
}

function pageOf(ledger: string, seen: Preview, share: number, lang: "en" | "ja", colours: Colours) {
  const say = decideWords(lang);
  const common = words(lang);
  if (!seen.plan) {
    const errors = seen.problems.filter((one) => one.severity === "error");
    return [
      colours.bold(colours.red(`✖ ${common.rejected(ledger, errors.length)}`)),
      ...errors
        .slice(0, SHOWN)
        .flatMap((one) => [
          `  ${common.place(ledger, one.row, oneLine(one.column))}: ${oneLine(one.problem[lang])}`,
          colours.dim(`    → ${oneLine(one.fix[lang])}`),
        ]),
      ...(errors.length > SHOWN ? [`  ${say.more(errors.length - SHOWN)}`] : []),
    ];
  }
  const causes = causesOf(seen.plan, share).map((one) => planWords(lang).cause[one]);
  const part = (title: string, lines: string[]) =>
    lines.length > 0 ? ["", colours.bold(title), ...lines.map((one) => `  ${one}`)] : [];
  return [
    colours.bold(say.heading(ledger)),
    ...planLines(seen.plan, lang).map((one) => `  ${one}`),
    ...part(say.regions, planRegions(seen.plan, lang)),
    ...part(say.removals, planRemovals(seen.plan, lang)),
    "",
    causes.length > 0
      ? colours.yellow(`✋ ${say.wouldWait(planWords(lang).list(causes))}`)
      : say.wouldRun,
    say.nothingDone,
    "",
    colours.dim(say.organization[seen.organization]),
    colours.dim(say.method),
    colours.dim(say.price(prices)),
  ];
}
