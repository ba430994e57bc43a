// Where stories are played: a world for a batch of them, which can be killed as a power cut kills it and go on from what
// its disk held at that moment.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type App, parseEstate } from "@rollcall/sandbox";
import { startLocal } from "../../../packages/cli/src/local.ts";
import { BEGINS, hub, management, World } from "../world.ts";
import { estateOf, stranger } from "./actors.ts";
import { BATCH, type Shape, shapeOf, storyOf } from "./story.ts";
import { Watch } from "./watch.ts";

/** No schedule comes by itself: stories hold their own roll calls. */
const onDemand = { rollCall: { schedule: "rate(300 days)", timezone: "UTC" } };

/** As many environments as there are functions at work in a story. */
const ENVIRONMENTS = 40;

export class Stage {
  readonly shape: Shape;
  readonly watch = new Watch();
  readonly #batch: number;
  #world: World | undefined;
  #app: App | undefined;
  /** Everything is kept on disk, so that the power can be cut. */
  #directory: string | undefined;

  constructor(batch: number) {
    this.#batch = batch;
    this.shape = shapeOf(batch);
  }

  get regions(): readonly string[] {
    return this.shape.regions;
  }

  get world(): World {
    return this.#world!;
  }

  /** Boots the world of the batch, with the accounts of all its stories. */
  async open(): Promise<void> {
    const { regions, delegated } = this.shape;
    this.#directory = temporary();
    await this.#boot();
    if (delegated !== 1) return;
    const designate = { AdminAccountId: hub };
    const byManagement = this.world.as(management.account, regions[0]);
    await byManagement("securityhub", "EnableOrganizationAdminAccount", designate);
  }

  /** Cuts the power at a line of the journal, the first that comes being 1, of which a part is written. */
  powerCut(line: number): PowerCut {
    return new PowerCut(this.#directory!, line, this.world.told);
  }

  /** Goes on with what was on disk when the power was cut. */
  async restart({ remains, told }: { remains: string; told: string[] }): Promise<void> {
    await this.#world!.stop();
    fs.rmSync(this.#directory!, { recursive: true });
    this.#directory = remains;
    await this.#boot();
    this.world.told.unshift(...told);
  }

  async close(): Promise<void> {
    await this.#world?.stop();
    this.#world = undefined;
    if (this.#directory) fs.rmSync(this.#directory, { recursive: true, force: true });
    this.#directory = undefined;
  }

  async #boot(): Promise<void> {
    const { regions, delegated, healing, environments } = this.shape;
    const seeds = Array.from({ length: BATCH }, (_, at) => this.#batch * BATCH + at + 1);
    const parsed = parseEstate(
      JSON.stringify({
        hub: { account: hub, regions, delegatedAdministrator: delegated === "all" },
        management,
        accounts: [
          {
            id: stranger,
            name: "Another team",
            email: "stranger@example.com",
            hubEnabled: regions,
            regions,
            organization: false,
          },
          ...seeds.flatMap((seed) => estateOf(storyOf(seed).actors)),
        ],
      }),
    );
    if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
    const all = { Resigned: healing, Removed: healing, Deleted: healing, Absent: healing };
    const local = await startLocal({
      estate: parsed.estate,
      locale: "en",
      settings: { ...onDemand, healing: { states: all, coolDownHours: 24, atOnce: 20 } },
      app: this.#app,
      dataDirectory: this.#directory,
      begins: BEGINS,
      seed: this.#batch + 1,
      fleet: { perFunction: environments, total: ENVIRONMENTS },
    });
    this.#app = local.app;
    this.#world = new World(local, parsed.estate);
    this.watch.attach(this.#world);
  }
}

const temporary = () => fs.mkdtempSync(path.join(os.tmpdir(), "rollcall-soak-"));

/** The lock on the directory is the living sandbox's. */
const isKept = (file: string): boolean => path.basename(file) !== "process";

/** A power cut that is to come: at its moment the disk is copied as it is, and what comes after never was. */
export class PowerCut {
  /** Resolves when it has come. */
  readonly come: Promise<{ remains: string; told: string[] }>;
  readonly #write = fs.writeSync;

  constructor(directory: string, line: number, told: readonly string[]) {
    let left = line;
    let strike: (cut: { remains: string; told: string[] }) => void;
    this.come = new Promise((resolve) => {
      strike = resolve;
    });
    const write = this.#write as (...all: unknown[]) => number;
    fs.writeSync = ((file: number, text: unknown, ...rest: unknown[]) => {
      const isJournal = typeof text === "string" && text.startsWith("[[") && text.endsWith("]\n");
      if (!isJournal || --left !== 0) return write(file, text, ...rest);
      const remains = temporary();
      // Half of the line reaches the disk, by turns.
      const half = line % 2 === 0 ? "" : text.slice(0, text.length / 2);
      fs.cpSync(directory, remains, { recursive: true, filter: isKept });
      if (half) fs.appendFileSync(path.join(remains, "journal.jsonl"), half);
      strike({ remains, told: [...told] });
      return write(file, text, ...rest);
    }) as typeof fs.writeSync;
  }

  /** It comes no more. */
  cancel(): void {
    fs.writeSync = this.#write;
  }
}
