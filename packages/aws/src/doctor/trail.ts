// The bus that CloudTrail's events come by, and whether anybody else may send to it.
import { DescribeEventBusCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { ownClientOf } from "../clients.ts";
import type { Look } from "./finding.ts";
import { unless } from "./storage.ts";

/** The trail bus is there, and its policy lets other accounts in exactly where the settings say so. */
export const lookAtTrail: Look = async ({ trailBus, settings: { trail } }) => {
  const seen = await ownClientOf(EventBridgeClient, "events")
    .send(new DescribeEventBusCommand({ Name: trailBus }))
    .catch(unless("ResourceNotFoundException"));
  if (!seen) return { problems: [{ code: "trail-missing", bus: trailBus }], notes: [] };
  if (trail && !seen.Policy)
    return { problems: [{ code: "trail-closed", bus: trailBus }], notes: [] };
  return {
    problems: [],
    notes: [trail ? { code: "named", name: trailBus } : { code: "no-trail" }],
  };
};
