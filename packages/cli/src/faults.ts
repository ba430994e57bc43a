// `rollcall sandbox faults`: what goes wrong in a running sandbox, how often, and the switches.
import type { Locale } from "@rollcall/core/locale";
import type { AssumptionName, FaultName } from "@rollcall/sandbox";
import { type Colours, coloursOf } from "./colours.ts";
import { CommandError, exit } from "./exit.ts";
import { type FaultWords, faultWords } from "./faults/words.ts";
import { padded, widest } from "./layout.ts";
import { sandboxAt } from "./loopback.ts";

export interface FaultsOptions {
  endpoint: string;
  json?: boolean | undefined;
  lang: Locale;
}

/** What the sandbox answers, as far as it is shown; `--json` prints all of it. */
export interface Listing {
  profile: string;
  faults: {
    name: FaultName;
    about: string;
    now: string;
    differs: boolean;
    profiles: Record<"fast" | "realistic" | "hostile", string>;
    known: "documented" | "observed" | "assumed";
  }[];
  refusals: { operation: string; code: string; times: number }[];
  assumptions: { name: AssumptionName; about: string; opposite: string; holds: boolean }[];
}

/** Lists; resolves to the exit code. */
export async function showFaults(options: FaultsOptions): Promise<number> {
  tell(await ask(options), options);
  return exit.ok;
}

/** Changes, and lists what is so then. Throws CommandError with the sandbox's words when it refuses. */
export async function changeFaults(change: object, options: FaultsOptions): Promise<number> {
  tell(await ask(options, change), options);
  return exit.ok;
}

async function ask({ endpoint, lang }: FaultsOptions, change?: object): Promise<Listing> {
  const origin = await sandboxAt(endpoint, lang);
  const response = await fetch(`${origin}/_sandbox/faults.json`, {
    ...(change && {
      method: "POST",
      body: JSON.stringify(change),
      headers: { "content-type": "application/json" },
    }),
  });
  const answer = (await response.json().catch(() => undefined)) as
    | Listing
    | { problem: string }
    | undefined;
  if (answer && "faults" in answer) return answer;
  throw new CommandError(answer?.problem ?? faultWords(lang).unanswered(origin), exit.usage);
}

function tell(listing: Listing, { json, lang }: FaultsOptions): void {
  const page = json
    ? JSON.stringify({ schemaVersion: 1, ...listing }, null, 2)
    : pageOf(listing, faultWords(lang), coloursOf(process.stdout)).join("\n");
  process.stdout.write(`${page}\n`);
}

function pageOf(
  { profile, faults, refusals, assumptions }: Listing,
  words: FaultWords,
  colours: Colours,
) {
  const { bold, dim } = colours;
  const rows = faults.map(({ name, now, differs, profiles: of, about, known }) => ({
    cells: [name, now, of.fast, of.realistic, of.hostile, words.known[known]],
    differs,
    about: words.fault?.[name] ?? about,
  }));
  const head = [words.name, words.now, "fast", "realistic", "hostile", words.knownAs];
  const columns = head.map((title, at) => widest([title, ...rows.map(({ cells }) => cells[at]!)]));
  const line = (cells: string[]) => cells.map((cell, at) => padded(cell, columns[at]!)).join("  ");
  const guesses = widest(assumptions.map(({ name }) => name));
  return [
    bold(words.profile(profile)),
    dim(`  ${line(head)}`),
    ...rows.map(({ cells, differs, about }) => {
      const text = `${differs ? "*" : " "} ${line(cells)}  `;
      return `${differs ? bold(text) : text}${about}`;
    }),
    ...refusals.map((one) => bold(`* ${words.refused(one.operation, one.code, one.times)}`)),
    "",
    bold(words.guesses),
    ...assumptions.map(({ name, holds, about, opposite }) => {
      const said = words.guess?.[name];
      const text = holds ? (said?.[0] ?? about) : (said?.[1] ?? opposite);
      return `${holds ? " " : "*"} ${padded(name, guesses)}  ${holds ? "on " : "off"}  ${text}`;
    }),
  ];
}
