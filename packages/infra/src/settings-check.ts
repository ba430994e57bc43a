// Checks a settings file against a table of fields and lays it over the defaults.
import type { Settings } from "./settings.ts";

interface Field {
  what: string;
  accepts(value: unknown): boolean;
}
type Shape = { [key: string]: Field | Shape };

const matching = (pattern: RegExp, what: string): Field => ({
  what,
  accepts: (value) => typeof value === "string" && pattern.test(value),
});
const attempts: Field = {
  what: "a whole number from 1 to 1000",
  accepts: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 1000,
};
/** Two years at most: longer is a slip. */
const hours: Field = {
  what: "a number of hours from 0 to 17520",
  accepts: (value) => typeof value === "number" && value >= 0 && value <= 17_520,
};
const mode = matching(/^(off|ask|auto)$/, '"off", "ask" or "auto"');
const account = matching(/^\d{12}$/, "an account id: a string of 12 digits");
const region = matching(/^[a-z]{2}(-[a-z]+)+-\d{1,2}$/, "a Region such as eu-west-1");
const standardArn = matching(
  /^arn:aws[a-z-]*:securityhub:[a-z0-9-]*::[a-z]+\/[A-Za-z0-9._/-]{1,200}$/,
  "an ARN of a standard",
);
const roleName = matching(/^[\w+=,.@-]{1,64}$/, "an IAM role name of at most 64 characters");
// STS AssumeRole: ExternalId has 2 to 1,224 characters of this set (API reference).
const externalId = matching(/^[\w+=,.@:/-]{2,1224}$/, "an ExternalId of 2 to 1224 characters");
const locale = matching(/^(en|ja)$/, '"en" or "ja"');
const role = { name: roleName, externalId };

const regions: Field = {
  what: '"hub", or a list of different Regions such as ["eu-west-1"]',
  accepts: (value) =>
    value === "hub" ||
    (Array.isArray(value) &&
      value.length > 0 &&
      value.every(region.accepts) &&
      new Set(value).size === value.length),
};

const channels: Field = {
  what: 'a table such as {"#soc-tokyo": {"locale": "ja"}}',
  accepts: (value) =>
    isTable(value) &&
    Object.values(value).every(
      (one) => isTable(one) && Object.keys(one).join() === "locale" && locale.accepts(one.locale),
    ),
};

// EventBridge Scheduler, "Schedule types": rate in minutes, hours or days, cron with six fields.
const schedule = matching(
  /^(rate\((1 (minute|hour|day)|([2-9]|[1-9]\d+) (minutes|hours|days))\)|cron\(\S+( \S+){5}\))$/,
  "a schedule such as rate(5 minutes) or cron(0 9 * * ? *)",
);
const timezone: Field = {
  what: "a time zone such as Asia/Tokyo",
  accepts: (value) => typeof value === "string" && isTimeZone(value),
};

const weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const skipDays: Field = {
  what: 'a list of different days of the week such as ["SAT", "SUN"], and not of all of them',
  accepts: (value) =>
    Array.isArray(value) &&
    value.every((one) => weekdays.includes(one)) &&
    new Set(value).size === value.length &&
    value.length < weekdays.length,
};
const holidays: Field = {
  what: 'a list of dates such as ["2026-12-31"]',
  accepts: (value) => Array.isArray(value) && value.every(isDate),
};

