import type { Rule } from "../rule.ts";

// Lambda: all environment variables together (quotas).
const LARGEST = 4_096;

/** Environments that Lambda takes. */
export const environments: Rule = {
  name: "environments",
  holds: "environments are small enough, and hold nothing but what SST sets",
  problems: ({ app }) =>
    app.functions.flatMap(({ id, environment }) => {
      const size = Object.entries(environment)
        .map(([key, value]) => key.length + value.length)
        .reduce((sum, one) => sum + one, 0);
      return [
        ...(size > LARGEST ? [`${id} has ${size} of ${LARGEST} characters of environment`] : []),
        ...Object.keys(environment)
          .filter((key) => !key.startsWith("SST_"))
          .map((key) => `${id} has the variable ${key}; settings travel as links`),
      ];
    }),
};
