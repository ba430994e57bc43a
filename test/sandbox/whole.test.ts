// The sandbox as it is started without anything: every service, and Slack beside them.
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterEach, describe, expect, it } from "vitest";
import { startSandbox } from "../../packages/sandbox/src/index.ts";

const ACCOUNT = "111111111111";
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

type Keys = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

describe("the whole sandbox", () => {
  it("lets anybody into any role when no estate is given", async () => {
    const sandbox = await startSandbox();
    stops.push(sandbox.stop);
    const sts = (credentials: Keys) =>
      new STSClient({ region: "us-east-1", endpoint: sandbox.endpoint, credentials });
    const { Credentials } = await sts({ accessKeyId: ACCOUNT, secretAccessKey: "x" }).send(
      new AssumeRoleCommand({
        RoleArn: "arn:aws:iam::444444444444:role/Worker",
        RoleSessionName: "me",
      }),
    );
    const who = await sts({
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    }).send(new GetCallerIdentityCommand());
    expect(who).toMatchObject({
      Account: "444444444444",
      Arn: "arn:aws:sts::444444444444:assumed-role/Worker/me",
    });
    expect(sandbox.calls.counts()).toEqual({ "sts:AssumeRole": 1, "sts:GetCallerIdentity": 1 });
  });

  it("serves Slack beside AWS, and on a port of its own", async () => {
    const sandbox = await startSandbox({ slackPort: 0 });
    stops.push(sandbox.stop);
    expect(new URL(sandbox.slackUrl).port).not.toBe(new URL(sandbox.endpoint).port);
    for (const url of [sandbox.slackUrl, `${sandbox.endpoint}/slack/api/`]) {
      const answer = await fetch(`${url}auth.test`, { method: "POST" });
      expect(await answer.json()).toEqual({ ok: false, error: "not_authed" });
    }
  });
});
