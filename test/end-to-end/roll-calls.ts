// Holding roll calls in a world, and playing what members do between them.
import type { RollCallRow } from "@rollcall/aws/table/roll-calls";
import type { Report } from "@rollcall/core/roll-call";
import { countsOf, hub, keyOf, type World } from "./world.ts";

/** A roll call that has ended. */
export interface Called {
  row: RollCallRow;
  report: Report;
  calls: Record<string, number>;
}

const rowOf = (world: World, rollCall: string) =>
  world.item<RollCallRow>(`ROLLCALL#${rollCall}`, "ROLLCALL");

/** Holds the roll call of a moment to its end, and until Slack and the bus know of it. */
export async function hold(world: World, at?: string): Promise<Called> {
  const mark = world.sandbox.calls.mark();
  const rollCall = await begun(world, at);
  const row = await world.until(() => rowOf(world, rollCall), `the end of ${rollCall}`);
  const calls = countsOf(world.sandbox.calls.since(mark));
  // Events are gathered for some seconds before they become messages.
  await world.sleep(15_000);
  await world.quiet();
  const report = (await world.file<Report>(rollCall, "closed.json"))!;
  return { row, report, calls };
}

/** The roll call of a moment, or of now; as long as another is under way, or nobody knows that it is not, that of later. */
async function begun(world: World, at?: string): Promise<string> {
  for (;;) {
    const now = new Date(world.sandbox.world.clock.now()).toISOString();
    const { outcome, rollCall } = await ask(world, at ?? now);
    if (outcome !== "busy" || at !== undefined) return rollCall;
    await world.sleep(60_000);
  }
}

/** Asks for the roll call of a moment, as the schedule does: again where the function failed. */
export async function ask(
  world: World,
  at: string,
): Promise<{ outcome: string; rollCall: string }> {
  const { Functions } = await world.asHub<{ Functions: { FunctionName: string }[] }>(
    "lambda",
    "ListFunctions",
  );
  const { FunctionName } = Functions.find((one) => /StartRollCall/.test(one.FunctionName))!;
  const asked = { FunctionName, Payload: Buffer.from(JSON.stringify({ at })) };
  for (let attempt = 1; ; attempt++) {
    const { Payload, FunctionError } = await world.asHub<{
      Payload: Uint8Array;
      FunctionError?: string;
    }>("lambda", "Invoke", asked);
    const answer = JSON.parse(Buffer.from(Payload).toString("utf8"));
    if (!FunctionError) return answer;
    if (attempt === 5) throw new Error(`no roll call could be started: ${answer.errorMessage}`);
    await world.sleep(60_000); // as Lambda does with what a schedule asks for
  }
}

/** The message that a roll call has in Slack, then the replies in its thread. */
export const told = (world: World, { row }: Called) =>
  world.messages.filter((one) => keyOf(one).startsWith(`roll-call/${row.rollCall}`));

/** Time for a listing to catch up with an answer. */
export const lag = (world: World) => world.sleep(90_000);

/** The member leaves. */
export const leave = (world: World, id: string, region: string) =>
  world.as(id, region)("securityhub", "DisassociateFromAdministratorAccount");

/** The member accepts the invitation that it once had. */
export async function comeBack(world: World, id: string, region: string): Promise<void> {
  const { Invitations } = await world.as(id, region)<{
    Invitations: { InvitationId: string }[];
  }>("securityhub", "ListInvitations");
  const { InvitationId } = Invitations[0]!;
  const accepted = { AdministratorId: hub, InvitationId };
  await world.as(id, region)("securityhub", "AcceptAdministratorInvitation", accepted);
}
