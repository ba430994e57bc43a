// A batch that AWS refuses as a whole, because of one account in it.
import { halving } from "@rollcall/aws/acts/halving";
import type { WaveMember } from "@rollcall/aws/acts/wave-files";
import { describe, expect, it } from "vitest";

const batch: WaveMember[] = Array.from({ length: 50 }, (_, at) => ({
  accountId: String(at).padStart(12, "0"),
  way: "invitation",
}));
const bad = batch[17]!.accountId;
const error = (name: string) => Object.assign(new Error(`${name} of a test`), { name });

/** AWS refuses whatever has the bad account in it. */
function spoiled(name: string) {
  const sent: number[] = [];
  const taken: string[] = [];
  const send = async (part: WaveMember[]) => {
    sent.push(part.length);
    if (part.some((one) => one.accountId === bad)) throw error(name);
    taken.push(...part.map((one) => one.accountId));
    return [];
  };
  return { sent, taken, send };
}

describe("a batch", () => {
  it("goes out whole where AWS takes it, with its refusals", async () => {
    const refusal = { accountId: bad, reason: "no" };
    expect(await halving(batch, async () => [refusal])).toEqual([refusal]);
  });

  it.each(["InvalidInputException", "ResourceNotFoundException", "ResourceConflictException"])(
    "is halved after %s until the bad account stands alone, and the others are taken once",
    async (name) => {
      const { sent, taken, send } = spoiled(name);
      const refused = await halving(batch, send);
      expect(refused).toEqual([{ accountId: bad, reason: `${name} of a test` }]);
      expect(taken.sort()).toEqual(
        batch.map((one) => one.accountId).filter((accountId) => accountId !== bad),
      );
      expect(sent.length).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(batch.length)) + 1);
    },
  );

  it.each(["RetryableError", "AccessDeniedException", "InvalidAccessException"])(
    "is not sent again in halves after %s, which every half would meet",
    async (name) => {
      const { sent, send } = spoiled(name);
      await expect(halving(batch, send)).rejects.toMatchObject({ name });
      expect(sent).toEqual([50]);
    },
  );

  it("is halved where AWS says that it is too large", async () => {
    const tooMany = "Maximum number of results exceeded";
    const sent: number[] = [];
    const refused = await halving(batch, async (part) => {
      sent.push(part.length);
      return part.length > 25 ? part.map(({ accountId }) => ({ accountId, reason: tooMany })) : [];
    });
    expect(refused).toEqual([]);
    expect(sent).toEqual([50, 25, 25]);
  });
});
