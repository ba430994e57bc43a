// Rows of members per administrator and Region, with an ordered index for ListMembers, so that no call
// scans the 170,000 rows of 5,000 accounts in 34 Regions. A row knows how it looked before its last
// change: listings show that for a moment longer.
import { delays, draw } from "../../delays.ts";
import type { World } from "../../wire/service.ts";

/** `Member.MemberStatus`, in AWS's mixed case. */
export type MemberStatus =
  | "Created"
  | "Invited"
  | "Enabled"
  | "Removed"
  | "Resigned"
  | "AccountSuspended";

/** A member as its administrator knows it. Times are milliseconds on the sandbox's clock. */
export interface Member {
  accountId: string;
  email?: string;
  status: MemberStatus;
  /** How it came in: members of the organization cannot leave by themselves. */
  via: "invitation" | "organization";
  invitedAt?: number;
  updatedAt: number;
}

interface Row {
  order: number;
  now: Member | null;
  /** What listings show until `listedAt`. */
  before: Member | null;
  listedAt: number;
}

interface Index {
  /** Sorted by order; deleted rows stay until no listing shows them. */
  entries: { order: number; member: string }[];
  counts: Map<MemberStatus, number>;
}

/** All member rows, kept in the store. */
export class Memberships {
  readonly #world: World;
  readonly #rows;
  #indexes: Map<string, Index> | undefined;

  constructor(world: World) {
    this.#world = world;
    this.#rows = world.store.collection<Row>("securityhub/members");
  }

  /** The row as it is. */
  get(administrator: string, region: string, member: string): Member | undefined {
    return this.#rows.get(`${administrator}/${region}/${member}`)?.now ?? undefined;
  }

  /** The row as listings show it at this moment. */
  listed(administrator: string, region: string, member: string): Member | undefined {
    const row = this.#rows.get(`${administrator}/${region}/${member}`);
    return row ? (this.#shown(row) ?? undefined) : undefined;
  }

  /** Writes a row; null deletes it. `at` is when the change happened, now when absent. */
  put(administrator: string, region: string, id: string, member: Member | null): void {
    const key = `${administrator}/${region}/${id}`;
    const index = this.#index(`${administrator}/${region}`);
    const old = this.#rows.get(key);
    if (!old?.now && !member) return;
    if (old?.now) count(index, old.now.status, -1);
    if (member) count(index, member.status, 1);
    // A row that was deleted and comes back goes to the end of the listing.
    const order = old?.now ? old.order : (index.entries.at(-1)?.order ?? 0) + 1;
    if (old && order !== old.order) remove(index, old.order);
    if (!old || order !== old.order) index.entries.push({ order, member: id });
    this.#rows.set(key, {
      order,
      now: member,
      before: old ? this.#shown(old) : null,
      listedAt: this.#world.clock.now() + draw(this.#world, delays.memberListed),
    });
  }

  /** How many rows are in this status. */
  count(administrator: string, region: string, status: MemberStatus): number {
    return this.#index(`${administrator}/${region}`).counts.get(status) ?? 0;
  }

  /** A page of the listing after the row of this order, and the order of its last row if more follow. */
  page(
    administrator: string,
    region: string,
    { after, limit, filter }: { after: number; limit: number; filter: (member: Member) => boolean },
  ): { members: Member[]; last?: number } {
    const { entries } = this.#index(`${administrator}/${region}`);
    const members: Member[] = [];
    let last = after;
    for (let at = position(entries, after); at < entries.length; at++) {
      const { order, member } = entries[at]!;
      const shown = this.listed(administrator, region, member);
      if (!shown || !filter(shown)) continue;
      if (members.length === limit) return { members, last };
      members.push(shown);
      last = order;
    }
    return { members };
  }

  /** Ids of all members, as they are. */
  of(administrator: string, region: string): string[] {
    const ids = this.#index(`${administrator}/${region}`).entries.map(({ member }) => member);
    return ids.filter((id) => this.get(administrator, region, id));
  }

  #shown(row: Row): Member | null {
    return row.listedAt <= this.#world.clock.now() ? row.now : row.before;
  }

  #index(scope: string): Index {
    this.#indexes ??= this.#build();
    return indexOf(this.#indexes, scope);
  }

  #build(): Map<string, Index> {
    const indexes = new Map<string, Index>();
    const time = this.#world.clock.now();
    for (const [key, { order, now, listedAt }] of this.#rows.entries()) {
      if (!now && listedAt <= time) {
        this.#rows.delete(key); // deleted long ago: no listing shows it any more
        continue;
      }
      const at = key.lastIndexOf("/");
      const index = indexOf(indexes, key.slice(0, at));
      index.entries.push({ order, member: key.slice(at + 1) });
      if (now) count(index, now.status, 1);
    }
    for (const { entries } of indexes.values()) entries.sort((a, b) => a.order - b.order);
    return indexes;
  }
}

function indexOf(indexes: Map<string, Index>, scope: string): Index {
  const known = indexes.get(scope);
  if (known) return known;
  const fresh: Index = { entries: [], counts: new Map() };
  indexes.set(scope, fresh);
  return fresh;
}

function count({ counts }: Index, status: MemberStatus, by: number): void {
  counts.set(status, (counts.get(status) ?? 0) + by);
}

/** The first entry whose order is greater. */
function position(entries: Index["entries"], order: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entries[middle]!.order <= order) low = middle + 1;
    else high = middle;
  }
  return low;
}

function remove({ entries }: Index, order: number): void {
  const at = position(entries, order) - 1;
  if (entries[at]?.order === order) entries.splice(at, 1);
}
