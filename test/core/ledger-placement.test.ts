import type { Cell } from "@rollcall/core/ledger";
import { creationSeconds } from "@rollcall/core/plan/creation-time";
import { describe, expect, it } from "vitest";
import { readOne } from "./ledger-sheet.ts";

const header = ["email", "account_name", "ou", "タグ"];
const placed = (ou: Cell, tags: Cell = null) =>
  readOne(header, "new@example.com", "New account", ou, tags);

describe("the place of a new account", () => {
  it.each<[Cell, string]>([
    ["ou-ab12-3cdefgh4", "ou-ab12-3cdefgh4"],
    ["r-ab12", "r-ab12"],
    ["Workloads", "Workloads"],
    ["Root/Workloads/Prod", "Workloads/Prod"],
    ["/Workloads / Prod/", "Workloads/Prod"],
    ["業務／本番", "業務/本番"],
  ])("%s is read", (cell, ou) => {
    expect(placed(cell)).toMatchObject({ row: { ou }, codes: [] });
  });

  it.each<[Cell]>([["ou-ab12"], ["a/b/c/d/e/f"], ["Root"], ["x".repeat(129)]])(
    "%s is refused, since no unit has such a name",
    (cell) => {
      expect(placed(cell).codes).toEqual(["UnitForm"]);
    },
  );

  it("is nothing when the cell is empty", () => {
    const { row, codes } = placed(null);
    expect(codes).toEqual([]);
    expect(row).not.toHaveProperty("ou");
    expect(row).not.toHaveProperty("tags");
  });
});

describe("the tags of a new account", () => {
  it.each<[string, Record<string, string>]>([
    ["Team=SOC", { Team: "SOC" }],
    ["Team=SOC, 部署=情報システム；cost=a=b", { Team: "SOC", 部署: "情報システム", cost: "a=b" }],
    ["Team = SOC\nEmpty=", { Team: "SOC", Empty: "" }],
  ])("%j is read", (cell, tags) => {
    expect(placed(null, cell)).toMatchObject({ row: { tags }, codes: [] });
  });

  it.each<[string, string]>([
    ["Team=SOC, plain", "TagForm"],
    ["aws:owner=x", "TagForm"],
    ["=x", "TagForm"],
    ["a=b, a=c", "TagTwice"],
    [Array.from({ length: 51 }, (_, at) => `k${at}=v`).join(","), "TagsTooMany"],
  ])("%j is refused", (cell, code) => {
    expect(placed(null, cell).codes).toEqual([code]);
  });

  it("leaves a column alone that is called so and holds no tags", () => {
    expect(placed(null, "prod").row).toMatchObject({ extra: { タグ: "prod" } });
  });
});

describe("how long creating accounts still takes", () => {
  it("is as fast as AWS takes requests, until it turns out to be slower", () => {
    expect(creationSeconds(97, 0, 0)).toBe(970);
    expect(creationSeconds(50, 50, 400)).toBe(500);
    expect(creationSeconds(50, 50, 1000)).toBe(1000);
    expect(creationSeconds(0, 3, 30)).toBe(0);
  });
});
