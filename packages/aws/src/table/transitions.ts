// Reading what became of an account: every recorded transition. Writing them is for `record` alone.
import type { AccountId } from "@rollcall/core/account";
import { Transition } from "@rollcall/core/membership";
import type { Region } from "@rollcall/core/region";
import { query } from "../dynamodb.ts";

/** All transitions of an account, in one Region or in all, the oldest first. */
export async function transitionsOf(account: AccountId, region?: Region): Promise<Transition[]> {
  const items = await query<{ kind: string }>({
    key: {
      text: "pk = :account and begins_with(sk, :member)",
      // The membership itself has no version behind its Region.
      values: {
        ":account": `ACCOUNT#${account}`,
        ":member": `MEMBER#${region ? `${region}#` : ""}`,
      },
    },
  });
  const found = items
    .filter(({ kind }) => kind === "transition")
    .map((item) => Transition.parse(item));
  return found.sort((a, b) => compare(a.at, b.at) || compare(a.region, b.region));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
