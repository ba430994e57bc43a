// The messages about an account that joins by itself: one for its owner, kept current, with replies in its thread.
import type { AccountId } from "@rollcall/core/account";
import { nameOf } from "@rollcall/core/joiner";
import {
  fileOf,
  type JoinerView,
  joinerEnd,
  joinerMessage,
  joinerReminder,
  powershellFileOf,
} from "@rollcall/core/message";
import { cloudShellPage, quickCreatePage, signedIn } from "../console-links.ts";
import { settings } from "../settings.ts";
import { accountOf } from "../table/accounts.ts";
import { findJoiner, type JoinerRow } from "../table/joiners.ts";
import { localeOf } from "./locale-of.ts";
import { tell, tellFile } from "./tell.ts";

/** Writes what Slack should show of a joiner now. */
export async function composeJoiner(accountId: AccountId): Promise<void> {
  const joiner = await findJoiner(accountId);
  // Its Regions are known once the script is stored.
  if (!joiner || joiner.wanted.length === 0) return;
  const row = await accountOf(accountId);
  const channel = row?.slackChannel ?? settings().slack.channel;
  const locale = localeOf(channel);
  const view = viewOf(joiner, row);
  const key = `joiner/${nameOf(accountId, joiner.number)}`;
  await tell(key, channel, joinerMessage(view, locale));
  for (const name of [fileOf(accountId), powershellFileOf(accountId)]) {
    const path = `runs/${nameOf(accountId, joiner.number)}/${name}`;
    await tellFile(`${key}/${name}`, channel, { path, name, title: name }, key);
  }
  if (joiner.reminded > 0 && joiner.status === "waiting")
    await tell(
      `${key}/reminder-${joiner.reminded}`,
      channel,
      joinerReminder(view, joiner.reminded, locale),
      { parent: key },
    );
  const end = joinerEnd(view, locale);
  if (end) await tell(`${key}/${joiner.status}`, channel, end, { parent: key });
  // Somebody wrote while we composed an older row over it: look again.
  const now = await findJoiner(accountId);
  if (now && now.version !== joiner.version) await composeJoiner(accountId);
}

type Described = { accountName?: string | undefined; ownerEmail?: string | undefined } | undefined;

function viewOf(joiner: JoinerRow, row: Described): JoinerView {
  const { hub, memberRole, selfService } = settings();
  const { accountId, status, enabled, wanted, askedAt, expiresAt } = joiner;
  const region = wanted[0]!;
  return {
    accountId,
    accountName: row?.accountName,
    owner: row?.ownerEmail,
    hub: hub.account,
    status,
    enabled,
    wanted,
    askedAt,
    expiresAt,
    cloudShell: signedIn(cloudShellPage(region), accountId),
    ...(selfService.templateUrl && {
      quickCreate: quickCreatePage(region, "rollcall-member", selfService.templateUrl, {
        HubAccountId: hub.account,
        ExternalId: memberRole.externalId,
        RoleName: memberRole.name,
      }),
    }),
  };
}
