// Names of a run's files: one can be told from the next, and every system takes them.
import { fileNameOf } from "@rollcall/core/run/file-name";
import fc from "fast-check";
import { expect, it } from "vitest";

const run = "ledger-0123456789abcdef0123abcd";
const named = (ledger: string) => fileNameOf({ ledger, run }, "2026-11-23", "result.xlsx");

it("is the ledger's, the day and the run's, and Japanese stays", () => {
  expect(named("ledgers/東京/お客様台帳 2026年度.xlsx")).toBe(
    "お客様台帳 2026年度-2026-11-23-23abcd-result.xlsx",
  );
  expect(named("ledgers/v1.2 final.csv")).toBe("v1.2 final-2026-11-23-23abcd-result.xlsx");
});

it("does not grow where a result is uploaded again", () => {
  const first = named("ledgers/members.xlsx");
  expect(named(`ledgers/${first}`)).toBe(first);
});

const character = fc.constantFrom(...'aé表😀 .-/\\:*?"<>|\u0000\u200b\n');

it("is a name that Windows takes, of 255 bytes at most, whatever the ledger's was", () => {
  fc.assert(
    fc.property(fc.array(character, { maxLength: 300 }), (ledger) => {
      const name = named(`ledgers/${ledger.join("")}`);
      expect(name).not.toMatch(/[\p{Cc}\\/:*?"<>|]/u);
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
      expect(name).toMatch(/2026-11-23-23abcd-result\.xlsx$/);
    }),
  );
});
