// The Regions of the partition aws that have Security Hub: 17 are on in every account, 17 wait for opt-in.

/** Regions that are on in every account. */
export const DEFAULT_REGIONS: readonly string[] = [
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

/** Regions that an account has to switch on. */
export const OPT_IN_REGIONS: readonly string[] = [
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

/** All of them. */
export const REGIONS: readonly string[] = [...DEFAULT_REGIONS, ...OPT_IN_REGIONS];

const defaults = new Set(DEFAULT_REGIONS);
const all = new Set(REGIONS);

/** True when AWS has such a Region. */
export const isRegion = (region: string): boolean => all.has(region);

/** True when the Region is on without anybody's doing. */
export const isDefault = (region: string): boolean => defaults.has(region);
