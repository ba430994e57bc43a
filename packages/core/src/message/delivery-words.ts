// The sentences about delivery itself, in both languages.
import { count, type Locale } from "../locale.ts";

/** What is said of messages that came elsewhere, or together. */
export interface DeliveryWords {
  unreachable: (channel: string) => string;
  unreachableAdvice: string;
  /** `when`: from when to when, with the zone. */
  collapsing: (messages: number, when: string) => string;
  collapsed: (messages: number, when: string) => string;
  collapseRule: (most: number, minutes: number) => string;
  columns: [string, string, string];
}

const english: DeliveryWords = {
  unreachable: (channel) => `Slack refuses messages for ${channel}; they come here instead.`,
  unreachableAdvice:
    "Invite the app to that channel, unarchive it, or change it in the settings or the ledger. This is said once a day.",
  collapsing: (messages, when) => `Collapsing: ${count(messages)} messages (${when})`,
  collapsed: (messages, when) => `Collapsed: ${count(messages)} messages (${when})`,
  collapseRule: (most, minutes) =>
    `More than ${count(most)} new messages came within ${count(minutes)} minutes. Those after them stand in this thread, each in full and kept current.`,
  columns: ["Time", "Message", "Key"],
};

const japanese: DeliveryWords = {
  unreachable: (channel) =>
    `Slack が ${channel} への投稿を受け付けないため、このチャンネルに投稿します。`,
  unreachableAdvice:
    "対象のチャンネルにアプリを招待するか、アーカイブを解除するか、設定または台帳のチャンネルを変更してください。この通知は1日1回です。",
  collapsing: (messages, when) => `通知をまとめています: ${count(messages)}件 (${when})`,
  collapsed: (messages, when) => `通知をまとめました: ${count(messages)}件 (${when})`,
  collapseRule: (most, minutes) =>
    `${count(minutes)}分間に${count(most)}件を超える新しい通知がありました。以降の通知は、すべてこのスレッドに全文を表示し、更新します。`,
  columns: ["時刻", "通知", "キー"],
};

const catalogue: Record<Locale, DeliveryWords> = { en: english, ja: japanese };

/** The sentences of a language. */
export const deliveryWords = (locale: Locale): DeliveryWords => catalogue[locale];
