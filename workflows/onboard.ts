// One plan's additions: accounts are created beside the waves, and then join in waves of their own.
import {
  byOutcome,
  jsonata,
  type Machine,
  pause,
  type State,
  task,
  unknownOutcome,
} from "./states.ts";
import { type WaveRefs, wave } from "./wave.ts";

export interface OnboardRefs extends WaveRefs {
  planRunArn: string;
  requestAccountArn: string;
  checkAccountArn: string;
  prepareAccountArn: string;
}

/**
 * One wave after the other: the invitations of one are accepted before the next thousand go out. Each is an
 * execution of its own, because 34 Regions that verify slowly fill a fifth of the 25,000 events of a history.
 */
const inWaves = (refs: OnboardRefs, prefix: string): State => ({
  Type: "Map",
  Label: `${prefix}Waves`,
  Items: jsonata("$states.input.waves"),
  MaxConcurrency: 1,
  ItemProcessor: {
    ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
    ...wave(refs, prefix),
  },
  Output: {},
  End: true,
});

/** One account to create: request, wait and look, until it can be entered. A failure ends in a named outcome. */
function creation(refs: OnboardRefs): Machine {
  const step = (functionArn: string, next: string): State =>
    task({
      partition: refs.partition,
      function: functionArn,
      payload: jsonata("$states.input"),
      next,
      more: {
        Catch: [
          {
            ErrorEquals: ["States.ALL"],
            Output: { outcome: "failed", error: jsonata("$states.errorOutput.Error") },
            Next: "CreationEnded",
          },
        ],
      },
    });
  return {
    StartAt: "RequestAccount",
    States: {
      RequestAccount: step(refs.requestAccountArn, "Requested"),
      Requested: byOutcome(
        {
          requested: "AwaitFirst",
          pending: "RequestPause",
          created: "PrepareFirst",
          failed: "CreationEnded",
        },
        "CreationUnknownOutcome",
      ),
      RequestPause: pause(
        30,
        "RequestAccount",
        "CreateAccount: one each 10 seconds, five in progress.",
      ),
      AwaitFirst: {
        Type: "Pass",
        Output: jsonata("$merge([$states.input, {'attempt': 0}])"),
        Next: "AwaitAccount",
      },
      AwaitAccount: pause(
        15,
        "CheckAccount",
        "Creation takes minutes; DescribeCreateAccountStatus: two per second.",
      ),
      CheckAccount: step(refs.checkAccountArn, "Checked"),
      Checked: byOutcome(
        { pending: "AwaitAccount", created: "PrepareFirst", failed: "CreationEnded" },
        "CreationUnknownOutcome",
      ),
      PrepareFirst: {
        Type: "Pass",
        Output: jsonata("$merge([$states.input, {'attempt': 1}])"),
        Next: "PrepareAccount",
      },
      PrepareAccount: step(refs.prepareAccountArn, "Prepared"),
      Prepared: byOutcome(
        { pending: "AwaitRole", ready: "CreationEnded", failed: "CreationEnded" },
        "CreationUnknownOutcome",
      ),
      AwaitRole: pause(
        15,
        "PrepareAccount",
        "The access role appears some time after the account.",
      ),
      CreationEnded: { Type: "Succeed", Output: { outcome: jsonata("$states.input.outcome") } },
      CreationUnknownOutcome: { Type: "Succeed", Output: { outcome: "failed" } },
    },
  };
}

/** The definition of `onboard`. Its input: `{ run, waves: [{ run, wave, regions, accounts }], creations }`. */
export function onboard(refs: OnboardRefs): Machine {
  const { partition } = refs;
  return {
    Comment: "Creates, invites, joins and verifies what one plan adds",
    QueryLanguage: "JSONata",
    StartAt: "Work",
    States: {
      Work: {
        Type: "Parallel",
        Branches: [
          {
            StartAt: "HasCreations",
            States: {
              HasCreations: {
                Type: "Choice",
                Choices: [{ Condition: jsonata("$states.input.creations > 0"), Next: "Creating" }],
                Default: "NothingToCreate",
              },
              NothingToCreate: { Type: "Succeed" },
              Creating: task({
                partition,
                function: refs.advanceRunArn,
                payload: { run: jsonata("$states.input.run"), stage: "create" },
                next: "CreateAccounts",
                more: { Output: jsonata("$states.input") },
              }),
              CreateAccounts: {
                Type: "Map",
                Label: "CreateAccounts",
                ItemReader: {
                  Resource: `arn:${partition}:states:::s3:getObject`,
                  ReaderConfig: { InputType: "JSON" },
                  Arguments: {
                    Bucket: refs.bucketName,
                    Key: jsonata("'runs/' & $states.input.run & '/creations.json'"),
                  },
                },
                // Organizations has five requests in progress at most (quotas) and turns a sixth away; the rest
                // wait for the role of an account that is there already, so that the five are always used.
                MaxConcurrency: 8,
                ToleratedFailurePercentage: 100,
                ItemProcessor: {
                  ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
                  ...creation(refs),
                },
                Output: jsonata("$states.input"),
                Next: "PlanCreated",
              },
              PlanCreated: task({
                partition,
                function: refs.planRunArn,
                payload: { run: jsonata("$states.input.run"), created: true },
                next: "PlannedCreated",
              }),
              PlannedCreated: byOutcome(
                { nothing: "NoneCreated", onboard: "CreatedWaves" },
                "CreatedUnknownOutcome",
              ),
              NoneCreated: { Type: "Succeed" },
              CreatedUnknownOutcome: unknownOutcome,
              CreatedWaves: inWaves(refs, "Created"),
            },
          },
          { StartAt: "Waves", States: { Waves: inWaves(refs, "") } },
        ],
        Output: {},
        End: true,
      },
    },
  };
}
