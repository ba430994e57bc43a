// Event patterns, as sentences over data: [pattern, event, whether it matches].
import { describe, expect, it } from "vitest";
import { compilePattern } from "../../packages/sandbox/src/services/events/pattern.ts";

const cases: [name: string, pattern: object, event: object, matches: boolean][] = [
  ["equal text", { a: ["x"] }, { a: "x" }, true],
  ["one of several", { a: ["x", "y"] }, { a: "y" }, true],
  ["other text", { a: ["x"] }, { a: "X" }, false],
  ["a number is not its text", { a: [1] }, { a: "1" }, false],
  ["1.0 is 1", { a: [1.0] }, { a: 1 }, true],
  ["null is a value", { a: [null] }, { a: null }, true],
  ["null is not missing", { a: [null] }, {}, false],
  ["all keys must match", { a: ["x"], b: ["y"] }, { a: "x", b: "z" }, false],
  ["nested", { a: { b: ["x"] } }, { a: { b: "x" } }, true],
  ["any element of an array", { a: ["x"] }, { a: ["y", "x"] }, true],
  ["no element of an array", { a: ["x"] }, { a: [] }, false],
  ["one element holds all conditions", { a: { b: [1], c: [2] } }, { a: [{ b: 1, c: 2 }] }, true],
  [
    "conditions spread over elements",
    { a: { b: [1], c: [2] } },
    { a: [{ b: 1 }, { c: 2 }] },
    false,
  ],
  ["exists", { a: [{ exists: true }] }, { a: null }, true],
  ["does not exist", { a: [{ exists: false }] }, { b: 1 }, true],
  ["does not exist, nested", { a: { b: [{ exists: false }] } }, { c: 1 }, true],
  ["an object is no leaf", { a: [{ exists: true }] }, { a: { b: 1 } }, false],
  ["an empty array is missing", { a: [{ exists: false }] }, { a: [] }, true],
  ["anything-but", { a: [{ "anything-but": "x" }] }, { a: "y" }, true],
  ["anything-but a list", { a: [{ "anything-but": ["x", "y"] }] }, { a: "y" }, false],
  ["anything-but needs the field", { a: [{ "anything-but": "x" }] }, {}, false],
  ["anything-but a prefix", { a: [{ "anything-but": { prefix: "x" } }] }, { a: "xy" }, false],
  ["anything-but suffixes", { a: [{ "anything-but": { suffix: ["x", "y"] } }] }, { a: "az" }, true],
  [
    "anything-but a wildcard",
    { a: [{ "anything-but": { wildcard: "x*z" } }] },
    { a: "xyz" },
    false,
  ],
  [
    "anything-but, ignoring case",
    { a: [{ "anything-but": { "equals-ignore-case": ["X"] } }] },
    { a: "x" },
    false,
  ],
  ["prefix", { a: [{ prefix: "ab" }] }, { a: "abc" }, true],
  [
    "prefix, ignoring case",
    { a: [{ prefix: { "equals-ignore-case": "AB" } }] },
    { a: "abc" },
    true,
  ],
  ["suffix", { a: [{ suffix: ".png" }] }, { a: "x.PNG" }, false],
  ["equals-ignore-case", { a: [{ "equals-ignore-case": "X" }] }, { a: "x" }, true],
  ["wildcard", { a: [{ wildcard: "a*c*" }] }, { a: "abcd" }, true],
  ["wildcard with dots", { a: [{ wildcard: "a.c" }] }, { a: "abc" }, false],
  ["an escaped star", { a: [{ wildcard: "a\\*c" }] }, { a: "a*c" }, true],
  ["an escaped star is no wildcard", { a: [{ wildcard: "a\\*c" }] }, { a: "abc" }, false],
  ["numeric equal", { a: [{ numeric: ["=", 3] }] }, { a: 3 }, true],
  ["numeric range", { a: [{ numeric: [">", 0, "<=", 5] }] }, { a: 5 }, true],
  ["numeric range, outside", { a: [{ numeric: [">", 0, "<=", 5] }] }, { a: 0 }, false],
  ["numeric wants a number", { a: [{ numeric: [">", 0] }] }, { a: "1" }, false],
  ["cidr v4", { a: [{ cidr: "10.0.0.0/24" }] }, { a: "10.0.0.255" }, true],
  ["cidr v4, outside", { a: [{ cidr: "10.0.0.0/24" }] }, { a: "10.0.1.0" }, false],
  ["cidr v6", { a: [{ cidr: "2001:db8::/32" }] }, { a: "2001:db8::1" }, true],
  ["$or, first", { $or: [{ a: ["x"] }, { b: ["y"] }] }, { a: "x" }, true],
  ["$or, none", { $or: [{ a: ["x"] }, { b: ["y"] }] }, { a: "y", b: "x" }, false],
  [
    "$or and a key beside it",
    { c: [1], $or: [{ a: ["x"] }, { b: ["y"] }] },
    { b: "y", c: 2 },
    false,
  ],
  ["$or with one branch is a field", { $or: [{ prefix: "x" }] }, { $or: "xy" }, true],
];

it.each(cases)("%s", (_name, pattern, event, matches) => {
  expect(compilePattern(pattern)(event)).toBe(matches);
});

describe("refuses", () => {
  const bad: [string, unknown][] = [
    ["text that is not JSON", "{"],
    ["a leaf that is no array", { a: "x" }],
    ["an empty array", { a: [] }],
    ["an empty object", { a: {} }],
    ["an array in an array", { a: [["x"]] }],
    ["an unknown operator", { a: [{ like: "x" }] }],
    ["two operators in one object", { a: [{ prefix: "x", suffix: "y" }] }],
    ["two stars in a row", { a: [{ wildcard: "a**b" }] }],
    ["an escape of another character", { a: [{ wildcard: "a\\b" }] }],
    ["an upper before a lower bound", { a: [{ numeric: ["<", 5, ">", 0] }] }],
    ["an empty range", { a: [{ numeric: [">", 5, "<", 5] }] }],
    ["a number out of range", { a: [{ numeric: ["=", 5_000_000_001] }] }],
    ["a network without an address", { a: [{ cidr: "net/8" }] }],
    ["anything-but with mixed types", { a: [{ "anything-but": ["x", 1] }] }],
    ["anything-but of an operator it has not", { a: [{ "anything-but": { numeric: ["=", 1] } }] }],
    ["exists with text", { a: [{ exists: "yes" }] }],
  ];
  it.each(bad)("%s", (_name, pattern) => {
    const text = typeof pattern === "string" ? pattern : JSON.stringify(pattern);
    expect(() => compilePattern(text)).toThrow(/^Event pattern is not valid\. Reason: /);
  });
});
