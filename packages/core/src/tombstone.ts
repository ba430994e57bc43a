// What is kept of a membership that was taken away on purpose: what was there, who agreed, where its findings lie, and
// until when it can be brought back.
import * as z from "zod";
import { AccountId } from "./account.ts";
import { Row } from "./ledger/row.ts";
import { Way } from "./membership/decide.ts";
import { State } from "./membership/state.ts";
import { Region } from "./region.ts";

/** One account in one Region. Times are ISO. It is written before anything is taken away. */
export const Tombstone = z.object({
  accountId: AccountId,
  region: Region,
  way: Way,
  /** The state that it was in, and since when. */
  state: State,
  since: z.iso.datetime().optional(),
  /** The ledger's row as it was known last. */
  row: Row,
  /** The run that took it away. */
  run: z.string(),
  removedAt: z.iso.datetime(),
  /** Who asked for it, as S3 names them, and who approved it. */
  askedBy: z.string().optional(),
  approvedBy: z.string().optional(),
  /** Until when it can be brought back. */
  until: z.iso.datetime(),
  /** What was exported; absent where the settings ask for nothing. */
  findings: z.object({ count: z.int(), objects: z.array(z.string()) }).optional(),
});
export type Tombstone = z.infer<typeof Tombstone>;

/** Is a membership of this state still out, and the undo period not over at this time? */
export const isRestorable = (one: Tombstone, state: State | undefined, at: string): boolean =>
  state !== "Enabled" && one.until > at;
