// What a run would cost on AWS, at the prices of the dated table.
import { prices } from "@rollcall/core/plan/prices";
import type { Usage } from "../../packages/sandbox/src/services/lambda/fleet.ts";
import type { Executions } from "./executions.ts";
import type { Meter } from "./meter.ts";

/** A function's use of Lambda: milliseconds of the modelled clock, and of this machine's processor. */
export interface FunctionUsage extends Usage {
  name: string;
  memoryMb: number;
}

/** What Lambda bills: it waits on the modelled clock, and computes beside it. */
export const billedMilliseconds = ({ milliseconds, cpu }: FunctionUsage): number =>
  milliseconds + cpu;

/** US dollars by service. Logs, storage and the free tier are left out. */
export function costOf({
  executions,
  functions,
  meter,
}: {
  executions: Executions;
  functions: FunctionUsage[];
  meter: Meter;
}) {
  const sum = (of: (one: FunctionUsage) => number) =>
    functions.reduce((total, one) => total + of(one), 0);
  const gigabyteSeconds = sum((one) => (billedMilliseconds(one) / 1_000) * (one.memoryMb / 1_024));
  const dollars = {
    stepFunctions: executions.transitions * prices.transition,
    lambda:
      gigabyteSeconds * prices.gigabyteSecond + sum((one) => one.invocations) * prices.request,
    dynamodb: meter.writeUnits * prices.write + meter.readUnits * prices.read,
    s3: meter.puts * prices.put + meter.gets * prices.get,
    sqs: meter.queueRequests * prices.queueRequest,
    events: meter.events * prices.event,
  };
  return {
    gigabyteSeconds,
    milliseconds: sum(billedMilliseconds),
    dollars,
    total: Object.values(dollars).reduce((total, one) => total + one, 0),
  };
}
