import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { statementsOf } from "../../packages/infra/src/check/rule.ts";
import { renderEnvTypes } from "../../packages/infra/src/synth/env-types.ts";
import { apply } from "../../workflows/apply.ts";
import { awaitJoiner } from "../../workflows/await-joiner.ts";
import { offboard } from "../../workflows/offboard.ts";
import { onboard } from "../../workflows/onboard.ts";
import { rollCall } from "../../workflows/roll-call.ts";
import { root, synthesized } from "./synthesized.ts";

const { app } = synthesized();
const text = (file: string) => fs.readFileSync(path.join(root, file), "utf8");
const arnOf = (id: string) => app.functions.find((one) => one.id === id)!.arn;
const machine = (name: string) =>
  app.stateMachines.find((one) => one.name === `rollcall-local-${name}`)!;
const bucketName = app.buckets.find((one) => one.notifications.length > 0)!.name;

describe("workflows", () => {
  it("apply is deployed as its module writes it", () => {
    expect(machine("apply").definition).toEqual(
      apply({
        partition: "aws",
        openRunArn: arnOf("OpenRun"),
        observeRegionArn: arnOf("ObserveRegion"),
        observeOrganizationArn: arnOf("ObserveOrganization"),
        planRunArn: arnOf("PlanRun"),
        advanceRunArn: arnOf("AdvanceRun"),
        closeRunArn: arnOf("CloseRun"),
        startJoinersArn: arnOf("StartJoiners"),
        requestApprovalArn: arnOf("RequestApproval"),
        decideRunArn: arnOf("DecideRun"),
        closeAccountsArn: arnOf("CloseAccounts"),
        resumeRunArn: arnOf("ResumeRun"),
        onboardArn: machine("onboard").arn,
        offboardArn: machine("offboard").arn,
        approvalSeconds: "604800",
      }),
    );
  });

  it("offboard is deployed as its module writes it", () => {
    expect(machine("offboard").definition).toEqual(
      offboard({
        partition: "aws",
        advanceRunArn: arnOf("AdvanceRun"),
        exportFindingsArn: arnOf("ExportFindings"),
        removeRegionArn: arnOf("RemoveRegion"),
        cleanMembersArn: arnOf("CleanMembers"),
      }),
    );
  });

  it("onboard is deployed as its module writes it", () => {
    expect(machine("onboard").definition).toEqual(
      onboard({
        partition: "aws",
        bucketName,
        requestAccountArn: arnOf("RequestAccount"),
        checkAccountArn: arnOf("CheckAccount"),
        prepareAccountArn: arnOf("PrepareAccount"),
        planRunArn: arnOf("PlanRun"),
        inviteRegionArn: arnOf("InviteRegion"),
        joinAccountArn: arnOf("JoinAccount"),
        observeRegionArn: arnOf("ObserveRegion"),
        enlistRegionArn: arnOf("EnlistRegion"),
        raiseBaselineArn: arnOf("RaiseBaseline"),
        advanceRunArn: arnOf("AdvanceRun"),
      }),
    );
  });

  it("await-joiner is deployed as its module writes it", () => {
    expect(machine("await-joiner").definition).toEqual(
      awaitJoiner({
        partition: "aws",
        sendScriptArn: arnOf("SendScript"),
        lookJoinerArn: arnOf("LookJoiner"),
      }),
    );
  });

  it("roll-call is deployed as its module writes it", () => {
    expect(machine("roll-call").definition).toEqual(
      rollCall({
        partition: "aws",
        observeOrganizationArn: arnOf("ObserveOrganization"),
        observeRegionArn: arnOf("ObserveRegion"),
        closeRollCallArn: arnOf("CloseRollCall"),
        startHealArn: arnOf("StartHeal"),
      }),
    );
  });
});

