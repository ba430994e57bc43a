/// <reference path="../../../.sst/platform/config.d.ts" />
// What a stage consists of, by name, in one parameter: `rollcall doctor` reads it and looks after each.
import { createHash } from "node:crypto";
import { decideRun, requestApproval, resumeRun } from "./approval.ts";
import { bus } from "./bus.ts";
import { compose } from "./compose.ts";
import { checkAccount, prepareAccount, requestAccount } from "./creation.ts";
import { writeDigest } from "./digest.ts";
import { events } from "./events.ts";
import { enlistRegion, inviteRegion, joinAccount, raiseBaseline } from "./joining.ts";
import { ledgers } from "./ledgers.ts";
import { observeOrganization, observeRegion } from "./observation.ts";
import { cleanMembers, closeAccounts, exportFindings, removeRegion } from "./offboard.ts";
import { publish, unpublished } from "./publish.ts";
import { closeRollCall } from "./roll-call.ts";
import { advanceRun, closeRun, openRun, planRun } from "./runs.ts";
import { lookJoiner, sendScript, startJoiners } from "./self-service.ts";
import { settings } from "./settings.ts";
import { checkSetup } from "./setup-check.ts";
import { messages, post, slackSecret } from "./slack.ts";
import { deadLetters, machines } from "./stage.ts";
import { startHeal } from "./start-heal.ts";
import { startRollCall } from "./start-roll-call.ts";
import { startRun } from "./start-run.ts";
import { table } from "./table.ts";
import { calls, noteCall, trailBus } from "./trail.ts";

const functions = [
  startRun,
  openRun,
  observeRegion,
  observeOrganization,
  planRun,
  requestAccount,
  checkAccount,
  prepareAccount,
  inviteRegion,
  joinAccount,
  startJoiners,
  sendScript,
  lookJoiner,
  enlistRegion,
  raiseBaseline,
  advanceRun,
  requestApproval,
  decideRun,
  resumeRun,
  exportFindings,
  removeRegion,
  cleanMembers,
  closeAccounts,
  closeRun,
  startRollCall,
  closeRollCall,
  startHeal,
  writeDigest,
  checkSetup,
  noteCall,
  publish,
  compose,
  post,
];

const nameOf = (queue: InstanceType<typeof sst.aws.Queue>) => queue.nodes.queue.name;

/** A machine with its definition's hash: one that was changed by hand shows. */
const machineOf = (machine: InstanceType<typeof aws.sfn.StateMachine>) => ({
  arn: machine.arn,
  definitionSha256: machine.definition.apply((text) =>
    createHash("sha256").update(text).digest("hex"),
  ),
});

export const record = new aws.ssm.Parameter("Record", {
  name: `/${$app.name}/${$app.stage}/app`,
  description: "What this stage of rollcall consists of",
  type: "String",
  // Standard parameters end at 4 KB, and this one is longer; an advanced one has 8 KB and costs $0.05 a month.
  tier: "Intelligent-Tiering",
  value: $jsonStringify({
    formatVersion: 1,
    table: table.name,
    ledgers: ledgers.name,
    unpublished: unpublished.name,
    bus: bus.name,
    trailBus: trailBus.name,
    functions: functions.map((one) => one.name),
    startRun: startRun.name,
    startRollCall: startRollCall.name,
    checkSetup: checkSetup.name,
    startJoiners: startJoiners.name,
    startHeal: startHeal.name,
    decideRun: decideRun.name,
    queues: [events, messages, calls].map(nameOf),
    deadLetters: Object.values(deadLetters).map(nameOf),
    mappings: [
      { source: table.nodes.table.streamArn, function: publish.name },
      { source: events.arn, function: compose.name },
      { source: messages.arn, function: post.name },
      { source: calls.arn, function: noteCall.name },
    ],
    machines: Object.fromEntries(
      Object.entries(machines).map(([name, machine]) => [name, machineOf(machine)]),
    ),
    slackSecret: slackSecret.name,
    settings,
  }),
});
