// What each channel has got lately, and what was collapsed there: one row for each channel, one for each message
// that was collapsed.
import { ConflictError } from "@rollcall/core/error";
import { type Arrival, admit, calm, type Pace, type Storm, settle } from "@rollcall/core/storm";
import { get, isNew, isStill, type Key, put, putTogether, query } from "../dynamodb.ts";

const paceKey = (channel: string): Key => ({ pk: `CHANNEL#${channel}`, sk: "PACE" });

/** The outbox key of a storm's message. */
export const stormKeyOf = (channel: string, { since }: Pick<Storm, "since">): string =>
  `storm/${channel}/${since}`;

/** Functions side by side take messages in; each looks again this often when another moved first. */
const LOOKS = 8;

type Row = Pace & { version: number };

/** While a storm is to be ended, the index `byDue` has the channel. */
const itemOf = (channel: string, pace: Pace, seen: Row | undefined) => {
  const since = pace.over[0]?.since ?? pace.storm?.since;
  const due = since && { due: "storm", queuedAt: since };
  const version = (seen?.version ?? 0) + 1;
  return {
    item: { ...paceKey(channel), kind: "pace", channel, ...pace, ...due, version },
    condition: isStill(seen?.version),
  };
};

/** Channels with a storm that began before an ISO time. */
export async function stormyChannels(before: string): Promise<string[]> {
  const keys = await query<Key>({
    index: "byDue",
    key: {
      text: "#due = :due AND queuedAt < :before",
      names: { "#due": "due" },
      values: { ":due": "storm", ":before": before },
    },
  });
  return keys.map(({ pk }) => pk.slice("CHANNEL#".length));
}

async function change<Result>(
  channel: string,
  attempt: (seen: Row | undefined) => Promise<Result>,
): Promise<Result> {
  for (let look = 1; ; look++)
    try {
      return await attempt(await get<Row>(paceKey(channel)));
    } catch (error) {
      if (!(error instanceof ConflictError) || look === LOOKS) throw error;
    }
}

/** Takes a new message of a channel in, and returns the storm that it is collapsed into, if any. */
export const takeIn = (channel: string, arrival: Arrival): Promise<Storm | undefined> =>
  change(channel, async (seen) => {
    const { pace, storm } = admit(seen ?? calm, arrival);
    const changed = itemOf(channel, pace, seen);
    if (!storm) {
      await put(changed.item, changed.condition);
      return undefined;
    }
    const { key, text, at } = arrival;
    const collapsed = { pk: `STORM#${stormKeyOf(channel, storm)}`, sk: key };
    // Counted already by an attempt that ended before the message itself was wanted.
    if (await get(collapsed)) return storm;
    await putTogether([
      changed,
      { item: { ...collapsed, kind: "collapsed", key, text, at }, condition: isNew },
    ]);
    return storm;
  });

/** Takes the storms of a channel that are over at this time out of its row. */
export const takeOver = (channel: string, at: string): Promise<Storm[]> =>
  change(channel, async (seen) => {
    const { pace, over } = settle(seen ?? calm, at);
    if (over.length > 0) {
      const { item, condition } = itemOf(channel, pace, seen);
      await put(item, condition);
    }
    return over;
  });

/** Storms of a channel that are over at this time, left where they are. */
export const overAt = async (channel: string, at: string): Promise<Storm[]> =>
  settle((await get<Row>(paceKey(channel))) ?? calm, at).over;

/** Everything that was collapsed into a storm, in the order in which it came. */
export async function collapsedIn(storm: string): Promise<Omit<Arrival, "urgent">[]> {
  const found = await query<Omit<Arrival, "urgent">>({
    key: { text: "pk = :storm", values: { ":storm": `STORM#${storm}` } },
  });
  return found.sort((one, other) => (one.at < other.at ? -1 : 1));
}
