/// <reference path="../../../.sst/platform/config.d.ts" />
// Where messages wait that nobody could handle; each has an alarm.

/** A queue that keeps its messages for 14 days, the most that SQS allows. */
export const deadLetter = (name: string, options: { fifo?: boolean } = {}) =>
  new sst.aws.Queue(name, {
    ...options,
    transform: { queue: { messageRetentionSeconds: 14 * 86_400 } },
  });
