// The filters of GetFindings: which findings meet them. Attributes hold together; the values of one attribute are
// alternatives, unless they exclude (API reference of each kind of filter).
import { BlockList, isIPv6 } from "node:net";
import { attributeOf, type Kind, valuesAt } from "./finding-attributes.ts";
import { invalidInput } from "./refusals.ts";
import type { Finding } from "./state.ts";

/** For each attribute, up to 20 values (AwsSecurityFindingFilters, API reference). */
const MOST_VALUES = 20;
const DAY = 24 * 3_600_000;

interface Filter {
  Key?: string;
  Value?: unknown;
  Comparison?: string;
  Gte?: number;
  Lte?: number;
  Eq?: number;
  Gt?: number;
  Lt?: number;
  Start?: string;
  End?: string;
  DateRange?: { Value?: number; Unit?: string; Comparison?: string };
  Cidr?: string;
}

/** Filters by the name of their attribute. */
export type Filters = Record<string, Filter[]>;

const COMPARISONS: Partial<Record<Kind, string[]>> = {
  string: ["EQUALS", "PREFIX", "NOT_EQUALS", "PREFIX_NOT_EQUALS", "CONTAINS", "NOT_CONTAINS"],
  map: ["EQUALS", "NOT_EQUALS", "CONTAINS", "NOT_CONTAINS"],
};

const comparisonOf = ({ Comparison }: Filter): string => Comparison ?? "EQUALS";
const excludes = (one: Filter): boolean => comparisonOf(one).includes("NOT");

/** Whether one text has what a filter looks for; one that excludes looks for what must not be there. */
function has(text: string, filter: Filter): boolean {
  const wanted = String(filter.Value ?? "");
  const comparison = comparisonOf(filter);
  if (comparison.includes("CONTAINS")) return text.includes(wanted);
  return comparison.startsWith("PREFIX") ? text.startsWith(wanted) : text === wanted;
}

const inRange = (value: number, { Gte, Lte, Eq, Gt, Lt }: Filter): boolean =>
  (Gte === undefined || value >= Gte) &&
  (Lte === undefined || value <= Lte) &&
  (Eq === undefined || value === Eq) &&
  (Gt === undefined || value > Gt) &&
  (Lt === undefined || value < Lt);

function inTime(at: number, { Start, End, DateRange: range }: Filter, now: number): boolean {
  if (range) {
    const since = now - (range.Value ?? 0) * DAY;
    return range.Comparison === "OLDER_THAN" ? at < since : at >= since;
  }
  return (!Start || at >= Date.parse(Start)) && (!End || at <= Date.parse(End));
}

function inNetwork(address: string, { Cidr = "" }: Filter): boolean {
  const [network = "", length] = Cidr.split("/");
  const family = isIPv6(network) ? "ipv6" : "ipv4";
  const list = new BlockList();
  list.addSubnet(network, Number(length ?? (family === "ipv6" ? 128 : 32)), family);
  return list.check(address, isIPv6(address) ? "ipv6" : "ipv4");
}

/** Whether the values of a finding's attribute meet one filter. */
const meets: Record<Kind, (values: unknown[], filter: Filter, now: number) => boolean> = {
  string: (values, filter) => values.some((one) => has(String(one), filter)) !== excludes(filter),
  map: (values, filter) =>
    values.some((one) => {
      const text = (one as Record<string, unknown>)[filter.Key ?? ""];
      return text !== undefined && has(String(text), filter);
    }) !== excludes(filter),
  number: (values, filter) => values.some((one) => inRange(Number(one), filter)),
  date: (values, filter, now) => values.some((one) => inTime(Date.parse(String(one)), filter, now)),
  ip: (values, filter) => values.some((one) => inNetwork(String(one), filter)),
  // assumed, no opposite: the API reference says "a keyword for a finding" and nothing more.
  keyword: (values, { Value }) =>
    JSON.stringify(values).toLowerCase().includes(String(Value).toLowerCase()),
  boolean: (values, { Value }) => (values[0] ?? false) === Value,
};

