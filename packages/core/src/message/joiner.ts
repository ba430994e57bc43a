// The message for the owner of an account that joins by itself: three steps, kept current until it has joined.
import type { Status } from "../joiner.ts";
import type { Locale } from "../locale.ts";
import { joinerWords } from "./joiner-words.ts";
import {
  type Block,
  context,
  cut,
  escaped,
  header,
  type Message,
  marked,
  message,
  note,
} from "./limits.ts";
import { dateToken, isLink } from "./tokens.ts";

/** A joiner as its message shows it. Times are ISO. */
export interface JoinerView {
  accountId: string;
  accountName?: string | undefined;
  owner?: string | undefined;
  hub: string;
  status: Status;
  enabled: readonly string[];
  wanted: readonly string[];
  askedAt: string;
  expiresAt: string;
  /** CloudShell in the account. */
  cloudShell: string;
  /** Makes the member role by CloudFormation, where a template can be read by the account. */
  quickCreate?: string | undefined;
}

/** The script's name: one for each account, so that two in one folder stay apart. */
export const fileOf = (accountId: string): string => `join-${accountId}.sh`;

/** The name of the one for PowerShell. */
export const powershellFileOf = (accountId: string): string => `join-${accountId}.ps1`;

const missingIn = ({ enabled, wanted }: JoinerView): string[] =>
  wanted.filter((region) => !enabled.includes(region));

const nameOf = ({ accountId, accountName }: JoinerView): string =>
  accountName ? `${accountId} ${cut(accountName, 80)}` : accountId;

const link = (address: string, text: string): string =>
  isLink(address) ? `<${escaped(address)}|${escaped(text)}>` : escaped(text);

/** The parent message. Its steps go once there is nothing left to do. */
export function joinerMessage(view: JoinerView, locale: Locale): Message {
  const say = joinerWords[locale];
  const { status, enabled, wanted } = view;
  const isOpen = status === "waiting" || status === "expired";
  const blocks: Block[] = [
    header(say.title(nameOf(view))),
    marked(shown(view, locale)),
    ...(isOpen ? steps(view, locale) : []),
    context(say.asked(dateToken(view.askedAt), dateToken(view.expiresAt))),
    ...(view.owner ? [note(say.owner(cut(view.owner, 200)))] : []),
  ];
  return message(say.sentence(nameOf(view), enabled.length, wanted.length), blocks, say.more);
}

function shown({ status, enabled, wanted }: JoinerView, locale: Locale): string {
  const say = joinerWords[locale].status;
  if (status === "withdrawn") return say.withdrawn;
  return status === "verified"
    ? say.verified(wanted.length)
    : say[status](enabled.length, wanted.length);
}

function steps(view: JoinerView, locale: Locale): Block[] {
  const say = joinerWords[locale];
  const file = fileOf(view.accountId);
  const missing = missingIn(view);
  return [
    marked(say.why(view.hub)),
    marked(
      [
        say.open(view.accountId, link(view.cloudShell, "CloudShell")),
        say.script(file),
        say.run(file),
      ].join("\n"),
    ),
    context(
      say.fromHub(`rollcall joiner script ${view.accountId} > ${file}`),
      ...(view.quickCreate ? [say.role(link(view.quickCreate, "CloudFormation"))] : []),
    ),
    ...(missing.length > 0 ? [note(say.missing(cut(missing.join(", "), 1_000)))] : []),
  ];
}

/** The reply of a reminder; `day` counts from when the owner was asked. */
export function joinerReminder(view: JoinerView, day: number, locale: Locale): Message {
  const say = joinerWords[locale];
  const text = say.reminder(nameOf(view), day, missingIn(view).length);
  return message(text, [marked(escaped(text))], say.more);
}

/** The reply at the end; undefined while it is waited for, and where it is not wanted any more. */
export function joinerEnd(view: JoinerView, locale: Locale): Message | undefined {
  const say = joinerWords[locale];
  if (view.status === "verified") {
    const text = say.verified(nameOf(view), view.wanted.length);
    return message(text, [marked(escaped(text))], say.more);
  }
  if (view.status !== "expired") return undefined;
  const days = Math.round((Date.parse(view.expiresAt) - Date.parse(view.askedAt)) / 86_400_000);
  const text = say.expired(nameOf(view), days);
  const again = say.again(`rollcall joiner start ${view.accountId}`);
  return message(text, [marked(escaped(text)), marked(again)], say.more);
}
