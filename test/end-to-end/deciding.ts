// A person who decides, as AWS sees one: credentials of some principal, and the function's URL on the wire.
import fs from "node:fs";
import { SignatureV4 } from "@smithy/signature-v4";
import { Sha256 } from "../../packages/aws/src/clients.ts";
import type { LedgerRow, World } from "./world.ts";

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** The root user of an account. */
export const root = (account: string): Credentials => ({
  accessKeyId: account,
  secretAccessKey: "sandbox",
});

/** The policy of those who may decide, as docs/approval.md gives it to operators. */
function deciders({ hub }: World): string {
  const text = fs.readFileSync(new URL("../../docs/approval.md", import.meta.url), "utf8");
  const [, policy = ""] = /## Who may decide[\s\S]*?```json\n([\s\S]*?)```/.exec(text) ?? [];
  return policy
    .replaceAll("REGION", "us-east-1")
    .replaceAll("HUB", hub)
    .replaceAll("STAGE", "local");
}

/** Somebody who signs in to the hub's account: a session of a role, under the person's name. */
export async function signedIn(
  world: World,
  role: string,
  name: string,
  mayDecide = true,
): Promise<Credentials> {
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${world.hub}:root` },
        Action: "sts:AssumeRole",
      },
    ],
  });
  await world
    .asHub("iam", "CreateRole", { RoleName: role, AssumeRolePolicyDocument })
    .catch(() => {});
  if (mayDecide)
    await world.asHub("iam", "PutRolePolicy", {
      RoleName: role,
      PolicyName: "decide",
      PolicyDocument: deciders(world),
    });
  await world.sleep(60_000);
  const { Credentials: given } = await world.asHub<{
    Credentials: { AccessKeyId: string; SecretAccessKey: string; SessionToken: string };
  }>("sts", "AssumeRole", {
    RoleArn: `arn:aws:iam::${world.hub}:role/${role}`,
    RoleSessionName: name,
  });
  return {
    accessKeyId: given.AccessKeyId,
    secretAccessKey: given.SecretAccessKey,
    sessionToken: given.SessionToken,
  };
}

/** Where decisions go. */
export async function urlOf(world: World): Promise<string> {
  const { Functions } = await world.asHub<{ Functions: { FunctionName: string }[] }>(
    "lambda",
    "ListFunctions",
  );
  const { FunctionName } = Functions.find((one) => /DecideRun/.test(one.FunctionName))!;
  const found = await world.asHub<{ FunctionUrl: string }>("lambda", "GetFunctionUrlConfig", {
    FunctionName,
  });
  return found.FunctionUrl;
}

/** Sends a decision, signed by `who`, or by nobody. */
export async function decide(
  world: World,
  decision: object,
  who: Credentials | undefined,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const url = new URL(await urlOf(world));
  const body = JSON.stringify(decision);
  let headers: Record<string, string> = { "content-type": "application/json", host: url.host };
  if (who) {
    const signer = new SignatureV4({
      credentials: who,
      region: "us-east-1",
      service: "lambda",
      sha256: Sha256,
    });
    const request = {
      method: "POST",
      protocol: url.protocol,
      hostname: url.hostname,
      port: Number(url.port),
      path: url.pathname,
      query: {},
      headers,
      body,
    };
    headers = (await signer.sign(request)).headers;
  }
  const response = await fetch(url, { method: "POST", headers, body });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Uploads a ledger and waits until its run waits for a person. Returns the run. */
export async function waitingFor(world: World, rows: LedgerRow[], name?: string): Promise<string> {
  const run = await world.upload(rows, name);
  await world.until(
    async () => ((await world.runRow(run))?.status === "approval" ? true : undefined),
    "the question",
  );
  await world.quiet();
  return run;
}
