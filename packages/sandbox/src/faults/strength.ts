// How the strength of a fault is written: `5%`, `0.05`, `300ms`, `2s`, `4x`, `on`, `off`.
import { FAULTS, type FaultName, type Unit } from "./catalogue.ts";
import { quiet } from "./faults.ts";

const FORMS: Record<Unit, { pattern: RegExp; form: string; most: number }> = {
  chance: { pattern: /^(\d+(?:\.\d+)?)(%?)$/, form: "5% or 0.05", most: 1 },
  milliseconds: { pattern: /^(\d+(?:\.\d+)?)(ms|s)$/, form: "300ms or 2s", most: 3_600_000 },
  factor: { pattern: /^(\d+(?:\.\d+)?)(x?)$/, form: "2x or 0.5", most: 1_000 },
  switch: { pattern: /^([01])()$/, form: "on or off", most: 1 },
};
const SCALES: Record<string, number> = { "%": 0.01, s: 1_000 };

/** Reads a strength; a text that is none gives what is wrong with it. */
export function readStrength(name: FaultName, text: string): number | { problem: string } {
  const { unit, profiles } = FAULTS[name];
  if (text === "off") return quiet(name);
  if (text === "on") return profiles.hostile;
  const { pattern, form, most } = FORMS[unit];
  const [, digits, mark = ""] = pattern.exec(text) ?? [];
  const value = digits === undefined ? Number.NaN : Number(digits) * (SCALES[mark] ?? 1);
  if (value <= most) return value;
  return { problem: `${name} takes ${form}, at most ${writeStrength(name, most)}, on or off` };
}

/** Writes a strength as it is read. */
export function writeStrength(name: FaultName, value: number): string {
  switch (FAULTS[name].unit) {
    case "chance":
      return `${Number((value * 100).toPrecision(6))}%`;
    case "milliseconds":
      return value < 1_000 ? `${value}ms` : `${value / 1_000}s`;
    case "factor":
      return `${value}x`;
    case "switch":
      return value === 1 ? "on" : "off";
  }
}
