// What CloudTrail's events come to, and whom a change is put down to.
import fs from "node:fs";
import { type Call, callBehind, type Heard, hear, inOrder, shortActor } from "@rollcall/core/call";
import { eventNames } from "@rollcall/core/call/hear";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { called, happened, hub, management, member, ours, session } from "./trail-events.ts";

const heard = (event: object) => hear(event, ours) as Heard;
const other = "333333333333";

const parameters = fc.record(
  {
    AccountIds: fc.anything(),
    accountId: fc.anything(),
    AccountDetails: fc.anything(),
    AdministratorId: fc.anything(),
  },
  { requiredKeys: [] },
);

describe("an event", () => {
  it("of a member that leaves proves it, and names who and from where (D13)", () => {
    for (const name of [
      "DisassociateFromAdministratorAccount",
      "DisassociateFromMasterAccount", // the console's name for it
    ]) {
      const { calls, says, ask, look } = heard(called("securityhub", member, name));
      expect(calls).toEqual([
        {
          id: `3dabcebf-35b0-443f-a1a2-26e186ce23bf/${member}`,
          at: "2026-11-22T10:00:00.000Z",
          accountId: member,
          region: "us-east-1",
          eventName: name,
          actor: `arn:aws:sts::${member}:assumed-role/Admin/alice`,
          sourceIp: "203.0.113.7",
        },
      ]);
      expect(says).toMatchObject([{ accountId: member, state: "Resigned", source: "trail" }]);
      expect([ask, look]).toEqual([[], false]);
    }
  });

  it("is read below `detail`: at the top level there is nothing (D75)", () => {
    const { detail, ...envelope } = called("securityhub", member, "DisableSecurityHub");
    expect(() => hear({ ...envelope, ...detail }, ours)).toThrow(/detail/);
  });

  it.each(["AcceptHandShake", "toString", ""])(
    "of the unknown name “%s” is an error (D75)",
    (name) =>
      expect(() => hear(called("securityhub", member, name), ours)).toThrow(
        /nobody here understands/,
      ),
  );

  it("of the hub's calls has the hub asked about every account that is named", () => {
    const given: [string, object][] = [
      ["DisassociateMembers", { AccountIds: [member, other] }],
      ["DeleteMembers", { accountIds: [member, other] }],
      ["InviteMembers", { AccountIds: [member, other, member] }],
      ["CreateMembers", { AccountDetails: [{ AccountId: member }, { accountId: other }] }],
    ];
    for (const [name, requestParameters] of given) {
      const { ask, calls, says } = heard(called("securityhub", hub, name, { requestParameters }));
      expect(ask, name).toEqual([member, other]);
      expect(calls.map((one) => one.accountId)).toEqual([member, other]);
      expect(says).toEqual([]);
    }
  });

  it("of a member that switches Security Hub off has the hub asked; of the hub itself, all are looked at (D87)", () => {
    expect(heard(called("securityhub", member, "DisableSecurityHub"))).toMatchObject({
      ask: [member],
      look: false,
    });
    expect(heard(called("securityhub", hub, "DisableSecurityHub"))).toMatchObject({
      ask: [],
      look: true,
    });
  });

  it("of an acceptance or a refusal counts where it is our invitation", () => {
    const say = (name: string, requestParameters: object) => {
      const result = hear(called("securityhub", member, name, { requestParameters }), ours);
      return typeof result === "string" ? result : result.says[0]?.state;
    };
    expect(say("AcceptAdministratorInvitation", { AdministratorId: hub })).toBe("Enabled");
    expect(say("AcceptInvitation", { MasterId: hub })).toBe("Enabled");
    expect(say("AcceptInvitation", { MasterId: other })).toBe("foreign");
    expect(say("DeclineInvitations", { AccountIds: [other, hub] })).toBe("Resigned");
    expect(say("DeclineInvitations", { AccountIds: [other] })).toBe("foreign");
  });

  it("of a call that was refused, or of somebody else's hub, comes to nothing", () => {
    const refused = { errorCode: "AccessDenied" };
    expect(hear(called("securityhub", member, "DisableSecurityHub", refused), ours)).toBe("failed");
    const requestParameters = { AccountIds: [member] };
    const event = called("securityhub", other, "DisassociateMembers", { requestParameters });
    expect(hear(event, ours)).toBe("foreign");
    expect(hear(called("organizations", other, "CloseAccount"), ours)).toBe("foreign");
  });

  it.each([
    { recipientAccountId: other },
    { userIdentity: session(other, "Admin", "mallory") },
    { awsRegion: "eu-west-1" },
  ])("whose envelope contradicts it is refused: %j", (detail) => {
    const event = called("securityhub", member, "DisassociateFromAdministratorAccount", detail);
    expect(() => hear(event, ours)).toThrow(/claims/);
  });

  it("of rollcall itself makes no noise; leaving with its role is named all the same", () => {
    const own = (account: string, role: string, name: string, requestParameters: object) =>
      heard(
        called("securityhub", account, name, {
          userIdentity: session(account, role, "run"),
          requestParameters,
        }),
      );
    const invite = own(hub, "rollcall-production-InviteRegionRole-x", "InviteMembers", {
      AccountIds: [member],
    });
    expect(invite).toMatchObject({ own: true, calls: [], ask: [] });
    const accepts = own(member, "rollcall-member", "AcceptAdministratorInvitation", {
      AdministratorId: hub,
    });
    expect(accepts).toMatchObject({ own: true, calls: [] });
    const leaves = own(member, "rollcall-member", "DisassociateFromAdministratorAccount", {});
    expect(leaves).toMatchObject({ own: false, calls: [{ accountId: member }] });
  });

  it("of Organizations wants a roll call where memberships may have changed (D88)", () => {
    const looks = (event: object) => heard(event).look;
    const status = (state: string) => ({ accountId: member, state });
    expect(looks(happened("CloseAccountResult", { closeAccountStatus: status("SUCCEEDED") }))).toBe(
      true,
    );
    expect(looks(happened("CloseAccountResult", { closeAccountStatus: status("FAILED") }))).toBe(
      false,
    );
    const about = { accountId: member };
    expect(
      looks(happened("AccountDepartedOrganization", { ...about, departureMethod: "LEFT" })),
    ).toBe(true);
    expect(
      looks(happened("AccountJoinedOrganization", { ...about, joinedMethod: "INVITED" })),
    ).toBe(true);
    expect(
      looks(happened("AccountJoinedOrganization", { ...about, joinedMethod: "Created" })),
    ).toBe(false);
    expect(
      looks(happened("CreateAccountResult", { createAccountStatus: status("SUCCEEDED") })),
    ).toBe(false);
    expect(looks(called("organizations", member, "LeaveOrganization"))).toBe(true);
    expect(heard(happened("AccountDepartedOrganization", about)).calls).toEqual([]);
    const requestParameters = { accountId: member };
    const closed = heard(
      called("organizations", management, "CloseAccount", { requestParameters }),
    );
    expect(closed.calls).toMatchObject([{ accountId: member, region: "organization" }]);
  });

  it("is understood for each name that the template forwards, and for no other", () => {
    const template = fs.readFileSync(
      new URL("../../templates/call-forwarding.yaml", import.meta.url),
      "utf8",
    );
    const names = [...template.matchAll(/^ {12}- ([A-Z]\w+)$/gm)].map((match) => match[1]!);
    expect(names.toSorted()).toEqual(eventNames.toSorted());
  });

  it("never fails but by refusing, whatever it holds", () => {
    fc.assert(
      fc.property(fc.constantFrom(...eventNames), parameters, (name, requestParameters) => {
        for (const account of [member, hub, management])
          hear(called("securityhub", account, name, { requestParameters }), ours);
      }),
      { numRuns: 300 },
    );
  });
});

