// The set-up check's memory: one row for each owner in a channel, and when it was held last.
import type { Envelope } from "@rollcall/core/event";
import { keyOf, type Watch } from "@rollcall/core/setup";
import { get, isStill, type Key, put, query } from "../dynamodb.ts";
import { writeWithEvent } from "./events.ts";

/** What is kept of an owner. */
export interface SetupRow extends Watch {
  /** Names the owner in keys and file names: no address goes there. */
  group: string;
  /** Hash of what the message would say, so that nothing is told that has not changed. */
  content: string;
  version: number;
}

/** The check that was held last. */
interface LastCheck {
  /** ISO time at which it was due. */
  at: string;
  version: number;
}

// One partition: an estate has some hundred owners, and one check a day reads and writes them.
const pk = "SETUP";
const lastKey: Key = { pk, sk: "LAST" };

/** Every owner that a check has ever found with something to do. */
export const setupRows = (): Promise<SetupRow[]> =>
  query<SetupRow>({
    key: {
      text: "pk = :setup and begins_with(sk, :owner)",
      values: { ":setup": pk, ":owner": "OWNER#" },
    },
  });

/** Keeps what a check found of an owner, with the event that tells of it. Throws ConflictError when another check was faster. */
export const writeSetup = (
  row: Omit<SetupRow, "version">,
  seen: number | undefined,
  event: Envelope<string, unknown>,
): Promise<void> =>
  writeWithEvent(
    {
      item: {
        pk,
        sk: `OWNER#${keyOf(row)}`,
        kind: "setup",
        ...row,
        version: (seen ?? 0) + 1,
      },
      condition: isStill(seen),
    },
    `setup/${row.group}`,
    event,
  );

/** The check that was held last; undefined before the first. */
export const lastSetupCheck = (): Promise<LastCheck | undefined> => get<LastCheck>(lastKey);

/** Notes that a check was held to its end. Throws ConflictError when another one was. */
export const noteSetupCheck = (at: string, seen: number | undefined): Promise<void> =>
  put({ ...lastKey, kind: "last-setup-check", at, version: (seen ?? 0) + 1 }, isStill(seen));
