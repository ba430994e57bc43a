// The words people write for how an account joins and what is wanted for it.
import type { Locale } from "../locale.ts";
import type { Desired } from "../membership/decide.ts";
import { nearest } from "./distance.ts";
import type { Tell } from "./read.ts";
import type { Cell, Join, Row } from "./row.ts";
import { normal } from "./text.ts";

const joins: Record<Join, readonly string[]> = {
  create: [
    "create",
    "作成",
    "新規",
    "新規作成",
    "アカウント作成",
    "新規発行",
    "発行",
    "new",
    "created",
  ],
  role: [
    "role",
    "ロール",
    "既存",
    "ロール連携",
    "iamロール",
    "iam role",
    "assume role",
    "existing",
    "スイッチロール",
    "クロスアカウントロール",
    "ロール方式",
    "ロール経由",
    "既存アカウント",
  ],
  "self-service": [
    "self-service",
    "セルフサービス",
    "セルフ",
    "手動",
    "本人",
    "担当者",
    "self service",
    "self",
    "manual",
    "owner",
  ],
};

/**
 * What a cell of the column `desired` may say: a member, or absent; with `+off` or `+keep`, what becomes of Security Hub,
 * GuardDuty and AWS Config in the account once it is out, whatever the settings say.
 */
type Wish = Desired | "absent+off" | "absent+keep";

const wishes: Record<Wish, readonly string[]> = {
  member: [
    "member",
    "参加",
    "メンバー",
    "メンバ",
    "加入",
    "参加する",
    "参加中",
    "連携",
    "連携中",
    "対象",
    "有効",
    "利用中",
    "継続",
    "active",
    "enabled",
    "enable",
    "present",
    "join",
    "yes",
    "true",
    "on",
    "y",
    "はい",
    "可",
    "要",
    "レ",
    "○",
    "〇",
    "◯",
    "◎",
    "●",
    "✓",
    "✔",
    "☑",
    "済",
    "済み",
    "参加済",
    "参加済み",
    "加入済",
    "加入済み",
    "連携済",
    "連携済み",
    "登録済",
    "登録済み",
    "有効化済",
    "有効化済み",
    "運用中",
    "稼働中",
    "使用中",
    "現役",
  ],
  absent: [
    "absent",
    "解除",
    "離脱",
    "不参加",
    "脱退",
    "退会",
    "削除",
    "除外",
    "対象外",
    "無効",
    "解約",
    "廃止",
    "参加しない",
    "leave",
    "remove",
    "removed",
    "disabled",
    "disable",
    "no",
    "false",
    "off",
    "n",
    "いいえ",
    "不可",
    "否",
    "不要",
    "×",
    "✕",
    "✗",
    "✘",
    "╳",
    "☒",
  ],
  "absent+off": ["absent+off", "解除+停止", "解除・停止", "解除と停止", "absent and off"],
  "absent+keep": ["absent+keep", "解除+維持", "解除・維持", "解除と維持", "absent and keep"],
};

/** A wish as a row holds it. */
export const wanted: Record<Wish, Pick<Row, "desired" | "memberSide">> = {
  member: { desired: "member" },
  absent: { desired: "absent" },
  "absent+off": { desired: "absent", memberSide: true },
  "absent+keep": { desired: "absent", memberSide: false },
};

/** The word for what a row holds, as it is written back. */
export const wishIn = ({ desired, memberSide }: Pick<Row, "desired" | "memberSide">): Wish =>
  desired === "member" || memberSide === undefined
    ? desired
    : memberSide
      ? "absent+off"
      : "absent+keep";

const fold = (word: string): string =>
  word
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_-]/gu, "")
    .replace(/。$/u, "");

const table = <Word extends string>(words: Record<Word, readonly string[]>): Map<string, Word> =>
  new Map(
    Object.entries<readonly string[]>(words).flatMap(([word, names]) =>
      names.map((name) => [fold(name), word as Word] as const),
    ),
  );

const joinWords = table(joins);
const wishWords = table(wishes);

/** The words of a language for `join` and `desired`: the first of each is English, the second Japanese. */
export const wordsIn = (locale: Locale): { join: string[]; desired: string[] } => {
  const at = locale === "ja" ? 1 : 0;
  const of = (table: Record<string, readonly string[]>) =>
    Object.values(table).flatMap((names) => names[at] ?? []);
  return { join: of(joins), desired: of(wishes) };
};

/** How the row's account joins, or undefined after a problem was told. */
export function joinOf(cell: Exclude<Cell, { error: string }>, tell: Tell): Join | undefined {
  const word = fold(normal(cell));
  return joinWords.get(word) ?? tell("UnknownJoin", { suggestion: near(word, joins) });
}

/** What is wanted for the row's account, or undefined after a problem was told. */
export function wishOf(cell: Exclude<Cell, { error: string }>, tell: Tell): Wish | undefined {
  const word = fold(normal(cell));
  return wishWords.get(word) ?? tell("UnknownDesired", { suggestion: near(word, wishes) });
}

/** True for a word that says what is wanted, or that AWS says of an account. */
export const isWish = (cell: Exclude<Cell, { error: string }>): boolean =>
  wishWords.has(fold(normal(cell))) || closedOf(cell) !== undefined;

const closed = ["SUSPENDED", "PENDING_CLOSURE", "CLOSED", "PENDING_ACTIVATION"];

/** What AWS's own list says of an account that nothing can join: it is in the export, and no mistake. */
export const closedOf = (cell: Exclude<Cell, { error: string }>): string | undefined =>
  closed.find((state) => fold(state) === fold(normal(cell)));

/** A suggestion is only worth making for words long enough to be mistyped. */
const near = (word: string, words: Record<string, readonly string[]>): string | undefined => {
  const names = Object.values(words).flat();
  const most = word.length < 6 ? 1 : 2;
  const found = word.length < 3 ? undefined : nearest(word, names.map(fold), most);
  // 未参加 is no slip of 参加: what one letter turns into its contrary is not suggested.
  const isContrary = /^[未不非無]/u.test(word) && !/^[未不非無]/u.test(found ?? "");
  return isContrary ? undefined : names.find((name) => fold(name) === found);
};