describe("whom a change is put down to", () => {
  const call = (at: string, eventName: string, region = "us-east-1"): Call => ({
    id: at,
    at: `2026-11-22T${at}.000Z`,
    accountId: member,
    region,
    eventName,
    actor: at,
  });
  const seen = { region: "us-east-1", to: "Resigned" as const, at: "2026-11-22T10:00:00.000Z" };

  it("is the last call before it that can have led to it", () => {
    const calls = [
      call("09:10:00", "DisassociateFromAdministratorAccount"),
      call("09:30:00", "DisassociateFromMasterAccount"),
      call("09:40:00", "InviteMembers"),
      call("09:50:00", "DisassociateFromMasterAccount", "eu-west-1"),
      call("10:00:01", "DisassociateFromAdministratorAccount"),
    ];
    expect(callBehind(seen, calls)?.actor).toBe("09:30:00");
  });

  it("is nobody whose call came before an earlier change of the same membership", () => {
    const calls = [call("09:30:00", "DisassociateFromAdministratorAccount")];
    const after = "2026-11-22T09:45:00.000Z";
    expect(callBehind({ ...seen, after }, calls)).toBeUndefined();
    expect(callBehind({ ...seen, after: "2026-11-22T09:30:00.700Z" }, calls)?.actor).toBe(
      "09:30:00",
    );
  });

  it("may have acted on the whole organization", () => {
    const calls = [call("09:30:00", "CloseAccount", "organization")];
    expect(callBehind({ ...seen, to: "AccountSuspended" }, calls)?.actor).toBe("09:30:00");
  });
});

