// The whole system on this machine: the sandbox with the synthesized app in it.
import {
  App,
  type Estate,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from "@rollcall/sandbox";
import { keptEstate, openDataDirectory } from "./data-directory.ts";
import { settingsFor } from "./estate.ts";
import { explained } from "./exit.ts";
import { keepPermissions } from "./permissions/keep.ts";
import { type RoleSettings, withPolicies } from "./role-policies.ts";
import { synthesize } from "./synthesize.ts";

/** The token that the sandbox's Slack accepts; a real one never stands in code. */
const slackToken = "xoxb-sandbox";

/** What is handed on to the sandbox as it is: how rough it is, its chance, its clock and its environments. */
type Handed = Pick<
  SandboxOptions,
  | "port"
  | "profile"
  | "seed"
  | "faults"
  | "assumptions"
  | "begins"
  | "stands"
  | "fleet"
  | "dataDirectory"
  | "log"
>;

export interface LocalOptions extends Handed {
  estate: Estate;
  /** The file that the user named as estate; absent when the estate was made up. */
  estateFile?: string | undefined;
  locale: "en" | "ja";
  /** Settings beside those that follow from the estate. */
  settings?: (RoleSettings & Record<string, unknown>) | undefined;
  /** The app as it was synthesized for such an estate and settings before; synthesized when absent. */
  app?: App | undefined;
  /** Stops the boot. */
  interrupted?: AbortSignal | undefined;
}

/** A running system, and the names of its parts. */
export interface Local {
  sandbox: Sandbox;
  app: App;
  /** Links by name, as the app's own functions see them. */
  links: Record<string, Record<string, unknown>>;
  account: string;
  region: string;
  /** Where accounts forward CloudTrail's events to. */
  trailBusArn: string;
}

/** Synthesizes, boots, and gives rollcall the token of the sandbox's Slack, as an operator would. */
export async function startLocal(options: LocalOptions): Promise<Local> {
  const { locale, dataDirectory, interrupted } = options;
  if (dataDirectory !== undefined) openDataDirectory(dataDirectory);
  const estate =
    dataDirectory === undefined
      ? options.estate
      : keptEstate(dataDirectory, options.estate, options.estateFile);
  const settings = { ...settingsFor(estate, locale), ...options.settings };
  const app = options.app ?? App.parse(await synthesize(settings, interrupted));
  const local = await bootLocal(app, { ...options, estate });
  const { ROLLCALL_PERMISSIONS: directory } = process.env;
  if (directory) keepPermissions(local.sandbox, directory, rolesOf(settings));
  return local;
}

/** Boots a synthesized app, as `startLocal` does. */
export async function bootLocal(app: App, options: LocalOptions): Promise<Local> {
  const { estateFile, locale, settings = {}, interrupted, ...handed } = options;
  const estate = withPolicies(options.estate, settings);
  const sandbox = await startSandbox({ ...handed, estate, app }).catch(explained(handed));
  const { account, region } = app;
  for (const { name } of app.secrets) {
    const value = { SecretId: name, SecretString: slackToken };
    await sandbox.world.call("secretsmanager", "PutSecretValue", value, { account, region });
  }
  const links = Object.assign({}, ...app.functions.map((one) => one.links));
  const trailBusArn = app.buses.find(({ name }) => name.includes("TrailBus"))!.arn;
  return { sandbox, app, links, account, region, trailBusArn };
}

/** The roles in other accounts, and the template that each comes from. */
const rolesOf = ({ memberRole, management }: ReturnType<typeof settingsFor>) => ({
  [memberRole.name]: "member-role.yaml",
  ...(management && { [management.role.name]: "management-role.yaml" }),
});

/** Lets this process call the sandbox as the hub's administrator, through the SDK clients that the app uses. */
export function actAsHub({ sandbox, links, account, region }: Local): void {
  process.env.AWS_ENDPOINT_URL = sandbox.endpoint;
  process.env.AWS_REGION = region;
  process.env.AWS_ACCESS_KEY_ID = account;
  process.env.AWS_SECRET_ACCESS_KEY = "sandbox";
  delete process.env.AWS_SESSION_TOKEN;
  delete process.env.AWS_PROFILE;
  process.env.SST_RESOURCES_JSON = JSON.stringify(links);
}
