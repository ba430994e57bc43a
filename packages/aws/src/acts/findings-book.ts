// What has been exported of a Region's findings so far, in the run's files: where a function that ended goes on, and
// who may be taken out of the hub at all.
import type { AccountId } from "@rollcall/core/account";
import type { Region } from "@rollcall/core/region";
import { readRunFile, writeRunFile } from "../s3.ts";

/** What lies in S3 of one account's findings in a Region. */
export interface Exported {
  findings: number;
  /** Keys in the ledger bucket; none where there was no finding. */
  objects: string[];
}

/** Accounts that are asked for together, and how far that is. */
export interface Group {
  accounts: Record<AccountId, Exported>;
  /** Where the next page begins. */
  token?: string | undefined;
  /** Times that findings were written, which number the objects. */
  written: number;
}

export interface Book {
  /** Accounts all of whose findings lie in S3. */
  done: Record<AccountId, Exported>;
  open?: Group | undefined;
}

const nameOf = (region: Region) => `exports/${region}.json`;

/** The book of a Region; empty where nothing was exported. */
export const bookOf = async (run: string, region: Region): Promise<Book> =>
  (await readRunFile<Book>(run, nameOf(region))) ?? { done: {} };

/** Keeps the book. */
export const keepBook = (run: string, region: Region, book: Book): Promise<string> =>
  writeRunFile(run, nameOf(region), book);
