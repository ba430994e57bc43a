// Every error that AWS's model of a membership operation names can be met: ordered, and known by the client with the
// status of the model. The names are read from the SDK's own declarations.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import * as securityHub from "@aws-sdk/client-securityhub";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../packages/sandbox/src/index.ts";
import { HUB, TOKYO } from "./account-world.ts";

const declarations = path.join(
  path.dirname(createRequire(import.meta.url).resolve("@aws-sdk/client-securityhub/package.json")),
  "dist-types/commands",
);

/** What is asked, for operations that demand something. */
const inputs: Record<string, object> = {
  CreateMembers: { AccountDetails: [] },
  InviteMembers: { AccountIds: ["333333333333"] },
  GetMembers: { AccountIds: ["333333333333"] },
  DisassociateMembers: { AccountIds: ["333333333333"] },
  DeleteMembers: { AccountIds: ["333333333333"] },
  AcceptAdministratorInvitation: { AdministratorId: HUB, InvitationId: "1" },
  AcceptInvitation: { MasterId: HUB, InvitationId: "1" },
  DeclineInvitations: { AccountIds: [HUB] },
  DeleteInvitations: { AccountIds: [HUB] },
  ListMembers: {},
  ListInvitations: {},
  GetInvitationsCount: {},
  GetAdministratorAccount: {},
  GetMasterAccount: {},
  DisassociateFromAdministratorAccount: {},
  DisassociateFromMasterAccount: {},
  EnableSecurityHub: {},
  DisableSecurityHub: {},
  DescribeOrganizationConfiguration: {},
  EnableOrganizationAdminAccount: { AdminAccountId: HUB },
  DisableOrganizationAdminAccount: { AdminAccountId: HUB },
};

const STATUS: Record<string, number> = {
  AccessDeniedException: 403,
  InternalException: 500,
  InvalidAccessException: 401,
  InvalidInputException: 400,
  LimitExceededException: 429,
  ResourceConflictException: 409,
  ResourceNotFoundException: 404,
};

const errorsOf = (operation: string): string[] =>
  [
    ...fs
      .readFileSync(path.join(declarations, `${operation}Command.d.ts`), "utf8")
      .matchAll(/@throws \{@link (\w+Exception)\} \((?:client|server) fault\)/g),
  ].map(([, name]) => name!);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ rates: false });
});
afterAll(() => sandbox.stop());

const client = () =>
  new securityHub.SecurityHubClient({
    endpoint: sandbox.endpoint,
    region: TOKYO,
    credentials: { accessKeyId: HUB, secretAccessKey: "any" },
    maxAttempts: 1,
  });

const order = async (refuse: object) => {
  const response = await fetch(`${sandbox.endpoint}/_sandbox/faults.json`, {
    method: "POST",
    body: JSON.stringify({ refuse }),
    headers: { "content-type": "application/json" },
  });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
};

describe.each(Object.keys(inputs))("%s", (operation) => {
  it("ends in each error that its model names, as often as ordered", async () => {
    const errors = errorsOf(operation);
    expect(errors.length).toBeGreaterThanOrEqual(4);
    const commands = securityHub as unknown as Record<string, new (input: object) => never>;
    const Command = commands[`${operation}Command`]!;
    const hub = client();
    for (const code of errors) {
      const ordered = { operation: `securityhub:${operation}`, code, times: 1 };
      expect((await order(ordered)).answer.refusals).toEqual([ordered]);
      await expect(hub.send(new Command(inputs[operation]!))).rejects.toMatchObject({
        name: code,
        $metadata: { httpStatusCode: STATUS[code] },
      });
      expect(sandbox.world.faults.refusals.list()).toEqual([]);
    }
    hub.destroy();
  });
});

it("counts down, and is cleared with everything else", async () => {
  const hub = client();
  await order({ operation: "securityhub:ListMembers", code: "LimitExceededException", times: 3 });
  const list = () => hub.send(new securityHub.ListMembersCommand({})).catch((error) => error.name);
  expect(await list()).toBe("LimitExceededException");
  expect(sandbox.world.faults.refusals.list()).toMatchObject([{ times: 2 }]);
  sandbox.world.faults.off();
  expect(await list()).not.toBe("LimitExceededException");
  hub.destroy();
});

it.each([
  [{ operation: "securityhub:ListMember", code: "X" }, /no operation securityhub:ListMember/],
  [{ operation: "hub:ListMembers", code: "X" }, /no operation hub:ListMembers/],
  [{ operation: "securityhub:ListMembers", code: "no name" }, /name of an error/],
  [{ operation: "securityhub:ListMembers", code: "X", times: 0 }, /times/],
])("refuses the order %j", async (wrong, words) => {
  const { status, answer } = await order(wrong);
  expect(status).toBe(400);
  expect(answer.problem).toMatch(words);
});
