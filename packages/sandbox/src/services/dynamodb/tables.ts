// All tables of the sandbox: found by account, Region and name, kept in the store, changed by commits.
import type { Context, World } from "../../wire/service.ts";
import type { StreamLog } from "../streams/log.ts";
import { tableName } from "./checks.ts";
import { notFound, type TableRecord } from "./schema.ts";
import { type Change, Table } from "./table.ts";
import type { Item } from "./value.ts";
import { idle } from "./write.ts";

type Owner = Pick<Context, "account" | "region">;

const place = ({ account, region }: Owner, name: string) => `${account}/${region}/${name}`;

/** Every table of every account and Region, and the one place that changes items. */
export class Tables {
  readonly world: World;
  readonly streams: StreamLog;
  readonly #tables = new Map<string, Table>();

  constructor(world: World, streams: StreamLog) {
    this.world = world;
    this.streams = streams;
    for (const record of this.#records.values()) {
      const table = this.#open(record);
      const { LatestStreamArn: arn } = record;
      if (arn) streams.share(arn, (key) => table.get(table.idOf(key)));
    }
  }

  get #records() {
    return this.world.store.collection<TableRecord>("dynamodb/tables");
  }

  #open(record: TableRecord): Table {
    const at = place(record, record.TableName);
    const table = new Table(record, this.world.store.collection<Item>(`dynamodb/items/${at}`));
    this.#tables.set(at, table);
    return table;
  }

  get(owner: Owner, name: string): Table | undefined {
    return this.#tables.get(place(owner, tableName(name)));
  }

  /** The table, or ResourceNotFoundException as operations on items answer it. */
  find(owner: Owner, name: string): Table {
    const table = this.get(owner, name);
    if (!table) throw notFound();
    return table;
  }

  /** Tables of an account in a Region, by name. */
  list({ account, region }: Owner): Table[] {
    const own = [...this.#tables.values()].filter(
      ({ record }) => record.account === account && record.region === region,
    );
    return own.sort((a, b) => (a.record.TableName < b.record.TableName ? -1 : 1));
  }

  /** Creates or changes a table. */
  save(record: TableRecord): Table {
    const at = place(record, record.TableName);
    this.#records.set(at, record);
    const there = this.#tables.get(at);
    if (!there) return this.#open(record);
    there.change(record);
    return there;
  }

  remove({ record }: Table): void {
    const at = place(record, record.TableName);
    this.#tables.get(at)?.clear();
    this.#tables.delete(at);
    this.#records.delete(at);
  }

  /** Applies changes in one turn of the event loop: the store writes all of them in one line, or none. */
  commit(changes: Change[]): void {
    const now = this.world.clock.now();
    for (const change of changes) {
      if (idle(change)) continue;
      const { faults } = this.world;
      change.table.apply(change, now, faults.length("index-lag", change.table.record.TableName));
      this.streams.append(change.table.record, change, now);
    }
  }
}
