/// <reference path="../../../.sst/platform/config.d.ts" />
// What a stage has of a kind: alarms watch each, and the record names each.
import { apply } from "./apply.ts";
import { unwritten } from "./digest.ts";
import { uncomposed, undelivered } from "./events.ts";
import { offboard } from "./offboard.ts";
import { onboard } from "./onboard.ts";
import { rollCall } from "./roll-call.ts";
import { awaitJoiner } from "./self-service.ts";
import { unchecked } from "./setup-check.ts";
import { unposted } from "./slack.ts";
import { unheld } from "./start-roll-call.ts";
import { unstarted } from "./start-run.ts";
import { unnoted } from "./trail.ts";

/** Queues of what could not be handled, by the names of their alarms. */
export const deadLetters = {
  unstarted,
  unheld,
  unwritten,
  unchecked,
  undelivered,
  uncomposed,
  unposted,
  unnoted,
};

/** State machines, by the names that their workflows have. */
export const machines = {
  apply,
  onboard,
  offboard,
  "roll-call": rollCall,
  "await-joiner": awaitJoiner,
};
