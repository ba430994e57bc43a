// Word of new objects: from a bucket to the functions and queues of its configuration, and to the bus.
import { randomUuid } from "../random.ts";
import { Deliveries } from "../services/events/delivery.ts";
import type { EventsAccess } from "../services/events/index.ts";
import {
  notificationTargets,
  type ObjectCreated,
  objectCreatedDetail,
  type S3,
  s3Notification,
} from "../services/s3/index.ts";
import type { World } from "../wire/service.ts";

/** Retries of a notification (S3 user guide: delivery "at least once"). assumed, number only. */
const RETRIES = 100;
const DAY = 24 * 60 * 60_000;

/** Connects buckets with what they notify; deliveries are kept until they are done. */
export function connectNotifications(
  world: World,
  { objects, buses }: { objects: Pick<S3, "notify" | "notification">; buses: EventsAccess },
): Deliveries {
  const deliveries = new Deliveries(world, "s3/deliveries", {
    duplicates: "notification-duplicates",
  });
  objects.notify((event: ObjectCreated) => {
    const configuration = objects.notification(event.bucket);
    for (const { arn, id } of notificationTargets(configuration, event))
      deliveries.add({
        ruleArn: `arn:aws:s3:::${event.bucket}`,
        targetArn: arn,
        payload: JSON.stringify(s3Notification(event, id)),
        retries: RETRIES,
        oldest: DAY,
      });
    if (configuration.EventBridgeConfiguration)
      buses.publish({
        id: randomUuid(world.random),
        "detail-type": "Object Created",
        source: "aws.s3",
        account: event.account,
        time: `${new Date(event.time).toISOString().slice(0, 19)}Z`,
        region: event.region,
        resources: [`arn:aws:s3:::${event.bucket}`],
        detail: objectCreatedDetail(event),
      });
  });
  return deliveries;
}
