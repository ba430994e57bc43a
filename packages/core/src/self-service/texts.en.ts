import type { Language } from "./texts.ts";

const again = "Then run this script again: it does only what is missing.";

/** English. */
export const english: Language = {
  texts: {
    usage: `Usage: {0} [--dry-run] [--regions LIST] [--wait SECONDS] [--lang en|ja] [--help]

Makes account {1} a member of the Security Hub of account {2}. Run it in AWS CloudShell of
account {1}. It can be run as often as you like: it does only what is missing.

  --dry-run       change nothing, say what would be done
  --regions LIST  only these Regions, separated by commas
  --wait SECONDS  how long to wait for an invitation that has not arrived (60)
  --lang en|ja    the language

Exit codes: 0 all is done, 1 something is left, 2 nothing was begun (usage, credentials,
wrong account), 130 interrupted`,
    region: "Region",
    acting: "Acting as {0}.",
    beginning: "Account {0} joins the Security Hub of {1} in {2} Regions.",
    dryRun: "Dry run: nothing is changed.",
    noRegions: "--regions names no Region. This script is for: {0}",
    unknownRegion: 'This script is not for the Region "{0}". It is for: {1}',
    noValue: "{0} needs a value; --help shows the options.",
    unknownOption: 'There is no option "{0}"; --help shows the options.',
    unknownLanguage: 'There is no language "{0}": write en or ja.',
    badWait: '--wait takes whole seconds, not "{0}".',
    noAws:
      "The AWS CLI was not found. Run this script in AWS CloudShell, which has it, or install version 2: https://docs.aws.amazon.com/cli/",
    oldAws: "Note: this is {0}; the script is made for version 2 of the AWS CLI.",
    wrongAccount:
      "These are the credentials of account {0} ({1}), and this script is for account {2}. Nothing was done. Sign in to account {2} and run it in CloudShell there.",
    badCredentials:
      "AWS does not accept these credentials. Nothing was done. Open a new CloudShell, or sign in again. AWS said: {0}",
    noCredentials:
      "There are no credentials. Run this script in AWS CloudShell, or sign in with the AWS CLI first (aws sso login, or aws configure).",
    expired: `The credentials have expired. Open a new CloudShell, or sign in again. ${again}`,
    denied: `Not allowed: {0} in {1}. Ask the account's administrator for this permission, or run as one. ${again} AWS said: {2}`,
    regionOff: `The Region {0} is off in this account. Switch it on (aws account enable-region --region-name {0}), or tell the hub's team that account {1} does not use it. ${again}`,
    throttled: `AWS kept slowing the calls down in {0}. Wait some minutes. ${again}`,
    unavailable: `AWS answers with errors of its own in {0}. Wait some minutes. ${again} AWS said: {1}`,
    network: `AWS in {0} cannot be reached from here. Check network and proxy, or use AWS CloudShell. ${again}`,
    unexpected: `{0} failed in {1}. Show this line to the hub's team. AWS said: {2}`,
    wouldEnable:
      "Would switch Security Hub on with its standards, and accept the hub's invitation if it is there.",
    enabled: "Security Hub is on now.",
    wouldStandards: "Would switch {0} standards on.",
    standardsOn: "Standards that are on now: {0}.",
    otherAdministrator: `Account {0} is the Security Hub administrator here. An account has one only. If it shall be {2}: agree with the team of {0}, then run aws securityhub disassociate-from-administrator-account --region {1}. ${again}`,
    foreign: "Invitations from other accounts are left alone: {0}.",
    noInvitation: `No invitation from {0} has arrived in {1} yet. Tell the hub's team, or wait an hour. ${again}`,
    wouldAccept: "Would accept the invitation of {0}.",
    accepted: "The invitation of {0} is accepted.",
    configUnprepared:
      "AWS Config was not switched on: its role or bucket could not be made (see the Region that tells why).",
    configLeft: 'The Config recorder "{0}" is left as it is.',
    wouldConfig: "Would switch AWS Config on.",
    configOn: "AWS Config is on now.",
    wouldDetector: "Would switch GuardDuty on.",
    detectorOn: "GuardDuty is on now.",
    detectorOther: "Account {0} is the GuardDuty administrator here; that is left as it is.",
    wouldAcceptDetector: "Would accept the GuardDuty invitation of {0}.",
    detectorAccepted: "The GuardDuty invitation of {0} is accepted.",
    interrupted: "Interrupted: ending with the calls that are under way …",
    brokenOff: `Interrupted: {0} of {1} Regions are not done. ${again}`,
    notDone: `{0} of {1} Regions are not done: the lines above say what to do. ${again}`,
    dryDone: "Nothing stands in the way. Run it again without --dry-run.",
    allDone: "All done in {0} Regions. The hub's team sees it by itself within the hour.",
  },
  words: {
    done: "done",
    already: "was so",
    would: "would do",
    none: "-",
    left: "left alone",
    waiting: "no invite",
    other: "other hub",
    off: "Region off",
    failed: "failed",
    stopped: "not done",
  },
  heads: { hub: "Member", standards: "Standards", config: "Config", guardduty: "GuardDuty" },
};
