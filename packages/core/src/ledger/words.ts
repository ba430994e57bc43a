// The words people write for how an account joins and what is wanted for it.
import type { Desired } from "../membership/decide.ts";
import { nearest } from "./distance.ts";
import type { Tell } from "./read.ts";
import type { Cell, Join } from "./row.ts";
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

const wishes: Record<Desired, readonly string[]> = {
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
    "はい",
    "○",
    "〇",
    "◯",
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
    "なし",
    "leave",
    "remove",
    "removed",
    "disabled",
    "disable",
    "no",
    "false",
    "off",
    "いいえ",
    "×",
    "✕",
  ],
};

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

/** How the row's account joins, or undefined after a problem was told. */
export function joinOf(cell: Exclude<Cell, { error: string }>, tell: Tell): Join | undefined {
  const word = fold(normal(cell));
  return joinWords.get(word) ?? tell("UnknownJoin", { suggestion: near(word, joinWords) });
}

/** What is wanted for the row's account, or undefined after a problem was told. */
export function desiredOf(cell: Exclude<Cell, { error: string }>, tell: Tell): Desired | undefined {
  const word = fold(normal(cell));
  return wishWords.get(word) ?? tell("UnknownDesired", { suggestion: near(word, wishWords) });
}

/** A suggestion is only worth making for words long enough to be mistyped. */
const near = (word: string, words: ReadonlyMap<string, string>): string | undefined =>
  word.length < 3 ? undefined : nearest(word, words.keys(), word.length < 6 ? 1 : 2);
