// The command lines around a plan: seeing it, and deciding on it.
import { Command } from "commander";
import { accountOf, collected, hintAtSilence } from "../options.ts";
import { ofStage } from "../watch/commands.ts";

const deciding =
  "Uses the credentials of the environment: whoever they are is who decided (docs/approval.md).";
const codes =
  "Exit codes: 0 it counts, or counted before, 1 there is no such run or it does not wait, 4 not allowed,\n5 it changes nothing: decided otherwise, expired, superseded, or two persons are asked for";

/** `rollcall plan LEDGER`. */
export const planCommand = (): Command =>
  ofStage(new Command("plan"))
    .description("what a ledger would do: changes by Region, calls, time and cost; changes nothing")
    .argument("<ledger>", "the ledger, .xlsx or .csv")
    .addHelpText(
      "after",
      `
Uses the credentials of the environment, in the hub account, and reads only.
Exit codes: 0, 2 the ledger would be rejected, 4 credentials, 5 somebody would have to act`,
    )
    .action(async (ledger, options) => {
      if (options.json) hintAtSilence(process.env);
      const { plan } = await import("../plan.ts");
      process.exitCode = await plan(ledger, options);
    });

/** `rollcall approve RUN`. */
export const approveCommand = (): Command =>
  ofStage(new Command("approve"))
    .description("let a run go on whose plan takes something away")
    .argument("<run>", "the run, as its Slack message names it")
    .addHelpText("after", `\n${deciding}\n${codes}`)
    .action(async (run, options) => {
      if (options.json) hintAtSilence(process.env);
      const { decide } = await import("../decide.ts");
      process.exitCode = await decide({ run, word: "approve" }, options);
    });

/** `rollcall reject RUN --why TEXT`. */
export const rejectCommand = (): Command =>
  ofStage(new Command("reject"))
    .description("end a run whose plan takes something away, undone")
    .argument("<run>", "the run, as its Slack message names it")
    .requiredOption("--why <text>", "the reason, for whoever uploaded the ledger")
    .addHelpText("after", `\n${deciding}\n${codes}`)
    .action(async (run, options) => {
      if (options.json) hintAtSilence(process.env);
      const { decide } = await import("../decide.ts");
      process.exitCode = await decide({ run, word: "reject", why: options.why }, options);
    });

/** `rollcall offboard ACCOUNT…`. */
export const offboardCommand = (): Command =>
  ofStage(new Command("offboard"))
    .description("take accounts out of the hub: shows what that means, and asks for it with --yes")
    .argument("<accounts...>", "the accounts, 12 digits each", collected(accountOf))
    .option("--yes", "ask for it; it is done once somebody has approved (default: only show)")
    .option("--member-side", "then switch off in the accounts what the hub and rollcall brought")
    .option(
      "--no-member-side",
      "leave the accounts themselves alone (default: as the settings say)",
    )
    .addHelpText(
      "after",
      `
With --member-side each account that is out leaves the hub's GuardDuty, switches Security Hub off, and
stops AWS Config where rollcall started it.
Uses the credentials of the environment, in the hub account. Whoever asks is on record as the
uploader. Exit codes: 0, 4 credentials, 5 somebody would have to act`,
    )
    .action(async (accounts, options) => {
      if (options.json) hintAtSilence(process.env);
      const { offboard } = await import("../offboard.ts");
      process.exitCode = await offboard(accounts, options);
    });

/** `rollcall restore ACCOUNT…`. */
export const restoreCommand = (): Command =>
  ofStage(new Command("restore"))
    .description(
      "bring back accounts that were taken out of the hub, while their undo period lasts",
    )
    .argument("<accounts...>", "the accounts, 12 digits each", collected(accountOf))
    .option("--dry-run", "show what would be brought back, and change nothing")
    .addHelpText(
      "after",
      `
Uses the credentials of the environment, in the hub account. What was there is planned again, in
the same Regions and no other; it takes nothing away, so nobody has to approve it.
Exit codes: 0, 1 an account has nothing to be brought back, 4 credentials`,
    )
    .action(async (accounts, options) => {
      if (options.json) hintAtSilence(process.env);
      const { restore } = await import("../restore.ts");
      process.exitCode = await restore(accounts, options);
    });

/** `rollcall close-account ACCOUNT…`. */
export const closeAccountCommand = (): Command =>
  ofStage(new Command("close-account"))
    .description(
      "close accounts for good that rollcall created and has taken out: shows, and asks with --yes",
    )
    .argument("<accounts...>", "the accounts, 12 digits each, 50 at most", collected(accountOf))
    .option("--yes", "ask for it; it is done once somebody has approved (default: only show)")
    .addHelpText(
      "after",
      `
Only accounts that rollcall created and that are no member of the hub any more are closed. AWS closes
three at once, and a share of the organization's accounts in 30 days; a closed account is suspended
for 90 days and then gone. Needs AllowClosing=true in templates/management-role.yaml.
Uses the credentials of the environment, in the hub account. Whoever asks is on record as the
uploader. Exit codes: 0, 4 credentials, 5 an account cannot be closed`,
    )
    .action(async (accounts, options) => {
      if (options.json) hintAtSilence(process.env);
      const { closeAccount } = await import("../close-account.ts");
      process.exitCode = await closeAccount(accounts, options);
    });
