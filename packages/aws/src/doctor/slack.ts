// Slack: a token in the secret, accepted, and with what rollcall needs.
import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { ownClientOf } from "../clients.ts";
import { nameOf, textOf } from "../errors.ts";
import { secretOf } from "../secrets-manager.ts";
import { classify, identify } from "../slack.ts";
import type { Look, Seen } from "./finding.ts";
import { unless } from "./storage.ts";

/** Posts and changes messages; puts files into threads; finds what an answer was lost for. Others are for comfort (docs/deploy.md). */
const needed = [
  "chat:write",
  "files:write",
  "channels:history",
  "channels:read",
  "groups:history",
  "groups:read",
];

/** Finds owners by e-mail, to mention them in reminders; without it their e-mail is printed (docs/set-up.md). */
const forMentions = "users:read.email";

const wrong = (problem: Seen["problems"][number]): Seen => ({ problems: [problem], notes: [] });

/** The secret has a value, and Slack's auth.test accepts it. */
export const lookAtSlack: Look = async ({ slackSecret: secret }) => {
  const there = await ownClientOf(SecretsManagerClient, "secretsmanager")
    .send(new DescribeSecretCommand({ SecretId: secret }))
    .catch(unless("ResourceNotFoundException"));
  if (!there || there.DeletedDate) return wrong({ code: "secret-missing", secret });
  const token = await secretOf(secret).catch(unless("ResourceNotFoundException"));
  if (!token) return wrong({ code: "secret-empty", secret });
  try {
    const { team, scopes } = await identify(token);
    const missing = needed.filter((scope) => !scopes.includes(scope));
    return {
      problems: missing.length > 0 ? [{ code: "scopes-missing", missing }] : [],
      notes: [
        { code: "scopes", team, scopes },
        ...(scopes.includes(forMentions)
          ? []
          : [{ code: "no-mentions" as const, scope: forMentions }]),
      ],
    };
  } catch (error) {
    const answer = classify(error);
    if (answer.kind === "later" || answer.kind === "unknown")
      return wrong({ code: "slack-unreachable", error: textOf(error) });
    const refusal = "error" in answer ? answer.error : nameOf(error);
    return wrong({ code: "token-refused", secret, error: refusal });
  }
};
