// What a call takes on the sandbox's clock: the same for rollcall and for the baseline.
import type { Sandbox } from "@rollcall/sandbox";

/**
 * Milliseconds of a call, by service. assumed: AWS promises none of them. DynamoDB's answers take "single-digit
 * milliseconds" and S3's first byte "100 to 200" (their guides); calls that change or list things in an account take
 * tenths of a second.
 */
const LATENCY: Record<string, number> = { dynamodb: 10, s3: 100, sqs: 20, events: 20, states: 50 };
const USUAL = 200;

/** Milliseconds that a call of this service takes. */
export const latencyOf = (service: string): number => LATENCY[service] ?? USUAL;

/** Lets every call from the wire take its time. */
export function delayCalls(sandbox: Sandbox): void {
  const { clock } = sandbox.world;
  sandbox.gates.unshift(async ({ service, wire }) => {
    if (wire) await clock.delay(latencyOf(service));
  });
}
