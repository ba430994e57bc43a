// What AWS takes for the machinery that rollcall runs on. One small table, dated, so that nobody mistakes it for today's.
// AWS's price list itself was not read. Each price was looked up in stored copies of AWS's pricing pages and in what
// others wrote down from AWS's price list; the comment beside it says where, and how old that is.

/** Prices in US dollars. They differ by Region: these are those of `region`. */
export const prices = {
  /** The month of the oldest among the newest dated sources: since then at least one price may have changed unseen. */
  asOf: "2026-03",
  region: "us-east-1",
  source:
    "copies of aws.amazon.com/step-functions/pricing, lambda/pricing and dynamodb/pricing/on-demand, and what others read there",
  /**
   * One state transition of a Standard workflow: $0.025 for 1,000. (Copy of AWS's page, undated; $25 for a million in
   * wring.co/blog/aws-step-functions-pricing-guide of 2026-03-14)
   */
  transition: 0.000_025,
  /**
   * One Lambda request: $0.20 for a million. (cloudchipr.com/blog/aws-lambda-pricing of 2024; the same in a public
   * repository's reading of the price list on 2026-09-11, of another Region)
   */
  request: 0.000_000_2,
  /** A gigabyte of Lambda memory for a second, arm64, first 7.5 billion a month. (The same two sources) */
  gigabyteSecond: 0.000_013_333_4,
  /**
   * One write request unit: $0.625 for a million. A write in a transaction takes two. (Halved on 2024-11-01; a public
   * repository's check of AWS's page on 2026-08-01)
   */
  write: 0.000_000_625,
  /** One read request unit: $0.125 for a million. (The same) */
  read: 0.000_000_125,
  /** One request of S3 that writes or lists: $0.005 for 1,000. (c3x.dev/blog/s3-request-fees-explained, undated) */
  put: 0.000_005,
  /** One request of S3 that reads: $0.0004 for 1,000. (The same) */
  get: 0.000_000_4,
  /**
   * One request of SQS at the price of a FIFO queue, which is above a standard queue's: $0.50 for a million.
   * (cloudburn.io/blog/amazon-sqs-pricing of 2026-03-14)
   */
  queueRequest: 0.000_000_5,
  /** One custom event of EventBridge: $1 for a million. (cloudburn.io/blog/amazon-eventbridge-pricing of 2026-03-13) */
  event: 0.000_001,
} as const;
