// IAM users, their access keys, and the account's alias. Every user is an administrator here; what is attached to one
// is not emulated.
import { uniqueId } from "../../estate/roles.ts";
import { accessKeyFor } from "../../wire/access-keys.ts";
import { AwsError, type Context, type Handlers, type World } from "../../wire/service.ts";
import { unbounded } from "./documents.ts";
import { markedPage } from "./pages.ts";

/** A user of an account. */
interface User {
  account: string;
  name: string;
  path: string;
  /** Unique id, `AIDA…`. */
  id: string;
  createdAt: number;
  tags?: { Key: string; Value: string }[];
  keys: { id: string; status: "Active" | "Inactive"; createdAt: number }[];
}

/** Access keys of one user, at most (quota). */
const MOST_KEYS = 2;
const ALIAS = /^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$/;

const arnOf = ({ account, path, name }: User): string =>
  `arn:aws:iam::${account}:user${path}${name}`;

/** Who calls with an access key that belongs to a user: its ARN and unique id. */
export type UserOfKey = (accessKeyId: string) => { arn: string; id: string } | undefined;

/** Looks users up by their keys. */
export function userOfKey({ store }: World): UserOfKey {
  const users = store.collection<User>("iam/users");
  const keys = store.collection<string>("iam/access-keys");
  return (accessKeyId) => {
    const user = users.get(keys.get(accessKeyId) ?? "");
    return user && { arn: arnOf(user), id: user.id };
  };
}

/** Operations on users, keys and aliases. */
export function userOperations(world: World): Handlers {
  const users = world.store.collection<User>("iam/users");
  const owners = world.store.collection<string>("iam/access-keys");
  const aliases = world.store.collection<string>("iam/aliases");
  const rowOf = (account: string, name: string) => `${account}/${name.toLowerCase()}`;
  const put = (user: User) => users.set(rowOf(user.account, user.name), user);
  const find = (account: string, name: string): User => {
    const user = users.get(rowOf(account, name));
    if (user) return user;
    throw new AwsError("NoSuchEntityException", `The user with name ${name} cannot be found.`);
  };
  const shown = (user: User) => ({
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: arnOf(user),
    CreateDate: new Date(user.createdAt),
    Tags: user.tags,
  });
  /** Who is meant when no name is given: the caller (API reference). */
  const named = ({ UserName }: { UserName?: string }, { account, accessKeyId }: Context): User => {
    const own = UserName ?? users.get(owners.get(accessKeyId) ?? "")?.name;
    if (own === undefined)
      throw new AwsError(
        "ValidationError",
        "Must specify userName when calling with non-User credentials",
        {
          status: 400,
        },
      );
    return find(account, own);
  };

  return {
    CreateUser({ UserName, Path = "/", Tags, ...input }, { account }: Context) {
      unbounded(input);
      if (!/^[\w+=,.@-]{1,64}$/.test(UserName))
        throw new AwsError("ValidationError", "The specified value for userName is invalid.", {
          status: 400,
        });
      if (users.has(rowOf(account, UserName)))
        throw new AwsError(
          "EntityAlreadyExistsException",
          `User with name ${UserName} already exists.`,
        );
      const createdAt = world.clock.now();
      const user: User = {
        account,
        name: UserName,
        path: Path,
        id: uniqueId(world, "AIDA"),
        createdAt,
        ...(Tags !== undefined && { tags: Tags }),
        keys: [],
      };
      put(user);
      return { User: shown(user) };
    },

    GetUser(input, caller: Context) {
      const { account, accessKeyId } = caller;
      if (input.UserName === undefined && !owners.has(accessKeyId))
        return {
          User: {
            Path: "/",
            UserId: account,
            UserName: "",
            Arn: `arn:aws:iam::${account}:root`,
            CreateDate: new Date(0),
          },
        };
      return { User: shown(named(input, caller)) };
    },

    ListUsers({ PathPrefix = "/", ...input }, { account }: Context) {
      const own = [...users.values()].filter((one) => one.account === account);
      const all = own.filter(({ path }) => path.startsWith(PathPrefix)).toSorted(byName);
      const { items, more } = markedPage(all, input);
      return { Users: items.map(shown), ...more };
    },

    DeleteUser({ UserName }, { account }: Context) {
      const user = find(account, UserName);
      if (user.keys.length > 0)
        throw new AwsError(
          "DeleteConflictException",
          "Cannot delete entity, must delete access keys first.",
        );
      users.delete(rowOf(account, UserName));
      return {};
    },

    CreateAccessKey(input, caller: Context) {
      const user = named(input, caller);
      if (user.keys.length >= MOST_KEYS)
        throw new AwsError(
          "LimitExceededException",
          `Cannot exceed quota for AccessKeysPerUser: ${MOST_KEYS}`,
        );
      const id = accessKeyFor(user.account, uniqueId(world, "").slice(0, 6), "AKIA");
      const key = { id, status: "Active" as const, createdAt: world.clock.now() };
      put({ ...user, keys: [...user.keys, key] });
      owners.set(id, rowOf(user.account, user.name));
      return {
        AccessKey: {
          UserName: user.name,
          AccessKeyId: id,
          Status: key.status,
          SecretAccessKey: `${uniqueId(world, "")}${uniqueId(world, "")}`.slice(0, 40),
          CreateDate: new Date(key.createdAt),
        },
      };
    },

    ListAccessKeys(input, caller: Context) {
      const user = named(input, caller);
      const { items, more } = markedPage(user.keys, input);
      return {
        AccessKeyMetadata: items.map(({ id, status, createdAt }) => ({
          UserName: user.name,
          AccessKeyId: id,
          Status: status,
          CreateDate: new Date(createdAt),
        })),
        ...more,
      };
    },

    DeleteAccessKey(input, caller: Context) {
      const user = named(input, caller);
      const keys = user.keys.filter(({ id }) => id !== input.AccessKeyId);
      if (keys.length === user.keys.length)
        throw new AwsError(
          "NoSuchEntityException",
          `The Access Key with id ${input.AccessKeyId} cannot be found.`,
        );
      put({ ...user, keys });
      owners.delete(input.AccessKeyId);
      return {};
    },

    CreateAccountAlias({ AccountAlias }, { account }: Context) {
      if (!ALIAS.test(AccountAlias))
        throw new AwsError("ValidationError", "The specified value for accountAlias is invalid.", {
          status: 400,
        });
      const taken = [...aliases.entries()].some(
        ([id, one]) => one === AccountAlias && id !== account,
      );
      if (taken)
        throw new AwsError(
          "EntityAlreadyExistsException",
          `The account alias ${AccountAlias} already exists.`,
        );
      aliases.set(account, AccountAlias);
      return {};
    },

    DeleteAccountAlias({ AccountAlias }, { account }: Context) {
      if (aliases.get(account) !== AccountAlias)
        throw new AwsError(
          "NoSuchEntityException",
          `The account alias with name ${AccountAlias} cannot be found.`,
        );
      aliases.delete(account);
      return {};
    },

    ListAccountAliases(_input, { account }: Context) {
      const own = aliases.get(account);
      return { AccountAliases: own === undefined ? [] : [own], IsTruncated: false };
    },
  };
}

const byName = (one: User, other: User): number => (one.name < other.name ? -1 : 1);
