// The English texts of every outcome: what happened, and the act that resolves it. Applying the same
// ledger again is the retry of everything, so most end with it.
import type { FailureReason } from "../account.ts";
import type { Advice, Reason, Told } from "./outcome.ts";

const again = "Then upload the same ledger again: only what is missing is done.";

const where = ({ region }: Told): string => (region === "all" ? "" : ` in ${region}`);
const flag = ({ region }: Told): string => (region === "all" ? "" : ` --region ${region}`);
const said = ({ detail }: Told): string => (detail ? ` AWS said: ${detail}` : "");

const creation: Record<FailureReason, Advice> = {
  ACCOUNT_LIMIT_EXCEEDED: {
    reason: "The organization has reached its limit of accounts.",
    next: `Ask for more in the Service Quotas of the management account: aws service-quotas list-service-quotas --service-code organizations --region us-east-1 shows the limit. ${again}`,
  },
  EMAIL_ALREADY_EXISTS: {
    reason: "The e-mail belongs to an AWS account outside this organization.",
    next: `Write another e-mail into the row, or the id of the account that has it. ${again}`,
  },
  INVALID_ADDRESS: {
    reason: "AWS refuses the postal address of the management account.",
    next: `Correct it in the management account: aws account put-contact-information. ${again}`,
  },
  INVALID_EMAIL: {
    reason: "AWS refuses the e-mail.",
    next: `Correct the e-mail in the row. ${again}`,
  },
  CONCURRENT_ACCOUNT_MODIFICATION: {
    reason: "Another request for this account was under way.",
    next: `Look whether the account exists: aws organizations list-create-account-status. ${again}`,
  },
  INTERNAL_FAILURE: {
    reason: "AWS failed by itself, more than once.",
    next: `Wait an hour. ${again}`,
  },
  GOVCLOUD_ACCOUNT_ALREADY_EXISTS: {
    reason: "A GovCloud account with this e-mail exists.",
    next: `Write another e-mail into the row. ${again}`,
  },
  MISSING_BUSINESS_VALIDATION: {
    reason: "AWS has not validated the business of the management account.",
    next: `Finish the validation that the console of the management account asks for. ${again}`,
  },
  FAILED_BUSINESS_VALIDATION: {
    reason: "The business validation of the management account failed.",
    next: `Open a case: aws support create-case (or the support page of the console). ${again}`,
  },
  PENDING_BUSINESS_VALIDATION: {
    reason: "The business validation of the management account is still under way.",
    next: `Wait until AWS has finished it. ${again}`,
  },
  UNKNOWN_BUSINESS_VALIDATION: {
    reason: "The business validation of the management account has an unknown problem.",
    next: `Open a case: aws support create-case (or the support page of the console). ${again}`,
  },
  INVALID_IDENTITY_FOR_BUSINESS_VALIDATION: {
    reason: "The identity given for the business validation is not valid.",
    next: `Correct it in the console of the management account. ${again}`,
  },
  MISSING_PAYMENT_INSTRUMENT: {
    reason: "The management account has no means of payment.",
    next: `Add one under Billing, Payment preferences. ${again}`,
  },
  INVALID_PAYMENT_INSTRUMENT: {
    reason: "The means of payment of the management account is not valid.",
    next: `Correct it under Billing, Payment preferences. ${again}`,
  },
  UPDATE_EXISTING_RESOURCE_POLICY_WITH_TAGS_NOT_SUPPORTED: {
    reason: "The organization's resource policy does not take tags.",
    next: `Look at it: aws organizations describe-resource-policy. ${again}`,
  },
};

const created = (told: Told): Advice =>
  (Object.hasOwn(creation, told.detail) ? creation[told.detail as FailureReason] : undefined) ?? {
    reason: `The account was not created.${said(told)}`,
    next: `Look at the request: aws organizations list-create-account-status --states FAILED. ${again}`,
  };

