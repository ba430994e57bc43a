// Asks the hub about every Region, side by side. A Region that cannot be read never stops the others.
import { byOutcome, jsonata, pause, type State, task } from "./states.ts";

export interface ObserveRegionsRefs {
  partition: string;
  observeRegionArn: string;
}

/** The Map over `$regions` for the execution `$run`; `more` is laid over it: what comes next, what is caught. */
export const observeRegions = (refs: ObserveRegionsRefs, more: State): State => ({
  Type: "Map",
  Items: jsonata("$regions"),
  ItemSelector: {
    run: jsonata("$run"),
    region: jsonata("$states.context.Map.Item.Value"),
    attempt: 1,
  },
  ItemProcessor: {
    ProcessorConfig: { Mode: "INLINE" },
    StartAt: "ObserveRegion",
    States: {
      ObserveRegion: task({
        partition: refs.partition,
        function: refs.observeRegionArn,
        payload: jsonata("$states.input"),
        next: "Observed",
        more: { Catch: [{ ErrorEquals: ["States.ALL"], Output: {}, Next: "RegionUnread" }] },
      }),
      Observed: byOutcome(
        { read: "RegionRead", unread: "RegionUnread", early: "ObservePause" },
        "RegionUnread",
      ),
      ObservePause: pause(
        15,
        "ObserveRegion",
        "The hub's listing contradicts an answer that is fresher than a minute.",
      ),
      RegionRead: { Type: "Succeed" },
      // Nothing was written for the Region: it is taken as unread, never as "no change".
      RegionUnread: { Type: "Succeed" },
    },
  },
  Output: {},
  ...more,
});
