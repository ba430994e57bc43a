// Links into AWS's console. Through IAM Identity Center they also sign in to the right account and role.
import { settings } from "./settings.ts";

/** The console page of an execution; the form of its address was seen in public code. */
export function executionPage(execution: string): string {
  const region = execution.split(":")[3];
  return `https://${region}.console.aws.amazon.com/states/home?region=${region}#/v2/executions/details/${execution}`;
}

/** The same page for a person: by way of the portal that the settings name, if they name one. */
export function signedIn(page: string): string {
  const { consoleLinks, hub } = settings();
  if (!consoleLinks) return page;
  const { portal, role } = consoleLinks;
  const destination = encodeURIComponent(page);
  return `https://${portal}.awsapps.com/start/#/console?account_id=${hub.account}&role_name=${encodeURIComponent(role)}&destination=${destination}`;
}
