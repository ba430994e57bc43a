// Event source mappings: what connects a queue or a stream to a function.
import { compilePattern, type Matcher } from "../events/pattern.ts";

/** A mapping as it is kept. */
export interface Mapping {
  /** UUID. */
  id: string;
  sourceArn: string;
  functionArn: string;
  enabled: boolean;
  batchSize: number;
  windowSeconds: number;
  /** Event patterns as JSON text. */
  filters: string[];
  bisect: boolean;
  /** -1: without end. */
  maximumRetryAttempts: number;
  functionResponseTypes: string[];
  onFailureArn?: string;
  maximumConcurrency?: number;
  /** Streams: where a new mapping begins. */
  startingPosition?: "LATEST" | "TRIM_HORIZON";
  modifiedAt: number;
}

/** Polls one source until it is stopped. */
export interface Poller {
  stop(): void;
}

/** True for what a mapping's filters let through; without filters that is everything. */
export function filterOf({ filters }: Pick<Mapping, "filters">): Matcher {
  if (filters.length === 0) return () => true;
  const matchers = filters.map((filter) => compilePattern(filter));
  return (record) => matchers.some((matches) => matches(record));
}

/**
 * The ids that a function reports with `ReportBatchItemFailures`; `undefined` means that the whole batch
 * failed, because the answer cannot be read (developer guide, "Partial batch response").
 */
export function reportedFailures(payload: string): string[] | undefined {
  const answer = JSON.parse(payload);
  const failures = answer?.batchItemFailures;
  if (answer === null || failures === undefined || failures === null) return [];
  if (!Array.isArray(failures)) return undefined;
  const ids = failures.map((one) => one?.itemIdentifier);
  return ids.every((id) => typeof id === "string" && id !== "") ? ids : undefined;
}
