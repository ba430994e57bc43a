// What comes out of a ledger: a row is one account and what is wanted for it.
import * as z from "zod";
import { AccountId } from "../account.ts";
import { Part } from "../baseline/part.ts";
import { Text } from "../locale.ts";
import { Desired } from "../membership/decide.ts";
import { Region } from "../region.ts";

/** What a cell of a sheet holds. An error cell (`#N/A`) is not an empty one. */
export type Cell = string | number | boolean | Date | null | { error: string };

/**
 * Who brings the account in: `create` (it does not exist yet), `role` (we enter it by its role) or
 * `self-service` (its owner accepts).
 */
export const Join = z.enum(["create", "role", "self-service"]);
export type Join = z.infer<typeof Join>;

export const Row = z.object({
  /** As the sheet numbers it, from 1. */
  row: z.int().positive(),
  accountId: AccountId.optional(),
  accountName: z.string().optional(),
  email: z.string().optional(),
  project: z.string().optional(),
  customer: z.string().optional(),
  ownerEmail: z.string().optional(),
  slackChannel: z.string().optional(),
  regions: z.union([z.literal("all"), z.array(Region)]),
  join: Join,
  desired: Desired,
  /** Whether it is switched off in the account once that is out of the hub; absent: as the settings say. */
  memberSide: z.boolean().optional(),
  /** Which parts of the baseline it gets; absent: those of the settings; empty: none. */
  baseline: z.array(Part).optional(),
  /** Where an account that rollcall creates belongs: an id (`ou-…`, `r-…`) or a path such as `Workloads/Prod`. */
  ou: z.string().optional(),
  /** Tags of an account that rollcall creates. */
  tags: z.record(z.string(), z.string()).optional(),
  /** Columns that rollcall does not know, by their header. */
  extra: z.record(z.string(), z.string()),
});
export type Row = z.infer<typeof Row>;

/** Something to tell the person who wrote the ledger. One error, and nothing is applied. */
export const Problem = z.object({
  severity: z.enum(["error", "warning"]),
  code: z.string(),
  /** 0: the file as a whole. */
  row: z.int().nonnegative(),
  /** The header as written, with the column's letter: `リージョン (H)`; empty for a whole row. */
  column: z.string(),
  /** The cell as a person can recognise it: cut, and invisible characters made visible. */
  value: z.string(),
  problem: Text,
  fix: Text,
});
export type Problem = z.infer<typeof Problem>;
