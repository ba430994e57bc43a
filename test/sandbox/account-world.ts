// A world with the services of accounts, and clients of the real SDK for any account and Region.
import { type Account, Organizations } from "@aws-sdk/client-organizations";
import { SecurityHub } from "@aws-sdk/client-securityhub";
import { STS } from "@aws-sdk/client-sts";
import { createModel, type Model } from "../../packages/sandbox/src/estate/model.ts";
import { rates } from "../../packages/sandbox/src/estate/rates.ts";
import { type Estate, parseEstate } from "../../packages/sandbox/src/estate.ts";
import { Permissions } from "../../packages/sandbox/src/permissions/index.ts";
import {
  type RunningWorld,
  startWorld,
  type WorldOptions,
} from "../../packages/sandbox/src/sandbox.ts";
import { account } from "../../packages/sandbox/src/services/account/index.ts";
import { config } from "../../packages/sandbox/src/services/config/index.ts";
import { ec2 } from "../../packages/sandbox/src/services/ec2/index.ts";
import { guardDuty } from "../../packages/sandbox/src/services/guardduty/index.ts";
import { iam } from "../../packages/sandbox/src/services/iam/index.ts";
import { organizations } from "../../packages/sandbox/src/services/organizations/index.ts";
import { s3 } from "../../packages/sandbox/src/services/s3/index.ts";
import { securityHub } from "../../packages/sandbox/src/services/securityhub/index.ts";
import { sts } from "../../packages/sandbox/src/services/sts/index.ts";
import type { World } from "../../packages/sandbox/src/wire/service.ts";

export const HUB = "111111111111";
export const MANAGEMENT = "222222222222";
export const MEMBER = "333333333333";
export const OTHER = "444444444444";
export const STRANGER = "999999999999";
export const TOKYO = "ap-northeast-1";
/** Off unless an account has opted in. */
export const HONG_KONG = "ap-east-1";

export interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** The constructor of any SDK client. */
type ClientOf<Client> = new (options: {
  endpoint: string;
  region: string;
  credentials: Keys;
  maxAttempts: number;
}) => Client;

export interface AccountWorld extends RunningWorld {
  model: Model;
  /** A client that acts as administrator of an account, or with the keys of a session. */
  as<Client>(client: ClientOf<Client>, who: string | Keys, region?: string): Client;
  securityHub(who: string | Keys, region?: string): SecurityHub;
  /** Keys of a role's session. */
  assume(from: string | Keys, roleArn: string, externalId?: string): Promise<Keys>;
  /** Lets time go by. */
  pass(milliseconds: number): Promise<void>;
}

/** Starts a world; an estate is given as it stands in its file. */
export async function startAccounts(
  estate?: object,
  more: WorldOptions & { limited?: boolean } = {},
): Promise<AccountWorld> {
  let model: Model | undefined;
  const running = await startWorld(more, (world, _endpoint, gates) => {
    model = createModel(world, estate && checked(estate));
    gates.push(new Permissions(world, model).hook);
    if (more.limited) gates.push(rates(world));
    return { services: servicesOf(world, model) };
  });
  const as: AccountWorld["as"] = (Client, who, region = TOKYO) =>
    new Client({
      endpoint: running.endpoint,
      region,
      credentials: typeof who === "string" ? { accessKeyId: who, secretAccessKey: "any" } : who,
      maxAttempts: 1,
    });
  return {
    ...running,
    model: model!,
    as,
    securityHub: (who, region) => as(SecurityHub, who, region),
    async assume(from, RoleArn, ExternalId) {
      const { Credentials: keys } = await as(STS, from).assumeRole({
        RoleArn,
        RoleSessionName: "test",
        ExternalId,
      });
      return {
        accessKeyId: keys!.AccessKeyId!,
        secretAccessKey: keys!.SecretAccessKey!,
        sessionToken: keys!.SessionToken!,
      };
    },
    pass: (milliseconds) => running.world.clock.sleep(milliseconds),
  };
}

const servicesOf = (world: World, model: Model) => [
  securityHub(world, model),
  sts(world, model),
  iam(world, model),
  organizations(world, model),
  account(world, model),
  ec2(model),
  config(world, model),
  guardDuty(world, model),
  s3(world),
];

/** All accounts of the organization: to the last page, for pages may be empty. */
export async function listAccounts(
  world: AccountWorld,
  who: string | Keys = MANAGEMENT,
): Promise<Account[]> {
  const client = world.as(Organizations, who);
  const all: Account[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.listAccounts({ NextToken });
    all.push(...page.Accounts!);
    NextToken = page.NextToken;
  } while (NextToken);
  return all;
}

/** An estate that is right, with its defaults filled in. */
export function checked(estate: object): Estate {
  const result = parseEstate(JSON.stringify(estate));
  if ("problems" in result) throw new Error(JSON.stringify(result.problems));
  return result.estate;
}

/** A hub, its organization's management account, and accounts with a role for the hub. */
export const estateOf = (
  accounts: object[] = [{}],
  hub: { delegatedAdministrator?: boolean; regions?: string[] } = {},
) => ({
  hub: { account: HUB, ...hub },
  management: { account: MANAGEMENT, role: { name: "Reader", externalId: "management-secret" } },
  accounts: accounts.map((account, at) => ({
    id: String(333333333333 + at * 111111111111),
    name: `Account ${at}`,
    email: `account${at}@example.com`,
    organization: true,
    role: { name: "Joiner", externalId: "member-secret" },
    ...account,
  })),
});
