// Links into AWS's console. Through IAM Identity Center they also sign in to the right account and role.
import { settings } from "./settings.ts";

/** The console page of an execution; the form of its address was seen in public code. */
export function executionPage(execution: string): string {
  const region = execution.split(":")[3];
  return `https://${region}.console.aws.amazon.com/states/home?region=${region}#/v2/executions/details/${execution}`;
}

/** CloudShell in a Region, for whoever is signed in. */
export const cloudShellPage = (region: string): string =>
  `https://${region}.console.aws.amazon.com/cloudshell/home?region=${region}`;

/**
 * The page that makes a stack from a template in S3, with its parameters filled in (CloudFormation User Guide,
 * "Create quick-create links for stacks").
 */
export function quickCreatePage(
  region: string,
  stackName: string,
  templateURL: string,
  parameters: Record<string, string>,
): string {
  const given = Object.entries(parameters).map(([name, value]) => [`param_${name}`, value]);
  const query = [["templateURL", templateURL], ["stackName", stackName], ...given]
    .map(([name = "", value = ""]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
  return `https://${region}.console.aws.amazon.com/cloudformation/home?region=${region}#/stacks/create/review?${query}`;
}

/**
 * The same page for a person: by way of the portal that the settings name, if they name one. `account` is the one
 * to sign in to; without it the hub.
 */
export function signedIn(page: string, account?: string): string {
  const { consoleLinks, hub } = settings();
  if (!consoleLinks) return page;
  const { portal, role } = consoleLinks;
  const destination = encodeURIComponent(page);
  return `https://${portal}.awsapps.com/start/#/console?account_id=${account ?? hub.account}&role_name=${encodeURIComponent(role)}&destination=${destination}`;
}
