// "Access denied" as each service words it, and the status that it comes with.
import { AwsError } from "../wire/service.ts";
import type { Decision } from "./decide.ts";

type Refused = Extract<Decision, { allowed: false }>;

/** What was asked, and by whom. */
export interface Asked {
  principal: string;
  action: string;
  resource: string;
}

/** IAM user guide, "Troubleshoot access denied error messages". */
function reason({ by, explicit }: Refused, action: string): string {
  const article = by === "identity-based" ? "an" : "a";
  return explicit
    ? `with an explicit deny in ${article} ${by} policy`
    : `because no ${by} policy allows the ${action} action`;
}

const sentence = ({ principal, action, resource }: Asked, refused: Refused): string =>
  `User: ${principal} is not authorized to perform: ${action} on resource: ${resource} ${reason(refused, action)}`;

/** Services of the protocols json answer 400 [observed], REST services 403; older ones have codes of their own. */
const STATUSES: Record<string, number> = {
  account: 403,
  guardduty: 403,
  lambda: 403,
  securityhub: 403,
};

/** The error of a refused request; `service` is the sandbox's name of it. */
export function accessDenied(service: string, asked: Asked, refused: Refused): AwsError {
  switch (service) {
    case "s3":
      // S3 alone puts the resource in quotes [observed: aws-samples/serverless-patterns#2457].
      return new AwsError(
        "AccessDenied",
        sentence(
          { ...asked, resource: asked.resource === "*" ? "*" : `"${asked.resource}"` },
          refused,
        ),
        { status: 403 },
      );
    case "sqs":
      // Its actions are in lower case, and the code has no "Exception" [observed: aws/serverless-application-model#3633].
      return new AwsError(
        "AccessDenied",
        sentence({ ...asked, action: asked.action.toLowerCase() }, refused),
        {
          status: 403,
        },
      );
    case "iam":
    case "sts":
      return new AwsError("AccessDenied", sentence(asked, refused), { status: 403 });
    case "ec2":
      return new AwsError(
        "UnauthorizedOperation",
        `You are not authorized to perform this operation. ${sentence(asked, refused)}`,
        { status: 403 },
      );
    default:
      return new AwsError("AccessDeniedException", sentence(asked, refused), {
        status: STATUSES[service] ?? 400,
      });
  }
}
