// Findings: what a product sends in, what Security Hub makes of it, and every way to ask for it.
import type { AwsSecurityFinding, AwsSecurityFindingFilters } from "@aws-sdk/client-securityhub";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type AccountWorld, estateOf, HUB, MEMBER, startAccounts, TOKYO } from "./account-world.ts";

let world: AccountWorld;
const now = Date.parse("2026-05-10T00:00:00Z");
const day = (ago: number) => new Date(now - ago * 24 * 3_600_000).toISOString();
const product = (account: string) =>
  `arn:aws:securityhub:${TOKYO}:${account}:product/${account}/default`;
const finding = (Id: string, account: string, more: object = {}): AwsSecurityFinding => ({
  SchemaVersion: "2018-10-08",
  Id,
  ProductArn: product(account),
  GeneratorId: "rule",
  AwsAccountId: account,
  CreatedAt: day(9),
  UpdatedAt: day(1),
  Title: `Title of ${Id}`,
  Description: "Something is open",
  Severity: { Label: "LOW" },
  Resources: [{ Type: "AwsEc2Instance", Id: `resource/${Id}` }],
  ...more,
});
const all = [
  finding("a", HUB, {
    Severity: { Normalized: 95 },
    Confidence: 10,
    Types: ["Software/CVE", "Effects"],
    Compliance: { Status: "FAILED" },
    Resources: [
      { Type: "AwsEc2Instance", Id: "i-1", Tags: { team: "pay", stage: "prod" } },
      { Type: "AwsS3Bucket", Id: "b-1" },
    ],
    Network: { SourceIpV4: "10.1.2.3", DestinationPort: 443 },
  }),
  finding("b", HUB, {
    Severity: { Label: "HIGH" },
    Confidence: 90,
    CreatedAt: day(3),
    ProductFields: { tool: "scanner" },
    Sample: true,
  }),
  finding("c", MEMBER, { Compliance: { Status: "PASSED" }, UpdatedAt: day(40) }),
];

beforeAll(async () => {
  world = await startAccounts(estateOf([{ administrator: { account: HUB, regions: [TOKYO] } }]));
  world.world.clock.now = () => now;
  for (const account of [HUB, MEMBER]) {
    const sent = await world
      .securityHub(account)
      .batchImportFindings({ Findings: all.filter(({ AwsAccountId: id }) => id === account) });
    expect(sent).toMatchObject({ FailedCount: 0, FailedFindings: [] });
  }
});
afterAll(() => world.stop());

const ids = async (Filters: AwsSecurityFindingFilters, more: object = {}) =>
  (await world.securityHub(HUB).getFindings({ Filters, ...more })).Findings!.map(({ Id }) => Id);

