// Mentions: the owner, in the first post of a message and never again; nobody else, and never a whole channel (D117).
import { type Message, marked } from "./limits.ts";

/** People that one message mentions at most. */
export const MOST_MENTIONS = 5;

/** A user's id as Slack writes it; whatever is none would be shown as it stands, or worse. */
const isUser = (id: string): boolean => /^[UW][A-Z0-9]{2,20}$/.test(id);

/** The message with these users (Slack's ids) mentioned at its beginning; without any, the message itself. */
export function mentioned(message: Message, users: readonly string[]): Message {
  const tags = [...new Set(users.filter(isUser))].slice(0, MOST_MENTIONS).map((id) => `<@${id}>`);
  if (tags.length === 0) return message;
  const [head, ...rest] = message.blocks;
  return {
    ...message,
    text: `${tags.join(" ")} ${message.text}`,
    blocks: [...(head ? [head] : []), marked(tags.join(" ")), ...rest],
  };
}
