// --data: which directories are refused, and whose word counts about what exists.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { keptEstate, openDataDirectory } from "../../packages/cli/src/data-directory.ts";
import { exit } from "../../packages/cli/src/exit.ts";
import { type Estate, parseEstate } from "../../packages/sandbox/src/index.ts";

const home = fs.mkdtempSync(path.join(os.tmpdir(), "data-directory-"));
afterAll(() => fs.rmSync(home, { recursive: true, force: true }));

function estateOf(accounts: Record<string, string>, hub = "111111111111"): Estate {
  const read = parseEstate(
    JSON.stringify({
      hub: { account: hub },
      accounts: Object.entries(accounts).map(([id, name]) => ({
        id,
        name,
        email: `aws+${id}@example.com`,
      })),
    }),
  );
  if ("problems" in read) throw new Error(JSON.stringify(read.problems));
  return read.estate;
}

const usage = (message: RegExp) =>
  expect.objectContaining({ code: exit.usage, message: expect.stringMatching(message) });

describe("a directory that cannot be used", () => {
  it("is refused when a file is in the way", () => {
    const file = path.join(home, "file");
    fs.writeFileSync(file, "");
    expect(() => openDataDirectory(file)).toThrow(usage(/a file in the way/));
    expect(() => openDataDirectory(path.join(file, "below"))).toThrow(usage(/a file in the way/));
  });

  it("is refused while another process works on it", () => {
    const data = path.join(home, "used");
    fs.mkdirSync(data);
    fs.writeFileSync(path.join(data, "process"), `${process.ppid} `);
    expect(() => openDataDirectory(data)).toThrow(usage(new RegExp(`process ${process.ppid}`)));
  });

  it("comes into being when it is not there", () => {
    const data = path.join(home, "new", "deep");
    openDataDirectory(data);
    expect(fs.readdirSync(data)).toEqual([]);
  });
});

describe("the estate of a directory", () => {
  let data: string;
  const first = estateOf({ "333333333333": "one" });
  beforeEach(() => {
    data = fs.mkdtempSync(path.join(home, "data-"));
    keptEstate(data, first);
  });

  it("stays, and takes in accounts that are new", () => {
    const given = estateOf({ "333333333333": "one", "444444444444": "two" });
    expect(keptEstate(data, given, "estate.json")).toEqual(given);
    expect(keptEstate(data, first).accounts).toHaveLength(2);
  });

  it("refuses a file that says otherwise, and names what", () => {
    const other = estateOf({ "333333333333": "renamed" }, "999999999999");
    expect(() => keptEstate(data, other, "estate.json")).toThrow(
      usage(/estate\.json says otherwise .*hub, accounts\[0\] \(333333333333\)/),
    );
  });

  it("wins over one that was made up for a ledger", () => {
    const madeUp = estateOf({ "111111111111": "the hub here" }, "999999999999");
    expect(keptEstate(data, madeUp)).toEqual(first);
  });
});