/** Refuses filters that the API reference rules out. assumed, text only. */
function check(name: string, filters: Filter[]): void {
  const attribute = attributeOf(name);
  if (!attribute)
    throw invalidInput(`Invalid parameter 'Filters.${name}': there is no such filter`);
  if (filters.length > MOST_VALUES)
    throw invalidInput(`Filter ${name} has more than ${MOST_VALUES} values`);
  const known = COMPARISONS[attribute.kind];
  const words = known ? filters.map(comparisonOf) : [];
  for (const word of words)
    if (!known!.includes(word))
      throw invalidInput(`Invalid parameter 'Filters.${name}.Comparison': ${word}`);
  // "You can't provide both an EQUALS filter and a NOT_EQUALS or PREFIX_NOT_EQUALS filter on the same field";
  // CONTAINS and NOT_CONTAINS go with their like alone (StringFilter and MapFilter, API reference).
  const contain = words.filter((word) => word.includes("CONTAINS"));
  const mixed =
    (contain.length > 0 && new Set(words).size > 1) ||
    (words.includes("EQUALS") && words.some((word) => word.includes("NOT")));
  if (mixed) throw invalidInput(`Filter ${name} combines comparisons that cannot be combined`);
  for (const { DateRange: range, Start, End, Cidr } of filters) {
    if (range && !(Number.isInteger(range.Value) && range.Unit === "DAYS"))
      throw invalidInput(`Invalid parameter 'Filters.${name}.DateRange'`);
    for (const date of [Start, End])
      if (date !== undefined && Number.isNaN(Date.parse(date)))
        throw invalidInput(`Invalid parameter 'Filters.${name}': ${date} is not a date`);
    if (Cidr !== undefined && !/^[0-9a-fA-F.:]+(\/\d{1,3})?$/.test(Cidr))
      throw invalidInput(`Invalid parameter 'Filters.${name}.Cidr': ${Cidr}`);
  }
}

/** The findings that meet all filters; `now` in milliseconds is what date ranges count from. */
export function filtered(findings: Finding[], filters: Filters, now: number): Finding[] {
  const asked = Object.entries(filters).filter(([, all]) => all?.length > 0);
  for (const [name, all] of asked) check(name, all);
  return findings.filter((finding) =>
    asked.every(([name, all]) => {
      const { kind, place } = attributeOf(name)!;
      const values = kind === "keyword" ? [finding] : valuesAt(finding, place);
      const says = (one: Filter) => meets[kind](values, one, now);
      const including = all.filter((one) => !excludes(one));
      return all.filter(excludes).every(says) && (including.length === 0 || including.some(says));
    }),
  );
}

interface Criterion {
  Field?: string;
  SortOrder?: string;
}

/** Findings in the order that is asked for; what a finding does not have comes last. */
export function sorted(findings: Finding[], criteria: readonly Criterion[]): Finding[] {
  const keys = criteria.map(({ Field = "", SortOrder = "asc" }) => {
    if (SortOrder !== "asc" && SortOrder !== "desc")
      throw invalidInput(`Invalid parameter 'SortOrder': must be one of asc, desc`);
    // Names of filters and places of the finding format are both in use; assumed, text only.
    const place = attributeOf(Field)?.place ?? Field.split(".");
    return { place, sign: SortOrder === "asc" ? 1 : -1 };
  });
  return findings.toSorted((one, other) => {
    for (const { place, sign } of keys) {
      const [a] = valuesAt(one, place);
      const [b] = valuesAt(other, place);
      if (a === b) continue;
      if (a === undefined || b === undefined) return a === undefined ? 1 : -1;
      const less = typeof a === "number" && typeof b === "number" ? a < b : String(a) < String(b);
      return less ? -sign : sign;
    }
    return 0;
  });
}
