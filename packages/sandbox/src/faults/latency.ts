// How long a call takes: log-normal around a median for each service, on the sandbox's clock, which skips it when
// nobody does anything else. Calls of one service of the sandbox to another take no time.
import type { GateHook } from "../wire/gate.ts";
import type { World } from "../wire/service.ts";
import type { Faults } from "./faults.ts";

/**
 * Medians in milliseconds. DynamoDB's is documented as "single-digit", S3's first byte as "100-200 ms"; assumed, lengths
 * only: all others, from a caller in the same Region.
 */
const MEDIANS: Record<string, number> = {
  securityhub: 200,
  organizations: 250,
  account: 200,
  iam: 150,
  config: 200,
  guardduty: 200,
  ec2: 150,
  sts: 60,
  s3: 100,
  dynamodb: 6,
  streams: 6,
  sqs: 15,
  events: 30,
  states: 40,
  lambda: 30,
};
const USUAL = 50;
/** One call in forty takes more than twice the median: a spread as services commonly show. */
const SIGMA = 0.35;
/** Times the median; no call takes longer. */
const LONGEST = 10;
/** Ends of calls that are close together are one moment, so that the clock skips once for many. */
const GRAIN = 5;

/** A hook for the gate that lets calls take their time. */
export function latency({ clock, faults }: Pick<World, "clock" | "faults">): GateHook {
  return ({ service, operation, account, region, wire, context }) => {
    const factor = faults.value("latency");
    if (!wire || factor === 0) return undefined;
    const length =
      factor * lengthOf(faults, service, `${service}:${operation}/${account}/${region}`);
    const now = clock.now();
    const end = Math.ceil((now + length) / GRAIN) * GRAIN;
    return clock.delay(end - now, context.connection);
  };
}

/** One length in milliseconds. */
function lengthOf({ dice }: Faults, service: string, place: string): number {
  const [one, other] = [dice.roll(`latency/${place}`), dice.roll(`latency/${place}`)];
  // Box and Muller: two even numbers make a normal one.
  const normal = Math.sqrt(-2 * Math.log(1 - one)) * Math.cos(2 * Math.PI * other);
  return (MEDIANS[service] ?? USUAL) * Math.min(LONGEST, Math.exp(SIGMA * normal));
}
