// Guesses about AWS: each one is marked where the code follows it, and has a switch for its opposite or says why not.
import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import {
  ASSUMPTION_NAMES,
  flipAssumptions,
} from "../../packages/sandbox/src/faults/assumptions.ts";

const root = path.resolve(import.meta.dirname, "../../packages/sandbox/src");
const sources = fs
  .readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !/^(faults\/|knowledge)/.test(file))
  .map((file) => ({ file, text: fs.readFileSync(path.join(root, file), "utf8") }));

/** Roles are assumed too; that is no guess. */
const ROLES = /assumed-role|(?:be|roles?|an) assumed|assumed (?:with|role)/;
/** A guess that is a mere text, code, length or number; or one without an opposite, and why. */
const PLAIN = /assumed, (?:text|code|code and text|length|number) only|assumed, no opposite: \w+/;
const SWITCHED = /assumed\(([a-z-]+)\)/g;

const guesses = sources.flatMap(({ file, text }) =>
  text.split("\n").flatMap((line, at) => {
    const comment = /(?:\/\/|\/?\*\*?).*$/.exec(line)?.[0] ?? "";
    return /\bassumed\b/.test(comment) && !ROLES.test(comment)
      ? [{ place: `${file}:${at + 1}`, comment }]
      : [];
  }),
);

describe("guesses in the sandbox's source", () => {
  it("name their switch, or say why they have none", () => {
    const bare = guesses.filter(
      ({ comment }) => !PLAIN.test(comment) && !/assumed\([a-z-]+\)/.test(comment),
    );
    expect(bare).toEqual([]);
  });

  it("are those that can be switched", () => {
    const marked = guesses.flatMap(({ comment }) =>
      [...comment.matchAll(SWITCHED)].map(([, name]) => name),
    );
    expect([...new Set(marked)].sort()).toEqual([...ASSUMPTION_NAMES].sort());
  });

  it.each(ASSUMPTION_NAMES)("%s is asked for by the code", (name) => {
    expect(sources.filter(({ text }) => text.includes(`holds("${name}")`))).not.toEqual([]);
  });
});

it("flips about half of the guesses, the same ones by the same seed", () => {
  expect(flipAssumptions(3)).toEqual(flipAssumptions(3));
  const flipped = Array.from({ length: 40 }, (_, seed) => flipAssumptions(seed));
  for (const name of ASSUMPTION_NAMES) {
    const held = flipped.filter((one) => one[name]).length;
    expect(held, name).toBeGreaterThan(5);
    expect(held, name).toBeLessThan(35);
  }
});
