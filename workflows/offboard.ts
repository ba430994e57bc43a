// One plan's approved removals: taken out of the hub Region by Region, until its own listing has them no more.
import { byOutcome, jsonata, type Machine, pause, task } from "./states.ts";

export interface OffboardRefs {
  partition: string;
  advanceRunArn: string;
  exportFindingsArn: string;
  removeRegionArn: string;
  cleanMembersArn: string;
}

/** The definition of `offboard`. Its input: `{ run, regions }`; who is to go lies in the run's files. */
export const offboard = (refs: OffboardRefs): Machine => ({
  Comment: "Takes approved accounts out of the hub",
  QueryLanguage: "JSONata",
  StartAt: "Removing",
  States: {
    Removing: task({
      partition: refs.partition,
      function: refs.advanceRunArn,
      payload: { run: jsonata("$states.input.run"), stage: "remove" },
      next: "Remove",
      more: { Output: jsonata("$states.input") },
    }),
    Remove: {
      Type: "Map",
      Items: jsonata("$states.input.regions"),
      ItemSelector: {
        run: jsonata("$states.input.run"),
        region: jsonata("$states.context.Map.Item.Value"),
        attempt: 1,
      },
      ItemProcessor: {
        ProcessorConfig: { Mode: "INLINE" },
        StartAt: "ExportFindings",
        States: {
          ExportFindings: task({
            partition: refs.partition,
            function: refs.exportFindingsArn,
            payload: {
              run: jsonata("$states.input.run"),
              region: jsonata("$states.input.region"),
            },
            next: "ExportDecide",
            // Only those leave whose findings are safe: RemoveRegion names the others.
            more: {
              Catch: [
                {
                  ErrorEquals: ["States.ALL"],
                  Output: jsonata("$states.input"),
                  Next: "RemoveRegion",
                },
              ],
            },
          }),
          ExportDecide: byOutcome(
            { more: "ExportFindings", exported: "RemoveRegion", failed: "RemoveRegion" },
            "RegionUnknownOutcome",
          ),
          RemoveRegion: task({
            partition: refs.partition,
            function: refs.removeRegionArn,
            payload: {
              run: jsonata("$states.input.run"),
              region: jsonata("$states.input.region"),
              attempt: jsonata("$states.input.attempt"),
            },
            next: "RemoveDecide",
            // A Region that fails never stops the others: what is left in it is named when the run closes.
            more: {
              Catch: [
                { ErrorEquals: ["States.ALL"], Output: { outcome: "failed" }, Next: "RegionEnded" },
              ],
            },
          }),
          RemoveDecide: byOutcome(
            { pending: "RemovePause", settled: "CleanMembers", failed: "CleanMembers" },
            "RegionUnknownOutcome",
          ),
          RemovePause: pause(
            15,
            "RemoveRegion",
            "DisassociateMembers answers nothing: only the hub's listing tells, and it lags.",
          ),
          // Whatever it leaves is named when the run closes, also when it never answers.
          CleanMembers: task({
            partition: refs.partition,
            function: refs.cleanMembersArn,
            payload: {
              run: jsonata("$states.input.run"),
              region: jsonata("$states.input.region"),
            },
            next: "RegionEnded",
            more: {
              Output: jsonata("$states.input"),
              Catch: [
                {
                  ErrorEquals: ["States.ALL"],
                  Output: jsonata("$states.input"),
                  Next: "RegionEnded",
                },
              ],
            },
          }),
          RegionEnded: { Type: "Succeed", Output: { outcome: jsonata("$states.input.outcome") } },
          RegionUnknownOutcome: { Type: "Succeed", Output: { outcome: "failed" } },
        },
      },
      Output: {},
      End: true,
    },
  },
});
