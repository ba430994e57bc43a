// The baseline in one line of a run's message.
import type { Counts, Part } from "../baseline.ts";
import { count, type Locale } from "../locale.ts";

type Count = NonNullable<Counts[Part]>;

interface BaselineWords {
  part: Record<Part, string>;
  ready: (ready: string, wanted: string) => string;
  others: Record<"kept" | "pending" | "failed", (number: string) => string>;
  line: (parts: string[]) => string;
}

const catalogue: Record<Locale, BaselineWords> = {
  en: {
    part: { config: "AWS Config", guardDuty: "GuardDuty", standards: "standards" },
    ready: (ready, wanted) => `${ready} of ${wanted}`,
    others: {
      kept: (number) => `${number} kept as they were`,
      pending: (number) => `${number} pending`,
      failed: (number) => `${number} failed`,
    },
    line: (parts) => `Baseline: ${parts.join(", ")}`,
  },
  ja: {
    part: { config: "AWS Config", guardDuty: "GuardDuty", standards: "セキュリティ基準" },
    ready: (ready, wanted) => `${wanted}件のうち ${ready}件`,
    others: {
      kept: (number) => `既存のまま ${number}件`,
      pending: (number) => `処理中 ${number}件`,
      failed: (number) => `失敗 ${number}件`,
    },
    line: (parts) => `ベースライン: ${parts.join("、")}`,
  },
};

/** What a part is called. */
export const partName = (part: Part, locale: Locale): string => catalogue[locale].part[part];

/** How many pairs of account and Region have each part, and how the others stand. */
export function baselineLine(counts: Counts, locale: Locale): string {
  const { part, ready, others, line } = catalogue[locale];
  const one = ([name, of]: [string, Count]) => {
    const beside = (["kept", "pending", "failed"] as const)
      .filter((state) => of[state] > 0)
      .map((state) => others[state](count(of[state])));
    const more = beside.length > 0 ? ` (${beside.join(", ")})` : "";
    return `${part[name as Part]} ${ready(count(of.ready), count(of.wanted))}${more}`;
  };
  return line(Object.entries(counts).map(one));
}
