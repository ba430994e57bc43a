// One JSON line for each fact: facts first, the sentence last. No secrets, no whole events.

type Facts = Record<string, string | number | boolean | undefined>;

const write = (level: "info" | "warn" | "error") => (facts: Facts, message: string) =>
  console.log(JSON.stringify({ level, at: new Date().toISOString(), ...facts, message }));

/** Writes one fact to the function's log. */
export const log = { info: write("info"), warn: write("warn"), error: write("error") };
