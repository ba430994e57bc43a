// Options that several commands take, and how their values are read.
import { isKnown } from "@rollcall/core/region";
import { InvalidArgumentError, Option } from "commander";

/** A port; 0 is any free one. */
export function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new InvalidArgumentError("A port is a number from 0 to 65535; 0 is any free one.");
  return port;
}

/** How many; at least one. */
export function countOf(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError("A number from 1 on.");
  return Number(text);
}

/** An account: twelve digits that stay text. */
export function accountOf(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  throw new InvalidArgumentError("An account is 12 digits, with its leading zeros.");
}

/** A Region of AWS. */
export function regionOf(text: string): string {
  if (isKnown(text)) return text;
  throw new InvalidArgumentError("There is no such Region; one is us-east-1.");
}

/** For an option that may be repeated. */
export const collected =
  (read: (text: string) => string) =>
  (text: string, before: string[] = []): string[] => [...before, read(text)];

/** --lang, then ROLLCALL_LANG, then the locale of the terminal. */
function languageOf(environment: NodeJS.ProcessEnv): "en" | "ja" {
  const said = environment.ROLLCALL_LANG || environment.LC_ALL || environment.LANG || "";
  return said.toLowerCase().startsWith("ja") ? "ja" : "en";
}

export const language = () =>
  new Option("--lang <language>", "language of messages")
    .choices(["en", "ja"])
    .default(languageOf(process.env));
export const estate = () =>
  new Option("--estate <file>", "JSON file of what already exists in this AWS");
export const data = () =>
  new Option(
    "--data <directory>",
    "keep the sandbox's state here: a start that was killed goes on, and an estate is put in once (new accounts are added; what is kept wins)",
  );
/** Kept here, because what the sandbox exports would have to be loaded for it: the whole sandbox. */
export const profile = () =>
  new Option(
    "--profile <name>",
    "how rough AWS and Slack are; rollcall sandbox faults shows what each means (default: fast)",
  ).choices(["fast", "realistic", "hostile"]);
export const seed = () =>
  new Option(
    "--seed <number>",
    "of all chance; the same seed brings the same faults (default: 1)",
  ).argParser(countOf);
export const json = () => new Option("--json", "one JSON document on stdout, progress on stderr");

/** npm says on stdout what it runs, before it does; only its own --silent keeps it from that. */
export function hintAtSilence(environment: NodeJS.ProcessEnv): void {
  const { npm_lifecycle_event: script, npm_config_loglevel: level } = environment;
  if (script && level !== "silent" && !process.stdout.isTTY)
    process.stderr.write(
      `npm has written lines of its own to stdout; npm run --silent ${script} -- … --json writes the document alone.\n`,
    );
}
