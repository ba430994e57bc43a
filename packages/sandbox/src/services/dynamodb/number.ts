// DynamoDB's numbers: decimal strings of up to 38 significant digits, never binary floating point.
// Values that are stored are in normal form already: plain digits, no exponent, no trailing zeros.

interface Decimal {
  /** The number is coefficient × 10^exponent. */
  coefficient: bigint;
  exponent: number;
}

/** Digits that a double holds exactly. */
const EXACT = /^-?\d{1,15}$/;

function parse(text: string): Decimal {
  const [mantissa = "", power = "0"] = text.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  return { coefficient: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}

function write({ coefficient, exponent }: Decimal): string {
  const sign = coefficient < 0n ? "-" : "";
  const digits = (coefficient < 0n ? -coefficient : coefficient).toString();
  if (coefficient === 0n) return "0";
  if (exponent >= 0) return sign + digits + "0".repeat(exponent);
  const padded = digits.padStart(1 - exponent, "0");
  const whole = padded.slice(0, exponent);
  const fraction = padded.slice(exponent).replace(/0+$/, "");
  return sign + (fraction === "" ? whole : `${whole}.${fraction}`);
}

/** The sum of two numbers. */
export function add(a: string, b: string): string {
  const [left, right] = [parse(a), parse(b)];
  const exponent = Math.min(left.exponent, right.exponent);
  const scale = (value: Decimal) => value.coefficient * 10n ** BigInt(value.exponent - exponent);
  return write({ coefficient: scale(left) + scale(right), exponent });
}

/** The difference of two numbers. */
export function subtract(a: string, b: string): string {
  return add(a, b.startsWith("-") ? b.slice(1) : `-${b}`);
}

/** Negative, zero or positive, as `a` is less than, equal to or greater than `b`. */
export function compare(a: string, b: string): number {
  if (EXACT.test(a) && EXACT.test(b)) return Number(a) - Number(b);
  const difference = subtract(a, b);
  return difference === "0" ? 0 : difference.startsWith("-") ? -1 : 1;
}

/** A string that sorts, by code unit, where the number sorts. Takes numbers in normal form. */
export function sortKey(text: string): string {
  if (text === "0") return "1";
  const negative = text.startsWith("-");
  const [whole = "", fraction = ""] = (negative ? text.slice(1) : text).split(".");
  const all = whole + fraction;
  const leading = all.length - all.replace(/^0+/, "").length;
  const digits = all.slice(leading).replace(/0+$/, "");
  // Magnitudes run from 10^-130 to 10^125, so the shifted exponent has three digits.
  const magnitude = String(whole.length - leading + 500);
  if (!negative) return `2${magnitude}${digits}`;
  const mirrored = [...(magnitude + digits)].map((digit) => 9 - Number(digit)).join("");
  return `0${mirrored}~`;
}
