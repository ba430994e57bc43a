// The message of a run: one parent that always shows the current truth, and the reply when it closed.
import type { Approval } from "../approval.ts";
import type { By } from "../healing.ts";
import type { Locale } from "../locale.ts";
import type { Outline } from "../plan/types.ts";
import type { Region } from "../region.ts";
import type { Progress, RunStatus } from "../run/stages.ts";
import type { Counts, Summary } from "../run/summary.ts";
import { baselineLine } from "./baseline-words.ts";
import { healWords } from "./heal-words.ts";
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
import { type AskedKind, memberSideLine, offboardingWords } from "./offboarding-words.ts";
import { approvalBlocks } from "./plan.ts";
import { dateToken, isLink, nameOf } from "./tokens.ts";
import { words } from "./words.ts";

/** A run as its message shows it. Times are ISO; `at` is the time of the newest fact. */
export interface RunView {
  run: string;
  status: RunStatus;
  /** The ledger's key as a person reads it. */
  ledger: string;
  uploader?: string | undefined;
  /** Present: the run heals a part of the ledger. */
  heal?: { by: By; accounts: number; memberships: number } | undefined;
  /** Present: something was asked for by account, without a ledger. */
  asked?: { kind: AskedKind; accounts: number } | undefined;
  startedAt: string;
  at: string;
  /** Console page of the execution. */
  link?: string | undefined;
  stages: readonly Progress[];
  /** How many memberships are Enabled of those wanted, by Region. */
  regions?: readonly { region: Region; done: number; total: number }[] | undefined;
  /** Regions that could not be read: they get a line of their own. */
  unread?: readonly Region[] | undefined;
  /** Seconds that creating accounts still takes, while it goes on. */
  creating?: number | undefined;
  counts?: Counts | undefined;
  failure?: { error: string; cause: string } | undefined;
  /** Where the plan takes something away: who has to say yes to it, and what was said. */
  approval?: Approval | undefined;
  /** The plan, while somebody has to decide on it. */
  plan?: Outline | undefined;
}

// Never by emoji alone: the word stands beside it.
const marks: Record<Progress["status"], string> = {
  pending: "▫️",
  running: "⏳",
  done: "✅",
  failed: "✖️",
  skipped: "➖",
};

const faces: Record<RunStatus, string> = {
  waiting: "⏳",
  running: "⏳",
  approval: "✋",
  settled: "✅",
  attention: "⚠️",
  rejected: "✖️",
  superseded: "➖",
  discarded: "➖",
  failed: "✖️",
};

const seconds = ({ startedAt, at }: RunView): number =>
  Math.max(0, (Date.parse(at) - Date.parse(startedAt)) / 1000) || 0;

/** The parent message of a run. It is updated in place while the run goes on. */
export function runMessage(view: RunView, locale: Locale): Message {
  const say = words(locale);
  const ledger = nameOf(view.ledger);
  const now = view.stages.find(({ status }) => status === "running");
  const gaveWay = view.heal && view.status === "superseded";
  const status = gaveWay ? healWords(locale).gaveWay : statusOf(view, locale);
  const blocks: Block[] = [
    header(titleOf(view, ledger, locale)),
    marked(`${faces[view.status]} *${status}*`),
    ...(view.stages.length > 0 ? [marked(stageLines(view, locale))] : []),
    ...(view.creating ? [context(say.creating(say.duration(view.creating)))] : []),
    ...regionLines(view, locale),
    ...(view.unread?.length
      ? [marked(`⚪ ${escaped(cut(say.unread(say.list(view.unread)), 1_000))}`)]
      : []),
    ...(view.approval ? approvalBlocks(view.run, view.plan, view.approval, locale) : []),
    ...(view.counts && bringsIn(view) ? [marked(say.counts(view.counts))] : []),
    ...(view.counts?.baseline ? [context(baselineLine(view.counts.baseline, locale))] : []),
    ...(view.failure ? [note(say.failure(view.failure.error, cut(view.failure.cause, 500)))] : []),
    ...footer(view, locale),
  ];
  const stage = view.status === "running" ? now && say.stage[now.stage] : undefined;
  const sentence = view.heal
    ? healWords(locale).runSentence(view.heal.memberships, status, stage)
    : view.asked
      ? offboardingWords(locale).asked[view.asked.kind].runSentence(
          view.asked.accounts,
          status,
          stage,
        )
      : say.runSentence(ledger, status, stage);
  return message(
    view.counts && bringsIn(view) ? `${sentence} ${say.counts(view.counts)}` : sentence,
    blocks,
    say.shortened,
  );
}

/** Whether the run is about members that are wanted: otherwise there is nothing to count. */
const bringsIn = ({ asked }: RunView): boolean => !asked || asked.kind === "restore";

