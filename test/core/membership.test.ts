import {
  type Command,
  Desired,
  decide,
  label,
  type Membership,
  type Observation,
  observe,
  Source,
  State,
  type Transition,
  Way,
} from "@rollcall/core/membership";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const key = { accountId: "333333333333", region: "eu-west-1" };
const second = (number: number) => new Date(Date.UTC(2026, 10, 22) + number * 1000).toISOString();
const seen = (state: State, at: number, more: Partial<Observation> = {}): Observation => ({
  ...key,
  state,
  source: "listing",
  observedAt: second(at),
  ...more,
});

/** Records observations one after another. */
function recorded(...observations: Observation[]) {
  let membership: Membership | undefined;
  const transitions: Transition[] = [];
  for (const observation of observations) {
    const change = observe(membership, observation);
    if (!change) continue;
    membership = change.membership;
    transitions.push(change.transition);
  }
  return { membership, transitions };
}

describe("deciding", () => {
  const mutating: Command[] = [
    "CreateMember",
    "InviteMember",
    "AcceptInvitation",
    "DisassociateMember",
    "DeleteMember",
  ];

  it.each(State.options)("brings in nobody who is not wanted, from %s", (state) => {
    for (const way of Way.options)
      expect(["CreateMember", "InviteMember", "AcceptInvitation"]).not.toContain(
        decide("absent", state, way),
      );
  });

  it.each(State.options)("throws out nobody who is wanted, from %s", (state) => {
    for (const way of Way.options)
      expect(["DisassociateMember", "DeleteMember"]).not.toContain(decide("member", state, way));
  });

  it.each(Way.options)("leaves a healthy member alone, by %s (D71)", (way) => {
    expect(decide("member", "Enabled", way)).toBe("None");
  });

  it.each(Way.options)("never acts on a status that it does not know, by %s (D72)", (way) => {
    for (const desired of Desired.options) expect(decide(desired, "Unknown", way)).toBe("Escalate");
  });

  it.each(["central", "blocked"] as const)("never acts where it is %s (D84)", (way) => {
    for (const desired of Desired.options)
      for (const state of State.options)
        expect(mutating).not.toContain(decide(desired, state, way));
  });

  it("lets a Resigned member accept again, without a new invitation (D76)", () => {
    expect(decide("member", "Resigned", "invitation")).toBe("AcceptInvitation");
  });

  it("has no more to do for an organization account that is Removed", () => {
    expect(decide("absent", "Removed", "organization")).toBe("None");
  });

  // What each command leads to, as the hub's listing shows it afterwards.
  const leads: Record<Way, Partial<Record<Command, State>>> = {
    invitation: {
      CreateMember: "Created",
      InviteMember: "Invited",
      AcceptInvitation: "Enabled",
      DisassociateMember: "Removed",
      DeleteMember: "Absent",
    },
    organization: { CreateMember: "Enabled", DisassociateMember: "Removed" },
    central: {},
    blocked: {},
  };

  it.each(
    Desired.options.flatMap((desired) =>
      Way.options.flatMap((way) => State.options.map((state) => [desired, way, state] as const)),
    ),
  )("comes to an end: %s by %s from %s (D69, D78)", (desired, way, from) => {
    let state: State = from;
    for (let step = 0; step < 4; step += 1) {
      const command = decide(desired, state, way);
      if (command === "None" || command === "Escalate") {
        if (command === "None" && desired === "member") expect(state).toBe("Enabled");
        if (command === "None" && desired === "absent") expect(state).not.toBe("Enabled");
        return;
      }
      const next = leads[way][command];
      expect(next).toBeDefined();
      state = next ?? state;
    }
    expect.unreachable(`${desired} by ${way} from ${from} goes on for ever`);
  });
});

describe("labels", () => {
  it.each(State.options)("call it a gain when %s becomes Enabled", (from) => {
    expect(label(from, "Enabled")).toBe("gain");
  });

  it.each(State.options.filter((state) => state !== "Enabled"))(
    "tell when Enabled becomes %s",
    (to) => {
      expect(["loss", "unexpected"]).toContain(label("Enabled", to));
    },
  );

  it.each([
    "Resigned",
    "Removed",
    "Deleted",
    "AccountSuspended",
    "Absent",
    "RegionDisabled",
  ] as const)("call Enabled to %s a loss (D3, D15)", (to) => {
    expect(label("Enabled", to)).toBe("loss");
  });

  it("call the documented way in progress", () => {
    expect([
      label("Absent", "Created"),
      label("Created", "Invited"),
      label("Removed", "Invited"),
    ]).toEqual(["progress", "progress", "progress"]);
  });

  it("call what no document describes unexpected", () => {
    expect([
      label("Enabled", "Unknown"),
      label("Created", "Resigned"),
      label("Removed", "Resigned"),
    ]).toEqual(["unexpected", "unexpected", "unexpected"]);
  });
});

