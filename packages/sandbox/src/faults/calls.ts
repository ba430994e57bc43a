// What may happen to a call on the wire: a gate hook that stands before everything else. A call of one service of the
// sandbox to another has no wire that could fail; Lambda's and the deliverers' own faults stand with them.
import { type GatedCall, type GateHook, Hangup } from "../wire/gate.ts";
import { AwsError, type World } from "../wire/service.ts";
import type { FaultName } from "./catalogue.ts";
import type { Faults } from "./faults.ts";
import { internalError, type Trouble, throttled, unavailable } from "./service-errors.ts";

/** Milliseconds for which a service that is down stays down. */
const OUTAGE = 30_000;
/** Characters of an input that tell one piece of work from another. */
const TELLING = 400;

const raised = ({ code, message, status }: Trouble) => new AwsError(code, message, { status });

type Meet = (call: GatedCall) => void;

/** What happens to a call that meets a fault; those that come after the act wait for it. */
const MEET: Partial<Record<FaultName, Meet>> = {
  throttling({ service }) {
    throw raised(throttled(service));
  },
  "server-errors"({ service }) {
    throw raised(internalError(service));
  },
  "late-errors"({ service, afterwards }) {
    afterwards.push(() => {
      throw raised(internalError(service));
    });
  },
  "dropped-calls"() {
    throw new Hangup("a fault: the connection ends before the call was heard");
  },
  "lost-answers"({ afterwards }) {
    afterwards.push(() => {
      throw new Hangup("a fault: the answer is lost");
    });
  },
};
const KINDS = Object.keys(MEET) as FaultName[];

/** A hook for the gate that lets calls meet the faults that are on. */
export function callFaults({ clock, faults }: Pick<World, "clock" | "faults">): GateHook {
  const began = clock.now();
  return (call) => {
    if (!call.wire) return;
    const { service, operation, account, region } = call;
    const ordered = faults.refusals.meet(`${service}:${operation}`);
    if (ordered) throw new AwsError(ordered, "A fault: this refusal was ordered");
    if (isDown(faults, `${service}/${region}`, clock.now() - began)) throw raised(unavailable);
    const on = KINDS.filter((name) => faults.value(name) > 0);
    if (on.length === 0) return;
    const place = `${service}:${operation}/${account}/${region}`;
    const met = on.filter((name) => faults.strikes(name, place))[0];
    const work = `${place}/${tellingOf(call.input)}`;
    const fails = met !== undefined && faults.dice.mayFail(work);
    faults.dice.note(work, fails);
    if (fails) MEET[met]!(call);
  };
}

/** Whether a service is down in a Region at a time since the start; never for two stretches in a row. */
function isDown(faults: Faults, place: string, at: number): boolean {
  const share = faults.value("outages");
  if (share === 0) return false;
  const down = (stretch: number) => faults.dice.of(`outages/${place}/${stretch}`) < share;
  const now = Math.floor(at / OUTAGE);
  return down(now) && !down(now - 1);
}

/** What tells this call from others of its kind; the same for each attempt of a client. */
const tellingOf = (input: unknown): string =>
  JSON.stringify(input, (_key, value) =>
    value instanceof Uint8Array || typeof value === "bigint" ? undefined : value,
  ).slice(0, TELLING);
