import { type Rule, type Synthesized, statementsOf } from "../rule.ts";
import { reviewed } from "../wildcards.ts";

interface Use {
  role: string;
  action: string;
  resource: string;
}

const uses = ({ app }: Synthesized): Use[] =>
  app.roles.flatMap((role) =>
    statementsOf(role).flatMap((statement) =>
      statement.actions.flatMap((action) =>
        statement.resources.map((resource) => ({ role: role.name, action, resource })),
      ),
    ),
  );

/** Actions spelled out, and resources with wildcards only where somebody has reviewed them. */
export const wildcards: Rule = {
  name: "wildcards",
  holds: "no wildcard action, and no wildcard resource beyond the reviewed list",
  problems(given) {
    const used = new Set<object>();
    const found = uses(given).flatMap(({ role, action, resource }) => {
      if (/[*?]/.test(action)) return [`${role} allows ${action}: spell out the actions`];
      if (!/[*?]/.test(resource)) return [];
      const entry = reviewed.find((one) => one.actions.test(action) && one.resource.test(resource));
      if (!entry) return [`${role} allows ${action} on ${resource}, which nobody has reviewed`];
      used.add(entry);
      return [];
    });
    const unused = reviewed
      .filter((entry) => !used.has(entry))
      .map((entry) => `reviewed, but no role needs it any more: ${entry.reason}`);
    return [...found, ...unused];
  },
};
