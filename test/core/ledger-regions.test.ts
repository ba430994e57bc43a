import type { Cell } from "@rollcall/core/ledger";
import { describe, expect, it } from "vitest";
import { readOne } from "./ledger-sheet.ts";

describe("Regions", () => {
  const regionsOf = (cell: Cell) => {
    const { row, problems } = readOne(["account_id", "regions"], "333333333333", cell);
    return [row?.regions, ...problems.map(({ code }) => code)];
  };
  const both = ["us-east-1", "ap-northeast-1"];

  it.each<[Cell]>([
    ["us-east-1,ap-northeast-1"],
    ["us-east-1, ap-northeast-1"],
    ["us-east-1、ap-northeast-1"],
    ["us-east-1・東京"],
    ["us-east-1と東京"],
    ["us-east-1 および 東京"],
    ["us-east-1 and Tokyo"],
    ["us-east-1・東京のみ"],
    ["1. us-east-1\n2. 東京"],
    ["us-east-1：バージニア北部、ap-northeast-1：東京"],
    ["us-east-1 ap-northeast-1"],
    ["us-east-1\u3000ap-northeast-1"],
    ["us-east-1\nap-northeast-1"],
    ["us-east-1\r\nap-northeast-1\r\n"],
    ["us-east-1; ap-northeast-1"],
    ["us-east-1；ap-northeast-1"],
    ["us-east-1/ap-northeast-1"],
    ["US-EAST-1，ＡＰ－ＮＯＲＴＨＥＡＳＴ－１"],
    ["us-east-1,us-east-1,ap-northeast-1"],
    ["バージニア北部、東京"],
    ["N. Virginia, Tokyo"],
    ["米国東部 (バージニア北部), アジアパシフィック (東京)"],
    ["US East (N. Virginia), Asia Pacific (Tokyo)"],
    ["us-east-1（バージニア北部）, 東京(ap-northeast-1)"],
    ["us‑east‑1, ap–northeast–1"],
  ])("are read from %j", (cell) => {
    expect(regionsOf(cell)).toEqual([both]);
  });

  it.each<[Cell]>([
    ["all"],
    ["ALL"],
    ["全て"],
    ["すべて"],
    ["全リージョン"],
    ["全リージョン（17）"],
    ["all (17 regions)"],
    [null],
    [""],
    ["all, us-east-1"],
  ])("are all of them for %j", (cell) => {
    expect(regionsOf(cell)).toEqual(["all"]);
  });

  it.each([
    ["ap-northeast1", "ap-northeast-1"],
    ["ap-northest-1", "ap-northeast-1"],
    ["us_east_1", "us-east-1"],
    ["us-east-1a", "us-east-1"],
    ["東享", "ap-northeast-1"],
    ["ap-northeast-1a", "ap-northeast-1"],
    ["全リージョン（大阪除く）", undefined],
    ["なし", undefined],
    ["mars-1", undefined],
    ["Tokio", "ap-northeast-1"],
  ])("that are none, such as %s, are told with %s", (wrong, right) => {
    const { problems, row } = readOne(
      ["account_id", "regions"],
      "333333333333",
      `us-east-1,${wrong}`,
    );
    expect(problems).toMatchObject([{ code: "UnknownRegion", severity: "error", row: 2 }]);
    expect(problems[0]?.fix.en.includes("Did you mean")).toBe(right !== undefined);
    if (right) expect(problems[0]?.fix.ja).toContain(right);
    expect(row?.regions).toEqual(["us-east-1"]);
  });

  it("that are no list at all are told once", () => {
    expect(regionsOf("ハブと同じ 範囲")).toEqual([[], "UnknownRegion"]);
    expect(regionsOf("x y ".repeat(2_000))).toEqual([[], "UnknownRegion"]);
  });

  it("where the hub is not are refused", () => {
    expect(regionsOf("af-south-1")).toEqual([[], "RegionWithoutHub"]);
  });
});
