import type { Cell } from "@rollcall/core/ledger";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hub, management, read, readOne } from "./ledger-sheet.ts";

describe("an account id", () => {
  const idOf = (cell: Cell) => {
    const { row, codes } = readOne(["account_id", "project"], cell, "x");
    return [row?.accountId, ...codes];
  };

  it.each<[string, Cell, (string | undefined)[]]>([
    ["a number that lost a zero", 12345678912, ["012345678912", "LeadingZeros"]],
    ["a number that lost two zeros", 1234567891, ["001234567891", "LeadingZeros"]],
    ["a whole number", 123456789123, ["123456789123"]],
    ["full-width digits", "１２３４５６７８９１２３", ["123456789123", "FullWidth"]],
    ["hyphens", "1234-5678-9123", ["123456789123"]],
    ["full-width hyphens", "１２３４－５６７８－９１２３", ["123456789123", "FullWidth"]],
    ["spaces around", " 123456789123\u3000", ["123456789123", "StraySpaces"]],
    ["spaces inside", "1234 5678 9123", ["123456789123", "StraySpaces"]],
    ["no-break spaces", "123456789123\u00a0", ["123456789123", "StraySpaces"]],
    ["zero-width signs", "\u200b123456789123\ufeff", ["123456789123", "StraySpaces"]],
    ["a note in brackets", "123456789123（本番）", ["123456789123", "Annotated"]],
    ["an apostrophe", "'012345678912", ["012345678912"]],
    ["scientific notation", "1.23457E+11", [undefined, "IdDigitsLost"]],
    ["a rounded number", 123457000000, ["123457000000", "IdRounded"]],
    ["too many digits", "1234567891234", [undefined, "IdLength"]],
    ["too few digits as text", "12345678912", [undefined, "IdLength"]],
    ["a small number", 12345, [undefined, "IdLength"]],
    ["a number with a fraction", 12345678912.5, [undefined, "IdCharacters"]],
    ["a date", new Date("2026-11-22"), [undefined, "IdDate"]],
    ["a date as text", "2026/11/22", [undefined, "IdDate"]],
    ["an error", { error: "#N/A" }, [undefined, "ErrorCell"]],
    ["letters", "12345678912O", [undefined, "IdCharacters"]],
    ["yes", true, [undefined, "IdCharacters"]],
    ["a word", "申請中", [undefined, "IdCharacters"]],
    ["two of them", "123456789123\n1234-5678-9124", [undefined, "IdSeveral"]],
    ["thousands set apart", "123,456,789,123", ["123456789123"]],
    [
      "a fraction of nothing, as pandas writes it",
      "12345678912.0",
      ["012345678912", "LeadingZeros"],
    ],
    ["a typographic apostrophe", "’012345678912", ["012345678912"]],
  ])("may be %s", (_, cell, expected) => {
    expect(idOf(cell)).toEqual(expected);
  });

  it("is told with the header as written, the letter, and what cannot be seen", () => {
    const { problems } = read(["アカウントID"], ["12345\u200b"]);
    expect(problems).toMatchObject([
      { row: 2, column: "アカウントID (A)", value: "12345<U+200B>" },
    ]);
    expect(problems[0]?.fix.ja).toMatch(/[ぁ-ん]/);
  });

  it("of the hub itself is refused (D83)", () => {
    expect(readOne(["account_id"], hub).problems).toMatchObject([
      { code: "HubAccount", severity: "error" },
    ]);
  });

  it("of the management account is a case of its own (D79)", () => {
    const { problems, row } = readOne(["account_id"], management);
    expect(problems).toMatchObject([{ code: "ManagementAccount", severity: "warning" }]);
    expect(row).toMatchObject({ accountId: management });
  });

  it("survives every way of writing it (property)", () => {
    const wide = (digits: string) =>
      digits.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
    const id = fc.stringMatching(/^\d{12}$/);
    const dress = fc.constantFrom(
      (digits: string) => digits,
      wide,
      (digits: string) => `\u3000${digits} `,
      (digits: string) => digits.replace(/(\d{4})(\d{4})/, "$1-$2-"),
      (digits: string) => `\u200b${digits}`,
    );
    fc.assert(fc.property(id, dress, (digits, as) => idOf(as(digits))[0] === digits));
  });
});
