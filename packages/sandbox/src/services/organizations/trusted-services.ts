// Services that work with Organizations, by their principals (Organizations user guide, "AWS services that you can use
// with AWS Organizations").
import { AwsError } from "../../wire/service.ts";

/** What comes before `.amazonaws.com`. */
const NAMES = new Set(
  `access-analyzer account auditmanager aws-artifact-account-sync backup cloudtrail compute-optimizer config
  config-multiaccountsetup controltower cost-optimization-hub.bcm detective devops-guru ds fms guardduty health
  inspector2 ipam license-management.marketplace license-manager license-manager-linux-subscriptions
  license-manager.member-account macie malware-protection.guardduty member.org.stacksets.cloudformation mgn
  observabilityadmin ram reachabilityanalyzer.networkinsights reporting.trustedadvisor resource-explorer-2 securityhub
  securitylake servicecatalog servicequotas ssm ssm-quicksetup sso stacksets.cloudformation storage-lens.s3
  tagpolicies.tag user-subscriptions wellarchitected iam networkmanager notifications route53profiles
  security-ir billing deadline marketplace-management opsdatasync.ssm`.split(/\s+/),
);

/** Refuses the principal of a service that has nothing to do with Organizations. */
export function recognized(principal: string): void {
  if (NAMES.has(principal.replace(/\.amazonaws\.com$/, ""))) return;
  throw new AwsError("InvalidInputException", "You specified an unrecognized service principal.", {
    fields: { Reason: "UNRECOGNIZED_SERVICE_PRINCIPAL" },
  });
}