const statusOf = (view: RunView, locale: Locale): string =>
  !bringsIn(view) && view.status === "settled"
    ? offboardingWords(locale).settled
    : words(locale).status[view.status];

function titleOf({ heal, asked }: RunView, ledger: string, locale: Locale): string {
  if (heal) return healWords(locale).runTitle(heal.memberships, heal.accounts);
  if (asked) return offboardingWords(locale).asked[asked.kind].runTitle(asked.accounts);
  return words(locale).runTitle(ledger);
}

function stageLines({ stages }: RunView, locale: Locale): string {
  const say = words(locale);
  return stages
    .map(({ stage, status, done, total, unit }) => {
      const name = say.stage[stage];
      const shown = status === "running" ? `*${name}*` : name;
      const counts =
        total > 0 ? `  ${say.progress(Math.min(done, total), total, say.unit[unit])}` : "";
      return `${marks[status]} ${shown}${counts}`;
    })
    .join("\n");
}

/** Where a Region is not complete, it is named with its numbers. */
function regionLines({ regions = [] }: RunView, locale: Locale): Block[] {
  const wanted = regions.filter(({ total }) => total > 0);
  if (wanted.length === 0) return [];
  const open = wanted.filter(({ done, total }) => done < total);
  const say = words(locale);
  const named = open.slice(0, 40).map(({ region, done, total }) => `${region} ${done}/${total}`);
  const lines = [say.regions(wanted.length - open.length, wanted.length), say.list(named)];
  return [context(escaped(cut(lines.filter(Boolean).join(" · "), 2_500)))];
}

function footer(view: RunView, locale: Locale): Block[] {
  const say = words(locale);
  const parts = [
    say.started(dateToken(view.startedAt)),
    say.elapsed(say.duration(seconds(view))),
    view.link && isLink(view.link) ? `<${escaped(view.link)}|${say.openExecution}>` : "",
  ];
  return [
    context(...parts),
    ...(view.heal ? [note(healWords(locale).of(nameOf(view.ledger)))] : []),
    ...(view.uploader ? [note(origin(view, cut(view.uploader, 200), locale))] : []),
  ];
}

/** Who brought it about. */
function origin({ heal, asked }: RunView, name: string, locale: Locale): string {
  if (asked) return offboardingWords(locale).byPerson(name);
  if (!heal) return words(locale).uploader(name);
  const say = healWords(locale);
  return heal.by === "policy" ? say.byPolicy : say.byPerson(name);
}

/** The reply in the run's thread when it has closed. */
export function completionReply(
  view: RunView & {
    counts: Counts;
    attention: number;
    removals?: Summary["removals"];
    closures?: Summary["closures"];
  },
  locale: Locale,
): Message {
  const say = words(locale);
  if (view.status === "discarded") return discardedReply(view, locale);
  const duration = say.duration(seconds(view));
  const { asked, removals, closures } = view;
  const out = offboardingWords(locale);
  const sentence = view.heal
    ? healWords(locale).completion(view.counts, duration)
    : asked
      ? out.asked[asked.kind].completion(asked.accounts, duration)
      : say.completion(nameOf(view.ledger), view.counts, duration);
  const blocks = [
    marked(`${faces[view.status]} ${escaped(sentence)}`),
    ...(bringsIn(view) ? [marked(say.counts(view.counts))] : []),
    ...(view.counts.baseline ? [context(baselineLine(view.counts.baseline, locale))] : []),
    ...(removals ? [marked(out.removed(removals.done, removals.approved))] : []),
    ...(removals?.findings === undefined ? [] : [context(out.exported(removals.findings))]),
    ...(removals && !removals.memberSide ? [context(out.leftToProject)] : []),
    ...(removals?.memberSide ? [context(memberSideLine(removals.memberSide, locale))] : []),
    ...(removals?.undoUntil ? [context(out.undo(dateToken(removals.undoUntil)))] : []),
    ...(closures ? [marked(out.closed(closures.done, closures.planned))] : []),
    ...(closures && closures.done > 0 ? [context(out.afterClosing)] : []),
    ...(view.attention === 0 ? [context(say.nothingLeft)] : []),
  ];
  return message(sentence, blocks, say.shortened);
}

/** A plan that nobody wanted, or that nobody decided on: what counts is that nothing was done. */
function discardedReply(view: RunView, locale: Locale): Message {
  const say = words(locale);
  const sentence = view.asked
    ? offboardingWords(locale).asked[view.asked.kind].discarded(view.asked.accounts)
    : say.discarded(nameOf(view.ledger));
  return message(
    sentence,
    [
      marked(`${faces[view.status]} ${escaped(sentence)}`),
      ...(view.approval ? approvalBlocks(view.run, undefined, view.approval, locale) : []),
    ],
    say.shortened,
  );
}
