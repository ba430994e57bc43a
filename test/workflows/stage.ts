// The real definitions on a virtual clock, with functions that answer as a test says.
import type { Json, JsonObject, TaskCall } from "@rollcall/asl";
import { type ApplyRefs, apply } from "../../workflows/apply.ts";
import { type OffboardRefs, offboard } from "../../workflows/offboard.ts";
import { type OnboardRefs, onboard } from "../../workflows/onboard.ts";
import { fault, type Outcome, run } from "../asl/lab.ts";

const arn = (name: string) => `arn:aws:lambda:us-east-1:111111111111:function:${name}`;
const functions = [
  "openRun",
  "observeRegion",
  "observeOrganization",
  "planRun",
  "advanceRun",
  "requestApproval",
  "decideRun",
  "resumeRun",
  "exportFindings",
  "removeRegion",
  "cleanMembers",
  "closeRun",
  "startJoiners",
  "requestAccount",
  "checkAccount",
  "prepareAccount",
  "inviteRegion",
  "joinAccount",
  "enlistRegion",
  "raiseBaseline",
] as const;
/** A function of the app. */
export type Name = (typeof functions)[number];

const refs = {
  partition: "aws",
  bucketName: "ledgers",
  onboardArn: "arn:aws:states:us-east-1:111111111111:stateMachine:rollcall-onboard",
  offboardArn: "arn:aws:states:us-east-1:111111111111:stateMachine:rollcall-offboard",
  approvalSeconds: String(7 * 24 * 60 * 60),
  ...Object.fromEntries(functions.map((name) => [`${name}Arn`, arn(name)])),
} as unknown as ApplyRefs & OnboardRefs & OffboardRefs;

/** What a function gives for a payload, on its nth call; an Error is what it throws. */
export type Answer = (payload: JsonObject, count: number) => Json | Error | undefined;
/** How functions, and other integrations by their resource, answer. Without one a function gives `{}`. */
export type Answers = Partial<Record<Name | "startExecution" | "describeExecution", Answer>>;

/** An error by name. */
export const error = (name: string): Error =>
  Object.assign(new Error(`${name} of a test`), { name });

/** The name of the function, or of the other integration, that a task calls. */
export const called = ({ resource, arguments: given }: TaskCall): string => {
  const name = (given as { FunctionName?: string }).FunctionName;
  if (name) return name.split(":").at(-1)!;
  return /startExecution/.test(resource) ? "startExecution" : "describeExecution";
};

const payloadOf = ({ arguments: given }: TaskCall): JsonObject =>
  ((given as JsonObject).Payload ?? given) as JsonObject;

function answering(answers: Answers) {
  const counts = new Map<string, number>();
  return (call: TaskCall): Promise<Json> | Json => {
    const name = called(call);
    const payload = payloadOf(call);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    const answer = answers[name as Name]?.(payload, count) ?? {};
    if (/waitForTaskToken/.test(call.resource))
      return answer === "never"
        ? new Promise(() => {})
        : answer instanceof Error
          ? fault(answer.name, answer.message)
          : answer;
    if (answer instanceof Error) return fault(answer.name, answer.message);
    return /Execution$/.test(name) ? answer : { StatusCode: 200, Payload: answer };
  };
}

/** The calls of one function: their payloads. */
export const callsOf = ({ calls }: Outcome, name: string): JsonObject[] =>
  calls.filter((call) => called(call) === name).map(payloadOf);

/** Runs `apply` for one upload. */
export const runApply = (answers: Answers): Promise<Outcome> =>
  run(apply(refs) as unknown as JsonObject, {
    input: {
      run: "ledger-1",
      bucket: "ledgers",
      key: "ledgers/x.csv",
      versionId: "1",
      uploader: "somebody",
      at: "2026-01-01T00:00:00.000Z",
    },
    task: answering(answers),
  });

/** Runs `offboard`. */
export const runOffboard = (regions: string[], answers: Answers): Promise<Outcome> =>
  run(offboard(refs) as unknown as JsonObject, {
    input: { run: "ledger-1", regions },
    task: answering(answers),
  });

/** Runs `onboard`; `items` are what its distributed Maps read. */
export const runOnboard = (
  input: { waves: JsonObject[]; creations: number },
  answers: Answers,
  items: Json[] = [],
): Promise<Outcome> =>
  run(onboard(refs) as unknown as JsonObject, {
    input: { run: "ledger-1", ...input },
    task: answering(answers),
    read: async () => items,
  });
