// Plays a story to the end of time, and says what must not be.
import { runNameOf } from "@rollcall/aws/acts/start-run";
import type { Outline } from "@rollcall/core/plan";
import { type AssumptionName, flipAssumptions } from "@rollcall/sandbox";
import { decide, root } from "../deciding.ts";
import { hold, lag } from "../roll-calls.ts";
import { type Applied, hub, type World } from "../world.ts";
import { type Line, rowsOf } from "./actors.ts";
import { doDeed, idOf, live } from "./deeds.ts";
import { duringFlaws, endFlaws } from "./oracle.ts";
import type { Stage } from "./stage.ts";
import type { Act, Ask, Offboard, RollCall, Story, Upload } from "./story.ts";

/** Plays it; the answer is empty where everything holds. */
export async function play(stage: Stage, story: Story): Promise<string[]> {
  const play = new Play(stage, story);
  try {
    return await play.toTheEnd();
  } catch (error) {
    return [`the story could not be played on: ${(error as Error).stack}`, ...(await scene(stage))];
  }
}

/** How things stand where a story broke off. */
async function scene({ world }: Stage): Promise<string[]> {
  const leases = (await world.items()).filter(({ kind }) => kind === "lease");
  return [
    ...leases.map(({ pk, holder, until }) => `${pk}: ${holder || "nobody"} until ${until}`),
    ...world.executions
      .filter(({ status }) => status !== "SUCCEEDED")
      .map(({ arn, status, error, cause }) => `${arn} ${status} ${error ?? ""} ${cause ?? ""}`),
    ...world.executions
      .filter(({ status }) => status === "RUNNING")
      .flatMap(({ arn }) =>
        world
          .history(arn)
          .slice(-5)
          .map((one) => `  ${JSON.stringify(one)}`),
      ),
  ];
}

/** A person who hears nothing, or that nobody waits for the word at this moment, says it again. */
async function insist(world: World, decision: object): Promise<void> {
  for (let time = 1; time <= 10; time++) {
    const { verdict } = (await decide(world, decision, root(hub))).body;
    if (verdict !== undefined && verdict !== "stranded") return;
    await world.sleep(30_000);
  }
}

class Play {
  readonly #stage: Stage;
  readonly #story: Story;
  readonly #flaws: string[] = [];
  /** What the last ledger says that was taken. */
  #wanted: Line[] | undefined;
  #uploads = 0;
  /** How that ledger's run ended, as long as nothing has happened since. */
  #fresh: Applied | undefined;

  constructor(stage: Stage, story: Story) {
    this.#stage = stage;
    this.#story = story;
  }

