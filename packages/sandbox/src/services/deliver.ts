// How one AWS service hands something to another: the target's ARN decides which operation that is.
import type { Context, World } from "../wire/service.ts";

/** What a delivery may say besides its payload. */
export interface DeliveryOptions {
  /** The session of the role that delivers; the target account's root when absent. */
  principal?: string;
  /** For FIFO queues. */
  group?: string;
  /** Further parts of a FIFO message's identity. */
  deduplication?: string;
  /** Text attributes of a queue's message. */
  attributes?: Record<string, string>;
  /** Name of the execution that a state machine starts. */
  name?: string;
}

/** Delivers `payload`, which is text, to a queue, a function, a state machine or a bus. */
export async function deliver(
  world: World,
  arn: string,
  payload: string,
  options: DeliveryOptions = {},
): Promise<void> {
  const [, , service, region, account, ...rest] = arn.split(":") as [
    string,
    string,
    string,
    string,
    string,
    ...string[],
  ];
  const context: Pick<Context, "account" | "region"> & Partial<Context> = {
    account,
    region,
    ...(options.principal && { principal: options.principal }),
  };
  switch (service) {
    case "sqs":
      await world.call(
        "sqs",
        "SendMessage",
        queueMessage(account, rest[0]!, payload, options),
        context,
      );
      return;
    case "lambda": {
      const input = { FunctionName: arn, InvocationType: "Event", Payload: Buffer.from(payload) };
      await world.call("lambda", "Invoke", input, context);
      return;
    }
    case "states": {
      const input = {
        stateMachineArn: arn,
        input: payload,
        ...(options.name && { name: options.name }),
      };
      await world.call("states", "StartExecution", input, context);
      return;
    }
    default:
      throw new Error(
        `the sandbox delivers to queues, functions and state machines, not to ${arn}`,
      );
  }
}

function queueMessage(account: string, name: string, payload: string, options: DeliveryOptions) {
  const attributes = Object.entries(options.attributes ?? {}).map(([key, StringValue]) => [
    key,
    { DataType: "String", StringValue },
  ]);
  return {
    QueueUrl: `${account}/${name}`,
    MessageBody: payload,
    ...(attributes.length > 0 && { MessageAttributes: Object.fromEntries(attributes) }),
    ...(options.group && { MessageGroupId: options.group }),
    ...(options.deduplication && { MessageDeduplicationId: options.deduplication }),
  };
}

/** The ARN of a role's session, as a caller shows it. */
export function sessionArn(roleArn: string, session: string): string {
  const [, partition, , , account, role] = roleArn.split(":") as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return `arn:${partition}:sts::${account}:assumed-role/${role.split("/").pop()}/${session}`;
}
