// Token buckets in front of the services of accounts, with AWS's published rates. A bucket belongs to an
// account, a Region, a service and a rate class; it is kept in memory, since a restart finds it full.
import type { GateHook } from "../wire/gate.ts";
import { AwsError } from "../wire/service.ts";
import { Buckets, type Rate, rate, scaled, type Weather } from "./buckets.ts";

interface Rates {
  /** The refusal; the status is the model's when absent. */
  code: string;
  message: string;
  status?: number;
  /** One bucket for an account in all Regions. */
  global?: boolean;
  operations: Record<string, Rate>;
  /** assumed(other-operations-share-a-bucket): one bucket for all of them together; absent: they are not limited. */
  others?: Rate;
}

const tooMany = { code: "TooManyRequestsException", message: "Too Many Requests" };

const RATES: Record<string, Rates> = {
  // Per account and Region, as the user guide says word for word (2023). The code on the wire is not in
  // the model [observed: prowler-cloud/prowler#5004].
  securityhub: {
    ...tooMany,
    status: 429,
    operations: {
      BatchEnableStandards: rate(1, 1),
      GetFindings: rate(3, 6),
      BatchImportFindings: rate(10, 30),
      BatchUpdateFindings: rate(10, 30),
      UpdateStandardsControl: rate(1, 5),
    },
    others: rate(10, 30),
  },
  organizations: {
    ...tooMany,
    message: "You have exceeded the request rate. Try again later.", // assumed, text only
    global: true,
    operations: {
      CreateAccount: rate(0.1, 3),
      CloseAccount: rate(0.05, 1),
      DescribeCreateAccountStatus: rate(2, 2),
      ListCreateAccountStatus: rate(5, 8),
      ListAccounts: rate(8, 12),
      DescribeAccount: rate(20, 30),
      MoveAccount: rate(2, 3),
      TagResource: rate(4, 6),
    },
  },
  // Which account owns the bucket is not documented; assumed(account-rates-are-the-callers).
  account: {
    ...tooMany,
    status: 429,
    global: true,
    operations: {
      ListRegions: rate(5, 5),
      GetRegionOptStatus: rate(5, 5),
      EnableRegion: rate(1, 1),
      DisableRegion: rate(1, 1),
    },
  },
  // 600 per second, account and Region is second-hand knowledge.
  sts: {
    code: "Throttling",
    message: "Rate exceeded",
    status: 400,
    operations: {},
    others: rate(600, 600),
  },
};

/** A hook for the gate that refuses calls beyond AWS's rates. Calls between services are not counted. */
export function rates({ clock, faults }: Weather): GateHook {
  const buckets = new Buckets(clock);
  return ({ service, operation, account: caller, region, input, wire }) => {
    const limits = RATES[service];
    const factor = faults.value("account-rates");
    if (!limits || !wire || factor === 0) return;
    const own = limits.operations[operation];
    const limit = own ?? limits.others;
    if (!limit) return;
    const shared = !own && faults.holds("other-operations-share-a-bucket");
    const name = shared ? "*" : operation;
    const theirs = service === "account" && !faults.holds("account-rates-are-the-callers");
    const account = (theirs && input.AccountId) || caller;
    const key = `${service}/${name}/${account}/${limits.global ? "" : region}`;
    if (buckets.take(key, scaled(limit, factor))) return;
    const { code, message, status } = limits;
    throw new AwsError(code, message, status === undefined ? {} : { status });
  };
}
