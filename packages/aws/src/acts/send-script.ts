// The beginning of waiting for an owner: the scripts are stored, and the message goes out.
import type { AccountId } from "@rollcall/core/account";
import { nameOf } from "@rollcall/core/joiner";
import { fileOf, powershellFileOf } from "@rollcall/core/message";
import { bashScript, powershellScript } from "@rollcall/core/self-service";
import { writeRunBytes } from "../s3.ts";
import { settings } from "../settings.ts";
import { accountOf } from "../table/accounts.ts";
import { changeJoiner } from "../table/joiners.ts";
import { orderOf } from "./joiner-order.ts";
import { localeOf } from "./locale-of.ts";

const TEXT = "text/plain; charset=utf-8";

/** Stores the scripts under `runs/<joiner>/` and tells the owner. `withdrawn`: the ledger does not want it now. */
export async function sendScript(
  accountId: AccountId,
  number: number,
): Promise<"sent" | "withdrawn"> {
  const row = await accountOf(accountId);
  const locale = localeOf(row?.slackChannel ?? settings().slack.channel);
  const order = orderOf(accountId, row, settings(), locale);
  if (order) {
    const joiner = nameOf(accountId, number);
    await writeRunBytes(joiner, fileOf(accountId), bashScript(order), TEXT);
    await writeRunBytes(joiner, powershellFileOf(accountId), powershellScript(order), TEXT);
  }
  await changeJoiner(accountId, (seen) =>
    seen?.number === number && seen.status === "waiting"
      ? order
        ? { ...seen, wanted: order.regions }
        : { ...seen, status: "withdrawn" }
      : undefined,
  );
  return order ? "sent" : "withdrawn";
}
