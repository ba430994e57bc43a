/// <reference path="./.sst/platform/config.d.ts" />

export default $config({
  async app(input) {
    const { settings } = await import("./packages/infra/src/settings.ts");
    const production = input.stage === "production";
    return {
      name: "rollcall",
      home: "aws",
      removal: production ? "retain" : "remove",
      protect: production,
      providers: { aws: { region: settings.homeRegion, version: "7.20.0" } },
    };
  },
  async run() {
    // First, because it changes how every later component is built.
    await import("./packages/infra/src/defaults.ts");
    await import("./packages/infra/src/account.ts");

    const { ledgers } = await import("./packages/infra/src/ledgers.ts");
    const { table } = await import("./packages/infra/src/table.ts");
    const { bus } = await import("./packages/infra/src/bus.ts");

    await import("./packages/infra/src/start-run.ts");
    const { awaitJoiner } = await import("./packages/infra/src/self-service.ts");
    const { apply } = await import("./packages/infra/src/apply.ts");
    const { onboard } = await import("./packages/infra/src/onboard.ts");
    const { offboard } = await import("./packages/infra/src/offboard.ts");
    const { decideRun } = await import("./packages/infra/src/approval.ts");

    await import("./packages/infra/src/start-roll-call.ts");
    const { rollCall } = await import("./packages/infra/src/roll-call.ts");
    await import("./packages/infra/src/digest.ts");
    await import("./packages/infra/src/setup-check.ts");

    const { trailBus } = await import("./packages/infra/src/trail.ts");

    await import("./packages/infra/src/publish.ts");
    await import("./packages/infra/src/compose.ts");
    const { slackSecret } = await import("./packages/infra/src/slack.ts");
    const { alarms } = await import("./packages/infra/src/alarms.ts");
    await import("./packages/infra/src/record.ts");

    return {
      ledgers: ledgers.name,
      table: table.name,
      bus: bus.name,
      trailBus: trailBus.arn,
      apply: apply.arn,
      onboard: onboard.arn,
      offboard: offboard.arn,
      approval: decideRun.url,
      rollCall: rollCall.arn,
      awaitJoiner: awaitJoiner.arn,
      slackSecret: slackSecret.name,
      alarms: alarms.arn,
    };
  },
});
