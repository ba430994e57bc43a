// What is applied where nothing is named.
import path from "node:path";

const samples = path.resolve(import.meta.dirname, "../samples");

/** The ledger that `start` applies when none is named. */
export const sampleLedger = path.join(samples, "ledger.xlsx");
/** What exists when the sample ledger is applied. */
export const sampleEstate = path.join(samples, "estate.json");
