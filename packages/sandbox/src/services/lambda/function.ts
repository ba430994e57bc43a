// A function as the sandbox knows it, and the ways to name one.
import { AwsError, type Context } from "../../wire/service.ts";

/** What is needed to run a function; the synthesized app has exactly this. */
export interface FunctionDefinition {
  arn: string;
  name: string;
  /** `bundle.handler`: the export is what follows the last dot. */
  handler: string;
  /** Absolute path of the bundled module. */
  bundle: string;
  roleArn: string;
  /** What the function may read as `Resource`. */
  links: Record<string, unknown>;
  environment: Record<string, string>;
  timeoutSeconds: number;
  memoryMb: number;
  /** Retries of asynchronous invocations. */
  asyncRetries: number;
  /** Where asynchronous invocations go that failed for good. */
  onFailureArn?: string | undefined;
  /** It has a URL: its address in a deployment, and who may call it. */
  url?: { address: string; authorization: "AWS_IAM" | "NONE" } | undefined;
}

/** The functions that exist. */
export class Functions {
  readonly #byArn = new Map<string, FunctionDefinition>();

  define(definition: FunctionDefinition): void {
    this.#byArn.set(definition.arn, definition);
  }

  all({ account, region }: Pick<Context, "account" | "region">): FunctionDefinition[] {
    const start = `arn:aws:lambda:${region}:${account}:`;
    return [...this.#byArn.values()].filter(({ arn }) => arn.startsWith(start));
  }

  /** Those that have a URL. */
  withUrl(): FunctionDefinition[] {
    return [...this.#byArn.values()].filter((one) => one.url !== undefined);
  }

  /** By name, partial ARN or ARN; a qualifier may follow. */
  find(
    named: string,
    { account, region }: Pick<Context, "account" | "region">,
  ): FunctionDefinition {
    const parts = named.split(":");
    const at = parts.indexOf("function");
    const name = at < 0 ? parts[0]! : parts[at + 1]!;
    const owner = at > 0 ? parts[at - 1]! : account;
    const place = at > 1 ? parts[at - 2]! : region;
    const arn = `arn:aws:lambda:${place}:${owner}:function:${name}`;
    const found = this.#byArn.get(arn);
    if (!found) throw new AwsError("ResourceNotFoundException", `Function not found: ${arn}`);
    return found;
  }

  byArn(arn: string): FunctionDefinition | undefined {
    return this.#byArn.get(arn.split(":").slice(0, 7).join(":"));
  }
}

/** How one invocation ended. */
export interface Outcome {
  requestId: string;
  /** JSON text: the handler's result, or `{errorType, errorMessage, trace}`. */
  payload: string;
  error?: "Unhandled";
}
