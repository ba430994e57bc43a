// The sandbox: AWS and Slack on the wire of one machine. It keeps accounts and Regions apart, boots an app
// that was synthesized for AWS, and forgets nothing that it acknowledged.
import { bootApp } from "./app/boot.ts";
import { App } from "./app/manifest.ts";
import { type CallJournal, Calls } from "./calls.ts";
import { machineRates } from "./estate/machine-rates.ts";
import { createModel, type Model } from "./estate/model.ts";
import { rates } from "./estate/rates.ts";
import type { Estate } from "./estate.ts";
import { callFaults } from "./faults/calls.ts";
import type { Profile } from "./faults/catalogue.ts";
import type { FaultOptions } from "./faults/faults.ts";
import { latency } from "./faults/latency.ts";
import { pagesApp } from "./pages/app.ts";
import { type HeldUsage, heldUsage } from "./permissions/holders.ts";
import { Permissions } from "./permissions/index.ts";
import { startWorld, type WorldOptions } from "./sandbox.ts";
import { trail } from "./services/cloudtrail.ts";
import type { FleetSize } from "./services/lambda/fleet.ts";
import { makeServices, type Services } from "./services.ts";
import { type SlackApp, slackApp } from "./slack/app.ts";
import type { GateHook } from "./wire/gate.ts";
import type { World } from "./wire/service.ts";

export { App } from "./app/manifest.ts";
export type { Call, CallJournal } from "./calls.ts";
export { type Estate, parseEstate } from "./estate.ts";
export {
  ASSUMPTION_NAMES,
  ASSUMPTIONS,
  type AssumptionName,
  flipAssumptions,
} from "./faults/assumptions.ts";
export { FAULTS, type FaultName, PROFILES, type Profile } from "./faults/catalogue.ts";
export { DirectoryInUse, refuseInUse } from "./lock.ts";
export type { HeldUsage } from "./permissions/holders.ts";
export type { Denial, Grant } from "./permissions/usage.ts";
export { organizationId } from "./services/organizations/identity.ts";
export { type GatedCall, type GateHook, Hangup } from "./wire/gate.ts";
export { AwsError, type World } from "./wire/service.ts";

/** How to start a sandbox; everything is optional. */
export interface SandboxOptions extends Omit<WorldOptions, "faults"> {
  /** A further port for Slack and the pages. */
  slackPort?: number | undefined;
  /** What exists; without it the world is open: every account exists, and every role may be assumed. */
  estate?: Estate | undefined;
  /** How rough it is; see `FAULTS`. What an earlier process kept, or `fast`, when absent. */
  profile?: Profile | undefined;
  /** What differs from the profile. */
  faults?: FaultOptions["faults"];
  /** Guesses about AWS that do not hold; `flipAssumptions` draws them. */
  assumptions?: FaultOptions["assumptions"];
  /** A synthesized app to boot, as parsed JSON in the form of `App`; it is checked. */
  app?: unknown;
  /** False: no rate limits. */
  rates?: boolean | undefined;
  /** Environments of functions. */
  fleet?: FleetSize | undefined;
}

/** A running sandbox. */
export interface Sandbox {
  /** Where AWS is: for AWS_ENDPOINT_URL. */
  endpoint: string;
  /** Where Slack's methods are: for SLACK_API_URL. */
  slackUrl: string;
  /** Where a person looks. */
  pagesUrl: string;
  world: World;
  /** What was asked of it. */
  calls: CallJournal;
  /** Run before each call's handler; append to add rates or faults. */
  gates: GateHook[];
  /** What roles were allowed, and what of it was used. */
  permissions(): HeldUsage[];
  slack: SlackApp;
  model: Model;
  services: Services;
  stop(): Promise<void>;
}

/** Whose machines and tables the pages show: the app's, or else the hub's. */
function shown(app: App | undefined, estate: Estate | undefined) {
  if (app) return { account: app.account, region: app.region, app: `${app.name} / ${app.stage}` };
  return { account: estate?.hub.account ?? "111111111111", region: "us-east-1" };
}

/** Starts a sandbox on 127.0.0.1. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const app = options.app === undefined ? undefined : App.parse(options.app);
  const calls = new Calls();
  const { profile, faults, assumptions } = options;
  const chosen = { ...options, calls, faults: { profile, faults, assumptions } };
  const running = await startWorld(chosen, (world, endpoint, gates) => {
    const { dataDirectory, estate, fleet } = options;
    const model = createModel(world, estate);
    const slackUrl = `${endpoint}/slack/api/`;
    const permissions = new Permissions(world, model);
    const services = makeServices(world, {
      model,
      permissions,
      endpoint,
      slackUrl,
      dataDirectory,
      fleet,
    });
    const slack = slackApp(world);
    const ids = services.all.map(({ id }) => id);
    const report = () => heldUsage(permissions, app);
    const pages = pagesApp(world, {
      ...shown(app, estate),
      endpoint,
      slack,
      calls,
      services: ids,
      permissions: report,
    });
    gates.push(latency(world), callFaults(world));
    gates.push(trail(world, model, services.buses));
    gates.push(permissions.hook);
    if (options.rates !== false) gates.push(rates(world), machineRates(world));
    return {
      slack,
      model,
      report,
      named: services,
      services: services.all,
      boot: () => bootApp(world, app, services),
      urls: (id: string) => services.functions.urls.find(id),
      pages: [
        { prefix: "/slack", fetch: (request) => slack.fetch(request) },
        { prefix: "/_sandbox", fetch: (request) => pages.fetch(request) },
      ],
    };
  });
  const { endpoint, world, gates, inside } = running;
  const front =
    options.slackPort === undefined ? endpoint : await running.listen(options.slackPort);
  return {
    endpoint,
    slackUrl: `${front}/slack/api/`,
    pagesUrl: `${front}/_sandbox/`,
    world,
    calls,
    gates,
    permissions: inside.report,
    slack: inside.slack,
    model: inside.model,
    services: inside.named,
    async stop() {
      inside.named.schedules.stop();
      await running.stop();
    },
  };
}