/** English, for each reason. */
export const english: Record<Reason, (told: Told) => Advice> = {
  RoleRefused: (told) => ({
    reason: `The account ${told.account} does not let rollcall in: its member role is missing, or trusts another hub or ExternalId.${said(told)}`,
    next: `In account ${told.account}, deploy the member role with the ExternalId of the settings (docs/deploy.md): aws cloudformation deploy --stack-name rollcall-member --capabilities CAPABILITY_NAMED_IAM --template-file templates/member-role.yaml --parameter-overrides HubAccountId=HUB ExternalId=EXTERNAL_ID. ${again}`,
  }),
  RegionDisabled: (told) => ({
    reason: `The Region ${told.region} is off in account ${told.account}.`,
    next: `Switch it on: aws account enable-region --account-id ${told.account} --region-name ${told.region}, or take the Region out of the row. ${again}`,
  }),
  OtherAdministrator: (told) => ({
    reason: `Another account${told.detail ? ` (${told.detail})` : ""} is the Security Hub administrator of ${told.account}${where(told)}.`,
    next: `Ask its team to let the account go, or leave it from inside: aws securityhub disassociate-from-administrator-account${told.region === "all" ? "" : ` --region ${told.region}`}. ${again}`,
  }),
  InvitationMissing: (told) => ({
    reason: `The hub's invitation did not show up in account ${told.account}${where(told)}.`,
    next: `${again} If it stays so, look from inside the account: aws securityhub list-invitations${told.region === "all" ? "" : ` --region ${told.region}`}.`,
  }),
  ForeignInvitation: (told) => ({
    reason: `Account ${told.account} has an invitation from another hub${told.detail ? ` (${told.detail})` : ""}${where(told)}, and none from ours.`,
    next: `Decline it if it is not wanted: aws securityhub decline-invitations --account-ids ${told.detail || "ADMINISTRATOR"}. ${again}`,
  }),
  AccountSuspended: (told) => ({
    reason: `Account ${told.account} is suspended or closed.`,
    next: `Reopen it through AWS Support, or write "absent" as desired into its row: aws organizations describe-account --account-id ${told.account} shows its state. ${again}`,
  }),
  CreationFailed: created,
  CreationUnavailable: (told) => ({
    reason: `The account ${told.account} cannot be created: ${told.detail || "the settings name no management account"}.`,
    next: `Set "management" in the settings and deploy, or create the account by hand and write its id into the row. ${again}`,
  }),
  CreationRunning: (told) => ({
    reason: `AWS has not finished creating the account ${told.account}.`,
    next: `Look how far it is: aws organizations list-create-account-status --states IN_PROGRESS. ${again}`,
  }),
  NotPlaced: (told) => ({
    reason: `The new account ${told.account} joins, but it was not moved to its organizational unit or not tagged.${said(told)}`,
    next: `Correct "ou" or "tags" in the row for the next account; for this one: aws organizations list-parents --child-id ${told.account}, then aws organizations move-account --account-id ${told.account} --source-parent-id PARENT --destination-parent-id UNIT, or aws organizations tag-resource --resource-id ${told.account} --tags Key=KEY,Value=VALUE.`,
  }),
  BaselineRefused: (told) => ({
    reason: `rollcall may not set up the baseline of ${told.account}${where(told)}; the membership is not touched by that.${said(told)}`,
    next: `Deploy templates/member-role.yaml in the account again, with Baseline=true (docs/baseline.md). ${again}`,
  }),
  BaselineUnfinished: (told) => ({
    reason: `The baseline of ${told.account} is not finished${where(told)}.${said(told)}`,
    next: `Wait a few minutes. ${again}`,
  }),
  BaselineUnset: (told) => ({
    reason: `The row of ${told.account} asks for a baseline that the settings do not describe: ${told.detail}.`,
    next: "Set baseline.standards or baseline.config in the settings and deploy, or take the word out of the row (docs/baseline.md). Then upload the same ledger again.",
  }),
  ConfigIdle: (told) => ({
    reason: `${told.account} has an AWS Config recorder of its own${where(told)} that does not record; it was left alone, and standards wait for it.${said(told)}`,
    next: `Its owner starts it: aws configservice start-configuration-recorder --configuration-recorder-name NAME${flag(told)}; or deletes it, and rollcall makes its own. ${again}`,
  }),
  ConfigUndelivered: (told) => ({
    reason: `AWS Config of ${told.account} cannot deliver${where(told)}; standards wait for it.${said(told)}`,
    next: `Let config.amazonaws.com write into the bucket of baseline.config (the policy is in docs/baseline.md). ${again}`,
  }),
  StandardsFailed: (told) => ({
    reason: `Standards of Security Hub are not on in ${told.account}${where(told)}.${said(told)}`,
    next: `Look at what AWS says of them in the account: aws securityhub get-enabled-standards${flag(told)}; one that is INCOMPLETE is switched off and on again. Names are checked with aws securityhub describe-standards. ${again}`,
  }),
  GuardDutyOff: (told) => ({
    reason: `GuardDuty is not on in the hub${where(told)}, so nobody can be its member there.`,
    next: `Switch it on in the hub: aws guardduty create-detector --enable${flag(told)}; for an organization, make the hub its delegated administrator with aws guardduty enable-organization-admin-account in the management account. ${again}`,
  }),
  GuardDutyElsewhere: (told) => ({
    reason: `${told.account} belongs to another GuardDuty administrator${where(told)}${told.detail ? `: ${told.detail}` : ""}.`,
    next: `Decide who administers it. To take it over, its owner leaves: aws guardduty disassociate-from-administrator-account --detector-id DETECTOR${flag(told)}; an organization changes its delegated administrator of GuardDuty instead. ${again}`,
  }),
  GuardDutyStopped: (told) => ({
    reason: `GuardDuty of ${told.account} was suspended by somebody${where(told)}, and stays so.`,
    next: `Ask who did it. To go on: aws guardduty update-detector --detector-id DETECTOR --enable in the account${flag(told)}, or aws guardduty start-monitoring-members in the hub. ${again}`,
  }),
  GuardDutyRefused: (told) => ({
    reason: `GuardDuty does not take ${told.account} as a member${where(told)}.${said(told)}`,
    next: `GuardDuty compares the e-mail with the account's own: correct the column email, and delete the member in the hub if it is there with another one (aws guardduty delete-members${flag(told)}). ${again}`,
  }),
  GuardDutyUninvited: (told) => ({
    reason: `The GuardDuty invitation has not reached ${told.account}${where(told)}.${said(told)}`,
    next: `Wait a few minutes. ${again}`,
  }),
  HubNotEnabled: (told) => ({
    reason: `Security Hub is not on in the hub${where(told)}.`,
    next: `Switch it on in the hub: aws securityhub enable-security-hub --no-enable-default-standards${told.region === "all" ? "" : ` --region ${told.region}`}. ${again}`,
  }),
  RegionUnread: (told) => ({
    reason: `The hub's members${where(told)} could not be read, so nothing was planned there.${said(told)}`,
    next: `Check it: aws securityhub list-members --no-only-associated${told.region === "all" ? "" : ` --region ${told.region}`}. ${again}`,
  }),
  OrganizationUnread: (told) => ({
    reason: `The organization could not be read.${said(told)}`,
    next: `Check the role in the management account (docs/deploy.md). ${again}`,
  }),
  QuotaReached: (told) => ({
    reason: `The hub has 1,000 open invitations${where(told)}, which is AWS's limit.`,
    next: `Let owners accept, or take old ones back: aws securityhub delete-members --account-ids IDS${told.region === "all" ? "" : ` --region ${told.region}`}. ${again}`,
  }),
  NotConfirmed: (told) => ({
    reason: `The hub did not list account ${told.account} as Enabled${where(told)} in the time given.${said(told)}`,
    next: again.replace("Then upload", "Wait some minutes and upload"),
  }),
  WaitsForOwner: (told) => ({
    reason: `The owner of account ${told.account} has to accept the invitation${where(told)}.`,
    next: `Its owner is asked in Slack, and counted in when the hub sees the membership. rollcall joiner script ${told.account} prints the script that does it.`,
  }),
  Outside: (told) => ({
    reason: `Account ${told.account} is not a member${where(told)}: it left, was taken out, or has not been brought in yet.`,
    next: `See how that came about: rollcall timeline ${told.account}. ${again}`,
  }),
  RemovalNotApproved: (told) => ({
    reason: `The ledger no longer wants account ${told.account}${where(told)}. Nothing is removed without approval.`,
    next: `If that is right, upload the ledger again and approve its plan, or run: rollcall offboard ${told.account} --yes. Otherwise correct "desired" or "regions" in the row.`,
  }),
  NotRemoved: (told) => ({
    reason: `The removal of account ${told.account}${where(told)} was approved, and the hub still has it.${said(told)}`,
    next: `Look at it: aws securityhub get-members --account-ids ${told.account}${told.region === "all" ? "" : ` --region ${told.region}`}. Then ask for it again: rollcall offboard ${told.account} --yes.`,
  }),
  FindingsNotExported: (told) => ({
    reason: `The findings of account ${told.account}${where(told)} could not be exported, so it was left in the hub.${said(told)}`,
    next: `Look at them: aws securityhub get-findings --filters '{"AwsAccountId":[{"Value":"${told.account}","Comparison":"EQUALS"}]}'${told.region === "all" ? "" : ` --region ${told.region}`}. Then ask for it again: rollcall offboard ${told.account} --yes. To do without them, set "offboarding.exportFindings" to false in the settings and deploy.`,
  }),
  NotCreatedHere: (told) => ({
    reason: `rollcall has no record of having created account ${told.account}, and closes no other.`,
    next: `If it is to go, whoever owns it closes it in the management account: aws organizations close-account --account-id ${told.account}.`,
  }),
  StillMember: (told) => ({
    reason: `Account ${told.account} is still with the hub${where(told)}, so it was not closed.`,
    next: `Take it out first, and have that approved: rollcall offboard ${told.account} --yes. Then ask again: rollcall close-account ${told.account} --yes.`,
  }),
  OutsideOrganization: (told) => ({
    reason: `The organization does not have account ${told.account}: it left, or it was closed more than 90 days ago.`,
    next: `Look: aws organizations describe-account --account-id ${told.account}. An account that left is closed by its own root user, under Account in the console.`,
  }),
  ClosureQuota: (told) => ({
    reason: `Account ${told.account} was not closed: the organization has used up AWS's share of closures in 30 days.`,
    next: `The share opens again as earlier closures become 30 days old, in full ${told.detail ? `on ${told.detail}` : "in 30 days"}. Ask again then: rollcall close-account ${told.account} --yes.`,
  }),
  ClosureDenied: (told) => ({
    reason: `rollcall may not close accounts.${said(told)}`,
    next: `Deploy templates/management-role.yaml in the management account again, with AllowClosing=true (docs/deploy.md); a service control policy may deny it too. Then ask again: rollcall close-account ${told.account} --yes.`,
  }),
  ClosureRefused: (told) => ({
    reason: `AWS did not close account ${told.account}.${said(told)}`,
    next: `Look at it: aws organizations describe-account --account-id ${told.account}. Then ask again: rollcall close-account ${told.account} --yes.`,
  }),
  ClosureUnfinished: (told) => ({
    reason: `AWS has not finished closing account ${told.account} in the time given.${said(told)}`,
    next: `Look how far it is: aws organizations describe-account --account-id ${told.account}. Ask again: rollcall close-account ${told.account} --yes; what is closed by then is only put on record.`,
  }),
  MemberSideLeft: (told) => ({
    reason: `Account ${told.account} has left the hub, and what runs in it${where(told)} was not switched off.${said(told)}`,
    next: `In account ${told.account}: aws securityhub disable-security-hub${told.region === "all" ? "" : ` --region ${told.region}`}, and leave GuardDuty: aws guardduty disassociate-from-administrator-account --detector-id DETECTOR${told.region === "all" ? "" : ` --region ${told.region}`}. Or leave it to its project.`,
  }),
  UnknownStatus: (told) => ({
    reason: `AWS reports a status that rollcall does not know${told.detail ? ` ("${told.detail}")` : ""}${where(told)}. It did nothing.`,
    next: `Look at it: aws securityhub get-members --account-ids ${told.account}${told.region === "all" ? "" : ` --region ${told.region}`}.`,
  }),
  CentralConfiguration: (told) => ({
    reason: `Central configuration rules the membership of account ${told.account}${where(told)}.`,
    next: `Associate a configuration policy with the account: aws securityhub start-configuration-policy-association --configuration-policy-identifier POLICY --target AccountId=${told.account}.`,
  }),
  ManagementAccount: (told) => ({
    reason: `${told.account} is the organization's management account: nobody can enable it from outside.`,
    next: `In the management account: aws securityhub enable-security-hub --no-enable-default-standards${told.region === "all" ? "" : ` --region ${told.region}`}. ${again}`,
  }),
  NoSuchAccount: (told) => ({
    reason: `AWS does not know the account ${told.account}.`,
    next: `Correct the id in the row: aws organizations list-accounts shows those of the organization. ${again}`,
  }),
  NamedTwice: (told) => ({
    reason: `The ledger names account ${told.account} more than once (${told.detail}).`,
    next: "Keep one row for each account. Then upload the ledger again.",
  }),
  Refused: (told) => ({
    reason: `AWS refused account ${told.account}${where(told)}.${said(told)}`,
    next: `Look at it: aws securityhub get-members --account-ids ${told.account}${told.region === "all" ? "" : ` --region ${told.region}`}. ${again}`,
  }),
  Throttled: (told) => ({
    reason: `AWS kept slowing rollcall down${where(told)}, until the time was over.`,
    next: again.replace("Then upload", "Wait some minutes and upload"),
  }),
  Unexpected: (told) => ({
    reason: `Something unexpected happened to account ${told.account}${where(told)}.${said(told)}`,
    next: `Open the execution from the run's message and read the failed step. ${again}`,
  }),
};
