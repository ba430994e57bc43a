// An account that could not be created: told at once, in the run's thread.
import type { Locale } from "../locale.ts";
import { next } from "../run/outcome.ts";
import { cut, type Message, message, plain } from "./limits.ts";
import { words } from "./words.ts";

/** The reply for one failed creation. `reason` is AWS's FailureReason or the name of an error. */
export function creationFailedReply(
  failed: { accountName: string; email: string; reason: string; detail?: string | undefined },
  locale: Locale,
): Message {
  const say = words(locale);
  const advice = next({ account: failed.email, reason: "CreationFailed", detail: failed.reason });
  const title = say.creationFailed(`${cut(failed.accountName, 60)} (${cut(failed.email, 70)})`);
  const reason = cut(advice.reason[locale], 800);
  const blocks = [
    plain(`✖️ ${title}`),
    plain(
      [
        `${reason} (${cut(failed.reason, 100)})`,
        ...(failed.detail ? [cut(failed.detail, 500)] : []),
      ].join("\n"),
    ),
    plain(say.advice(cut(advice.next[locale], 800))),
  ];
  return message(`${title} ${reason}`, blocks, say.shortened);
}
