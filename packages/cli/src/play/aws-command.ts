// The AWS CLI's spelling of a call, so that a person can do by hand what was played.
import type { Call } from "@rollcall/aws/anybody";

/** AWS's own rule: DisableRegion is disable-region. */
const kebab = (name: string): string => name.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();

const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

function option([name, value]: [string, unknown]): string {
  if (typeof value === "boolean") return `--${value ? "" : "no-"}${kebab(name)}`;
  const values = Array.isArray(value) ? value : [value];
  const plain = values.every((one) => typeof one === "string");
  const text = plain ? values.map(quoted).join(" ") : quoted(JSON.stringify(value));
  return `--${kebab(name)} ${text}`;
}

/** The command line that makes the same call, as the same account. */
export const awsCommand = ({ account, region, service, operation, input }: Call): string =>
  [
    `AWS_ACCESS_KEY_ID=${account} aws ${service} ${kebab(operation)} --region ${region}`,
    ...Object.entries(input).map(option),
  ].join(" ");
