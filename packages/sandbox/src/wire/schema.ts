// Reads the schema tuples that every `@aws-sdk/client-*` package exports (`InviteMembers$` and so on).
// Only the tuple layout is used, which @smithy/types marks @public; nothing comes from SDK internals.
//
//   [0, ns, name, traits, target]                     simple
//   [1, ns, name, traits, item]                       list
//   [2, ns, name, traits, key, value]                 map
//   [3, ns, name, traits, names, schemas, required]   structure
//   [4, ns, name, traits, names, schemas]             union
//   [-3, ...as 3]                                     error
//   [9, ns, name, traits, input, output]              operation
//   [target, traits]                                  member with traits
//   number                                            scalar, or list or map of one
//   () => ...                                         any of these, later
import { type Kind, SCALARS, type Traits, traitsIn } from "./traits.ts";

/** A member of a structure. */
export interface Member {
  readonly name: string;
  readonly shape: Shape;
}

const LIST_OF = 64;
const MAP_OF = 128;

type Tuple = readonly unknown[];

/** A uniform view of a schema. Schemas refer to each other in circles, so parts are resolved when used. */
export class Shape {
  readonly kind: Kind;
  readonly traits: Traits;
  readonly name: string;
  readonly namespace: string;
  /** Of a scalar: its number, which tells the timestamp formats apart. */
  readonly code: number;
  /** Of a structure: how many of its first members are required. */
  readonly required: number;
  /** True when the member travels outside the HTTP body. */
  readonly bound: boolean;
  readonly #parts: Parts;

  constructor(about: About, traits: Traits, parts: Parts) {
    this.kind = about.kind;
    this.name = about.name ?? "";
    this.namespace = about.namespace ?? "";
    this.code = about.code ?? -1;
    this.required = about.required ?? 0;
    this.traits = traits;
    this.#parts = parts;
    this.bound =
      traits.httpLabel !== undefined ||
      traits.httpQuery !== undefined ||
      traits.httpQueryParams !== undefined ||
      traits.httpHeader !== undefined ||
      traits.httpPrefixHeaders !== undefined ||
      traits.httpPayload !== undefined ||
      traits.httpResponseCode !== undefined;
  }

  /** Of a list. */
  get item(): Shape {
    return this.#parts.first;
  }
  /** Of a map. */
  get key(): Shape {
    return this.#parts.first;
  }
  /** Of a map. */
  get value(): Shape {
    return this.#parts.second;
  }
  /** Of an operation. */
  get input(): Shape {
    return this.#parts.first;
  }
  /** Of an operation. */
  get output(): Shape {
    return this.#parts.second;
  }
  /** Of a structure, a union or an error; empty for `unit`. */
  get members(): readonly Member[] {
    return this.#parts.members;
  }

  /** The same shape with further traits. */
  with(traits: Traits): Shape {
    return new Shape(this, { ...this.traits, ...traits }, this.#parts);
  }
}

type About = { kind: Kind } & Partial<Pick<Shape, "name" | "namespace" | "code" | "required">>;

/** What a shape is made of; resolved once, when it is used. */
class Parts {
  readonly #tuple: Tuple;
  #first: Shape | undefined;
  #second: Shape | undefined;
  #members: readonly Member[] | undefined;

  constructor(tuple: Tuple) {
    this.#tuple = tuple;
  }

  get first(): Shape {
    this.#first ??= shapeOf(this.#tuple[0]);
    return this.#first;
  }
  get second(): Shape {
    this.#second ??= shapeOf(this.#tuple[1]);
    return this.#second;
  }
  get members(): readonly Member[] {
    const [names = [], shapes = []] = this.#tuple as [string[]?, unknown[]?];
    this.#members ??= names.map((name, at) => ({ name, shape: shapeOf(shapes[at]) }));
    return this.#members;
  }
}

function scalar(code: number): Shape {
  if (code < LIST_OF)
    return new Shape({ kind: SCALARS[code] ?? "document", code }, {}, new Parts([]));
  if (code < MAP_OF) return new Shape({ kind: "list" }, {}, new Parts([code - LIST_OF]));
  return new Shape({ kind: "map" }, {}, new Parts([0, code - MAP_OF]));
}

const KINDS: Record<number, Kind> = { 1: "list", 2: "map", 9: "operation" };

function build(schema: unknown): Shape {
  if (schema === undefined || schema === null || schema === "unit")
    return new Shape({ kind: "unit" }, {}, new Parts([]));
  if (typeof schema === "number") return scalar(schema);
  const [id, namespace, name, encoded, a, b, required] = schema as [
    number,
    string,
    string,
    unknown,
    unknown,
    unknown,
    number?,
  ];
  const traits = traitsIn(encoded);
  if (id === 0) return shapeOf(a).with(traits);
  const about: About = { kind: KINDS[id] ?? "structure", name, namespace };
  return new Shape(
    required === undefined ? about : { ...about, required },
    traits,
    new Parts([a, b]),
  );
}

const known = new Map<unknown, Shape>();

/** The view of a tuple, a number or a deferred reference; traits of members are merged in. */
export function shapeOf(reference: unknown): Shape {
  let target = reference;
  let traits: Traits | undefined;
  for (;;) {
    if (typeof target === "function") target = target();
    else if (Array.isArray(target) && target.length === 2) {
      traits = { ...traitsIn(target[1]), ...traits };
      target = target[0];
    } else break;
  }
  let shape = known.get(target);
  if (!shape) {
    shape = build(target);
    known.set(target, shape);
  }
  return traits ? shape.with(traits) : shape;
}

/** The operations and errors that a client package exports. */
export interface Model {
  operations: Map<string, Shape>;
  errors: Map<string, Shape>;
}

/** Collects the schemas of a client module. */
export function modelOf(client: object): Model {
  const operations = new Map<string, Shape>();
  const errors = new Map<string, Shape>();
  for (const exported of Object.values(client)) {
    if (!Array.isArray(exported)) continue;
    const [id, , name] = exported as Tuple;
    if (id === 9) operations.set(name as string, shapeOf(exported));
    if (id === -3) errors.set(name as string, shapeOf(exported));
  }
  return { operations, errors };
}
