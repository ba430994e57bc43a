// Findings, as their products send them in: kept where they were sent, and shown to the account itself and to its
// administrator for as long as it has one.
import type { Clock } from "../../clock.ts";
import type { Context, Handlers } from "../../wire/service.ts";
import { type Filters, filtered, sorted } from "./finding-filters.ts";
import { LABELS, levelled, received, unfit } from "./finding-format.ts";
import { readPage } from "./pages.ts";
import { invalidInput, oneOf } from "./refusals.ts";
import type { Finding, State } from "./state.ts";

/** A call of BatchImportFindings or BatchUpdateFindings takes 1 to 100 findings (API reference). */
const MOST = 100;

const WORKFLOW = ["NEW", "NOTIFIED", "RESOLVED", "SUPPRESSED"];
const VERIFICATION = ["UNKNOWN", "TRUE_POSITIVE", "FALSE_POSITIVE", "BENIGN_POSITIVE"];

type Identifier = Pick<Finding, "Id" | "ProductArn">;

const same = (one: Identifier) => (other: Identifier) =>
  one.Id === other.Id && one.ProductArn === other.ProductArn;

/** What BatchUpdateFindings writes over each finding; refuses values that are none of the model's. */
function changesOf(input: Record<string, unknown>, now: number): Record<string, unknown> {
  const { Note, Severity, Workflow } = input as Record<string, object | undefined>;
  const { Normalized } = (Severity ?? {}) as { Normalized?: number };
  oneOf(Workflow ?? {}, "Status", WORKFLOW);
  oneOf(Severity ?? {}, "Label", LABELS);
  oneOf(input as { VerificationState?: string }, "VerificationState", VERIFICATION);
  const scales = { Confidence: input.Confidence, Criticality: input.Criticality, Normalized };
  for (const [name, value] of Object.entries(scales))
    if (value !== undefined && !(Number(value) >= 0 && Number(value) <= 100))
      throw invalidInput(`Invalid parameter '${name}': must be between 0 and 100`); // assumed, text only
  const plain = [
    "VerificationState",
    "Confidence",
    "Criticality",
    "Types",
    "UserDefinedFields",
    "RelatedFindings",
    "Workflow",
  ].filter((name) => input[name] !== undefined);
  return {
    ...Object.fromEntries(plain.map((name) => [name, input[name]])),
    ...(Note && { Note: { ...Note, UpdatedAt: new Date(now).toISOString() } }),
    ...(Severity && { Severity: levelled(Severity) }),
  };
}

/** Operations on findings. */
export function findingOperations(clock: Clock, state: State): Handlers {
  return {
    BatchImportFindings({ Findings = [] }, { account, region }: Context) {
      state.hub(account, region);
      if (Findings.length < 1 || Findings.length > MOST)
        throw invalidInput(`Between 1 and ${MOST} findings a call`); // assumed, text only
      const failed: object[] = [];
      const taken: Finding[] = [];
      const kept = state.findingsOf(account, region);
      for (const finding of Findings as Finding[]) {
        const problem =
          unfit(finding) ??
          // The finding's account must be the caller (BatchImportFindings, API reference); assumed, text only.
          (finding.AwsAccountId === account
            ? undefined
            : "AwsAccountId must be the account that calls.");
        if (problem)
          failed.push({ Id: finding.Id, ErrorCode: "InvalidInput", ErrorMessage: problem });
        else taken.push(received(finding, kept.find(same(finding)), { region, now: clock.now() }));
      }
      state.putFindings(account, region, taken);
      return { FailedCount: failed.length, SuccessCount: taken.length, FailedFindings: failed };
    },

    BatchUpdateFindings({ FindingIdentifiers = [], ...input }, { account, region }: Context) {
      state.hub(account, region);
      if (FindingIdentifiers.length < 1 || FindingIdentifiers.length > MOST)
        throw invalidInput(`Between 1 and ${MOST} findings a call`); // assumed, text only
      const changes = changesOf(input, clock.now());
      const owners = state.ownersSeenBy(account, region);
      const done: Identifier[] = [];
      const failed: object[] = [];
      for (const FindingIdentifier of FindingIdentifiers as Identifier[]) {
        const refuse = (ErrorCode: string, ErrorMessage: string) =>
          failed.push({ FindingIdentifier, ErrorCode, ErrorMessage });
        const is = same(FindingIdentifier);
        const owner = owners.find((one) => state.findingsOf(one, region).some(is));
        if (done.some(is))
          refuse("DuplicatedFindingIdentifier", "Duplicated Finding Identifier"); // assumed, text only
        else if (owner === undefined) refuse("FindingNotFound", "Finding Not Found");
        else {
          const finding = state.findingsOf(owner, region).find(is)!;
          state.putFindings(owner, region, [{ ...finding, ...changes }]);
          done.push(FindingIdentifier);
        }
      }
      return { ProcessedFindings: done, UnprocessedFindings: failed };
    },

    GetFindings(input, { account, region }: Context) {
      const { Filters = {}, SortCriteria = [], MaxResults, NextToken } = input;
      state.hub(account, region);
      const met = filtered(state.findingsSeenBy(account, region), Filters as Filters, clock.now());
      const { items, next } = readPage(sorted(met, SortCriteria), {
        MaxResults,
        NextToken,
        most: 100,
      });
      return { Findings: items, NextToken: next };
    },
  };
}
