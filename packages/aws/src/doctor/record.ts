// What the deployment wrote down about itself, and who asks for it.
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { AccountId } from "@rollcall/core/account";
import * as z from "zod";
import { ownClientOf } from "../clients.ts";
import { isDenied, nameOf, textOf } from "../errors.ts";
import { Settings } from "../settings.ts";
import type { Finding } from "./finding.ts";

const Machine = z.object({ arn: z.string(), definitionSha256: z.string() });

/** The parts of a deployed stage by name, as `packages/infra/src/record.ts` writes them. */
export const Deployed = z.object({
  formatVersion: z.literal(1),
  table: z.string(),
  ledgers: z.string(),
  unpublished: z.string(),
  bus: z.string(),
  trailBus: z.string(),
  functions: z.array(z.string()),
  startRun: z.string(),
  startRollCall: z.string(),
  checkSetup: z.string(),
  startHeal: z.string(),
  startJoiners: z.string(),
  decideRun: z.string(),
  queues: z.array(z.string()),
  deadLetters: z.array(z.string()),
  mappings: z.array(z.object({ source: z.string(), function: z.string() })),
  machines: z.object({
    apply: Machine,
    onboard: Machine,
    offboard: Machine,
    "roll-call": Machine,
    "await-joiner": Machine,
  }),
  slackSecret: z.string(),
  settings: Settings,
});
export type Deployed = z.infer<typeof Deployed>;

/** Nobody can be asked with these credentials: there are none, or AWS does not take them. */
export class CredentialsError extends Error {
  override readonly name = "CredentialsError";
}

const unusable = new Set([
  "CredentialsProviderError",
  "TokenProviderError",
  "InvalidClientTokenId",
  "UnrecognizedClientException",
  "SignatureDoesNotMatch",
  "InvalidSignatureException",
  "AuthFailure",
  "ExpiredToken",
  "ExpiredTokenException",
]);

/** Whose credentials these are. Throws CredentialsError when AWS cannot tell. */
export async function whoAsks(): Promise<{ account: AccountId; arn: string }> {
  try {
    const client = ownClientOf(STSClient, "sts");
    const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}));
    return { account: AccountId.parse(Account), arn: Arn ?? "" };
  } catch (error) {
    if (unusable.has(nameOf(error))) throw new CredentialsError(textOf(error), { cause: error });
    throw error;
  }
}

/** The Region that the environment or the profile names, if any. */
export async function configuredRegion(): Promise<string | undefined> {
  try {
    return await new STSClient({}).config.region();
  } catch {
    return undefined;
  }
}

/** Name of the parameter of a stage. */
export const parameterOf = (stage: string): string => `/rollcall/${stage}/app`;

/** What a stage consists of, or why that is not known. */
export async function readRecord(
  stage: string,
  region: string,
): Promise<{ deployed: Deployed } | { problem: Finding }> {
  const parameter = parameterOf(stage);
  let text: string;
  try {
    const asked = new GetParameterCommand({ Name: parameter });
    text = (await ownClientOf(SSMClient, "ssm").send(asked)).Parameter?.Value ?? "";
  } catch (error) {
    if (nameOf(error) === "ParameterNotFound")
      return { problem: { code: "record-missing", parameter, region, stage } };
    if (isDenied(error)) return { problem: { code: "not-permitted", error: textOf(error) } };
    throw error;
  }
  const parsed = Deployed.safeParse(jsonOf(text));
  if (parsed.success) return { deployed: parsed.data };
  const error = z.prettifyError(parsed.error);
  return { problem: { code: "record-unreadable", parameter, stage, error } };
}

/** Makes table, bucket and settings of a stage known to the adapters, as links do in a function. */
export function linkTo({ table, ledgers, settings }: Deployed): void {
  const links = { Table: { name: table }, Ledgers: { name: ledgers }, Settings: settings };
  process.env.SST_RESOURCES_JSON = JSON.stringify(links);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
