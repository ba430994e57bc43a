// Findings, as their products send them in: kept where they were sent, and shown to the account itself and to its
// administrator for as long as it has one.
import type { Context, Handlers } from "../../wire/service.ts";
import { readPage } from "./pages.ts";
import { invalidInput } from "./refusals.ts";
import type { Finding, State } from "./state.ts";

/** A call of BatchImportFindings takes 1 to 100 findings (API reference). */
const MOST = 100;
/** For each attribute, up to 20 values (AwsSecurityFindingFilters, API reference). */
const MOST_VALUES = 20;

/** What every finding must have (AwsSecurityFinding, API reference). */
const required = [
  "AwsAccountId",
  "CreatedAt",
  "Description",
  "GeneratorId",
  "Id",
  "ProductArn",
  "Resources",
  "SchemaVersion",
  "Severity",
  "Title",
  "UpdatedAt",
] as const;

interface StringFilter {
  Value?: string;
  Comparison?: "EQUALS" | "PREFIX" | "NOT_EQUALS" | "PREFIX_NOT_EQUALS";
}

/** The attributes that can be filtered here, and where a finding has them. */
const attributes: Record<string, (finding: Finding) => string | undefined> = {
  AwsAccountId: (one) => one.AwsAccountId,
  GeneratorId: (one) => one.GeneratorId as string,
  Id: (one) => one.Id,
  ProductArn: (one) => one.ProductArn,
  RecordState: (one) => (one.RecordState as string) ?? "ACTIVE",
  SeverityLabel: (one) => (one.Severity as { Label?: string }).Label,
  WorkflowStatus: (one) => (one.Workflow as { Status?: string } | undefined)?.Status ?? "NEW",
};

/** Values of a comparison that includes are alternatives; those that exclude hold together (API reference). */
function meets(value: string, filters: StringFilter[]): boolean {
  const says = ({ Value = "", Comparison }: StringFilter): boolean =>
    ({
      EQUALS: value === Value,
      PREFIX: value.startsWith(Value),
      NOT_EQUALS: value !== Value,
      PREFIX_NOT_EQUALS: !value.startsWith(Value),
    })[Comparison ?? "EQUALS"];
  const excludes = (one: StringFilter) => /NOT_EQUALS$/.test(one.Comparison ?? "");
  const including = filters.filter((one) => !excludes(one));
  return filters.filter(excludes).every(says) && (including.length === 0 || including.some(says));
}

function filtered(findings: Finding[], filters: Record<string, StringFilter[]>): Finding[] {
  for (const [name, values] of Object.entries(filters)) {
    if (!attributes[name]) throw invalidInput(`The filter ${name} is not emulated`); // ours, not AWS's
    if (values.length > MOST_VALUES)
      throw invalidInput(`Filter ${name} has more than ${MOST_VALUES} values`); // assumed, text only
  }
  return findings.filter((finding) =>
    Object.entries(filters).every(([name, values]) =>
      meets(attributes[name]!(finding) ?? "", values),
    ),
  );
}

/** Operations on findings. */
export function findingOperations(state: State): Handlers {
  return {
    BatchImportFindings({ Findings = [] }, { account, region }: Context) {
      state.hub(account, region);
      if (Findings.length < 1 || Findings.length > MOST)
        throw invalidInput(`Between 1 and ${MOST} findings a call`); // assumed, text only
      const failed: object[] = [];
      const taken: Finding[] = [];
      for (const finding of Findings as Finding[]) {
        const missing = required.find((name) => finding[name] === undefined);
        // The finding's account must be the caller (BatchImportFindings, API reference); assumed, code and text only.
        const problem = missing
          ? `Finding does not adhere to Amazon Finding Format. ${missing} is required.`
          : finding.AwsAccountId !== account
            ? "AwsAccountId must be the account that calls."
            : undefined;
        if (problem)
          failed.push({ Id: finding.Id, ErrorCode: "InvalidInput", ErrorMessage: problem });
        else taken.push(finding);
      }
      state.putFindings(account, region, taken);
      return {
        FailedCount: failed.length,
        SuccessCount: taken.length,
        ...(failed.length > 0 && { FailedFindings: failed }),
      };
    },

    GetFindings({ Filters = {}, MaxResults, NextToken }, { account, region }: Context) {
      state.hub(account, region);
      const all = filtered(state.findingsSeenBy(account, region), Filters);
      const { items, next } = readPage(all, { MaxResults, NextToken, most: 100 });
      return { Findings: items, NextToken: next };
    },
  };
}
