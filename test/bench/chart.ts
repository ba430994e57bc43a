// The chart docs/bench.svg: modelled time on a logarithmic axis, and calls by the bound, for each size.
import fs from "node:fs";
import { inDocs, type Result, wholeBaseline } from "./result.ts";
import { number, time } from "./words.ts";

const WIDTH = 920;
const ROW = 34;
const TOP = 96;
/** Where the two panels begin and end. */
const TIME = { from: 130, to: 560 };
const CALLS = { from: 640, to: 880 };

/** Marks of the time axis, in seconds. */
const TICKS: [seconds: number, text: string][] = [
  [10, "10 s"],
  [60, "1 min"],
  [600, "10 min"],
  [3_600, "1 h"],
  [36_000, "10 h"],
  [86_400 * 7, "a week"],
  [86_400 * 60, "60 days"],
];
const RATIOS = [1, 1.25, 1.5, 1.75, 2];

const style = `
  text{fill:#334155;font:13px system-ui,-apple-system,"Segoe UI",sans-serif}
  .small{font-size:11px;fill:#64748b}.title{font-weight:600;fill:#0f172a}.end{text-anchor:end}.middle{text-anchor:middle}
  .back{fill:#f8fafc}.grid{stroke:#e2e8f0}.link{stroke:#cbd5e1;stroke-width:2}
  .bound{stroke:#0f172a;stroke-width:2.5}.ours{fill:#4f46e5}.script{fill:#f8fafc;stroke:#ea580c;stroke-width:2.5}
  .saysours{fill:#4338ca}.saysscript{fill:#c2410c}
  @media (prefers-color-scheme:dark){
    text{fill:#cbd5e1}.small{fill:#94a3b8}.title{fill:#f1f5f9}.back{fill:#0f172a}.grid{stroke:#1e293b}.link{stroke:#334155}
    .bound{stroke:#f1f5f9}.ours{fill:#818cf8}.script{fill:#0f172a;stroke:#fb923c}.saysours{fill:#a5b4fc}.saysscript{fill:#fdba74}
  }`;

const text = (x: number, y: number, content: string, classes = ""): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}"${classes && ` class="${classes}"`}>${content}</text>`;
const line = (x1: number, y1: number, x2: number, y2: number, name: string): string =>
  `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" class="${name}"/>`;
const dot = (x: number, y: number, name: string): string =>
  `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="5.5" class="${name}"/>`;

/** The picture of these results. */
export function chart(results: Result[]): string {
  const bottom = TOP + results.length * ROW;
  const longest = Math.max(...results.map((one) => wholeBaseline(one).seconds));
  const last = TICKS.find(([seconds]) => seconds >= longest)?.[0] ?? TICKS.at(-1)![0];
  const shortest = Math.min(...results.map((one) => one.bound.seconds));
  const first = Math.min(10, shortest);
  const timeAt = (seconds: number) =>
    TIME.from +
    ((Math.log(seconds) - Math.log(first)) / (Math.log(last) - Math.log(first))) *
      (TIME.to - TIME.from);
  const ratioAt = (ratio: number) =>
    CALLS.from + ((Math.min(ratio, 2) - 1) / 1) * (CALLS.to - CALLS.from);
  const parts = [
    text(
      24,
      34,
      "Onboarding into Security Hub: rollcall, a sequential script, and the least that is possible",
      "title",
    ),
    legend(24, 58),
    text(TIME.from, TOP - 14, "modelled time, logarithmic", "small"),
    text(CALLS.from, TOP - 14, "calls, by the bound", "small"),
    ...TICKS.filter(([seconds]) => seconds >= first && seconds <= last).flatMap(
      ([seconds, said]) => [
        line(timeAt(seconds), TOP - 6, timeAt(seconds), bottom, "grid"),
        text(timeAt(seconds), bottom + 16, said, "small middle"),
      ],
    ),
    ...RATIOS.flatMap((ratio) => [
      line(ratioAt(ratio), TOP - 6, ratioAt(ratio), bottom, "grid"),
      text(ratioAt(ratio), bottom + 16, String(ratio), "small middle"),
    ]),
    ...results.flatMap((one, at) => {
      const y = TOP + at * ROW + ROW / 2;
      return [text(24, y + 4, one.size.replace("x", " × ")), ...row(one, y, timeAt, ratioAt)];
    }),
  ];
  const said = results
    .map((one) => `${one.size}: ${time(one.onboarded.seconds)}, bound ${time(one.bound.seconds)}`)
    .join("; ");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 36}" role="img" aria-label="Modelled time by size. ${said}">
<style>${style}
</style>
<rect width="${WIDTH}" height="${bottom + 36}" rx="14" class="back"/>
${parts.join("\n")}
</svg>
`;
}

const legend = (x: number, y: number): string =>
  [
    line(x + 4, y - 11, x + 4, y + 3, "bound"),
    text(x + 14, y, "bound", "small"),
    dot(x + 66, y - 4, "ours"),
    text(x + 78, y, "rollcall", "small"),
    dot(x + 138, y - 4, "script"),
    text(
      x + 150,
      y,
      "one account, one Region, one call after another (≈ scaled from a sample)",
      "small",
    ),
  ].join("");

function row(
  one: Result,
  y: number,
  timeAt: (seconds: number) => number,
  ratioAt: (ratio: number) => number,
): string[] {
  const { bound, onboarded } = one;
  const whole = wholeBaseline(one);
  const [ours, script, least] = [onboarded.seconds, whole.seconds, bound.seconds].map(timeAt) as [
    number,
    number,
    number,
  ];
  const [ourCalls, scriptCalls] = [onboarded.calls, whole.calls].map(
    (calls) => calls / bound.calls,
  ) as [number, number];
  const about = whole.extrapolated ? "≈ " : "";
  const saidAt = script > TIME.to - 70 ? script - 10 : script + 10;
  return [
    line(ours, y, script, y, "link"),
    line(least, y - 9, least, y + 9, "bound"),
    dot(ours, y, "ours"),
    dot(script, y, "script"),
    text(ours + 10, y - 6, time(onboarded.seconds), "small saysours"),
    text(
      saidAt,
      y - 6,
      about + time(whole.seconds),
      `small saysscript${saidAt < script ? " end" : ""}`,
    ),
    line(ratioAt(ourCalls), y, ratioAt(scriptCalls), y, "link"),
    line(ratioAt(1), y - 9, ratioAt(1), y + 9, "bound"),
    dot(ratioAt(ourCalls), y, "ours"),
    dot(ratioAt(scriptCalls), y, "script"),
    text(ratioAt(ourCalls) + 10, y - 6, number(ourCalls, 3), "small saysours"),
    text(ratioAt(scriptCalls) + 10, y - 6, number(scriptCalls, 2), "small saysscript"),
  ];
}

/** Writes the chart. */
export const writeChart = (results: Result[]): void =>
  fs.writeFileSync(inDocs("bench.svg"), chart(results));
