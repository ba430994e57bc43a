// The API of state machines: versions, aliases, tags and definitions.

import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DeleteStateMachineAliasCommand,
  DeleteStateMachineVersionCommand,
  DescribeStateMachineAliasCommand,
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  ListStateMachineAliasesCommand,
  ListStateMachinesCommand,
  ListStateMachineVersionsCommand,
  ListTagsForResourceCommand,
  PublishStateMachineVersionCommand,
  SFNClient,
  StartExecutionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningWorld, startWorld } from "../../packages/sandbox/src/sandbox.ts";
import { states } from "../../packages/sandbox/src/services/states/index.ts";
import { clientOf, ended, machineArn, ROLE } from "./app-fixture.ts";

let world: RunningWorld;
let sfn: SFNClient;

beforeAll(async () => {
  world = await startWorld({}, (inside) => ({ services: [states(inside)] }));
  sfn = new SFNClient(clientOf(world.endpoint));
  const definition = JSON.stringify({
    QueryLanguage: "JSONata",
    StartAt: "P",
    States: { P: { Type: "Pass", End: true } },
  });
  await sfn.send(new CreateStateMachineCommand({ name: "pass", definition, roleArn: ROLE }));
});
afterAll(async () => {
  sfn.destroy();
  await world.stop();
});

const start = (name: string) =>
  sfn.send(new StartExecutionCommand({ stateMachineArn: machineArn(name) }));

