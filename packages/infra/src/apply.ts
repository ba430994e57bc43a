/// <reference path="../../../.sst/platform/config.d.ts" />
// The state machine `apply`: one execution is one ledger version.
import { apply as definition } from "../../../workflows/apply.ts";
import { partition } from "./account.ts";
import { decideRun, requestApproval, resumeRun } from "./approval.ts";
import { observeOrganization, observeRegion } from "./observation.ts";
import { closeAccounts, offboard } from "./offboard.ts";
import { onboard } from "./onboard.ts";
import { advanceRun, closeRun, openRun, planRun } from "./runs.ts";
import { startJoiners } from "./self-service.ts";
import { runNested } from "./service-permissions.ts";
import { settings } from "./settings.ts";
import { machineName, workflow } from "./workflow.ts";

export const apply = workflow("apply", {
  refs: {
    openRunArn: openRun.arn,
    observeRegionArn: observeRegion.arn,
    observeOrganizationArn: observeOrganization.arn,
    planRunArn: planRun.arn,
    advanceRunArn: advanceRun.arn,
    closeRunArn: closeRun.arn,
    startJoinersArn: startJoiners.arn,
    requestApprovalArn: requestApproval.arn,
    resumeRunArn: resumeRun.arn,
    decideRunArn: decideRun.arn,
    closeAccountsArn: closeAccounts.arn,
    onboardArn: onboard.arn,
    offboardArn: offboard.arn,
    approvalSeconds: String(settings.approval.expiryDays * 24 * 60 * 60),
    partition,
  },
  definition,
  invokes: [
    openRun,
    observeRegion,
    observeOrganization,
    planRun,
    startJoiners,
    advanceRun,
    requestApproval,
    resumeRun,
    decideRun,
    closeAccounts,
    closeRun,
  ],
  statements: [...runNested(machineName("onboard")), ...runNested(machineName("offboard"))],
});
