// What should be gone and is not: because nobody approved it, or although somebody did.
import { States } from "../membership/states.ts";
import { decide } from "../membership.ts";
import type { Outcome } from "./outcome.ts";
import type { SummaryInput } from "./summary.ts";
import type { whyOf } from "./why.ts";

/** Outcomes that count only while the account is still there. */
export const isOfRemoval = ({ reason }: Outcome): boolean =>
  reason === "NotRemoved" || reason === "FindingsNotExported";

/** Whether a removal is done, by these memberships. */
export function isGoneFrom(memberships: SummaryInput["memberships"]) {
  const now = States.of(memberships);
  return ({ accountId, region, way }: SummaryInput["plan"]["removals"][number]): boolean =>
    decide("absent", now.at(accountId, region)?.state ?? "Absent", way) === "None";
}

/** An outcome for each removal of the plan that was not done; `why` finds what AWS said of it. */
export function leftOf(
  { plan, memberships, approved }: SummaryInput,
  why: ReturnType<typeof whyOf>,
): Outcome[] {
  const now = States.of(memberships);
  return plan.removals.flatMap(({ accountId: account, region, state, way }): Outcome[] => {
    if (!approved) return [{ account, region, state, reason: "RemovalNotApproved" }];
    const current = now.at(account, region)?.state ?? "Absent";
    if (decide("absent", current, way) === "None") return [];
    const told = why({ names: [account], region });
    const reason = told?.reason === "FindingsNotExported" ? told.reason : "NotRemoved";
    return [
      { account, region, state: current, reason, ...(told?.detail && { detail: told.detail }) },
    ];
  });
}
