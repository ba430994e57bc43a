// STS: who am I, and sessions of roles. Keys carry their account, tokens their session: no table.
import * as client from "@aws-sdk/client-sts";
import { admitted } from "../../estate/caller.ts";
import type { Model } from "../../estate/model.ts";
import { uniqueId } from "../../estate/roles.ts";
import { accessKeyFor, accountOf, sessionToken } from "../../wire/access-keys.ts";
import { AwsError, type Context, type Service, type World } from "../../wire/service.ts";
import { outside, refuseAll } from "../constraints.ts";
import { userOfKey } from "../iam/users.ts";
import {
  allowedSession,
  isSession,
  SHORTEST,
  sessionPolicy,
  validFederation,
  validSession,
} from "./sessions.ts";

const VERSION = "2011-06-15";
/** assumed, number only: real tails tell keys of one account apart in six letters and digits. */
const TAIL = 6;
/** Seconds that GetSessionToken may ask for: 36 hours (API reference). */
const LONGEST_TOKEN = 129_600;

/** Milliseconds that a session lives which is cut short. */
const CUT = 3_000;

/** The STS of the sandbox; regional endpoints and the global one are alike here. */
export function sts(world: World, model: Model): Service {
  /** New credentials that act as `arn` in `account`. */
  const credentials = (account: string, arn: string, seconds: number, policy?: string) => {
    const now = world.clock.now();
    const expiresAt = now + seconds * 1000;
    const cut = isCut(world, account);
    return {
      AccessKeyId: accessKeyFor(account, uniqueId(world, "").slice(0, TAIL)),
      SecretAccessKey: `${uniqueId(world, "")}${uniqueId(world, "")}`.slice(0, 40),
      SessionToken: sessionToken({ arn, expiresAt: cut ? now + CUT : expiresAt, policy }),
      Expiration: new Date(expiresAt),
    };
  };

  const users = userOfKey(world);

  const handlers = {
    GetCallerIdentity(_input: unknown, caller: Context) {
      const { account } = caller;
      const user = users(caller.accessKeyId);
      if (user) return { Account: account, Arn: user.arn, UserId: user.id };
      const { principal } = caller;
      return { Account: account, Arn: principal, UserId: userId(model, account, principal) };
    },

    AssumeRole(input: AssumeRoleInput, caller: Context) {
      validSession(input);
      const principal = users(caller.accessKeyId)?.arn ?? caller.principal;
      const target = allowedSession(world, model, input, { ...caller, principal });
      const { account, name, id, seconds } = target;
      const arn = `arn:aws:sts::${account}:assumed-role/${name}/${input.RoleSessionName}`;
      return {
        Credentials: credentials(account, arn, seconds, sessionPolicy(world, input)),
        AssumedRoleUser: { AssumedRoleId: `${id}:${input.RoleSessionName}`, Arn: arn },
        PackedPolicySize: packedSize(input),
        SourceIdentity: input.SourceIdentity,
      };
    },

    GetSessionToken({ DurationSeconds = 43_200 }, { account, principal }: Context) {
      const problems = outside("durationSeconds", DurationSeconds, SHORTEST, LONGEST_TOKEN);
      refuseAll(problems, "ValidationError");
      if (isSession(principal))
        throw new AwsError("AccessDenied", "Cannot call GetSessionToken with session credentials", {
          status: 403,
        });
      return { Credentials: credentials(account, principal, DurationSeconds) };
    },

    GetFederationToken(input: FederationInput, caller: Context) {
      const { account, principal } = caller;
      validFederation(input);
      if (isSession(principal))
        throw new AwsError(
          "AccessDenied",
          "Cannot call GetFederationToken with session credentials",
          {
            status: 403,
          },
        );
      const arn = `arn:aws:sts::${account}:federated-user/${input.Name}`;
      return {
        Credentials: credentials(
          account,
          arn,
          input.DurationSeconds ?? 43_200,
          sessionPolicy(world, input),
        ),
        FederatedUser: { FederatedUserId: `${account}:${input.Name}`, Arn: arn },
        PackedPolicySize: packedSize(input),
      };
    },

    GetAccessKeyInfo({ AccessKeyId }: { AccessKeyId: string }) {
      const account = accountOf(AccessKeyId);
      if (account) return { Account: account };
      throw new AwsError("ValidationError", `Access key ${AccessKeyId} is not valid`, {
        status: 400,
      });
    },
  };

  return {
    id: "sts",
    client,
    protocol: "query",
    version: VERSION,
    xmlNamespace: `https://sts.amazonaws.com/doc/${VERSION}/`,
    handlers: admitted(model.accounts, handlers, { reach: "sts", code: "InvalidClientTokenId" }),
  };
}

/** Whether a fault ends a session early; never three sessions of an account in a row. */
function isCut({ faults }: World, account: string): boolean {
  const work = `cut-sessions/${account}`;
  const cut = faults.strikes("cut-sessions", account) && faults.dice.mayFail(work);
  faults.dice.note(work, cut);
  return cut;
}

/** What AssumeRole takes. */
export interface AssumeRoleInput {
  RoleArn: string;
  RoleSessionName: string;
  DurationSeconds?: number;
  ExternalId?: string;
  /** Narrows the session, as JSON text. */
  Policy?: string;
  /** Managed policies that narrow it as well. */
  PolicyArns?: { arn?: string }[];
  Tags?: { Key: string; Value: string }[];
  SourceIdentity?: string;
}

/** What GetFederationToken takes. */
export interface FederationInput {
  Name: string;
  DurationSeconds?: number;
  Policy?: string;
  PolicyArns?: { arn?: string }[];
  Tags?: { Key: string; Value: string }[];
}

/**
 * Per cent of the room for a session's policy and tags; absent where there are none. assumed, number only: how they are
 * packed is not documented.
 */
function packedSize({ Policy = "", Tags = [] }: Pick<AssumeRoleInput, "Policy" | "Tags">) {
  const length =
    Policy.length + Tags.reduce((sum, { Key, Value }) => sum + Key.length + Value.length, 0);
  return length === 0 ? undefined : Math.min(100, Math.ceil((length * 100) / 4_096));
}

function userId(model: Model, account: string, principal: string): string {
  const [, federated] = /:federated-user\/(.+)$/.exec(principal) ?? [];
  if (federated !== undefined) return `${account}:${federated}`;
  const [, name, session] = /:assumed-role\/([^/]+)\/(.+)$/.exec(principal) ?? [];
  if (name === undefined) return account;
  return `${model.roles.get(account, name)?.id ?? "AROAAAAAAAAAAAAAAAAAA"}:${session}`;
}
