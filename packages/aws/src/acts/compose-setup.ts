// What Slack shows of the set-up check: one message for each owner and reminder, in the ledger's channel, and from the
// seventh day on also where the hub's team is. Both are kept current until the next reminder, or until nothing is left.

import type { Of } from "@rollcall/core/event";
import { setupMessage } from "@rollcall/core/message";
import type { SetupChecked } from "@rollcall/core/setup";
import { readRunFile } from "../s3.ts";
import { settings } from "../settings.ts";
import { FOLDER, type StoredView } from "./check-setup.ts";
import { localeOf, tell } from "./tell.ts";

/** A check has found something new about an owner: whoever was reminded of it sees how things stand. */
export async function composeSetup({ properties }: Of<typeof SetupChecked>): Promise<void> {
  const { group } = properties;
  const view = await readRunFile<StoredView>(FOLDER, `${group}.json`);
  if (!view) return;
  const soc = settings().slack.channel;
  const channel = view.channel || soc;
  const message = setupMessage(view, localeOf(channel));
  await tell(`set-up/${group}/${view.reminder.day}`, channel, message, {
    mention: view.owner ? [view.owner] : [],
  });
  // One message there, kept current: the weekly reminders are the owner's.
  if (view.soc && channel !== soc)
    await tell(`set-up/${group}/soc/${view.soc}`, soc, setupMessage(view, localeOf(soc)));
}
