// What a hub keeps in a Region of its own making: insights, custom actions, subscriptions to products.
import type { Context, World } from "../../wire/service.ts";
import type { State } from "./state.ts";

/** The rows of one kind, by hub. Reading them refuses a caller whose hub is off. */
export function keptByHub<Row>(world: World, state: State, kind: string) {
  const rows = world.store.collection<Row[]>(`securityhub/${kind}`);
  return {
    own({ account, region }: Context): Row[] {
      state.hub(account, region);
      return rows.get(`${account}/${region}`) ?? [];
    },
    put({ account, region }: Context, all: Row[]): void {
      rows.set(`${account}/${region}`, all);
    },
  };
}
