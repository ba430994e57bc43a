// The small parts of schemas: kinds of scalars, timestamp formats, traits.

/** What a schema says about itself beyond its structure; names are Smithy's. */
export interface Traits {
  http?: [method: string, uri: string, status?: number];
  httpError?: number;
  httpLabel?: 1;
  httpQuery?: string;
  httpQueryParams?: 1;
  httpHeader?: string;
  httpPrefixHeaders?: string;
  httpPayload?: 1;
  httpResponseCode?: 1;
  jsonName?: string;
  xmlName?: string;
  xmlAttribute?: 1;
  xmlFlattened?: 1;
  xmlNamespace?: string | [prefix: string, uri: string];
  ec2QueryName?: string;
  awsQueryError?: [code: string, status: number];
}

/** What a schema describes. */
export type Kind =
  | "string"
  | "number"
  | "boolean"
  | "timestamp"
  | "document"
  | "bigint"
  | "bigdecimal"
  | "blob"
  | "stream"
  | "list"
  | "map"
  | "structure"
  | "operation"
  | "unit";

const TRAIT_BITS: [number, keyof Traits][] = [
  [1, "httpLabel"],
  [16, "httpPayload"],
  [32, "httpResponseCode"],
  [64, "httpQueryParams"],
];

/** Kinds by the number that stands for them in a schema. */
export const SCALARS: Record<number, Kind> = {
  0: "string",
  1: "number",
  2: "boolean",
  4: "timestamp",
  5: "timestamp",
  6: "timestamp",
  7: "timestamp",
  15: "document",
  17: "bigint",
  19: "bigdecimal",
  21: "blob",
  42: "stream",
};
/** The codes that say how a timestamp is written. */
export const TIMESTAMP = { byProtocol: 4, iso: 5, http: 6, epoch: 7 } as const;

/** Traits as a schema holds them: an object, or a number whose bits stand for the commonest. */
export function traitsIn(encoded: unknown): Traits {
  if (typeof encoded === "object") return (encoded ?? {}) as Traits;
  const traits: Record<string, 1> = {};
  for (const [bit, name] of TRAIT_BITS) if ((encoded as number) & bit) traits[name] = 1;
  return traits as Traits;
}
