// All services of the sandbox, put together; what one needs of another is given here.
import path from "node:path";
import type { Model } from "./estate/model.ts";
import type { Permissions } from "./permissions/index.ts";
import { account } from "./services/account/index.ts";
import { config } from "./services/config/index.ts";
import { dynamodb } from "./services/dynamodb/index.ts";
import { ec2 } from "./services/ec2/index.ts";
import { events } from "./services/events/index.ts";
import { guardDuty } from "./services/guardduty/index.ts";
import { iam } from "./services/iam/index.ts";
import type { FleetSize } from "./services/lambda/fleet.ts";
import { lambda } from "./services/lambda/index.ts";
import { logs } from "./services/logs/index.ts";
import { organizations } from "./services/organizations/index.ts";
import { s3 } from "./services/s3/index.ts";
import { Scheduler } from "./services/scheduler/index.ts";
import { secretsManager } from "./services/secretsmanager/index.ts";
import { securityHub } from "./services/securityhub/index.ts";
import { sqs } from "./services/sqs/index.ts";
import { ssm } from "./services/ssm/index.ts";
import { states } from "./services/states/index.ts";
import { streams } from "./services/streams/index.ts";
import { sts } from "./services/sts/index.ts";
import type { Service, World } from "./wire/service.ts";

/** What the services must know of the world around them. */
export interface Surroundings {
  model: Model;
  permissions: Permissions;
  /** The sandbox's own address. */
  endpoint: string;
  slackUrl: string;
  dataDirectory: string | undefined;
  fleet?: FleetSize | undefined;
}

/** Makes the services; those that others ask directly have names, and `all` is what the wire serves. */
export function makeServices(
  world: World,
  { model, permissions, endpoint, slackUrl, dataDirectory, fleet }: Surroundings,
) {
  const database = dynamodb(world);
  const queues = sqs(world, { endpoint: () => endpoint });
  const functions = lambda(world, {
    endpoint,
    slackUrl,
    logDirectory: dataDirectory && path.join(dataDirectory, "logs"),
    fleet,
    queues: queues.queues,
    streams: database.streams,
    permissions,
  });
  const objects = s3(world);
  const journals = logs(world);
  const secrets = secretsManager(world);
  const buses = events(world, permissions);
  const machines = states(world);
  const schedules = new Scheduler(world);
  const all: Service[] = [
    securityHub(world, model),
    sts(world, model),
    iam(world, model),
    organizations(world, model),
    account(world, model),
    ec2(model),
    config(world, model),
    guardDuty(world, model),
    objects,
    database,
    streams(world, database.streams),
    queues,
    buses,
    functions,
    machines,
    secrets,
    ssm(world),
    journals,
  ];
  return {
    all,
    database,
    queues,
    functions,
    objects,
    secrets,
    buses,
    machines,
    schedules,
    permissions,
    logs: journals,
  };
}

/** The services by name. */
export type Services = ReturnType<typeof makeServices>;
