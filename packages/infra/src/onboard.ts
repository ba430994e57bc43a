/// <reference path="../../../.sst/platform/config.d.ts" />
// The state machine `onboard`: one execution is one plan's additions.
import { onboard as definition } from "../../../workflows/onboard.ts";
import { readRunFiles } from "./access.ts";
import { partition } from "./account.ts";
import { checkAccount, prepareAccount, requestAccount } from "./creation.ts";
import { enlistRegion, inviteRegion, joinAccount, raiseBaseline } from "./joining.ts";
import { ledgers } from "./ledgers.ts";
import { observeRegion } from "./observation.ts";
import { advanceRun, planRun } from "./runs.ts";
import { runMap } from "./service-permissions.ts";
import { machineName, workflow } from "./workflow.ts";

export const onboard = workflow("onboard", {
  refs: {
    requestAccountArn: requestAccount.arn,
    checkAccountArn: checkAccount.arn,
    prepareAccountArn: prepareAccount.arn,
    planRunArn: planRun.arn,
    inviteRegionArn: inviteRegion.arn,
    joinAccountArn: joinAccount.arn,
    observeRegionArn: observeRegion.arn,
    enlistRegionArn: enlistRegion.arn,
    raiseBaselineArn: raiseBaseline.arn,
    advanceRunArn: advanceRun.arn,
    bucketName: ledgers.name,
    partition,
  },
  definition,
  invokes: [
    requestAccount,
    checkAccount,
    prepareAccount,
    planRun,
    inviteRegion,
    joinAccount,
    observeRegion,
    enlistRegion,
    raiseBaseline,
    advanceRun,
  ],
  // The lists that its Maps walk lie among the run's files.
  statements: [readRunFiles, ...runMap(machineName("onboard"))],
});
