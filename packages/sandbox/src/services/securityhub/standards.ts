// Standards of an account in a Region: the catalogue, subscribing, leaving.
import { delays, draw } from "../../delays.ts";
import type { Context, Handlers, World } from "../../wire/service.ts";
import { readPage } from "./pages.ts";
import { invalidInput } from "./refusals.ts";
import { catalog, type Subscription, subscribed } from "./standard-catalog.ts";
import type { State } from "./state.ts";

/** BatchEnableStandards and BatchDisableStandards take 1 to 25 (API reference). */
const MOST = 25;

/** Operations on standards. */
export function standardOperations(world: World, state: State): Handlers {
  const shown =
    ({ account, region }: Context) =>
    (one: Subscription) => ({
      StandardsSubscriptionArn: subscriptionArn(account, region, one.arn),
      StandardsArn: one.arn,
      StandardsInput: {},
      StandardsStatus: statusOf(one, world.clock.now()),
      StandardsControlsUpdatable: "READY_FOR_UPDATES",
      ...((one.stays ?? one.incomplete) && {
        StandardsStatusReason: { StatusReasonCode: one.stays ?? one.incomplete },
      }),
    });

  return {
    DescribeStandards: ({ MaxResults, NextToken }, { region }: Context) => {
      const { items, next } = readPage(catalog(region), { MaxResults, NextToken, most: 100 });
      return { Standards: items, NextToken: next };
    },

    GetEnabledStandards(input, caller: Context) {
      state.hub(caller.account, caller.region);
      const wanted: string[] | undefined = input.StandardsSubscriptionArns;
      const all = state.standards(caller.account, caller.region).map(shown(caller));
      const chosen = wanted
        ? all.filter(({ StandardsSubscriptionArn }) => wanted.includes(StandardsSubscriptionArn))
        : all;
      const { items, next } = readPage(chosen, { ...input, most: 100 });
      return { StandardsSubscriptions: items, NextToken: next };
    },

    BatchEnableStandards({ StandardsSubscriptionRequests: requests = [] }, caller: Context) {
      const { account, region } = caller;
      state.hub(account, region);
      atMost(requests.length);
      const known = new Set(catalog(region).map(({ StandardsArn }) => StandardsArn));
      const arns: string[] = requests.map((one: { StandardsArn: string }) => one.StandardsArn);
      for (const arn of arns)
        if (!known.has(arn))
          throw invalidInput(`Unknown standard ${arn ?? "without StandardsArn"}`); // assumed, text only
      const before = state.standards(account, region);
      const staying = before.filter(({ goneAt }) => goneAt === undefined);
      const fresh = arns
        .filter((arn) => !staying.some((one) => one.arn === arn))
        .map((arn) => subscribed(world, arn));
      const all = [...staying, ...fresh];
      state.putStandards(account, region, all);
      const answered = all.filter(({ arn }) => arns.includes(arn));
      return { StandardsSubscriptions: answered.map(shown(caller)) };
    },

    BatchDisableStandards({ StandardsSubscriptionArns: arns = [] }, caller: Context) {
      const { account, region } = caller;
      state.hub(account, region);
      atMost(arns.length);
      const goneAt = world.clock.now() + draw(world, delays.standardReady);
      const leaving = (one: Subscription) =>
        arns.includes(subscriptionArn(account, region, one.arn));
      const all = state
        .standards(account, region)
        .map((one) => (leaving(one) ? { ...one, goneAt: one.goneAt ?? goneAt } : one));
      if (!all.some(leaving)) throw invalidInput("No such standards subscription"); // assumed, text only
      state.putStandards(account, region, all);
      return { StandardsSubscriptions: all.filter(leaving).map(shown(caller)) };
    },
  };
}

function atMost(count: number): void {
  if (count < 1 || count > MOST) throw invalidInput(`Between 1 and ${MOST} standards a call`);
}

/** `arn:aws:securityhub:REGION::standards/NAME/v/1` is subscribed as `…:ACCOUNT:subscription/NAME/v/1`. */
const subscriptionArn = (account: string, region: string, standard: string) =>
  `arn:aws:securityhub:${region}:${account}:subscription/${standard.split("/").slice(1).join("/")}`;

function statusOf({ readyAt, goneAt, incomplete, stays }: Subscription, now: number) {
  if (goneAt !== undefined) return stays && goneAt <= now ? "FAILED" : "DELETING";
  if (readyAt > now) return "PENDING";
  return incomplete ? "INCOMPLETE" : "READY";
}
