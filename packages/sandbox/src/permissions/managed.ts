// Policies that AWS manages, as far as roles here have them (AWS Managed Policy Reference Guide).
const statement = (Action: string | string[]) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action, Resource: "*" }],
});

const DOCUMENTS: Record<string, object> = {
  AdministratorAccess: statement("*"),
  "service-role/AWSLambdaBasicExecutionRole": statement([
    "logs:CreateLogGroup",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
  ]),
};

/** The document behind the ARN of a managed policy; undefined for one that the sandbox does not have. */
export const managedPolicy = (arn: string): object | undefined =>
  DOCUMENTS[/^arn:[^:]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1] ?? ""];

/** What a role has that is not told anything about what it may do: everything. */
export const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";
