// Policies as IAM writes them, from what the provider takes.
import type { Json as Inputs } from "./json.ts";

const unlessAlone = (list: unknown[] | undefined) => (list?.length === 1 ? list[0] : list);

function grouped(entries: [string, unknown][]) {
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function policyStatement(given: Inputs): Inputs {
  const statement = {
    Sid: given.sid,
    Effect: given.effect ?? "Allow",
    Action: unlessAlone(given.actions),
    NotAction: unlessAlone(given.notActions),
    Resource: unlessAlone(given.resources),
    Principal: grouped(
      (given.principals ?? []).map((one: Inputs) => [one.type, unlessAlone(one.identifiers)]),
    ),
    Condition: conditions(given.conditions ?? []),
  };
  return Object.fromEntries(Object.entries(statement).filter(([, value]) => value !== undefined));
}

function conditions(given: Inputs[]): Inputs | undefined {
  const byTest: Inputs = {};
  for (const { test, variable, values } of given)
    byTest[test] = { ...byTest[test], [variable]: unlessAlone(values) };
  return Object.keys(byTest).length > 0 ? byTest : undefined;
}

/** What the lookup `getPolicyDocument` answers. */
export function policyDocument(inputs: Inputs): Inputs {
  const statements = (inputs.statements ?? []).map(policyStatement);
  return {
    ...inputs,
    // Components test for the absence of statements, not for an empty list.
    statements: statements.length > 0 ? inputs.statements : undefined,
    json: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
  };
}
