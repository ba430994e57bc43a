// Text by columns, and progress on a terminal that is not ours.
import { describe, expect, it } from "vitest";
import { coloursOf } from "../../packages/cli/src/colours.ts";
import type { Look } from "../../packages/cli/src/follow.ts";
import { cut, oneLine, padded, widest } from "../../packages/cli/src/layout.ts";
import { progressOn } from "../../packages/cli/src/progress.ts";
import { words } from "../../packages/cli/src/words.ts";

describe("columns", () => {
  it("counts a Japanese character as two", () => {
    expect(padded("台帳", 6)).toBe("台帳  ");
    expect(widest(["abc", "台帳"])).toBe(4);
  });

  it("cuts where the columns end, never through a character", () => {
    expect(cut("台帳を読む", 10)).toBe("台帳を読む");
    expect(cut("台帳を読む", 9)).toBe("台帳を読…");
    expect(cut("台帳を読む", 8)).toBe("台帳を…");
  });

  it("keeps text from outside from moving the cursor", () => {
    expect(oneLine("a\u001b[2J\nb")).toBe("a [2J b");
  });
});

describe("progress", () => {
  const look = (stage: Look["row"]["stage"], joined = 0) =>
    ({ row: { stage, planned: { memberships: 204 } }, joined }) as Look;
  const written = (terminal: { isTTY?: boolean; columns?: number }, locale: "en" | "ja") => {
    let text = "";
    const out = { ...terminal, write: (more: string) => (text += more) };
    const progress = progressOn(out, words(locale));
    for (const one of [look("read"), look("join"), look("join", 12), look("join", 40)])
      progress.look(one);
    progress.done();
    return text;
  };

  it("writes a line for each stage into a pipe, and no cursor codes", () => {
    const lines = written({}, "en").trimEnd().split("\n");
    expect(lines.map((line) => line.replace(/^ *[\d.]+ s {2}/, ""))).toEqual([
      "reading the ledger",
      "joining account by account",
    ]);
  });

  it("keeps one line current on a terminal, within its columns", () => {
    const text = written({ isTTY: true, columns: 30 }, "ja");
    const current = text.split("\r\u001b[2K").at(-2)!;
    expect(current).toContain("アカウントごとに参…");
    expect(written({ isTTY: true }, "ja")).toContain("(メンバー 40/204件) …");
    expect(text.endsWith("\r\u001b[2K")).toBe(true);
  });
});

it("gives colours to terminals that have some", () => {
  const red = (isTTY: boolean, environment: NodeJS.ProcessEnv) =>
    coloursOf({ isTTY }, environment, []).red("x") !== "x";
  expect(red(true, {})).toBe(true);
  expect(red(true, { TERM: "dumb" })).toBe(false);
  expect(red(true, { NO_COLOR: "1" })).toBe(false);
  expect(red(false, { FORCE_COLOR: "true" })).toBe(true);
  expect(red(true, { FORCE_COLOR: "0" })).toBe(false);
  expect(red(true, { FORCE_COLOR: "1", NO_COLOR: "1" })).toBe(false);
});