describe("wiring", () => {
  it("starts a roll call on schedule, named by the moment that it was due", () => {
    const schedule = app.schedules.find((one) => one.targetArn === arnOf("StartRollCall"))!;
    expect(schedule).toMatchObject({ expression: "rate(5 minutes)", timezone: "UTC", retries: 3 });
    expect(JSON.parse(schedule.input!)).toEqual({ at: "<aws.scheduler.scheduled-time>" });
    expect(app.queues.map((one) => one.arn)).toContain(schedule.deadLetterArn);
  });

  it("writes a digest each day", () => {
    const schedule = app.schedules.find((one) => one.targetArn === arnOf("WriteDigest"))!;
    expect(schedule).toMatchObject({ expression: "cron(0 9 * * ? *)", timezone: "UTC" });
  });

  it("looks after incomplete set-ups each day (D58)", () => {
    const schedule = app.schedules.find((one) => one.targetArn === arnOf("CheckSetup"))!;
    expect(schedule).toMatchObject({ expression: "cron(0 10 * * ? *)", timezone: "UTC" });
    expect(JSON.parse(schedule.input!)).toEqual({ at: "<aws.scheduler.scheduled-time>" });
  });

  it("starts a run for an upload below ledgers/, offboardings/, restorations/ or closures/, and for nothing else", () => {
    const notifications = app.buckets.flatMap((one) => one.notifications);
    const events = ["s3:ObjectCreated:*"];
    expect(notifications).toEqual(
      ["ledgers/", "offboardings/", "restorations/", "closures/"].map((prefix) => ({
        targetArn: arnOf("StartRun"),
        events,
        prefix,
      })),
    );
  });

  it("publishes inserted transitions and events, and keeps what fails in full", () => {
    const mapping = app.eventSourceMappings.find((one) => one.functionArn === arnOf("Publish"))!;
    expect(mapping.filters.map((one) => JSON.parse(one))).toEqual([
      { eventName: ["INSERT"], dynamodb: { NewImage: { kind: { S: ["transition", "event"] } } } },
    ]);
    expect(mapping).toMatchObject({
      bisect: true,
      functionResponseTypes: ["ReportBatchItemFailures"],
      onFailureArn: expect.stringMatching(/^arn:aws:s3:::/),
    });
    expect(mapping.maximumRetryAttempts).toBeGreaterThan(0);
  });

  it("sends every event of rollcall through one queue to compose", () => {
    const mapping = app.eventSourceMappings.find((one) => one.functionArn === arnOf("Compose"))!;
    const rule = app.rules.find(({ bus }) => bus.includes("-BusBus-"));
    expect(rule).toMatchObject({
      pattern: { source: ["rollcall"] },
      targets: [{ arn: mapping.sourceArn }],
    });
    expect(mapping).toMatchObject({
      batchSize: 500,
      windowSeconds: 3,
      maximumConcurrency: 2,
      functionResponseTypes: ["ReportBatchItemFailures"],
    });
  });

  it("takes CloudTrail's events on a bus of their own, from nobody but AWS", () => {
    const mapping = app.eventSourceMappings.find((one) => one.functionArn === arnOf("NoteCall"))!;
    const rules = app.rules.filter(({ bus }) => bus.includes("-TrailBusBus-"));
    expect(rules).toMatchObject([
      {
        pattern: { source: ["aws.securityhub", "aws.organizations"] },
        targets: [{ arn: mapping.sourceArn }],
      },
    ]);
    // Nobody else is let in unless the settings say who.
    expect(app.busPolicies).toEqual([]);
  });

  it("posts one message at a time, in order", () => {
    const mapping = app.eventSourceMappings.find((one) => one.functionArn === arnOf("Post"))!;
    const queue = app.queues.find((one) => one.arn === mapping.sourceArn)!;
    expect(queue).toMatchObject({ fifo: true, contentBasedDeduplication: false });
    expect(mapping.batchSize).toBe(1);
  });

  it("hands over names, and no permission with them", () => {
    for (const { id, links } of app.functions)
      for (const [name, link] of Object.entries(links)) {
        if (name === "Settings") continue;
        const given = Object.keys(link as object).filter((key) => key !== "type");
        expect(given, `${id}: ${name}`).toHaveLength(1);
      }
    const actions = app.roles.flatMap(statementsOf).flatMap((statement) => statement.actions);
    expect(actions.filter((action) => action.includes("*"))).toEqual([]);
  });

  it("states how often each function is retried: only those that S3 or a schedule calls are", () => {
    const retried = app.functions.filter((one) => one.asyncRetries > 0).map((one) => one.id);
    expect(retried).toEqual(["CheckSetup", "StartRollCall", "StartRun", "WriteDigest"]);
  });
});

describe("pins", () => {
  it("are what the unpacked SST platform asks for", () => {
    const platform = JSON.parse(text(".sst/platform/package.json"));
    const wanted: Record<string, string> = {
      ...platform.dependencies,
      ...platform.devDependencies,
    };
    const { devDependencies } = JSON.parse(text("package.json")) as {
      devDependencies: Record<string, string>;
    };
    const pinned = Object.keys(devDependencies).filter(
      (name) =>
        /^(@pulumi|@pulumiverse)\//.test(name) || /^(@types\/bun|archiver|glob)$/.test(name),
    );
    expect(pinned.length).toBeGreaterThanOrEqual(10);
    for (const name of pinned)
      expect(`${name} ${devDependencies[name]}`).toBe(`${name} ${wanted[name]?.replace(/^v/, "")}`);
  });

  it("name one version of sst and of the AWS provider everywhere", () => {
    const { devDependencies } = JSON.parse(text("package.json"));
    expect(text(".sst/platform/version")).toBe(devDependencies.sst);
    expect(JSON.parse(text("packages/aws/package.json")).dependencies.sst).toBe(
      devDependencies.sst,
    );
    expect(text("sst.config.ts")).toContain(`version: "${devDependencies["@pulumi/aws"]}"`);
  });
});

describe("sst-env.d.ts", () => {
  it("is current; npm run synth -- --env-types writes it", () => {
    expect(text("sst-env.d.ts")).toBe(renderEnvTypes(app));
  });
});
