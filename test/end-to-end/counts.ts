// How much work was done, in calls.
import type { Call } from "@rollcall/sandbox";

/** Services whose calls are the work itself; the rest is machinery. */
const worked = new Set([
  "securityhub",
  "sts",
  "account",
  "organizations",
  "iam",
  "config",
  "guardduty",
]);

/** How often each operation was called, of the services whose calls are the work itself. */
export function countsOf(calls: Call[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { service, operation } of calls)
    if (worked.has(service))
      counts[`${service}:${operation}`] = (counts[`${service}:${operation}`] ?? 0) + 1;
  return counts;
}

/** All calls of a count. */
export const total = (calls: Record<string, number>): number =>
  Object.values(calls).reduce((sum, one) => sum + one, 0);