it.each([
  ["arn:aws:sts::111111111111:assumed-role/Admin/alice", "alice (Admin) 111111111111"],
  [
    "arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Ops_0123456789abcdef/bob@example.com",
    "bob@example.com (Ops) 111111111111",
  ],
  ["arn:aws:iam::111111111111:user/team/carol", "carol 111111111111"],
  ["arn:aws:iam::111111111111:root", "root 111111111111"],
  ["organizations.amazonaws.com", "organizations.amazonaws.com"],
])("calls %s %s", (arn, short) => expect(shortActor(arn)).toBe(short));

describe("a member's own calls", () => {
  const second = "2026-11-22T10:00:00.000Z";
  const of = (id: string, eventName: string, at = second): Call => ({
    id,
    at,
    accountId: member,
    region: "us-east-1",
    eventName,
    actor: "alice",
  });
  const left = (id: string, at?: string) => of(id, "DisassociateFromAdministratorAccount", at);
  const joined = (id: string, at?: string) => of(id, "AcceptInvitation", at);

  it.each([
    ["of a member leave and return", true, ["left", "joined"]],
    ["of somebody outside join and leave", false, ["joined", "left"]],
  ])("%s within a second, whichever event comes first (D11)", (_, wasIn, order) => {
    for (const calls of [
      [left("left"), joined("joined")],
      [joined("joined"), left("left")],
    ]) {
      const found = inOrder(calls, () => wasIn);
      expect(found.map(({ id }) => id)).toEqual(order);
      expect(found.map(({ at }) => at)).toEqual([second, "2026-11-22T10:00:00.001Z"]);
    }
  });

  it("alternate, begin with what there is one more of, and keep to the order of their seconds", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), fc.boolean()), { maxLength: 12 }), (some) => {
        const calls = some.map(([late, leaves], at) =>
          (leaves ? left : joined)(`${at}`, `2026-11-22T10:00:0${late}.000Z`),
        );
        const found = inOrder(calls, () => true);
        expect(found.map(({ id }) => id).sort()).toEqual(calls.map(({ id }) => id).sort());
        const times = found.map(({ at }) => at);
        expect(times).toEqual([...new Set(times)].sort());
        expect(inOrder(calls.toReversed(), () => true)).toEqual(found);
      }),
    );
  });
});