it.each<[string, AwsSecurityFindingFilters]>([
  ["abc", {}],
  ["c", { AwsAccountId: [{ Value: MEMBER, Comparison: "EQUALS" }] }],
  ["ab", { Type: [], Id: ["a", "b", "z"].map((Value) => ({ Value, Comparison: "EQUALS" })) }],
  ["a", { Type: [{ Value: "Software", Comparison: "PREFIX" }] }],
  ["bc", { Type: [{ Value: "Software", Comparison: "PREFIX_NOT_EQUALS" }] }],
  ["a", { Title: [{ Value: "of a", Comparison: "CONTAINS" }] }],
  ["bc", { Title: [{ Value: "of a", Comparison: "NOT_CONTAINS" }] }],
  ["c", { Id: ["a", "b"].map((Value) => ({ Value, Comparison: "NOT_EQUALS" })) }],
  ["a", { ResourceType: [{ Value: "AwsS3Bucket", Comparison: "EQUALS" }] }],
  ["a", { ResourceTags: [{ Key: "team", Value: "pay", Comparison: "EQUALS" }] }],
  ["bc", { ResourceTags: [{ Key: "team", Value: "pay", Comparison: "NOT_EQUALS" }] }],
  ["b", { ProductFields: [{ Key: "tool", Value: "scan", Comparison: "CONTAINS" }] }],
  ["ab", { SeverityNormalized: [{ Gte: 70 }] }],
  ["c", { SeverityNormalized: [{ Gt: 0, Lt: 70 }] }],
  ["ab", { Confidence: [{ Lte: 10 }, { Eq: 90 }] }],
  ["a", { SeverityLabel: [{ Value: "CRITICAL", Comparison: "EQUALS" }] }],
  ["a", { NetworkSourceIpV4: [{ Cidr: "10.0.0.0/8" }] }],
  ["", { NetworkSourceIpV4: [{ Cidr: "10.1.2.4/32" }] }],
  ["b", { CreatedAt: [{ Start: day(4), End: day(2) }] }],
  ["ab", { UpdatedAt: [{ DateRange: { Value: 7, Unit: "DAYS" } }] }],
  ["c", { UpdatedAt: [{ DateRange: { Value: 7, Unit: "DAYS", Comparison: "OLDER_THAN" } }] }],
  ["b", { Sample: [{ Value: true }] }],
  ["b", { Keyword: [{ Value: "SCANNER" }] }],
  ["abc", { WorkflowStatus: [{ Value: "NEW", Comparison: "EQUALS" }] }],
  ["", { ComplianceStatus: [{ Value: "WARNING", Comparison: "EQUALS" }] }],
  [
    "a",
    {
      ComplianceStatus: [{ Value: "PASSED", Comparison: "NOT_EQUALS" }],
      Id: [
        { Value: "a", Comparison: "PREFIX" },
        { Value: "b", Comparison: "PREFIX" },
        { Value: "b", Comparison: "NOT_EQUALS" },
      ],
    },
  ],
])("finds '%s' by %j", async (wanted, filters) => {
  expect((await ids(filters)).sort().join("")).toBe(wanted);
});

it("sorts, also over pages", async () => {
  const by = (Field: string, SortOrder: "asc" | "desc") => ({
    SortCriteria: [{ Field, SortOrder }],
  });
  expect(await ids({}, by("SeverityNormalized", "desc"))).toEqual(["a", "b", "c"]);
  expect(await ids({}, by("Severity.Normalized", "asc"))).toEqual(["c", "b", "a"]);
  expect(await ids({}, by("UpdatedAt", "asc"))).toEqual(["c", "a", "b"]);
  const hub = world.securityHub(HUB);
  const order = by("Id", "desc");
  const first = await hub.getFindings({ ...order, MaxResults: 2 });
  const { NextToken } = first;
  const second = await hub.getFindings({ ...order, MaxResults: 2, NextToken });
  const pages = [first, second].map((page) => page.Findings!.map(({ Id }) => Id).join(""));
  expect([pages, second.NextToken]).toEqual([["cb", "a"], undefined]);
});

it.each<[string, object]>([
  ["a comparison of V2", { Filters: { Id: [{ Value: "a", Comparison: "CONTAINS_WORD" }] } }],
  [
    "EQUALS beside NOT_EQUALS",
    { Filters: { Id: ["EQUALS", "NOT_EQUALS"].map((Comparison) => ({ Value: "a", Comparison })) } },
  ],
  ["21 values", { Filters: { Id: Array(21).fill({ Value: "a", Comparison: "EQUALS" }) } }],
  ["what is no date", { Filters: { CreatedAt: [{ Start: "yesterday", End: day(1) }] } }],
  ["an odd order", { SortCriteria: [{ Field: "Id", SortOrder: "up" }] }],
])("refuses %s", async (_what, input) => {
  await expect(world.securityHub(HUB).getFindings(input)).rejects.toMatchObject({
    name: "InvalidInputException",
    $metadata: { httpStatusCode: 400 },
  });
});

