// The operations of buses.
import { AwsError, type Handlers, type World } from "../../wire/service.ts";
import { type Bus, busArn, invalid, listed, type RuleBook, tooMany } from "./rule-book.ts";
import type { Tags } from "./tags.ts";

/** Buses of an account and Region (EventBridge quotas). */
const MOST = 100;

/** Create, delete, describe and list. */
export function busOperations(world: World, book: RuleBook, tags: Tags): Handlers {
  return {
    CreateEventBus({ Name, Description, Tags: given }, context) {
      const arn = busArn(Name, context);
      if (book.buses.has(arn) || Name === "default")
        throw new AwsError("ResourceAlreadyExistsException", `Event bus ${Name} already exists.`);
      if (!/^[.\-_A-Za-z0-9]{1,256}$/.test(Name)) throw invalid("Parameter Name is not valid.");
      const place = arn.slice(0, arn.indexOf("/"));
      const mine = [...book.buses.keys()].filter((one) => one.startsWith(place));
      if (mine.length >= MOST) throw tooMany();
      book.buses.set(arn, {
        name: Name,
        arn,
        createdAt: world.clock.now(),
        ...(Description && { description: Description }),
      });
      tags.add(arn, given);
      return { EventBusArn: arn };
    },
    DeleteEventBus({ Name }, context) {
      if (Name === "default") throw invalid("Cannot delete event bus default.");
      const arn = busArn(Name, context);
      if (book.of(arn).size > 0) throw invalid("Cannot delete an event bus that still has rules.");
      book.buses.delete(arn);
      book.policies.delete(arn);
      tags.forget(arn);
    },
    DescribeEventBus({ Name }, context) {
      const bus = book.bus(Name, context);
      return { ...described(bus), Policy: book.policies.get(bus.arn) };
    },
    ListEventBuses(input, context) {
      const { NamePrefix = "" } = input;
      const start = busArn("", context);
      const mine = [book.bus(undefined, context), ...book.buses.values()];
      const { items, next } = listed(
        mine.filter(({ arn, name }) => arn.startsWith(start) && name.startsWith(NamePrefix)),
        input,
      );
      return { EventBuses: items.map(described), NextToken: next };
    },
  };
}

const described = ({ name, arn, description, createdAt }: Bus) => ({
  Name: name,
  Arn: arn,
  Description: description,
  CreationTime: new Date(createdAt),
  LastModifiedTime: new Date(createdAt),
});
