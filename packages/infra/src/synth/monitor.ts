// A Pulumi resource monitor that keeps a record of everything that was registered.
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";
import { isRpcSecret, unwrapRpcSecret } from "@pulumi/pulumi/runtime/rpc.js";
import type { Answers } from "./aws.ts";
import type { Json } from "./json.ts";

/** One registered resource: what the program asked for. */
export interface Resource {
  urn: string;
  type: string;
  name: string;
  parent?: string;
  inputs: Json;
  outputs?: Json;
  dependencies: string[];
  retainOnDelete: boolean;
  protect: boolean;
}

/** Pulumi wraps secret values; the record wants them bare. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (!value || typeof value !== "object") return value;
  if (isRpcSecret(value)) return bare(unwrapRpcSecret(value));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value; // an asset or an archive
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, bare(inner)]));
}

/** Pulumi prints nothing but the `details` of an error that its monitor returns. */
function monitorError(details: string): Error {
  return Object.assign(new Error(details), { details });
}

/** What is read of Pulumi's RegisterResourceRequest and RegisterResourceOutputsRequest. */
interface Request {
  getParent(): string;
  getType(): string;
  getName(): string;
  getUrn(): string;
  getDependenciesList(): string[];
  getRetainondelete(): boolean;
  getProtect(): boolean;
  getOutputs(): { toJavaScript(): unknown } | undefined;
}

type Done = (error: unknown, response: unknown) => void;

/** The parts of Pulumi's monitor that are changed here; one of them is private in its types. */
interface Monitor {
  newUrn(parent: string | undefined, type: string, name: string): string;
  registerResource(request: Request, done: Done): Promise<void>;
  registerResourceOutputs(request: Request, done: Done): void;
}

/** Makes the monitor for one program; `resources` fills up while the program runs. */
export function recordingMonitor(app: { name: string; stage: string }, answers: Answers) {
  const resources = new Map<string, Resource>();
  const pending = new Map<string, Resource>();

  const mocks = {
    call({ token, inputs }: { token: string; inputs: unknown }) {
      try {
        return answers.lookUp(token, bare(inputs) as Json);
      } catch (error) {
        throw monitorError(error instanceof Error ? error.message : String(error));
      }
    },
    newResource(given: { type: string; name: string; id?: string; inputs: unknown }) {
      const inputs = bare(given.inputs) as Json;
      const record = pending.get(`${given.type} ${given.name}`);
      if (record) record.inputs = inputs;
      return answers.create(given.type, given.name, given.id, inputs);
    },
  };

  const Base = MockMonitor as unknown as new (given: typeof mocks) => Monitor;
  class RecordingMonitor extends Base {
    /** The stock monitor names children of the stack wrongly. */
    override newUrn(parent: string | undefined, type: string, name: string): string {
      const parentType = parent ? parent.split("::")[2]! : "";
      const top = parentType === "" || parentType === "pulumi:pulumi:Stack";
      const fullType = top ? type : `${parentType}$${type}`;
      return `urn:pulumi:${app.stage}::${app.name}::${fullType}::${name}`;
    }

    override registerResource(request: Request, done: Done): Promise<void> {
      const parent = request.getParent() || undefined;
      const type = request.getType();
      const name = request.getName();
      const urn = this.newUrn(parent, type, name);
      if (resources.has(urn)) {
        done(monitorError(`two resources want the URN ${urn}`), undefined);
        return Promise.resolve();
      }
      const record: Resource = {
        urn,
        type,
        name,
        ...(parent ? { parent } : {}),
        inputs: {},
        dependencies: request.getDependenciesList(),
        retainOnDelete: Boolean(request.getRetainondelete()),
        protect: Boolean(request.getProtect()),
      };
      resources.set(urn, record);
      // The mock is called synchronously below, before any other registration can come between.
      pending.set(`${type} ${name}`, record);
      return super.registerResource(request, done);
    }

    override registerResourceOutputs(request: Request, done: Done): void {
      const record = resources.get(request.getUrn());
      if (record) record.outputs = bare(request.getOutputs()?.toJavaScript()) as Json;
      super.registerResourceOutputs(request, done);
    }
  }

  return { monitor: new RecordingMonitor(mocks), mocks, resources };
}
