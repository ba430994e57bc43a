// What a run's file is called where people see it: in a storm several stand in one thread, and in a folder of downloads
// all of them do.

/** Characters that no file of Windows may have in its name, and what nobody sees. */
const forbidden = /[\p{Cc}\p{Cf}\\/:*?"<>|]/gu;

/** A result that was uploaded again is named after its ledger, not after itself. */
const earlier = /(-\d{4}-\d{2}-\d{2}-[0-9a-f]{6}-result)+$/;

/** Characters of the ledger's name that are kept: names of files end at 255 bytes, and a character takes up to four. */
const KEPT = 50;

/**
 * The name of a file of a run: the ledger's (a key or a file name), the day (`2026-11-23`), the end of the run's id, and
 * what it is, such as `result.xlsx`.
 */
export function fileNameOf(
  { ledger, run }: { ledger: string; run: string },
  day: string,
  what: string,
): string {
  const name = ledger
    .split("/")
    .at(-1)!
    .replace(/\.[A-Za-z]{3,4}$/, "");
  const stem = [...name.replace(forbidden, "_").replace(earlier, "")].slice(0, KEPT).join("");
  return [stem.trim(), day, run.slice(-6), what].filter(Boolean).join("-");
}
