// What AWS takes for the machinery that rollcall runs on. One small table, dated, so that nobody mistakes it for today's.

/** Prices in US dollars. They differ by Region: these are those of `region`. */
export const prices = {
  /** When the pages were read. */
  asOf: "2026-11-22",
  region: "us-east-1",
  source:
    "aws.amazon.com: step-functions/pricing (Standard), lambda/pricing (arm64), dynamodb/pricing/on-demand",
  /** One state transition of a Standard workflow: $0.025 for 1,000. */
  transition: 0.000_025,
  /** One Lambda request: $0.20 for a million. */
  request: 0.000_000_2,
  /** A gigabyte of Lambda memory for a second, arm64, first tier. */
  gigabyteSecond: 0.000_013_333_4,
  /** One write request unit: $0.625 for a million. A write in a transaction takes two. */
  write: 0.000_000_625,
  /** One read request unit: $0.125 for a million. */
  read: 0.000_000_125,
} as const;