function isDate(value: unknown): boolean {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const at = new Date(`${value}T00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

// An organization's id as Organizations gives it (API reference); a bus policy names accounts up to its own limit of
// 10,240 characters, which 300 of them reach.
const organizationId = /^o-[a-z0-9]{10,32}$/;
const trail: Field = {
  what: 'null, {"organizationId": "o-…"} or {"accounts": […]} with 1 to 300 account ids',
  accepts: (value) =>
    value === null ||
    (isTable(value) &&
      ((Object.keys(value).join() === "organizationId" &&
        typeof value.organizationId === "string" &&
        organizationId.test(value.organizationId)) ||
        (Object.keys(value).join() === "accounts" &&
          Array.isArray(value.accounts) &&
          value.accounts.length >= 1 &&
          value.accounts.length <= 300 &&
          value.accounts.every(account.accepts)))),
};

const yesOrNo: Field = {
  what: "true or false",
  accepts: (value) => typeof value === "boolean",
};

const selfService: Shape = {
  // A longer one would fill the history of an execution (core/joiner.ts).
  expiryDays: {
    what: "a whole number of days from 1 to 180",
    accepts: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 180,
  },
  standards: {
    what: "a list of at most 25 ARNs of standards, as DescribeStandards gives them",
    accepts: (value) =>
      Array.isArray(value) && value.length <= 25 && value.every(standardArn.accepts),
  },
  config: yesOrNo,
  guardDuty: yesOrNo,
  templateUrl: {
    what: "the https address of a template in S3, or null",
    accepts: (value) =>
      value === null || (typeof value === "string" && /^https:\/\/[^\s<>|"']+$/.test(value)),
  },
};

// Names and ARNs as DescribeStandards gives them; see baseline/standard.ts of core.
const standard =
  /^(arn:[\w-]+:securityhub:[\w-]*::)?((standards|ruleset)\/)?[a-z0-9-]+\/v\/\d+(\.\d+)*$/;
const standards: Field = {
  what: 'a list of standards such as ["aws-foundational-security-best-practices/v/1.0.0"]',
  accepts: (value) =>
    Array.isArray(value) &&
    value.every((one) => typeof one === "string" && standard.test(one)) &&
    new Set(value).size === value.length,
};
// S3's rules for names of buckets; the prefix as PutDeliveryChannel takes it.
const bucket = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const configService: Field = {
  what: 'null, or {"bucket": "…", "globalRegion": "us-east-1"} with an optional "prefix"',
  accepts: (value) =>
    value === null ||
    (isTable(value) &&
      Object.keys(value).every((key) => ["bucket", "prefix", "globalRegion"].includes(key)) &&
      typeof value.bucket === "string" &&
      bucket.test(value.bucket) &&
      (value.prefix === undefined ||
        (typeof value.prefix === "string" && /^[\w!.*'()/-]{1,512}$/.test(value.prefix))) &&
      region.accepts(value.globalRegion)),
};

const shape: Shape = {
  homeRegion: region,
  hub: { account },
  management: { account, role },
  memberRole: role,
  accessRole: roleName,
  regions,
  defaultStandards: yesOrNo,
  baseline: { standards, config: configService, guardDuty: yesOrNo },
  slack: {
    channel: matching(
      /^(#\S{1,79}|[CG][A-Z0-9]{6,})$/,
      "a channel: #name, or an id such as C0123456789",
    ),
    locale,
    channels,
  },
  rollCall: { schedule, timezone },
  digest: {
    schedule,
    timezone,
    noChange: matching(/^(post|weekly|silent)$/, '"post", "weekly" or "silent"'),
  },
  setupCheck: { schedule, timezone, skipDays, holidays },
  healing: {
    states: { Resigned: mode, Removed: mode, Deleted: mode, Absent: mode },
    coolDownHours: hours,
    atOnce: attempts,
  },
  trail,
  consoleLinks: {
    portal: matching(/^https:\/\/\S+$/, "an https address"),
    role: matching(/^\S+$/, "the name of a permission set"),
  },
  selfService,
  approval: {
    share: {
      what: "a share from 0 to 1, such as 0.1",
      accepts: (value) => typeof value === "number" && value >= 0 && value <= 1,
    },
    twoPersons: { what: "true or false", accepts: (value) => typeof value === "boolean" },
    expiryDays: {
      what: "a whole number of days from 1 to 30",
      accepts: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 30,
    },
  },
  offboarding: {
    exportFindings: yesOrNo,
    memberSide: yesOrNo,
    undoDays: {
      what: "a whole number of days from 1 to 365",
      accepts: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 365,
    },
  },
  pace: {
    joinAttempts: attempts,
    verifyAttempts: attempts,
    creationAttempts: attempts,
    roleAttempts: attempts,
  },
};

/** Parts of the settings that may be switched off with null. */
const optional = new Set(["management", "consoleLinks"]);

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Edits that turn one word into the other (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column++) {
      const change = row[column - 1]! + (letter === to[column - 1] ? 0 : 1);
      next.push(Math.min(change, row[column]! + 1, next[column - 1]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
}

function suggestion(key: string, known: string[]): string {
  const near = known
    .map((name) => ({ name, edits: distance(key.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits)[0];
  return near && near.edits <= Math.max(2, key.length / 3)
    ? `did you mean "${near.name}"?`
    : `known are ${known.join(", ")}`;
}

function overlay(
  shape: Shape,
  base: unknown,
  given: unknown,
  path: string,
  problems: string[],
): unknown {
  if (given === null && optional.has(path)) return null;
  if (!isTable(given)) {
    problems.push(`${path || "the file"} must be an object${optional.has(path) ? " or null" : ""}`);
    return base;
  }
  const result: Record<string, unknown> = isTable(base) ? { ...base } : {};
  for (const [key, value] of Object.entries(given)) {
    const at = path ? `${path}.${key}` : key;
    const field = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (!field) problems.push(`${at} is not a setting; ${suggestion(key, Object.keys(shape))}`);
    else if (!isField(field)) result[key] = overlay(field, result[key], value, at, problems);
    else if (field.accepts(value)) result[key] = value;
    else problems.push(`${at} must be ${field.what}, but is ${JSON.stringify(value)}`);
  }
  for (const key of Object.keys(shape))
    if (result[key] === undefined) problems.push(`${path ? `${path}.` : ""}${key} is missing`);
  return result;
}

function isField(part: Field | Shape): part is Field {
  return typeof part.accepts === "function";
}

/** Lays a file's fields over the defaults, and lists what cannot be taken. */
export function checkSettings(
  defaults: Settings,
  given: unknown,
): { settings: Settings; problems: string[] } {
  const problems: string[] = [];
  const laid = overlay(shape, defaults, given, "", problems) as Settings & {
    regions: string[] | "hub";
  };
  // D51: what Security Hub switches on by itself would come before Config.
  if (problems.length === 0 && laid.defaultStandards && laid.baseline.config)
    problems.push(
      "defaultStandards must be false where baseline.config is set: name the standards in baseline.standards, which come after Config",
    );
  return {
    settings: { ...laid, regions: laid.regions === "hub" ? defaults.regions : laid.regions },
    problems,
  };
}
