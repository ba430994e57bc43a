// The Regions of partition aws. AWS adds some each year: this list only tells a mistyped Region in a
// ledger from a real one, and who is on is always asked (D65).
import * as z from "zod";

/** A Region code. The pattern is open: a Region that is newer than this list is still a Region. */
export const Region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d{1,2}$/, "not a Region code");
export type Region = z.infer<typeof Region>;

const onByDefault = [
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
  "ca-central-1",
  "eu-central-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "eu-north-1",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "sa-east-1",
];

const optIn = [
  "af-south-1",
  "ap-east-1",
  "ap-east-2",
  "ap-south-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "ap-southeast-5",
  "ap-southeast-6",
  "ap-southeast-7",
  "ca-west-1",
  "eu-central-2",
  "eu-south-1",
  "eu-south-2",
  "il-central-1",
  "me-central-1",
  "me-south-1",
  "mx-central-1",
];

/** All 34 Regions, and whether an account must opt in first. */
export const all: readonly { region: Region; optIn: boolean }[] = [
  ...onByDefault.map((region) => ({ region, optIn: false })),
  ...optIn.map((region) => ({ region, optIn: true })),
];

/** The 17 Regions that are on in every account. */
export const defaults: readonly Region[] = onByDefault;

const known = new Set(all.map(({ region }) => region));

/** True for a Region of the list above. */
export const isKnown = (region: string): boolean => known.has(region);