it("completes what is imported, and says what does not fit", async () => {
  const hub = world.securityHub(HUB);
  const [a] = (await hub.getFindings({ Filters: { Id: [{ Value: "a", Comparison: "EQUALS" }] } }))
    .Findings!;
  expect(a).toMatchObject({
    Severity: { Label: "CRITICAL", Normalized: 95 },
    FindingProviderFields: { Severity: { Label: "CRITICAL" }, Types: ["Software/CVE", "Effects"] },
    Workflow: { Status: "NEW" },
    RecordState: "ACTIVE",
    Region: TOKYO,
  });
  const { Severity: _, ...without } = finding("d", HUB);
  const answer = await hub.batchImportFindings({
    Findings: [without, finding("e", MEMBER), { ...finding("f", HUB), Title: undefined }],
  });
  expect(answer).toMatchObject({ SuccessCount: 0, FailedCount: 3 });
  expect(answer.FailedFindings!.map((one) => one.ErrorMessage)).toEqual([
    expect.stringContaining("'FindingProviderFields', data should match some schema in anyOf"),
    expect.stringContaining("AwsAccountId"),
    expect.stringContaining("data should have required property 'Title'"),
  ]);
});

it("lets customers update findings, and keeps that over the next import", async () => {
  const hub = world.securityHub(HUB);
  const c = { Id: "c", ProductArn: product(MEMBER) };
  const nobody = { Id: "z", ProductArn: product(HUB) };
  const updated = await hub.batchUpdateFindings({
    FindingIdentifiers: [c, nobody, c],
    Note: { Text: "looked at", UpdatedBy: "us" },
    Workflow: { Status: "NOTIFIED" },
    Severity: { Label: "MEDIUM" },
    UserDefinedFields: { ticket: "1" },
  });
  expect(updated.ProcessedFindings).toEqual([c]);
  expect(updated.UnprocessedFindings).toMatchObject([
    { FindingIdentifier: nobody, ErrorCode: "FindingNotFound", ErrorMessage: "Finding Not Found" },
    { FindingIdentifier: c, ErrorCode: "DuplicatedFindingIdentifier" },
  ]);
  await world.securityHub(MEMBER).batchImportFindings({
    Findings: [finding("c", MEMBER, { Title: "Again", Workflow: { Status: "NEW" } })],
  });
  const [seen] = (
    await hub.getFindings({ Filters: { NoteText: [{ Value: "looked", Comparison: "PREFIX" }] } })
  ).Findings!;
  expect(seen).toMatchObject({
    Title: "Again",
    Workflow: { Status: "NOTIFIED" },
    Note: { Text: "looked at", UpdatedBy: "us", UpdatedAt: day(0) },
    UserDefinedFields: { ticket: "1" },
  });
  const refused = { name: "InvalidInputException", $metadata: { httpStatusCode: 400 } };
  for (const wrong of [{ Confidence: 101 }, { Workflow: { Status: "DONE" as never } }])
    await expect(
      hub.batchUpdateFindings({ FindingIdentifiers: [c], ...wrong }),
    ).rejects.toMatchObject(refused);
});

const missing = { name: "ResourceNotFoundException", $metadata: { httpStatusCode: 404 } };
const taken = { name: "ResourceConflictException", $metadata: { httpStatusCode: 409 } };

it("brings findings of several Regions together in one", async () => {
  const hub = world.securityHub(HUB);
  const away = world.securityHub(HUB, "us-east-1");
  await away.batchImportFindings({ Findings: [finding("far", HUB)] });
  const far = { Id: [{ Value: "far", Comparison: "EQUALS" as const }] };
  expect(await ids(far)).toEqual([]);
  const made = await hub.createFindingAggregator({
    RegionLinkingMode: "SPECIFIED_REGIONS",
    Regions: ["us-east-1"],
  });
  expect(made).toMatchObject({ FindingAggregationRegion: TOKYO, Regions: ["us-east-1"] });
  expect(await ids(far)).toEqual(["far"]);
  const { FindingAggregatorArn } = made;
  expect((await away.listFindingAggregators({})).FindingAggregators).toEqual([
    { FindingAggregatorArn },
  ]);
  await hub.updateFindingAggregator({ FindingAggregatorArn, RegionLinkingMode: "ALL_REGIONS" });
  expect(await ids(far)).toEqual(["far"]);
  expect(await hub.getFindingAggregator({ FindingAggregatorArn })).not.toHaveProperty("Regions");
  const twice = hub.createFindingAggregator({ RegionLinkingMode: "ALL_REGIONS" });
  await expect(twice).rejects.toMatchObject({ name: "InvalidInputException" });
  await hub.deleteFindingAggregator({ FindingAggregatorArn });
  await expect(hub.getFindingAggregator({ FindingAggregatorArn })).rejects.toMatchObject(missing);
});

