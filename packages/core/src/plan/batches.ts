// What the hub does for one wave in one Region, 50 accounts a call.
import type { AccountId } from "../account.ts";
import type { Region } from "../region.ts";
import { BATCH } from "./bound.ts";
import type { Wave } from "./types.ts";

/** The hub's work in one Region: who to create (with e-mail, where known) and who to invite. */
export interface Batch {
  region: Region;
  create: { accountId: AccountId; email?: string | undefined }[][];
  invite: AccountId[][];
}

const chunks = <Item>(items: Item[]): Item[][] => {
  const cut: Item[][] = [];
  for (let at = 0; at < items.length; at += BATCH) cut.push(items.slice(at, at + BATCH));
  return cut;
};

/** The wave by Region. What is created by invitation is invited next, in the same Region. */
export function batches(wave: Wave): Batch[] {
  const regions = new Map<Region, { create: Batch["create"][number]; invite: AccountId[] }>();
  for (const { accountId, email, regions: wanted } of wave.accounts)
    for (const { region, command, way } of wanted) {
      const own = regions.get(region) ?? { create: [], invite: [] };
      regions.set(region, own);
      if (command === "CreateMember") own.create.push({ accountId, ...(email && { email }) });
      if (way === "invitation" && (command === "CreateMember" || command === "InviteMember"))
        own.invite.push(accountId);
    }
  return [...regions].map(([region, { create, invite }]) => ({
    region,
    create: chunks(create),
    invite: chunks(invite),
  }));
}
