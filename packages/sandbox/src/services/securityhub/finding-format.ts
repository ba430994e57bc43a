// Amazon's finding format: what a product has to send, and what Security Hub makes of it.
import type { Finding } from "./state.ts";

/** What every finding must have (AwsSecurityFinding, API reference). */
const REQUIRED = [
  "AwsAccountId",
  "CreatedAt",
  "Description",
  "GeneratorId",
  "Id",
  "ProductArn",
  "Resources",
  "SchemaVersion",
  "Title",
  "UpdatedAt",
] as const;

/** Where each label begins on the scale of `Severity.Normalized` (Severity, API reference). */
const LEAST = { CRITICAL: 90, HIGH: 70, MEDIUM: 40, LOW: 1, INFORMATIONAL: 0 } as const;
type Label = keyof typeof LEAST;

/** Labels from the gravest on. */
export const LABELS = Object.keys(LEAST) as Label[];

/** What customers work with: a later import leaves it as it is (BatchImportFindings, API reference). */
const CUSTOMERS = ["Note", "UserDefinedFields", "VerificationState", "Workflow", "WorkflowState"];

/** The largest finding, in bytes (BatchImportFindings, API reference). */
const LARGEST = 240_000;

/** What is wrong with a finding, in AWS's words [observed: aws-securityhub-config-integration#3]. */
export function unfit(finding: Finding): string | undefined {
  const head =
    "Finding does not adhere to Amazon Finding Format. data should have required property";
  const missing = REQUIRED.find((name) => finding[name] === undefined);
  if (missing) return `${head} '${missing}'.`;
  if (finding.Severity === undefined && finding.FindingProviderFields === undefined)
    return `${head} 'FindingProviderFields', data should match some schema in anyOf.`;
  // assumed, text only.
  return JSON.stringify(finding).length > LARGEST ? "Finding size exceeds 240 KB." : undefined;
}

interface Severity {
  Label?: Label;
  Normalized?: number;
}

/** A severity with both of its scales, as far as one of them is known. */
export function levelled<Given extends Severity>(given: Given): Given {
  const { Label, Normalized } = given;
  if (Label !== undefined) return { ...given, Normalized: LEAST[Label] ?? Normalized };
  if (Normalized === undefined) return given;
  return { ...given, Label: LABELS.find((label) => Normalized >= LEAST[label]) };
}

/** A finding as Security Hub keeps it; `before` is the one of the same id that it replaces. */
export function received(
  given: Finding,
  before: Finding | undefined,
  { region, now }: { region: string; now: number },
): Finding {
  const provider = (given.FindingProviderFields ?? {}) as { Severity?: Severity };
  const severity = (given.Severity ?? provider.Severity ?? {}) as Severity;
  const own = /:product\/\d{12}\/default$/.test(given.ProductArn);
  const kept = CUSTOMERS.flatMap((name) => (before?.[name] === undefined ? [] : [name]));
  return {
    // Of custom integrations (user guide, "Custom product integrations").
    ...(own && { ProductName: "Default", CompanyName: "Personal" }),
    Region: region,
    Workflow: { Status: "NEW" },
    WorkflowState: "NEW",
    RecordState: "ACTIVE",
    ...given,
    ...provider,
    Severity: levelled(severity),
    FindingProviderFields: {
      ...(given.Types !== undefined && { Types: given.Types }),
      ...provider,
      Severity: levelled(provider.Severity ?? severity),
    },
    ProcessedAt: new Date(now).toISOString(),
    ...Object.fromEntries(kept.map((name) => [name, before![name]])),
  };
}
