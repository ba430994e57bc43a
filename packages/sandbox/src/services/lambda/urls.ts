// Functions that have a URL: found by its id, run with what a request became, and described to whoever asks.
import { Roles } from "../../estate/roles.ts";
import type { Acting, Permissions } from "../../permissions/index.ts";
import { FUNCTION_URLS, type UrlTarget } from "../../wire/function-door.ts";
import { AwsError, type Handlers, type World } from "../../wire/service.ts";
import type { Fleet } from "./fleet.ts";
import type { FunctionDefinition, Functions } from "./function.ts";

const SESSION = /^arn:[^:]+:sts::(\d+):assumed-role\/(?:.*\/)?([^/]+)\/([^/]+)$/;

/** The URLs of functions. */
export class FunctionUrls {
  readonly handlers: Handlers;
  readonly #functions: Functions;
  readonly #fleet: Fleet;
  readonly #roles: Roles;
  readonly #permissions: Permissions;

  constructor(
    world: World,
    functions: Functions,
    fleet: Fleet,
    { endpoint, permissions }: { endpoint: string; permissions: Permissions },
  ) {
    this.#permissions = permissions;
    this.#functions = functions;
    this.#fleet = fleet;
    this.#roles = new Roles(world);
    this.handlers = {
      GetFunctionUrlConfig: ({ FunctionName }, context) => {
        const definition = functions.find(FunctionName, context);
        if (!definition.url)
          throw new AwsError(
            "ResourceNotFoundException",
            "The resource you requested does not exist.",
          );
        return {
          FunctionUrl: `${endpoint}${FUNCTION_URLS}${idOf(definition)}/`,
          FunctionArn: definition.arn,
          AuthType: definition.url.authorization,
          InvokeMode: "BUFFERED",
          CreationTime: "2026-01-01T00:00:00.000Z",
          LastModifiedTime: "2026-01-01T00:00:00.000Z",
        };
      },
    };
  }

  /** The function behind a URL's id. */
  find(urlId: string): UrlTarget | undefined {
    const definition = this.#functions.withUrl().find((one) => idOf(one) === urlId);
    if (!definition?.url) return undefined;
    const [, , , region = "", account = ""] = definition.arn.split(":");
    const { authorization, address } = definition.url;
    return {
      account,
      region,
      authorization,
      host: new URL(address).host,
      refuse: (caller) => this.#refuse(definition.arn, authorization, caller),
      callerId: (principal, own) => this.#callerId(principal, own),
      run: async (event) => {
        const { error, payload } = await this.#fleet.invoke(definition, JSON.stringify(event));
        return error ? undefined : { result: payload === "" ? null : JSON.parse(payload) };
      },
    };
  }

  /** Both actions are needed since October 2025 (Lambda guide, "Control access to Lambda function URLs"). */
  #refuse(resource: string, authorization: string, caller: Acting): void {
    const keys = () => ({
      "lambda:functionurlauthtype": authorization,
      "lambda:invokedviafunctionurl": "true",
    });
    for (const action of ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"])
      this.#permissions.require("lambda", caller, { action, resource, keys });
  }

  #callerId(principal: string, account: string): string {
    const [, owner, role, session] = SESSION.exec(principal) ?? [];
    if (!owner || !role) return account;
    return `${this.#roles.get(owner, role)?.id ?? "AROAUNKNOWN"}:${session}`;
  }
}

/** The first part of the URL's host. */
const idOf = ({ url }: FunctionDefinition): string => new URL(url!.address).hostname.split(".")[0]!;
