/// <reference path="../../../.sst/platform/config.d.ts" />
// The one table. SST makes it on demand, with point-in-time recovery.

export const table = new sst.aws.Dynamo("Table", {
  fields: {
    pk: "string",
    sk: "string",
    regionShard: "string",
    stateAccount: "string",
    runRegion: "string",
    toAccount: "string",
    due: "string",
    queuedAt: "string",
  },
  primaryIndex: { hashKey: "pk", rangeKey: "sk" },
  globalIndexes: {
    /** Memberships of a Region, by state, and the ledger's accounts. Sharded by the account's last digit. */
    byRegion: { hashKey: "regionShard", rangeKey: "stateAccount" },
    /** Transitions of a run: counting needs the keys only. */
    byRun: { hashKey: "runRegion", rangeKey: "toAccount", projection: "keys-only" },
    /** Messages that Slack does not show yet, or refused, and channels in a storm. Nothing else has `due`. */
    byDue: { hashKey: "due", rangeKey: "queuedAt", projection: "keys-only" },
  },
  /** Calls are kept for 90 days (packages/aws/src/table/calls.ts). */
  ttl: "expiresAt",
  stream: "new-image",
  deletionProtection: $app.protect === true,
});