describe("observing", () => {
  it("records the first sight, and nothing while nothing changes", () => {
    const { membership, transitions } = recorded(
      seen("Created", 1),
      seen("Created", 2),
      seen("Created", 3),
    );
    expect(membership).toMatchObject({
      state: "Created",
      version: 1,
      observedAt: second(1),
      since: second(1),
    });
    expect(transitions).toMatchObject([
      { id: "333333333333/eu-west-1/1", from: "Absent", to: "Created", label: "progress" },
    ]);
  });

  it("sees nothing new in an account that was never there", () => {
    expect(observe(undefined, seen("Absent", 1))).toBeUndefined();
  });

  it("drops what is not newer", () => {
    const { membership } = recorded(seen("Enabled", 5), seen("Invited", 5), seen("Invited", 4));
    expect(membership?.state).toBe("Enabled");
  });

  it("records a row that is gone as Absent (D3)", () => {
    expect(recorded(seen("Enabled", 1), seen("Absent", 2)).transitions.at(-1)).toMatchObject({
      from: "Enabled",
      to: "Absent",
      label: "loss",
    });
  });

  it("keeps AWS's word where it is none of ours", () => {
    const { transitions } = recorded(
      seen("Unknown", 1, { reported: "Pending" }),
      seen("Unknown", 2, { reported: "Pending" }),
      seen("Unknown", 3, { reported: "Held" }),
    );
    expect(transitions.map(({ reported }) => reported)).toEqual(["Pending", "Held"]);
  });

  it.each(["Created", "Invited"] as const)(
    "does not believe the hub's %s in a Region that is off",
    (state) => {
      const off = seen("RegionDisabled", 2, { source: "member" });
      expect(
        recorded(seen("Created", 1), off, seen(state, 3), seen(state, 4, { source: "answer" }))
          .membership?.state,
      ).toBe("RegionDisabled");
    },
  );

  it("believes the member when the Region is on again, and the hub when it is Enabled", () => {
    const off = seen("RegionDisabled", 1, { source: "member" });
    expect(recorded(off, seen("Invited", 2, { source: "member" })).membership?.state).toBe(
      "Invited",
    );
    expect(recorded(off, seen("Enabled", 2)).membership?.state).toBe("Enabled");
  });

  it("keeps a suspended account suspended, although it is listed as Enabled (D15)", () => {
    const suspended = seen("AccountSuspended", 2, { source: "organization" });
    const { membership, transitions } = recorded(seen("Enabled", 1), suspended, seen("Enabled", 3));
    expect(membership?.state).toBe("AccountSuspended");
    expect(transitions.at(-1)?.label).toBe("loss");
    expect(
      recorded(seen("Enabled", 1), suspended, seen("Enabled", 3, { active: true })).membership
        ?.state,
    ).toBe("Enabled");
    expect(recorded(seen("Enabled", 1), suspended, seen("Absent", 3)).membership?.state).toBe(
      "Absent",
    );
  });

  it("believes the hub that has enabled a suspended account since", () => {
    const suspended = seen("AccountSuspended", 2, { source: "organization" });
    const again = seen("Enabled", 4, { updatedAt: second(3) });
    expect(recorded(seen("Enabled", 1), suspended, again).membership?.state).toBe("Enabled");
    const old = seen("Enabled", 4, { updatedAt: second(1) });
    expect(recorded(seen("Enabled", 1), suspended, old).membership?.state).toBe("AccountSuspended");
  });

  it("does not suspend what is no member, so that nothing flaps", () => {
    const suspended = seen("AccountSuspended", 2, { source: "organization" });
    expect(recorded(seen("Enabled", 0), seen("Absent", 1), suspended).membership?.state).toBe(
      "Absent",
    );
    expect(observe(undefined, suspended)).toBeUndefined();
  });

  it("lifts a suspension that the hub itself reported", () => {
    expect(
      recorded(seen("AccountSuspended", 1, { source: "answer" }), seen("Enabled", 2)).membership
        ?.state,
    ).toBe("Enabled");
  });

  it("carries who caused it", () => {
    const change = observe(undefined, seen("Created", 1, { invitedAt: second(0) }), {
      run: "r-1",
      cause: "apply",
    });
    expect(change?.transition).toMatchObject({ run: "r-1", cause: "apply" });
    expect(change?.membership).toMatchObject({ run: "r-1", invitedAt: second(0) });
  });

  it("writes an unbroken history, whatever is observed in whatever order (property)", () => {
    const observation = fc.record({
      state: fc.constantFrom(...State.options),
      at: fc.integer({ min: 0, max: 50 }),
      source: fc.constantFrom(...Source.options),
    });
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 30 }), (all) => {
        const { transitions, membership } = recorded(
          ...all.map(({ state, at, source }) => seen(state, at, { source })),
        );
        transitions.forEach((one, index) => {
          const before = transitions[index - 1];
          expect(one.version).toBe(index + 1);
          expect(one.from).toBe(before?.to ?? "Absent");
          expect(one.from).not.toBe(one.to);
          if (before) expect(one.at > before.at).toBe(true);
        });
        expect(membership?.state).toBe(transitions.at(-1)?.to);
        expect(membership?.version).toBe(transitions.at(-1)?.version);
      }),
    );
  });
});
