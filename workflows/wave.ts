// One wave of accounts: invited in every Region, joined account by account, verified with the hub itself.
import {
  byOutcome,
  type Growing,
  jsonata,
  type Machine,
  pause,
  type State,
  task,
} from "./states.ts";

export interface WaveRefs {
  partition: string;
  bucketName: string;
  advanceRunArn: string;
  inviteRegionArn: string;
  joinAccountArn: string;
  observeRegionArn: string;
  enlistRegionArn: string;
  raiseBaselineArn: string;
}

/**
 * The machine of a wave, for the ItemProcessor of a Map. Its input is `{ run, wave, regions, accounts, raised, guarded }`:
 * `accounts` says how many have to be entered, `raised` how many lack something of their baseline, `guarded` in which
 * Regions members are added to the hub's GuardDuty. State names are unique in a whole definition, so a second use has a prefix.
 */
export function wave(refs: WaveRefs, prefix = ""): Machine {
  const name = (state: string) => `${prefix}${state}`;
  const { partition } = refs;

  const stage = (word: string, next: string): State =>
    task({
      partition,
      function: refs.advanceRunArn,
      payload: {
        run: jsonata("$states.input.run"),
        stage: word,
        wave: jsonata("$states.input.wave"),
      },
      next: name(next),
      more: { Output: jsonata("$states.input") },
    });

  const perRegion = (inner: Machine, next: string, regions = "regions"): State => ({
    Type: "Map",
    Items: jsonata(`$states.input.${regions}`),
    ItemSelector: {
      run: jsonata("$states.input.run"),
      wave: jsonata("$states.input.wave"),
      region: jsonata("$states.context.Map.Item.Value"),
      attempt: 1,
    },
    ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, ...inner },
    Output: jsonata("$states.input"),
    Next: name(next),
  });

  /** A child execution for each account of a list among the run's files. */
  const perAccount = (label: string, file: string, inner: Machine, next: string): State => ({
    Type: "Map",
    Label: name(label),
    ItemReader: {
      Resource: `arn:${partition}:states:::s3:getObject`,
      ReaderConfig: { InputType: "JSON" },
      Arguments: {
        Bucket: refs.bucketName,
        Key: jsonata(
          `'runs/' & $states.input.run & '/waves/' & $states.input.wave & '/${file}.json'`,
        ),
      },
    },
    // As many accounts at once as a new AWS account's Lambda concurrency allows beside the rest (10 to 50
    // at first, LZA#556) is too few: 100 needs the quota of 1,000.
    MaxConcurrency: 100,
    ToleratedFailurePercentage: 100,
    ItemProcessor: {
      ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
      ...inner,
    },
    Output: jsonata("$states.input"),
    Next: name(next),
  });

  /** Act, wait, and again with what is pending. A Region or an account that fails never stops the others. */
  const untilSettled = (
    act: string,
    functionArn: string,
    wait: number | Growing,
    why: string,
  ): Machine => ({
    StartAt: name(act),
    States: {
      [name(act)]: task({
        partition,
        function: functionArn,
        payload: jsonata("$states.input"),
        next: name(`${act}Decide`),
        more: {
          Catch: [
            {
              ErrorEquals: ["States.ALL"],
              Output: { outcome: "failed", error: jsonata("$states.errorOutput.Error") },
              Next: name(`${act}Ended`),
            },
          ],
        },
      }),
      [name(`${act}Decide`)]: byOutcome(
        { pending: name(`${act}Pause`), settled: name(`${act}Ended`), failed: name(`${act}Ended`) },
        name(`${act}UnknownOutcome`),
      ),
      [name(`${act}Pause`)]: pause(wait, name(act), why),
      // Also with failed Regions: each has its outcome in the table, and the others go on.
      [name(`${act}Ended`)]: {
        Type: "Succeed",
        Output: { outcome: jsonata("$states.input.outcome") },
      },
      [name(`${act}UnknownOutcome`)]: {
        Type: "Succeed",
        Output: { outcome: "failed" },
      },
    },
  });

  return {
    StartAt: name("HasJoins"),
    States: {
      [name("HasJoins")]: {
        Comment: "Members that lack only a baseline have joined already.",
        Type: "Choice",
        Choices: [
          { Condition: jsonata("$count($states.input.regions) > 0"), Next: name("Inviting") },
        ],
        Default: name("HasBaselines"),
      },
      [name("Inviting")]: stage("invite", "Invite"),
      [name("Invite")]: perRegion(
        untilSettled(
          "InviteRegion",
          refs.inviteRegionArn,
          10,
          "What was throttled is asked again.",
        ),
        "HasAccounts",
      ),
      [name("HasAccounts")]: {
        Comment: "Members of the organization need nobody to accept for them.",
        Type: "Choice",
        Choices: [{ Condition: jsonata("$states.input.accounts > 0"), Next: name("Spread") }],
        Default: name("Verifying"),
      },
      [name("Spread")]: {
        Comment:
          "An invitation takes a while to reach the member (assumed: some seconds; joining looks again).",
        Type: "Wait",
        Seconds: 6,
        Next: name("Joining"),
      },
      [name("Joining")]: stage("join", "Join"),
      [name("Join")]: perAccount(
        "Join",
        "accounts",
        untilSettled(
          "JoinAccount",
          refs.joinAccountArn,
          { first: 5, most: 20 },
          "Invitations and roles need time to appear; only what is pending is tried again.",
        ),
        "Verifying",
      ),
      [name("Verifying")]: stage("verify", "Verify"),
      [name("Verify")]: perRegion(
        untilSettled(
          "VerifyRegion",
          refs.observeRegionArn,
          { first: 3, most: 15 },
          "What the hub says may lag behind what it has answered (assumed).",
        ),
        "HasBaselines",
      ),

      // What else is switched on in members, once they are members. Nothing that fails here touches that.
      [name("HasBaselines")]: {
        Type: "Choice",
        Choices: [{ Condition: jsonata("$states.input.raised > 0"), Next: name("Raising") }],
        Default: name("WaveEnded"),
      },
      [name("Raising")]: stage("baseline", "Enlist"),
      [name("Enlist")]: perRegion(
        untilSettled(
          "EnlistRegion",
          refs.enlistRegionArn,
          10,
          "GuardDuty's invitations, before the members accept; what was throttled is asked again.",
        ),
        "Raise",
        "guarded",
      ),
      [name("Raise")]: perAccount(
        "Raise",
        "baselines",
        untilSettled(
          "RaiseBaseline",
          refs.raiseBaselineArn,
          20,
          "Standards take minutes, invitations need time to appear; only what is pending is looked at again.",
        ),
        "WaveEnded",
      ),
      [name("WaveEnded")]: { Type: "Succeed" },
    },
  };
}
