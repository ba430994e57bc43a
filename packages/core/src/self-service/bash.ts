// The script for AWS CloudShell: bash (3.2 and later, so that a Mac runs it too) and the AWS CLI, nothing else.
import { calls } from "./bash/calls.ts";
import { config } from "./bash/config.ts";
import { guard } from "./bash/guard.ts";
import { hub } from "./bash/hub.ts";
import { main } from "./bash/main.ts";
import { options } from "./bash/options.ts";
import { words } from "./bash/words.ts";
import { Order } from "./order.ts";
import { bashQuoted } from "./quoting.ts";
import { entriesOf } from "./texts.ts";

const list = (items: readonly string[]): string => `(${items.map(bashQuoted).join(" ")})`;
const flag = (on: boolean): string => (on ? "1" : "0");

const language = (locale: "en" | "ja"): string =>
  [
    `words_${locale}() {`,
    ...entriesOf(locale).map(([name, text]) => `  ${name}=${bashQuoted(text)}`),
    "}",
  ].join("\n");

/** The bash script of an order. Throws ZodError for an order that is none. */
export function bashScript(given: Order): string {
  const order = Order.parse(given);
  return [
    "#!/usr/bin/env bash",
    `# Makes account ${order.account} a member of the Security Hub of account ${order.hub}. --help says how.`,
    "# It was made for this one account, holds no secret, and can be run again at any time.",
    "set -u",
    "",
    `ACCOUNT=${bashQuoted(order.account)} HUB=${bashQuoted(order.hub)} PARTITION=${bashQuoted(order.partition)}`,
    `REGIONS=${list(order.regions)}`,
    `STANDARDS=${list(order.standards)}`,
    `DEFAULT_STANDARDS=${flag(order.defaultStandards)} CONFIG=${flag(order.config)} GUARDDUTY=${flag(order.guardDuty)}`,
    `LANGUAGE=${bashQuoted(order.locale)}`,
    "",
    language("en"),
    "",
    language("ja"),
    ...[words, options, calls, hub, config, guard, main],
  ].join("\n");
}
