// The operations of buses.
import { AwsError, type Handlers, type World } from "../../wire/service.ts";
import { busArn, invalid, listed, type RuleBook, tooMany } from "./rule-book.ts";

/** Buses of an account and Region (EventBridge quotas). */
const MOST = 100;

/** Create, delete, describe and list. */
export function busOperations(world: World, book: RuleBook): Handlers {
  return {
    CreateEventBus({ Name, Description }, context) {
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
      return { EventBusArn: arn };
    },
    DeleteEventBus({ Name }, context) {
      if (Name === "default") throw invalid("Cannot delete event bus default.");
      const arn = busArn(Name, context);
      if (book.of(arn).size > 0) throw invalid("Cannot delete an event bus that still has rules.");
      book.buses.delete(arn);
      book.policies.delete(arn);
    },
    DescribeEventBus({ Name }, context) {
      const { name, arn, description } = book.bus(Name, context);
      return { Name: name, Arn: arn, Description: description, Policy: book.policies.get(arn) };
    },
    ListEventBuses(input, context) {
      const { NamePrefix = "" } = input;
      const start = busArn("", context);
      const mine = [book.bus(undefined, context), ...book.buses.values()];
      const { items, next } = listed(
        mine.filter(({ arn, name }) => arn.startsWith(start) && name.startsWith(NamePrefix)),
        input,
      );
      return {
        EventBuses: items.map(({ name, arn }) => ({ Name: name, Arn: arn })),
        NextToken: next,
      };
    },
  };
}
