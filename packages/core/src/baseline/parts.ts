// Which parts of the baseline an account gets: what the settings hold, unless its row says otherwise.
import * as z from "zod";
import type { Row } from "../ledger/row.ts";
import { Region } from "../region.ts";
import type { Part } from "./part.ts";
import { nameOfStandard } from "./standard.ts";

/** What the settings switch on. Everything off: nothing is looked at, and nothing costs. */
export const Wanted = z.object({
  /** ARNs of any Region, or names such as `aws-foundational-security-best-practices/v/1.0.0`. */
  standards: z.array(z.string()),
  config: z
    .object({
      bucket: z.string(),
      prefix: z.string().optional(),
      /** The one Region in which resources of global services are recorded. */
      globalRegion: Region,
    })
    .nullable(),
  guardDuty: z.boolean(),
});
export type Wanted = z.infer<typeof Wanted>;

const isSet: Record<Part, (wanted: Wanted) => boolean> = {
  config: ({ config }) => config !== null,
  guardDuty: ({ guardDuty }) => guardDuty,
  standards: ({ standards }) => standards.length > 0,
};

/** Parts that work without a word in the settings: GuardDuty needs neither list nor bucket. */
const alone: ReadonlySet<Part> = new Set<Part>(["guardDuty"]);

const all = Object.keys(isSet) as Part[];

/** The parts for a row, in the order in which they are done; `unset`: asked for, but the settings do not say how. */
export function partsOf(
  { baseline }: Pick<Row, "baseline">,
  wanted: Wanted,
): { parts: Part[]; unset: Part[] } {
  const asked = baseline
    ? all.filter((part) => baseline.includes(part))
    : all.filter((part) => isSet[part](wanted));
  const can = (part: Part) => alone.has(part) || isSet[part](wanted);
  return { parts: asked.filter(can), unset: asked.filter((part) => !can(part)) };
}

/** What is wanted of each part in a Region, as one comparable text. */
export function wantedText({ standards, config }: Wanted, region: Region): Record<Part, string> {
  const isGlobal = config?.globalRegion === region;
  return {
    config: config
      ? `${config.bucket}/${config.prefix ?? ""}${isGlobal ? " and global services" : ""}`
      : "",
    guardDuty: "member",
    standards: [...new Set(standards.map(nameOfStandard))].sort().join(" "),
  };
}
