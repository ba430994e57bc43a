// Systems Manager's Parameter Store.
import * as client from "@aws-sdk/client-ssm";
import {
  AwsError,
  type Context,
  type Handlers,
  type Service,
  type World,
} from "../../wire/service.ts";
import { mislong, outside, refuseAll, unlisted } from "../constraints.ts";

/** A parameter; the time is in milliseconds since 1970 on the sandbox's clock. */
interface Parameter {
  name: string;
  type: "String" | "StringList" | "SecureString";
  value: string;
  description?: string;
  version: number;
  modifiedAt: number;
}

// GetParametersByPath and DescribeParameters, API reference.
const PAGE = 10;
/** Names that GetParameters and DeleteParameters take (API reference). */
const MOST_NAMES = 10;
/** Characters of a value in the standard tier (quota); the advanced tier has twice as many. */
const LONGEST_VALUE = 4_096;
const INVALID = "ValidationException";

/** Parameter Store in a world. */
export function ssm(world: World): Service {
  const rows = world.store.collection<Parameter>("ssm/parameters");
  const keyOf = ({ account, region }: Context, name: string) => `${account}/${region}/${name}`;
  const named = (context: Context, id: string) => {
    const [, name = id, version] =
      /^([^:]+)(?::(\d+))?$/.exec(id.replace(/^arn:[^/]+:parameter/, "")) ?? [];
    const found = rows.get(keyOf(context, name));
    return found && (version === undefined || found.version === Number(version))
      ? found
      : undefined;
  };
  const of = (context: Context) => {
    const prefix = keyOf(context, "");
    const own = [...rows.entries()].filter(([key]) => key.startsWith(prefix));
    return own.map(([, parameter]) => parameter).sort((a, b) => (a.name < b.name ? -1 : 1));
  };
  const told = (parameter: Parameter, { account, region }: Context, decrypted = false) => ({
    Name: parameter.name,
    Type: parameter.type,
    Value:
      parameter.type === "SecureString" && !decrypted
        ? Buffer.from(`sandbox:${parameter.value}`).toString("base64")
        : parameter.value,
    Version: parameter.version,
    LastModifiedDate: new Date(parameter.modifiedAt),
    ARN: `arn:aws:ssm:${region}:${account}:parameter${parameter.name.startsWith("/") ? "" : "/"}${parameter.name}`,
    DataType: "text",
  });

  const handlers: Handlers = {
    PutParameter({ Name, Value, Type, Description, Overwrite, Tier }, context) {
      checkParameter(Name, Value, Type, Tier);
      const existing = rows.get(keyOf(context, Name));
      if (existing && !Overwrite)
        throw new AwsError(
          "ParameterAlreadyExists",
          "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
        );
      if (!existing && !Type)
        throw new AwsError(
          "ValidationException",
          "A parameter type is required when you create a parameter.",
        );
      const description = Description ?? existing?.description;
      const parameter: Parameter = {
        name: Name,
        type: Type ?? existing!.type,
        value: Value,
        ...(description !== undefined && { description }),
        version: (existing?.version ?? 0) + 1,
        modifiedAt: world.clock.now(),
      };
      rows.set(keyOf(context, Name), parameter);
      return { Version: parameter.version, Tier: "Standard" };
    },

    GetParameter({ Name, WithDecryption }, context) {
      const found = named(context, Name);
      const [, plain, version] = /^(.+):(\d+)$/.exec(Name) ?? [];
      if (!found && plain !== undefined && named(context, plain))
        throw new AwsError(
          "ParameterVersionNotFound",
          `Systems Manager could not find version ${version} of ${plain}. Verify the version and try again.`,
        );
      if (!found) throw new AwsError("ParameterNotFound", `Parameter ${Name} not found.`);
      return { Parameter: told(found, context, WithDecryption) };
    },

    GetParameters(
      { Names, WithDecryption }: { Names: string[]; WithDecryption?: boolean },
      context,
    ) {
      refuseAll(mislong("names", Names, 1, MOST_NAMES), INVALID);
      const found = Names.map((name) => ({ name, parameter: named(context, name) }));
      return {
        Parameters: found.flatMap(({ parameter }) =>
          parameter ? [told(parameter, context, WithDecryption)] : [],
        ),
        InvalidParameters: found.flatMap(({ name, parameter }) => (parameter ? [] : [name])),
      };
    },

    GetParametersByPath(
      { Path, Recursive, WithDecryption, MaxResults = PAGE, NextToken },
      context,
    ) {
      if (!Path.startsWith("/"))
        throw new AwsError(
          INVALID,
          'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/".',
        );
      refuseAll(outside("maxResults", MaxResults, 1, PAGE), INVALID);
      const prefix = Path.endsWith("/") ? Path : `${Path}/`;
      const below = of(context).filter(
        ({ name }) =>
          name.startsWith(prefix) && (Recursive || !name.slice(prefix.length).includes("/")),
      );
      const { page, next } = pageOf(below, MaxResults, NextToken);
      return { Parameters: page.map((one) => told(one, context, WithDecryption)), NextToken: next };
    },

    DescribeParameters({ MaxResults = PAGE, NextToken }, context) {
      const { page, next } = pageOf(of(context), MaxResults, NextToken);
      const described = page.map((one) => {
        const { Value: _, ...rest } = told(one, context);
        return { ...rest, Description: one.description, Tier: "Standard" };
      });
      return { Parameters: described, NextToken: next };
    },

    DeleteParameter({ Name }, context) {
      if (!rows.delete(keyOf(context, Name)))
        throw new AwsError("ParameterNotFound", `Parameter ${Name} not found.`);
    },

    DeleteParameters({ Names }: { Names: string[] }, context) {
      refuseAll(mislong("names", Names, 1, MOST_NAMES), INVALID);
      const gone = Names.map((name) => ({ name, deleted: rows.delete(keyOf(context, name)) }));
      return {
        DeletedParameters: gone.filter((one) => one.deleted).map((one) => one.name),
        InvalidParameters: gone.filter((one) => !one.deleted).map((one) => one.name),
      };
    },
  };
  return { id: "ssm", client, protocol: "json", target: "AmazonSSM", handlers };
}

/** Refuses names, values and types that Parameter Store does not take [texts observed]. */
function checkParameter(name: string, value: string, type?: string, tier?: string): void {
  if (/^(aws|ssm)/i.test(name))
    throw new AwsError(
      INVALID,
      'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).',
    );
  if (!/^[\w./-]{1,2048}$/.test(name))
    throw new AwsError(
      INVALID,
      "Parameter name: can only include the following letters and symbols: a-zA-Z0-9_.-/",
    );
  const problems = [
    ...mislong("value", value, 1, Number.POSITIVE_INFINITY),
    ...unlisted("type", type, ["SecureString", "StringList", "String"]),
  ];
  refuseAll(problems, INVALID);
  const longest = tier === "Advanced" || tier === "Intelligent-Tiering" ? 8_192 : LONGEST_VALUE;
  if (Buffer.byteLength(value) > longest)
    throw new AwsError(
      INVALID,
      `Standard tier parameters support a maximum parameter value of ${LONGEST_VALUE} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html`,
    );
}

function pageOf<Row>(rows: Row[], size: number, token: string | undefined) {
  const from = Number(token ?? 0);
  const next = from + size < rows.length ? String(from + size) : undefined;
  return { page: rows.slice(from, from + size), next };
}
