// Boots a synthesized app: creates what a deployment would create, and lets go on what an earlier process
// had begun. Booting the same app again changes nothing.
import { createHash } from "node:crypto";
import type { Permissions } from "../permissions/index.ts";
import type { TableAccess } from "../services/dynamodb/index.ts";
import type { EventsAccess } from "../services/events/index.ts";
import type { FunctionRuntime } from "../services/lambda/index.ts";
import type { S3 } from "../services/s3/index.ts";
import type { Scheduler } from "../services/scheduler/index.ts";
import type { SecretsManager } from "../services/secretsmanager/index.ts";
import type { QueueAccess } from "../services/sqs/index.ts";
import type { StatesRuntime } from "../services/states/index.ts";
import type { World } from "../wire/service.ts";
import {
  createBuckets,
  createMachines,
  createParameters,
  createQueues,
  createRoles,
  createRules,
  refuseDistrust,
} from "./create.ts";
import type { App } from "./manifest.ts";
import { connectNotifications } from "./notifications.ts";

/** The services that an app is made of, as far as booting asks more of them than their API. */
export interface AppServices {
  database: Pick<TableAccess, "createTable">;
  queues: { queues: QueueAccess };
  functions: { runtime: FunctionRuntime };
  machines: { runtime: StatesRuntime };
  buses: EventsAccess;
  objects: Pick<S3, "notify" | "notification">;
  secrets: Pick<SecretsManager, "declare">;
  schedules: Scheduler;
  permissions: Permissions;
}

/**
 * Creates what the app has, and then lets the services go on; without an app it does only the latter.
 * Call it once, after all services have started.
 */
export async function bootApp(
  world: World,
  app: App | undefined,
  services: AppServices,
): Promise<void> {
  const notifications = connectNotifications(world, services);
  if (app) {
    createRoles(world, app);
    refuseDistrust(app, services.permissions);
    for (const table of app.tables) services.database.createTable(table);
    for (const { name, arn } of app.secrets) services.secrets.declare(name, arn);
    await createQueues(world, app);
    await createBuckets(world, app);
    await createParameters(world, app);
    const here = localized(app, services.queues.queues);
    for (const one of app.functions)
      services.functions.runtime.define({
        ...one,
        links: here(one.links),
        environment: here(one.environment),
      });
    await createMachines(world, app, here);
    await createRules(world, app);
    for (const { id, onFailureArn, maximumConcurrency, ...mapping } of app.eventSourceMappings)
      services.functions.runtime.map({
        ...mapping,
        id: mappingId(id),
        enabled: true,
        modifiedAt: world.clock.now(),
        ...(onFailureArn !== undefined && { onFailureArn }),
        ...(maximumConcurrency !== undefined && { maximumConcurrency }),
      });
    for (const schedule of app.schedules) services.schedules.put(schedule);
  }
  notifications.resume();
  services.buses.resume();
  services.schedules.resume();
  services.functions.runtime.resume();
  services.machines.runtime.resume();
}

/** A UUID that is the same at each boot, so that a mapping finds its checkpoint again. */
function mappingId(id: string): string {
  const hex = createHash("sha256").update(id).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

/**
 * Puts the sandbox's queue URLs where the deployment's stand. The SDK sends to the host of a queue's URL
 * when only AWS_ENDPOINT_URL says where AWS is.
 */
function localized({ queues }: App, access: QueueAccess): <Value>(value: Value) => Value {
  const urls = new Map(queues.map(({ url, arn }) => [url, access.url(arn)]));
  const change = (value: unknown): unknown => {
    if (typeof value === "string") return urls.get(value) ?? value;
    if (Array.isArray(value)) return value.map(change);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, change(inner)]));
  };
  return <Value>(value: Value) => change(value) as Value;
}
