// Before an account leaves the hub: what the hub knows of its findings is written to S3, since the hub sees none of
// them afterwards. Page after page, and noted after each object: a function that ends goes on where it stopped.
import type { AccountId } from "@rollcall/core/account";
import type { Region } from "@rollcall/core/region";
import { nameOf, textOf } from "../errors.ts";
import { ACCOUNTS, type Finding, findingsOf } from "../findings.ts";
import { log } from "../log.ts";
import { writeFindings } from "../s3.ts";
import { settings } from "../settings.ts";
import { writeOutcomes } from "../table/runs.ts";
import { type Book, bookOf, type Group, keepBook } from "./findings-book.ts";
import { leaversIn } from "./removal-files.ts";

/** Milliseconds after which the rest is left to the next call: less than half of the function's time. */
const BUDGET = 4 * 60_000;
/** Characters that are held in memory before they are written. A finding has at most 240 KB (Security Hub quotas). */
const MOST = 16 * 1024 * 1024;
/** GetFindings takes 3 calls a second, 6 at once (Security Hub quotas); somewhat below, so that no call is refused. */
const BURST = 5;
const EVERY = 340;

interface Work {
  run: string;
  region: Region;
  book: Book;
  begun: number;
  pages: number;
}

/**
 * Exports the findings of those who are to leave a Region. `more`: call again. `failed`: AWS refused; whoever is not
 * exported has an outcome. Throws RetryableError.
 */
export async function exportFindings(
  run: string,
  region: Region,
): Promise<"exported" | "more" | "failed"> {
  if (!settings().offboarding.exportFindings) return "exported";
  const leavers = (await leaversIn(run, region)).map((one) => one.accountId);
  const work = { run, region, book: await bookOf(run, region), begun: Date.now(), pages: 0 };
  try {
    for (;;) {
      const group = work.book.open ?? groupOf(leavers, work.book);
      if (!group) return "exported";
      if (!(await exportGroup(work, group))) return "more";
    }
  } catch (error) {
    if (nameOf(error) === "RetryableError") throw error;
    log.error({ run, region, error: textOf(error) }, "findings not exported");
    await note(
      run,
      region,
      leavers.filter((one) => !work.book.done[one]),
      textOf(error),
    );
    return "failed";
  }
}

function groupOf(leavers: AccountId[], { done }: Book): Group | undefined {
  const next = leavers.filter((one) => !done[one]).slice(0, ACCOUNTS);
  return next.length > 0 ? fresh(next) : undefined;
}

const fresh = (accounts: AccountId[]): Group => ({
  accounts: Object.fromEntries(accounts.map((one) => [one, { findings: 0, objects: [] }])),
  written: 0,
});

/** Exports one group to its end; false when the time is up before. */
async function exportGroup(work: Work, begun: Group): Promise<boolean> {
  let group = begun;
  let held: Finding[] = [];
  let size = 0;
  for (;;) {
    await inPace(work);
    const accounts = Object.keys(group.accounts);
    let page: Awaited<ReturnType<typeof findingsOf>>;
    try {
      page = await findingsOf(work.region, accounts, group.token);
    } catch (error) {
      // assumed: AWS says nothing of how long a token is good. One that it refuses begins the group anew.
      if (nameOf(error) !== "InvalidInputException" || group.token === undefined) throw error;
      [group, held, size] = [fresh(accounts), [], 0];
      continue;
    }
    held.push(...page.findings);
    size += page.findings.reduce((sum, one) => sum + JSON.stringify(one).length, 0);
    group = { ...group, token: page.token };
    const isOver = Date.now() - work.begun > BUDGET;
    if (page.token !== undefined && size < MOST && !isOver) continue;
    group = await write(work, group, held);
    [held, size] = [[], 0];
    if (page.token === undefined) {
      work.book = { done: { ...work.book.done, ...group.accounts } };
      await keepBook(work.run, work.region, work.book);
      return !isOver;
    }
    work.book = { ...work.book, open: group };
    await keepBook(work.run, work.region, work.book);
    if (isOver) return false;
  }
}

/** One object for each account that has findings among these. */
async function write({ run, region }: Work, group: Group, held: Finding[]): Promise<Group> {
  const written = group.written + 1;
  const accounts = { ...group.accounts };
  for (const [account, some] of Map.groupBy(held, (one) => one.AwsAccountId)) {
    const { findings, objects } = accounts[account]!;
    const key = `${account}/${run}/${region}-${String(written).padStart(4, "0")}.jsonl`;
    const object = await writeFindings(
      key,
      some.map((one) => JSON.stringify(one)),
    );
    accounts[account] = { findings: findings + some.length, objects: [...objects, object] };
  }
  return { ...group, accounts, written };
}

async function inPace(work: Work): Promise<void> {
  const page = work.pages++;
  const wait = work.begun + (page - BURST) * EVERY - Date.now();
  if (page >= BURST && wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
}

const note = (run: string, region: Region, accounts: AccountId[], detail: string) =>
  writeOutcomes(
    run,
    accounts.map((account) => ({ account, region, reason: "FindingsNotExported", detail })),
  );
