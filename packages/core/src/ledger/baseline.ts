// Which parts of the baseline a row asks for.
import type { Part } from "../baseline/part.ts";
import { nearest } from "./distance.ts";
import type { Tell } from "./read.ts";
import type { Cell } from "./row.ts";

/** The first of each is English, the second Japanese. */
const names: Record<Part | "none", readonly string[]> = {
  config: ["config", "コンフィグ", "aws config", "awsconfig", "構成記録"],
  guardDuty: ["guardduty", "ガードデューティ", "guard duty", "amazon guardduty", "脅威検知"],
  standards: ["standards", "基準", "standard", "セキュリティ基準", "スタンダード", "標準"],
  none: ["none", "なし", "無し", "無", "no", "off", "不要", "対象外"],
};

const fold = (word: string): string =>
  word
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_-]/gu, "");

const byWord = new Map(
  Object.entries(names).flatMap(([part, words]) =>
    words.map((word) => [fold(word), part as Part | "none"] as const),
  ),
);

/** The parts, none of them for `none`; undefined after a problem was told. */
export function baselineOf(cell: Exclude<Cell, { error: string }>, tell: Tell): Part[] | undefined {
  const found = new Set<Part | "none">();
  for (const written of String(cell)
    .split(/[,，、;；+＋\r\n]+/u)
    .map((one) => one.trim())
    .filter((one) => one !== "")) {
    const part = byWord.get(fold(written));
    if (part === undefined) {
      const suggestion = nearest(fold(written), [...byWord.keys()], 2);
      return tell("UnknownPart", { written, suggestion });
    }
    found.add(part);
  }
  if (!found.delete("none")) return [...found] as Part[];
  return found.size === 0 ? [] : tell("PartAndNone", {});
}
