import type { Rule, Synthesized } from "./rule.ts";
import { cycles } from "./rules/cycles.ts";
import { deadLetters } from "./rules/dead-letters.ts";
import { definitions } from "./rules/definitions.ts";
import { environments } from "./rules/environments.ts";
import { grants } from "./rules/grants.ts";
import { names } from "./rules/names.ts";
import { patterns } from "./rules/patterns.ts";
import { policies } from "./rules/policies.ts";
import { servicePermissions } from "./rules/service-permissions.ts";
import { storage } from "./rules/storage.ts";
import { templates } from "./rules/templates.ts";
import { timeouts } from "./rules/timeouts.ts";
import { trust } from "./rules/trust.ts";
import { wildcards } from "./rules/wildcards.ts";
import { wiring } from "./rules/wiring.ts";

/** Everything that is checked before a deployment. */
export const rules: Rule[] = [
  names,
  wiring,
  cycles,
  definitions,
  patterns,
  timeouts,
  deadLetters,
  trust,
  policies,
  wildcards,
  servicePermissions,
  grants,
  storage,
  environments,
  templates,
];

/** What one rule found. */
export interface Finding {
  rule: string;
  holds: string;
  problems: string[];
}

/** Looks at an app with every rule. */
export const findings = (given: Synthesized): Finding[] =>
  rules.map((rule) => ({
    rule: rule.name,
    holds: rule.holds,
    problems: rule.problems(given),
  }));