  async toTheEnd(): Promise<string[]> {
    const { actors, acts, profile, seed } = this.#story;
    const { regions, shape, watch } = this.#stage;
    watch.begin();
    const { faults } = this.#stage.world.sandbox.world;
    for (const [name, holds] of Object.entries(flipAssumptions(seed)))
      faults.assume(name as AssumptionName, holds);
    await live(this.#stage.world, actors, regions);
    faults.use(profile);
    for (const name of shape.spared) faults.set(name, 0);
    for (const act of acts) {
      this.#fresh = undefined;
      await this.#play(act);
    }
    if (profile !== "fast") this.#fresh = undefined;
    this.#stage.world.sandbox.world.faults.use("fast"); // another world, if the power was cut
    await this.#end();
    return [...this.#flaws, ...watch.flaws, ...(profile === "fast" ? watch.overused : [])];
  }

  async #play(act: Act): Promise<void> {
    const { regions } = this.#stage;
    if (act.act === "deed") await doDeed(this.#stage.world, act, this.#story.actors, regions);
    else if (act.act === "upload") await this.#upload(act);
    else if (act.act === "ask") await this.#ask(act);
    else if (act.act === "offboard") await this.#offboard(act);
    else await this.#rollCall(act);
  }

  async #ask({ of }: Ask): Promise<void> {
    const { world } = this.#stage;
    const { Functions } = await world.asHub<{ Functions: { FunctionName: string }[] }>(
      "lambda",
      "ListFunctions",
    );
    const { FunctionName } = Functions.find((one) => one.FunctionName.includes(of))!;
    const heal = { accounts: [], regions: [], actor: root(hub).accessKeyId, dryRun: false };
    const Payload = Buffer.from(JSON.stringify(of === "StartHeal" ? heal : {}));
    await world.asHub("lambda", "Invoke", { FunctionName, Payload });
  }

  async #offboard({ actor, word }: Offboard): Promise<void> {
    const { world } = this.#stage;
    const id = idOf(world, this.#story.actors[actor]!);
    if (!id) return;
    const bucket = String(world.link("Ledgers").name);
    const key = `offboardings/soak-${this.#story.seed}-${++this.#uploads}.json`;
    const Body = Buffer.from(JSON.stringify({ accounts: [id] }));
    const put = { Bucket: bucket, Key: key, Body };
    const { VersionId } = await world.asHub<{ VersionId: string }>("s3", "PutObject", put);
    await this.#follow(runNameOf({ bucket, key, versionId: VersionId }), word);
  }

  /** The last ledger once more, unless nothing has happened since it was applied, and a look at everything. */
  async #end(): Promise<void> {
    await lag(this.#stage.world);
    await this.#settled();
    await this.#refuseWaiting();
    const last: Upload = {
      act: "upload",
      ledger: this.#wanted ?? [],
      wrong: false,
      word: "approve",
      meanwhile: [],
      kill: undefined,
      hasty: false,
    };
    const applied = this.#fresh ?? (this.#wanted && (await this.#upload(last)));
    await lag(this.#stage.world);
    await hold(this.#stage.world);
    await this.#settled();
    const { world } = this.#stage;
    this.#flaws.push(...(await endFlaws(world, this.#stage, this.#story, this.#wanted, applied)));
  }

  /** Requests to off-board wait for a person whatever ledgers come. */
  async #refuseWaiting(): Promise<void> {
    const { world } = this.#stage;
    for (const { kind, run, status } of await world.items()) {
      if (kind !== "run" || status !== "approval" || !run.startsWith("offboard-")) continue;
      await insist(world, { run, word: "reject", why: "the story ends" });
      await world.ended(run);
    }
  }

  async #upload(act: Upload): Promise<Applied | undefined> {
    const rows = rowsOf(this.#story.actors, act.ledger);
    if (rows.length === 0) return undefined;
    if (act.wrong) rows.push({ account_id: "12345" });
    // What a run says at its end is judged where nothing can be stale: a listing may lag behind an earlier deed.
    const isCalm = act.meanwhile.length === 0 && act.kill === undefined && !act.hasty;
    if (isCalm) await lag(this.#stage.world);
    const name = `soak-${this.#story.seed}-${++this.#uploads}.csv`;
    const run = await this.#stage.world.upload(rows, name);
    const meanwhile = this.#meanwhile(act);
    if (act.hasty) {
      await meanwhile;
      if (!act.wrong) this.#wanted = act.ledger;
      return undefined;
    }
    const ended = await this.#throughKill(
      act.kill,
      () => this.#follow(run, act.word),
      async () => {
        // What S3 had not yet acknowledged when the power went is to be sent again.
        const there = await this.#stage.world.bytes(`ledgers/${name}`).catch(() => undefined);
        const again = there ? run : await this.#stage.world.upload(rows, name);
        return this.#follow(again, act.word);
      },
    );
    await meanwhile;
    if (ended && (ended.status === "rejected") !== act.wrong)
      this.#flaws.push(`${run} ended as ${ended.status}: ${JSON.stringify(ended.problems)}`);
    if (act.wrong) return undefined;
    if (ended?.status !== "discarded") this.#wanted = act.ledger;
    if (!ended || !isCalm) return ended;
    this.#flaws.push(...(await duringFlaws(this.#stage.world, ended)));
    if (ended.status === "settled" || ended.status === "attention") this.#fresh = ended;
    return ended;
  }

  async #meanwhile({ meanwhile }: Upload): Promise<void> {
    for (const { after, deed } of meanwhile) {
      await this.#stage.world.sleep(after * 1_000);
      await doDeed(this.#stage.world, deed, this.#story.actors, this.#stage.regions);
    }
  }

  /** Waits for the end of a run, and decides about its plan when it asks. Undefined: it waits for somebody else. */
  async #follow(run: string, word: Upload["word"]): Promise<Applied | undefined> {
    const { world, watch } = this.#stage;
    const row = await world.until(async () => {
      const now = await world.runRow(run);
      return now?.closedAt || now?.status === "approval" ? now : undefined;
    }, `the end of ${run}`);
    if (row.status !== "approval") return world.ended(run);
    if (word === "none") return undefined;
    if (word === "approve") {
      const plan = await world.file<Outline>(run, "plan.json");
      for (const one of plan!.removals) watch.approved.add(`${one.accountId}/${one.region}`);
    }
    await insist(world, { run, word, why: "the story says so" });
    return world.ended(run);
  }

  async #rollCall({ kill }: RollCall): Promise<void> {
    await lag(this.#stage.world);
    const again = async () => {
      await this.#settled();
      return hold(this.#stage.world);
    };
    await this.#throughKill(kill, again, again);
  }

  async #throughKill<Answer>(
    kill: number | undefined,
    first: () => Promise<Answer>,
    again: () => Promise<Answer>,
  ): Promise<Answer> {
    if (kill === undefined) return first();
    const cut = this.#stage.powerCut(kill);
    try {
      const abandoned = first();
      abandoned.catch(() => {}); // whatever it waits for is gone with the sandbox
      const answer = await Promise.race([
        abandoned.then((value) => ({ value })),
        cut.come.then((remains) => ({ remains })),
      ]);
      if ("value" in answer) return answer.value;
      cut.cancel();
      await this.#stage.restart(answer.remains);
      return await again();
    } finally {
      cut.cancel();
    }
  }

  /** Waits until nothing is under way but what waits for a person. */
  async #settled(): Promise<void> {
    const { world } = this.#stage;
    await world.until(async () => {
      const open = world.executions.filter((one) => one.status === "RUNNING");
      for (const { arn, name } of open) {
        if (/-await-joiner:/.test(arn)) continue;
        if ((await world.runRow(name))?.status !== "approval") return undefined;
      }
      return true;
    }, "the end of what is under way");
    await world.quiet();
  }
}
