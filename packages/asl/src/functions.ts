// The functions that Step Functions adds to JSONata, and `$now` and `$millis` on the execution's clock.
import { createHash } from "node:crypto";
import { checkSize, type Environment, meterIn } from "./meter.ts";

interface Focus {
  environment: Environment;
}

interface AddedFunction {
  // biome-ignore lint/suspicious/noExplicitAny: JSONata hands over what the expression gives.
  run(this: Focus, ...given: any[]): unknown;
  /** JSONata's notation for the types of arguments and result. */
  signature?: string;
}

const ALGORITHMS = ["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"];
/** `$range(1, 360145, 1)` passes and one element more fails (observed). */
const LONGEST_RANGE = 360_145;

/** The functions by name. */
export const functions: Record<string, AddedFunction> = {
  /** Undefined for a chunk size below 1 or an empty array, which then fails the field (observed). */
  partition: {
    run(array: unknown, size: number) {
      const items = Array.isArray(array) ? array : [array];
      const chunk = Math.trunc(size);
      if (array === undefined || items.length === 0 || !(chunk >= 1)) return undefined;
      const parts: unknown[] = [];
      for (let i = 0; i < items.length; i += chunk) parts.push(items.slice(i, i + chunk));
      return parts;
    },
  },
  /** Includes the end; one element stands for itself (recorded). */
  range: {
    run(first: number, last: number, step: number) {
      const [from, to, by] = [Math.trunc(first), Math.trunc(last), Math.trunc(step)];
      const count = by === 0 ? 0 : Math.floor((to - from) / by) + 1;
      if (!(count >= 1)) return undefined;
      if (count > LONGEST_RANGE) checkSize(Number.POSITIVE_INFINITY);
      const items = Array.from({ length: count }, (_, i) => from + i * by);
      return count === 1 ? items[0] : items;
    },
  },
  /** assumed: what is not text is hashed as its JSON text. Undefined without an algorithm (observed). */
  hash: {
    run(content: unknown, algorithm: string) {
      if (content === undefined || algorithm === undefined) return undefined;
      if (!ALGORITHMS.includes(algorithm)) throw new Error(`Unknown hash algorithm: ${algorithm}`);
      const bytes = typeof content === "string" ? content : JSON.stringify(content);
      return createHash(algorithm.replace("-", "").toLowerCase()).update(bytes).digest("hex");
    },
  },
  random: {
    run(seed?: number) {
      return seed === undefined ? meterIn(this.environment).random.next() : javaRandom(seed);
    },
  },
  uuid: {
    run() {
      return meterIn(this.environment).random.uuid();
    },
  },
  /** Strict JSON; `-0` is 0 (recorded). */
  parse: {
    run(source: string) {
      if (source === undefined) return undefined;
      return JSON.parse(source, (_key, value) => (Object.is(value, -0) ? 0 : value));
    },
  },
  millis: {
    run() {
      return meterIn(this.environment).now;
    },
    signature: "<:n>",
  },
  now: {
    run(picture?: string, timezone?: string) {
      const format = this.environment.lookup("fromMillis") as {
        implementation(millis: number, picture?: string, timezone?: string): string;
      };
      const { now } = meterIn(this.environment);
      return format.implementation.call(this, now, picture, timezone);
    },
    signature: "<s?s?:s>",
  },
};

/** The first nextDouble() of java.util.Random(seed): `$random(42)` is 0.7275636800328681 (observed). */
function javaRandom(seed: number): number {
  const mask = (1n << 48n) - 1n;
  let state = (BigInt(Math.trunc(seed)) ^ 0x5deece66dn) & mask;
  const next = (bits: bigint): bigint => {
    state = (state * 0x5deece66dn + 0xbn) & mask;
    return state >> (48n - bits);
  };
  const high = next(26n);
  return Number((high << 27n) + next(27n)) / 2 ** 53;
}
