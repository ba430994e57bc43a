// The same script for PowerShell 7 with AWS.Tools, which CloudShell has as `pwsh`. Structure and sentences are those
// of the bash script; cmdlet names are from the AWS.Tools reference. assumed: it has been read, and never been run.
import { Order } from "./order.ts";
import { calls } from "./powershell/calls.ts";
import { config } from "./powershell/config.ts";
import { guard } from "./powershell/guard.ts";
import { hub } from "./powershell/hub.ts";
import { main } from "./powershell/main.ts";
import { powershellQuoted } from "./quoting.ts";
import { entriesOf } from "./texts.ts";

const list = (items: readonly string[]): string => `@(${items.map(powershellQuoted).join(", ")})`;
const flag = (on: boolean): string => (on ? "$true" : "$false");

const language = (locale: "en" | "ja"): string =>
  [
    `  ${locale} = @{`,
    ...entriesOf(locale).map(([name, text]) => `    ${name} = ${powershellQuoted(text)}`),
    "  }",
  ].join("\n");

/** The PowerShell script of an order. It starts with a byte order mark, so that Windows reads its Japanese. */
export function powershellScript(given: Order): string {
  const order = Order.parse(given);
  return [
    "\ufeff#Requires -Version 7.0",
    `# Makes account ${order.account} a member of the Security Hub of account ${order.hub}. -Help says how.`,
    "# It was made for this one account, holds no secret, and can be run again at any time.",
    "[CmdletBinding()]",
    "param(",
    "  [switch]$DryRun,",
    "  [string[]]$Region,",
    "  [int]$Wait = 60,",
    `  [ValidateSet("en", "ja")][string]$Lang = ${powershellQuoted(order.locale)},`,
    "  [switch]$Help",
    ")",
    "Set-StrictMode -Version 3",
    "",
    `$Account = ${powershellQuoted(order.account)}; $Hub = ${powershellQuoted(order.hub)}; $Partition = ${powershellQuoted(order.partition)}`,
    `$Regions = ${list(order.regions)}`,
    `$Standards = ${list(order.standards)}`,
    `$DefaultStandards = ${flag(order.defaultStandards)}; $Config = ${flag(order.config)}; $GuardDuty = ${flag(order.guardDuty)}`,
    "",
    "$Texts = @{",
    language("en"),
    language("ja"),
    "}",
    ...[calls, hub, config, guard, main],
  ].join("\n");
}
