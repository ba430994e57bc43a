// JSONata as Step Functions runs it.
import { describe, expect, it } from "vitest";
import { evaluating, machine, outputOf, run, start } from "./lab.ts";

const value = (expression: string, input = {}) => outputOf(evaluating(expression), { input });

const causeOf = async (expression: string) => {
  const { result } = await run(evaluating(expression));
  expect(result).toMatchObject({ status: "FAILED", error: "States.QueryEvaluationError" });
  return result.status === "FAILED" ? result.cause : undefined;
};

describe("the functions of Step Functions", () => {
  it.each([
    ["$partition([1,2,3,4,5], 2)", [[1, 2], [3, 4], [5]]],
    ["$partition([0], 3)", [[0]]],
    ["$partition([1,2,3], 2.9)", [[1, 2], [3]]],
    ["$range(1, 9, 2)", [1, 3, 5, 7, 9]],
    ["$range(1, 9, 9)", 1],
    ["$range(3, 1, -1)", [3, 2, 1]],
    ["$range(-1.7, 1, 1)", [-1, 0, 1]],
    ["$count($range(1, 5000, 1))", 5000],
    ["$hash('input data', 'SHA-1')", "aaff4a450a104cd177d28d18d74485e8cae074b7"],
    ["$hash('x', 'MD5')", "9dd4e461268c8034f5c8564e155c67a6"],
    ["$length($hash('x', 'SHA-512'))", 128],
    ["$random(42)", 0.7275636800328681],
    ["$parse('{\"a\":[1,-0]}')", { a: [1, 0] }],
    ["$now()", "2026-01-01T00:00:00.000Z"],
    ["$now('[Y]-[M01]')", "2026-01"],
    ["$millis()", start],
  ])("%s is %j", async (expression, expected) => {
    expect(await value(expression)).toEqual(expected);
  });

  it.each([
    "$partition([1], 0)",
    "$partition([], 2)",
    "$range(1, 5, 0)",
    "$range(1, 5, -1)",
    "$range(1, 5)",
    "$hash('x')",
  ])("%s gives nothing, which fails the field", async (expression) => {
    expect(await causeOf(expression)).toMatch(/returned nothing \(undefined\)\.$/);
  });

  it("$uuid and $random differ from draw to draw and repeat with the host's chance", async () => {
    const draw = (chance: number) =>
      outputOf(evaluating("[$uuid(), $uuid(), $random(), $random()]"), { random: () => chance });
    const [one, two, x, y] = (await draw(0.1)) as [string, string, number, number];
    expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(one).not.toBe(two);
    expect(x).not.toBe(y);
    expect(await draw(0.1)).toEqual([one, two, x, y]);
    expect(await draw(0.2)).not.toEqual([one, two, x, y]);
  });

  it("has no $eval", async () => {
    expect(await causeOf("$eval('1+1')")).toMatch(/T1006: Attempted to invoke a non-function$/);
  });
});

describe("results", () => {
  it.each([
    ["1/0", "Infinity"],
    ["[1/0, {'x': -1/0}]", ["Infinity", { x: "-Infinity" }]],
    ["$states.input.items[a=1]", { a: 1 }],
    ["[$states.input.items[a=9]]", []],
    ["$states.input.one", [5]],
    ["null", null],
  ])("%s is %j", async (expression, expected) => {
    expect(await value(expression, { items: [{ a: 1 }, { a: 2 }], one: [5] })).toEqual(expected);
  });

  it.each(["function($x){$x}", "$sum", "/a/"])("%s is no result", async (expression) => {
    expect(await causeOf(expression)).toMatch(/returned an unsupported result type\.$/);
  });

  it("of a wrong type fail a typed field", async () => {
    const { result } = await run(
      machine({ Rest: { Type: "Wait", Seconds: "{% 'ten' %}", End: true } }),
    );
    expect(result).toMatchObject({
      cause: expect.stringMatching(
        /specified for the field 'Seconds' returned an unexpected result type\. Expected 'number', but was 'string' for value: "ten"$/,
      ),
    });
  });
});

describe("bounds on one evaluation", () => {
  const sum = (terms: number) => Array.from({ length: terms }, () => "1").join("+");
  const double = (times: number) =>
    `$length($reduce([1..${times}], function($text, $n){ $text & $text }, 'x'))`;

  it.each([
    ["100 terms", sum(100), 100],
    ["2^22 characters", double(22), 2 ** 22],
    ["a list of 873,782", "$count([1..873782])", 873_782],
    ["a range of 360,145", "$count($range(1, 360145, 1))", 360_145],
    [
      "a long loop by tail calls",
      "($f := function($n){ $n > 0 ? $f($n - 1) : 'x' }; $f(5000))",
      "x",
    ],
  ])("let %s pass", async (_, expression, expected) => {
    expect(await value(expression)).toBe(expected);
  });

  const memory = /: Expression evaluation memory limit exceeded: Check for excessive memory usage$/;
  it.each([
    ["101 terms", sum(101), /: Stack overflow error: .*Depth=101 max=100$/],
    ["deep recursion", "($f := function($n){ 1 + $f($n) }; $f(1))", /: Stack overflow error: /],
    ["2^23 characters", double(23), memory],
    ["a list of 873,783", "$count([1..873783])", memory],
    ["a range of 360,146", "$count($range(1, 360146, 1))", memory],
    ["an endless loop", "($f := function(){ $f() }; $f())", /: Expression evaluation timeout: /],
  ])("stop %s", async (_, expression, cause) => {
    expect(await causeOf(expression)).toMatch(cause);
  });
});

it("gives JSONata's code and message for what an expression throws", async () => {
  expect(await causeOf("1 + 'a'")).toMatch(
    /'1 \+ 'a'' specified for the field 'Output' threw an error during evaluation\. T2002: /,
  );
});
