/// <reference path="../../../.sst/platform/config.d.ts" />
// The bucket that people upload ledgers to (`ledgers/`), with the files of every run (`runs/`), the snapshot
// of every day (`snapshots/`), and the findings of accounts that left (`findings/`).

export const ledgers = new sst.aws.Bucket("Ledgers", {
  versioning: true,
  transform: {
    // SST would delete the bucket with everything in it.
    bucket: { forceDestroy: false },
  },
});

new aws.s3.BucketServerSideEncryptionConfiguration("LedgersEncryption", {
  bucket: ledgers.name,
  rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
});

// Raw, because SST's `lifecycle` knows nothing of noncurrent versions.
new aws.s3.BucketLifecycleConfiguration("LedgersLifecycle", {
  bucket: ledgers.name,
  rules: [
    {
      // An old ledger version is the evidence of who wanted what; a year of it is kept.
      id: "noncurrent",
      status: "Enabled",
      filter: {},
      noncurrentVersionExpiration: { noncurrentDays: 365 },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    },
    {
      // A roll call each five minutes: what it found stands in the table, and each day's state in its snapshot.
      id: "roll-calls",
      status: "Enabled",
      filter: { prefix: "runs/roll-call-" },
      expiration: { days: 30 },
      noncurrentVersionExpiration: { noncurrentDays: 1 },
    },
    {
      id: "snapshots",
      status: "Enabled",
      filter: { prefix: "snapshots/" },
      noncurrentVersionExpiration: { noncurrentDays: 1 },
    },
    {
      // As long as the run that took the account away can be read.
      id: "findings",
      status: "Enabled",
      filter: { prefix: "findings/" },
      expiration: { days: 400 },
      noncurrentVersionExpiration: { noncurrentDays: 1 },
    },
    { id: "runs", status: "Enabled", filter: { prefix: "runs/" }, expiration: { days: 400 } },
  ],
});