describe("machines", () => {
  const text = (Comment: string) =>
    JSON.stringify({
      QueryLanguage: "JSONata",
      Comment,
      StartAt: "A",
      States: { A: { Type: "Pass", Output: Comment, End: true } },
    });

  it("have a revision once they changed, and settings that are told again", async () => {
    const made = { name: "revised", definition: text("one"), roleArn: ROLE };
    const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand(made));
    const describe = () => sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
    expect(await describe()).toMatchObject({
      loggingConfiguration: { level: "OFF", includeExecutionData: false },
      tracingConfiguration: { enabled: false },
      encryptionConfiguration: { type: "AWS_OWNED_KEY" },
    });
    expect((await describe()).revisionId).toBeUndefined();
    const update = (more: object) =>
      sfn.send(new UpdateStateMachineCommand({ stateMachineArn, ...more }));
    await expect(update({})).rejects.toMatchObject({ name: "MissingRequiredParameter" });
    expect((await update({ definition: text("one") })).revisionId).toBeUndefined();
    const { revisionId } = await update({ definition: text("two") });
    expect((await update({ definition: text("two"), roleArn: ROLE })).revisionId).toBe(revisionId);
    const traced = await update({ tracingConfiguration: { enabled: true } });
    expect(traced.revisionId).not.toBe(revisionId);
    expect(await describe()).toMatchObject({
      revisionId: traced.revisionId,
      tracingConfiguration: { enabled: true },
    });
  });

  it("are published in versions, which stay as they were and can be run", async () => {
    const made = { name: "published", definition: text("one"), roleArn: ROLE };
    await expect(
      sfn.send(new CreateStateMachineCommand({ ...made, versionDescription: "first" })),
    ).rejects.toMatchObject({
      name: "ValidationException",
      message: "Version description can only be set when publish is true",
    });
    const first = await sfn.send(
      new CreateStateMachineCommand({ ...made, publish: true, versionDescription: "first" }),
    );
    const stateMachineArn = first.stateMachineArn!;
    expect(first.stateMachineVersionArn).toBe(`${stateMachineArn}:1`);
    const publish = (more: object = {}) =>
      sfn.send(new PublishStateMachineVersionCommand({ stateMachineArn, ...more }));
    expect((await publish()).stateMachineVersionArn).toBe(`${stateMachineArn}:1`);
    const { revisionId } = await sfn.send(
      new UpdateStateMachineCommand({ stateMachineArn, definition: text("two") }),
    );
    await expect(publish({ revisionId: "old" })).rejects.toMatchObject({
      name: "ConflictException",
      message: `Failed to publish the State Machine version for revision old. The current State Machine revision is ${revisionId}.`,
    });
    expect((await publish({ revisionId })).stateMachineVersionArn).toBe(`${stateMachineArn}:2`);
    const versions = async () =>
      (
        await sfn.send(new ListStateMachineVersionsCommand({ stateMachineArn }))
      ).stateMachineVersions!.map((one) => one.stateMachineVersionArn!.split(":").at(-1));
    expect(await versions()).toEqual(["2", "1"]);
    expect(
      await sfn.send(new DescribeStateMachineCommand({ stateMachineArn: `${stateMachineArn}:1` })),
    ).toMatchObject({ description: "first", definition: text("one") });
    const started = await start("published:1");
    expect(await ended(sfn, started.executionArn!)).toMatchObject({
      output: '"one"',
      stateMachineArn,
      stateMachineVersionArn: `${stateMachineArn}:1`,
    });
    const executionsOf = async (arn: string) =>
      (await sfn.send(new ListExecutionsCommand({ stateMachineArn: arn }))).executions!.length;
    expect(await executionsOf(`${stateMachineArn}:1`)).toBe(1);
    expect(await executionsOf(`${stateMachineArn}:2`)).toBe(0);
    for (let i = 0; i < 2; i++)
      await sfn.send(
        new DeleteStateMachineVersionCommand({ stateMachineVersionArn: `${stateMachineArn}:2` }),
      );
    expect(await versions()).toEqual(["1"]);
    // A number is never given again.
    expect((await publish()).stateMachineVersionArn).toBe(`${stateMachineArn}:3`);
    for (const arn of [`${stateMachineArn}:2`, `${stateMachineArn}:PROD`])
      await expect(
        sfn.send(new DescribeStateMachineCommand({ stateMachineArn: arn })),
      ).rejects.toMatchObject({
        name: "StateMachineDoesNotExist",
        message: `State Machine Does Not Exist: '${arn}'`,
      });
  });

  it("have aliases, which lead to versions", async () => {
    const made = { name: "aliased", definition: text("one"), roleArn: ROLE, publish: true };
    const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand(made));
    const [one, two] = [`${stateMachineArn}:1`, `${stateMachineArn}:2`];
    await sfn.send(
      new UpdateStateMachineCommand({ stateMachineArn, definition: text("two"), publish: true }),
    );
    const to = (...routes: [string, number][]) =>
      routes.map(([stateMachineVersionArn, weight]) => ({ stateMachineVersionArn, weight }));
    const create = (routingConfiguration: ReturnType<typeof to>, name = "live") =>
      sfn.send(new CreateStateMachineAliasCommand({ name, routingConfiguration }));
    for (const [routes, message, name] of [
      [
        to([stateMachineArn!, 100]),
        `Routing configuration must contain state machine version ARNs. Received: [${stateMachineArn}]`,
      ],
      [
        to([one, 50], [one, 50]),
        `Routing configuration must contain distinct state machine version ARNs. Received: [${one}, ${one}]`,
      ],
      [
        to([one, 70], [two, 29]),
        "Sum of routing configuration weights must equal 100. Received: [70, 29]",
      ],
      [
        to([one, 101]),
        "1 validation error detected: Value '101' at 'routingConfiguration.1.member.weight' failed to satisfy constraint: Member must have value less than or equal to 100",
      ],
      [
        to([one, 100]),
        "1 validation error detected: Value '123' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$",
        "123",
      ],
    ] as const)
      await expect(create(routes, name), message).rejects.toMatchObject({
        name: "ValidationException",
        message,
      });
    const { stateMachineAliasArn } = await create(to([one, 100]));
    expect(stateMachineAliasArn).toBe(`${stateMachineArn}:live`);
    await create(to([one, 100]));
    await expect(create(to([two, 100]))).rejects.toMatchObject({ name: "ConflictException" });
    await expect(
      sfn.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn: one })),
    ).rejects.toMatchObject({
      name: "ConflictException",
      message:
        "Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [live]",
    });
    await sfn.send(
      new UpdateStateMachineAliasCommand({
        stateMachineAliasArn,
        description: "moved",
        routingConfiguration: to([two, 100]),
      }),
    );
    const describe = () => sfn.send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn }));
    expect(await describe()).toMatchObject({
      name: "live",
      description: "moved",
      routingConfiguration: to([two, 100]),
    });
    const started = await start("aliased:live");
    const origin = { stateMachineArn, stateMachineAliasArn, stateMachineVersionArn: two };
    expect(await ended(sfn, started.executionArn!)).toMatchObject({ output: '"two"', ...origin });
    const { executions } = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn: stateMachineAliasArn }),
    );
    expect(executions).toMatchObject([origin]);
    const { stateMachineAliases } = await sfn.send(
      new ListStateMachineAliasesCommand({ stateMachineArn }),
    );
    expect(stateMachineAliases).toMatchObject([{ stateMachineAliasArn }]);
    for (let i = 0; i < 2; i++)
      await sfn.send(new DeleteStateMachineAliasCommand({ stateMachineAliasArn }));
    await expect(describe()).rejects.toMatchObject({
      name: "ResourceNotFound",
      message: "Request references a resource that does not exist.",
    });
  });

  it("have tags, and their versions none", async () => {
    const { stateMachineArn: resourceArn } = await sfn.send(
      new CreateStateMachineCommand({
        name: "tagged",
        definition: text("one"),
        roleArn: ROLE,
        publish: true,
        tags: [{ key: "a", value: "1" }],
      }),
    );
    await sfn.send(new TagResourceCommand({ resourceArn, tags: [{ key: "b", value: "" }] }));
    await sfn.send(new UntagResourceCommand({ resourceArn, tagKeys: ["a", "never"] }));
    const list = (arn: string | undefined) =>
      sfn.send(new ListTagsForResourceCommand({ resourceArn: arn }));
    expect((await list(resourceArn)).tags).toEqual([{ key: "b", value: "" }]);
    await expect(list(`${resourceArn}:1`)).rejects.toMatchObject({
      name: "ResourceNotFound",
      message: `Resource not found: '${resourceArn}:1'`,
    });
  });

  it.each<[string, object, string]>([
    [
      "status",
      { statusFilter: "succeeded" },
      "Value 'succeeded' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]",
    ],
    [
      "page",
      { maxResults: 1001 },
      "Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
    ],
    [
      "token",
      { nextToken: "x".repeat(3097) },
      `Value '${"x".repeat(3097)}' at 'nextToken' failed to satisfy constraint: Member must have length less than or equal to 3096`,
    ],
  ])("refuse a listing of executions with such a %s", async (_, more, message) => {
    await expect(
      sfn.send(
        new ListExecutionsCommand({ stateMachineArn: machineArn("pass"), ...(more as object) }),
      ),
    ).rejects.toMatchObject({
      name: "ValidationException",
      message: `1 validation error detected: ${message}`,
    });
  });

  it("are created once, described, listed and validated", async () => {
    const definition = JSON.stringify({
      QueryLanguage: "JSONata",
      StartAt: "A",
      States: { A: { Type: "Succeed" } },
    });
    const input = { name: "made", definition, roleArn: ROLE };
    const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand(input));
    expect(stateMachineArn).toBe(machineArn("made"));
    const elsewhere = { ...input, roleArn: `${ROLE}-other` };
    await sfn.send(new CreateStateMachineCommand(elsewhere));
    const other = { ...input, definition: definition.replaceAll('"A"', '"B"') };
    await expect(sfn.send(new CreateStateMachineCommand(other))).rejects.toMatchObject({
      name: "StateMachineAlreadyExists",
    });
    await expect(
      sfn.send(new CreateStateMachineCommand({ ...input, name: "bad", definition: "{}" })),
    ).rejects.toMatchObject({ name: "InvalidDefinition" });
    expect(await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }))).toMatchObject({
      definition,
      type: "STANDARD",
      status: "ACTIVE",
      roleArn: ROLE,
    });
    const { stateMachines } = await sfn.send(new ListStateMachinesCommand({}));
    expect(stateMachines?.map(({ name }) => name)).toContain("made");
    const dead = JSON.stringify({
      QueryLanguage: "JSONata",
      StartAt: "A",
      States: { A: { Type: "Pass", Next: "NOPE" } },
    });
    for (const [text, code, message, location] of [
      [dead, "MISSING_TRANSITION_TARGET", "Missing 'Next' target: NOPE", "/States/A/Next"],
      ["", "SCHEMA_VALIDATION_FAILED", "Definition must be a valid JSON object", undefined],
      ["{}", "SCHEMA_VALIDATION_FAILED", "These fields are required: [States, StartAt]", "/"],
      [
        "not a definition",
        "INVALID_JSON_DESCRIPTION",
        "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n" +
          ' at [Source: (String)"not a definition"; line: 1, column: 4]',
        '[Source: (String)"not a definition"; line: 1, column: 4]',
      ],
    ] as const) {
      const { result, diagnostics, truncated } = await sfn.send(
        new ValidateStateMachineDefinitionCommand({ definition: text }),
      );
      expect([result, truncated]).toEqual(["FAIL", false]);
      expect(diagnostics).toEqual([
        { severity: "ERROR", code, message, ...(location && { location }) },
      ]);
    }
  });
});
