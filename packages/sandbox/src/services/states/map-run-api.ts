// The API of Map Runs.
import { AwsError, type Handlers } from "../../wire/service.ts";
import type { Kept } from "./record.ts";
import { page } from "./refusals.ts";

/** Describe and list. */
export function mapRunHandlers({ mapRuns }: Kept): Handlers {
  return {
    DescribeMapRun({ mapRunArn }) {
      const run = mapRuns.get(mapRunArn);
      if (!run) throw new AwsError("ResourceNotFound", `Resource not found: '${mapRunArn}'`);
      const newer = { failuresNotRedrivable: 0, pendingRedrive: 0 };
      return {
        mapRunArn,
        executionArn: run.executionArn,
        status: run.status,
        startDate: new Date(run.startedAt),
        ...(run.stoppedAt !== undefined && { stopDate: new Date(run.stoppedAt) }),
        maxConcurrency: run.maxConcurrency,
        toleratedFailureCount: run.toleratedFailureCount,
        toleratedFailurePercentage: run.toleratedFailurePercentage,
        itemCounts: { ...run.itemCounts, ...newer },
        executionCounts: { ...run.executionCounts, ...newer },
        redriveCount: 0,
      };
    },
    ListMapRuns({ executionArn, maxResults, nextToken }) {
      const mine = [...mapRuns.values()]
        .filter((run) => run.executionArn === executionArn)
        .reverse();
      const found = page(mine, (run) => run.mapRunArn, { maxResults, nextToken });
      return {
        mapRuns: found.items.map((run) => ({
          executionArn,
          mapRunArn: run.mapRunArn,
          stateMachineArn: run.stateMachineArn,
          startDate: new Date(run.startedAt),
          ...(run.stoppedAt !== undefined && { stopDate: new Date(run.stoppedAt) }),
        })),
        ...(found.nextToken && { nextToken: found.nextToken }),
      };
    },
  };
}
