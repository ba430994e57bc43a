// A channel to which Slack lets us post no longer: said where its messages come now.
import type { Locale } from "../locale.ts";
import { deliveryWords } from "./delivery-words.ts";
import { context, cut, type Message, message, plain } from "./limits.ts";
import { words } from "./words.ts";

/** The message for one channel. `error` is Slack's word for the refusal. */
export function unreachableMessage(
  refused: { channel: string; error: string },
  locale: Locale,
): Message {
  const say = deliveryWords(locale);
  const sentence = `${say.unreachable(cut(refused.channel, 100))} (${cut(refused.error, 100)})`;
  return message(
    sentence,
    [plain(`⚠️ ${sentence}`), context(say.unreachableAdvice)],
    words(locale).shortened,
  );
}
