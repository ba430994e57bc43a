// Events are facts that have a row of their own in the table: dotted past tense, the schema beside
// the entity that raises them, parsed again by whoever takes one.
import * as z from "zod";
import { parse as parseBy } from "./error.ts";

/** What every event has. The id is the same however often the event is delivered. */
const Common = z.object({
  id: z.string().min(1),
  at: z.iso.datetime(),
  run: z.string().optional(),
  /** Where a person can look: the console page of the execution. */
  link: z.string().optional(),
});

/** Of an event that came from outside, before anything else is known of it. */
const Typed = z.looseObject({ type: z.string() });

export interface Definition<Type extends string, Properties extends z.ZodType> {
  type: Type;
  properties: Properties;
  /** The schema of the whole event but for its type. Made once: thousands of events are parsed by it. */
  whole: z.ZodType;
}

export type Envelope<Type extends string, Properties> = z.infer<typeof Common> & {
  type: Type;
  properties: Properties;
};

/** The event of a definition: `Event.Of<typeof Run.Started>`. */
export type Of<D> =
  D extends Definition<infer Type, infer Properties> ? Envelope<Type, z.output<Properties>> : never;

/** Names an event and what it carries. */
export function define<Type extends string, Properties extends z.ZodType>(
  type: Type,
  properties: Properties,
): Definition<Type, Properties> {
  return { type, properties, whole: z.object({ ...Common.shape, properties }) };
}

/** Makes an event that fits its own schema. */
export function create<Type extends string, Properties extends z.ZodType>(
  definition: Definition<Type, Properties>,
  common: { id: string; at: string; run?: string | undefined; link?: string | undefined },
  properties: z.input<Properties>,
): Envelope<Type, z.output<Properties>> {
  const { run, link, ...rest } = common;
  return {
    type: definition.type,
    ...parseBy(Common, { ...rest, ...(run && { run }), ...(link && { link }) }),
    properties: parseBy(definition.properties, properties),
  };
}

/** Takes an event that came from outside, or undefined when it is of another type. */
export function parse<Type extends string, Properties extends z.ZodType>(
  definition: Definition<Type, Properties>,
  raw: unknown,
): Envelope<Type, z.output<Properties>> | undefined {
  const { type } = parseBy(Typed, raw);
  if (type !== definition.type) return undefined;
  return {
    type: definition.type,
    ...(parseBy(definition.whole, raw) as Omit<Envelope<Type, z.output<Properties>>, "type">),
  } as Envelope<Type, z.output<Properties>>;
}