it("counts findings for an insight", async () => {
  const hub = world.securityHub(HUB);
  const Filters = { ProductName: [{ Value: "Default", Comparison: "EQUALS" as const }] };
  const asked = { Name: "By severity", Filters, GroupByAttribute: "SeverityLabel" };
  const { InsightArn } = await hub.createInsight(asked);
  expect((await hub.getInsights({})).Insights).toEqual([{ InsightArn, ...asked }]);
  await hub.updateInsight({ InsightArn, GroupByAttribute: "AwsAccountId" });
  const { InsightResults } = await hub.getInsightResults({ InsightArn });
  expect(InsightResults!.ResultValues).toEqual([
    { GroupByAttributeValue: HUB, Count: 2 },
    { GroupByAttributeValue: MEMBER, Count: 1 },
  ]);
  await hub.deleteInsight({ InsightArn });
  await expect(hub.getInsights({ InsightArns: [InsightArn!] })).rejects.toMatchObject(missing);
  await expect(hub.createInsight({ ...asked, GroupByAttribute: "Odd" })).rejects.toMatchObject({
    name: "InvalidInputException",
  });
});

it("keeps custom actions, products and tags", async () => {
  const hub = world.securityHub(HUB);
  const action = { Id: "Isolate1", Name: "Isolate", Description: "Take it off the net" };
  const { ActionTargetArn } = await hub.createActionTarget(action);
  expect(ActionTargetArn).toBe(`arn:aws:securityhub:${TOKYO}:${HUB}:action/custom/Isolate1`);
  await expect(hub.createActionTarget(action)).rejects.toMatchObject(taken);
  await hub.updateActionTarget({ ActionTargetArn, Name: "Cut off" });
  expect((await hub.describeActionTargets({})).ActionTargets).toEqual([
    { ActionTargetArn, Name: "Cut off", Description: action.Description },
  ]);
  await hub.deleteActionTarget({ ActionTargetArn });
  const ActionTargetArns = [ActionTargetArn!];
  await expect(hub.describeActionTargets({ ActionTargetArns })).rejects.toMatchObject(missing);

  const ProductArn = `arn:aws:securityhub:${TOKYO}::product/aws/guardduty`;
  expect((await hub.describeProducts({ ProductArn })).Products).toHaveLength(1);
  const { ProductSubscriptionArn } = await hub.enableImportFindingsForProduct({ ProductArn });
  const enabled = { ProductSubscriptionArn: ProductSubscriptionArn! };
  await expect(hub.enableImportFindingsForProduct({ ProductArn })).rejects.toMatchObject(taken);
  expect((await hub.listEnabledProductsForImport({})).ProductSubscriptions).toEqual([
    `arn:aws:securityhub:${TOKYO}:${HUB}:product-subscription/aws/guardduty`,
  ]);
  await hub.disableImportFindingsForProduct(enabled);
  await expect(hub.disableImportFindingsForProduct(enabled)).rejects.toMatchObject(missing);

  const other = world.securityHub(MEMBER, "us-east-1");
  await other.enableSecurityHub({ Tags: { team: "a" } });
  const ResourceArn = (await other.describeHub({})).HubArn!;
  await other.tagResource({ ResourceArn, Tags: { stage: "b" } });
  await other.untagResource({ ResourceArn, TagKeys: ["team"] });
  expect((await other.listTagsForResource({ ResourceArn })).Tags).toEqual({ stage: "b" });
});
