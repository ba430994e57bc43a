import { count } from "@rollcall/core/locale";
import { fixes } from "./fixes.ts";
import type { DoctorWords } from "./words.ts";

const s = (number: number) => (number === 1 ? "" : "s");
const accountOf = (url: string) => url.split("/").at(-2) ?? "";

/** English, the source of the catalogue. */
export const english: DoctorWords = {
  heading: (stage, account, region) => `rollcall ${stage} in ${account}, ${region}`,
  healthy: "All right.",
  problems: (number) => `${number} thing${s(number)} to mend.`,
  noCredentials: (reason) =>
    `AWS does not know who asks: ${reason}. Set AWS_PROFILE or AWS_ACCESS_KEY_ID to credentials of the hub account, and try aws sts get-caller-identity`,
  noAnswer: (reason) => `AWS cannot be reached: ${reason}`,
  checks: {
    record: "Deployment",
    table: "Table",
    bucket: "Ledger bucket",
    queues: "Queues",
    functions: "Functions",
    mappings: "Event sources",
    machines: "State machines",
    trail: "CloudTrail's events",
    slack: "Slack",
    management: "Management account",
    hub: "Security Hub",
    way: "Way to join",
    lease: "Lease",
    executions: "Executions of the last day",
    outbox: "Slack messages of the last day",
  },
  advice: {
    "record-missing": ({ parameter, region }, about) => ({
      what: `There is no parameter ${parameter} in ${region}: the stage is not deployed in this account and Region, or was deployed by an older version`,
      fix: `check --stage and --region, or deploy: ${fixes.deploy(about)}`,
    }),
    "record-unreadable": ({ parameter, error }, about) => ({
      what: `The parameter ${parameter} is not as this version writes it: ${error}`,
      fix: fixes.deploy(about),
    }),
    "wrong-account": ({ account, hub }) => ({
      what: `The stage was deployed for the hub ${hub}, but these credentials are of ${account}`,
      fix: `use credentials of ${hub}`,
    }),
    "table-missing": ({ table }, about) => ({
      what: `The table ${table} is gone, and with it every membership and run that was recorded`,
      fix: `restore it from a backup, or make an empty one: ${fixes.redeploy(about)}`,
    }),
    "table-inactive": ({ table, status }) => ({
      what: `The table ${table} is ${status}, not ACTIVE`,
      fix: "wait, and look again; ARCHIVED or INACCESSIBLE_ENCRYPTION_CREDENTIALS needs its key back",
    }),
    "stream-off": ({ table }, about) => ({
      what: `The table ${table} has no stream: Slack hears of nothing`,
      fix: fixes.redeploy(about),
    }),
    "recovery-off": ({ table }, about) => ({
      what: `The table ${table} has no point-in-time recovery`,
      fix: fixes.recovery(table, about),
    }),
    "bucket-missing": ({ bucket }, about) => ({
      what: `The bucket ${bucket} is gone`,
      fix: fixes.redeploy(about),
    }),
    "versioning-off": ({ bucket }) => ({
      what: `The bucket ${bucket} keeps no versions: which ledger a run applied cannot be proven`,
      fix: fixes.versioning(bucket),
    }),
    "encryption-off": ({ bucket }) => ({
      what: `The bucket ${bucket} is not encrypted`,
      fix: fixes.encryption(bucket),
    }),
    "public-access-open": ({ bucket, open }) => ({
      what: `The bucket ${bucket} does not block public access: ${open.join(", ")}`,
      fix: fixes.privacy(bucket),
    }),
    "notification-missing": ({ bucket, startRun }, about) => ({
      what: `The bucket ${bucket} does not tell ${startRun} of files under ledgers/: an upload starts nothing`,
      fix: fixes.redeploy(about),
    }),
    "queue-missing": ({ queue }, about) => ({
      what: `The queue ${queue} is gone`,
      fix: fixes.redeploy(about),
    }),
    "dead-letters": ({ queue, url, count: number, redrivable }, about) => ({
      what: `${count(number)} message${s(number)} that nobody could handle wait${number === 1 ? "s" : ""} in ${queue}`,
      fix: [
        `read: ${fixes.peek(url, about)}`,
        redrivable
          ? `mend the cause, then try again: ${fixes.redrive(queue, accountOf(url), about)}`
          : `mend the cause, upload again any ledger that they name, then: ${fixes.purge(url, about)}`,
      ].join("\n"),
    }),
    "function-missing": ({ function: name }, about) => ({
      what: `The function ${name} is gone`,
      fix: fixes.redeploy(about),
    }),
    "function-inactive": ({ function: name, state, reason }, about) => ({
      what: `The function ${name} is ${state}: ${reason}`,
      fix: fixes.deploy(about),
    }),
    "update-failed": ({ function: name, status, reason }, about) => ({
      what: `The last update of the function ${name} is ${status}: ${reason}`,
      fix: fixes.deploy(about),
    }),
    "mapping-missing": ({ source, function: name }, about) => ({
      what: `Nothing brings ${source} to the function ${name}`,
      fix: fixes.redeploy(about),
    }),
    "mapping-off": ({ source, function: name, uuid, state }, about) => ({
      what: `${source} does not reach the function ${name}: its event source mapping is ${state}`,
      fix: fixes.enableMapping(uuid, about),
    }),
    "machine-missing": ({ machine }, about) => ({
      what: `The state machine ${machine} is gone`,
      fix: fixes.redeploy(about),
    }),
    "machine-inactive": ({ machine, status }, about) => ({
      what: `The state machine ${machine} is ${status}`,
      fix: fixes.redeploy(about),
    }),
    "machine-changed": ({ machine }, about) => ({
      what: `The definition of ${machine} is not the one that was deployed: somebody changed it by hand`,
      fix: fixes.redeploy(about),
    }),
    "trail-missing": ({ bus }, about) => ({
      what: `The bus ${bus} is gone: nobody knows who did it, and a loss waits for the next roll call`,
      fix: fixes.redeploy(about),
    }),
    "trail-closed": ({ bus }, about) => ({
      what: `The bus ${bus} has no policy, though the settings let other accounts send to it`,
      fix: fixes.redeploy(about),
    }),
    "secret-missing": ({ secret }, about) => ({
      what: `The secret ${secret} is gone, or about to be deleted`,
      fix: `aws secretsmanager restore-secret --secret-id ${secret} --region ${about.region} || ${fixes.redeploy(about)}`,
    }),
    "secret-empty": ({ secret }, about) => ({
      what: `The secret ${secret} has no value: nothing can be posted to Slack`,
      fix: fixes.putSecret(secret, about),
    }),
    "token-refused": ({ secret, error }, about) => ({
      what: `Slack refuses the token in ${secret}: ${error}`,
      fix: `copy the bot token of the app (api.slack.com/apps, OAuth & Permissions): ${fixes.putSecret(secret, about)}`,
    }),
    "slack-unreachable": ({ error }) => ({
      what: `Slack did not answer here: ${error}`,
      fix: "try again, from a network that reaches slack.com",
    }),
    "scopes-missing": ({ missing }) => ({
      what: `The Slack app lacks ${missing.join(", ")}`,
      fix: "add them at api.slack.com/apps, OAuth & Permissions, and install the app again",
    }),
    "management-refused": ({ account, role, error }) => ({
      what: `The role ${role} of the management account ${account} lets nobody in: ${error}`,
      fix: "deploy templates/management-role.yaml there, with the ExternalId of the settings (docs/deploy.md, §3)",
    }),
    "organization-refused": ({ account, error }) => ({
      what: `Organizations does not answer in ${account}: ${error}`,
      fix: "update templates/management-role.yaml there; if this is not the management account, mend the settings",
    }),
    "hub-off": ({ region }) => ({
      what: `Security Hub is not on in ${region}, where accounts shall become members`,
      fix: fixes.enableHub(region),
    }),
    "region-off": ({ region }) => ({
      what: `The hub has not opted in to ${region}`,
      fix: `${fixes.enableRegion(region)}\n${fixes.enableHub(region)}`,
    }),
    central: ({ regions }) => ({
      what: `Central configuration rules membership in ${regions.join(", ")}: rollcall changes nothing there`,
      fix: "take these Regions out of the settings, or make the configuration local: aws securityhub update-organization-configuration",
    }),
    "lease-expired": ({ holder, until, execution }, about) => ({
      what: `The run ${holder} holds the lease, which ran out at ${until}, and is still running: the next ledger starts beside it`,
      fix: fixes.history(execution, about),
    }),
    "lease-orphaned": ({ holder, until, status, table }, about) => ({
      what: `The run ${holder} is ${status} and still holds the lease: no ledger is applied before ${until}`,
      fix: fixes.dropLease(table, about),
    }),
    "run-failed": ({ machine, run, execution, at, error }, about) => ({
      what: `${machine} failed at ${at} in ${run}: ${error}`,
      fix: `${fixes.history(execution, about)}\nmend the cause, and upload the ledger again: it goes on where it stopped`,
    }),
    "message-failed": ({ message, channel, error }) => ({
      what: `Slack refused ${message} in ${channel}: ${error}`,
      fix: `invite the bot to ${channel} (/invite @rollcall), or mend slack.channel in the settings`,
    }),
    "messages-wait": ({ count: number, since }) => ({
      what: `${count(number)} message${s(number)} ${number === 1 ? "has" : "have"} not reached Slack since ${since}`,
      fix: "look at the Slack check above; what waits is queued again by every roll call (docs/slack.md)",
    }),
    "not-permitted": ({ error }) => ({
      what: `These credentials may not look: ${error}`,
      fix: "use a role with ReadOnlyAccess that may also assume the management role and read the secret",
    }),
    unanswered: ({ error }) => ({ what: `This could not be asked: ${error}`, fix: "try again" }),
  },
  notes: {
    named: ({ name }) => name,
    counted: ({ count: number }) => count(number),
    scopes: ({ team, scopes }) => `${team}: ${scopes.join(", ")}`,
    "no-mentions": ({ scope }) => `without ${scope}, reminders mention no owner`,
    "no-management": () => "none in the settings: no account can be created",
    organization: ({ account, id }) => `${account}, organization ${id}`,
    way: ({ way, regions }) =>
      `${way === "organization" ? "organization (the hub is the delegated administrator)" : "invitation (the hub is not the delegated administrator)"} in ${regions} Region${s(regions)}`,
    lease: ({ holder, until }) => `${holder}, until ${until}`,
    "no-trail": () => "taken from the hub only; docs/deploy.md §6 says how the others send theirs",
    "no-lease": () => "free",
  },
};
