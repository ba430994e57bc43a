// AWS and Slack on the worst day that a correct program survives: whatever goes wrong, every membership comes to its
// end, and what is told of it is true.
import { afterEach, expect, it } from "vitest";
import { flawsOf } from "./flaws.ts";
import { account, hub, ids, management, startWorld, type World } from "./world.ts";

const regions = ["us-east-1", "eu-west-1", "ap-northeast-1"];
let world: World | undefined;
afterEach(() => world?.stop());

it.each([7])(
  "joins everybody on a hostile day, seed %i",
  async (seed) => {
    const accounts = ids(930_000_000_001, 4);
    const estate = {
      hub: { account: hub, regions },
      management,
      accounts: accounts.map((id) => account(id)),
    };
    world = await startWorld(estate, "en", {}, { profile: "hostile", seed });
    const applied = await world.apply(accounts.map((account_id) => ({ account_id })));
    expect(await flawsOf(world, applied)).toEqual([]);
    const states = await Promise.all(
      accounts.flatMap((id) => regions.map((region) => world!.stateOf(id, region))),
    );
    expect(states).toEqual(states.map(() => "Enabled"));
  },
  120_000,
);
