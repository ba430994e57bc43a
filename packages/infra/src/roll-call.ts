/// <reference path="../../../.sst/platform/config.d.ts" />
// The state machine `roll-call`: one execution is one observation of every Region.
import { rollCall as definition } from "../../../workflows/roll-call.ts";
import { onTable, queryIndexes, readRuns, writeRuns, writeSnapshots } from "./access.ts";
import { partition } from "./account.ts";
import { ledgers } from "./ledgers.ts";
import { observeOrganization, observeRegion } from "./observation.ts";
import { settingsLink } from "./settings-link.ts";
import { startHeal } from "./start-heal.ts";
import { table } from "./table.ts";
import { workflow } from "./workflow.ts";

export const closeRollCall = new sst.aws.Function("CloseRollCall", {
  handler: "functions/close-roll-call.handler",
  link: [table, ledgers, settingsLink],
  permissions: [
    ...readRuns,
    writeRuns,
    writeSnapshots,
    ...onTable("GetItem", "BatchGetItem", "PutItem"),
    queryIndexes,
  ],
  // Takes one Region after another: what it holds hardly grows with the accounts (docs/roll-call.md).
  memory: "1024 MB",
  timeout: "5 minutes",
  retries: 0,
});

export const rollCall = workflow("roll-call", {
  refs: {
    observeOrganizationArn: observeOrganization.arn,
    observeRegionArn: observeRegion.arn,
    closeRollCallArn: closeRollCall.arn,
    startHealArn: startHeal.arn,
    partition,
  },
  definition,
  invokes: [observeOrganization, observeRegion, closeRollCall, startHeal],
  statements: [],
});
