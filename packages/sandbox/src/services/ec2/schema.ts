// The schema of EC2's DescribeRegions, as `@aws-sdk/client-ec2` exports it. That module describes eight
// hundred operations and takes 80 MB and a third of a second to load, for this one; a test holds that the
// two are equal.

const NS = "com.amazonaws.ec2";
type Members = Record<string, unknown>;

const structure = (name: string, members: Members) => [
  3,
  NS,
  name,
  0,
  Object.keys(members),
  Object.values(members),
];
const list = (name: string, item: unknown, xmlName: string) => [
  1,
  NS,
  name,
  0,
  [item, { xmlName }],
];
/** A member's name in requests and in answers. */
const named = (target: unknown, ec2QueryName: string, xmlName: string) => [
  target,
  { ec2QueryName, xmlName },
];

const filter = structure("Filter", {
  Name: 0,
  Values: [list("ValueStringList", 0, "item"), { xmlName: "Value" }],
});
const geography = structure("RegionGeography", { Name: named(0, "Name", "name") });
const region = structure("Region", {
  OptInStatus: named(0, "OptInStatus", "optInStatus"),
  Geography: named(list("RegionGeographyList", geography, "item"), "GeographySet", "geographySet"),
  RegionName: named(0, "RegionName", "regionName"),
  Endpoint: named(0, "RegionEndpoint", "regionEndpoint"),
});

/** The operation. */
export const DescribeRegions$ = [
  9,
  NS,
  "DescribeRegions",
  0,
  structure("DescribeRegionsRequest", {
    RegionNames: [list("RegionNameStringList", 0, "RegionName"), { xmlName: "RegionName" }],
    AllRegions: 2,
    DryRun: named(2, "DryRun", "dryRun"),
    Filters: [list("FilterList", filter, "Filter"), { xmlName: "Filter" }],
  }),
  structure("DescribeRegionsResult", {
    Regions: named(list("RegionList", region, "item"), "RegionInfo", "regionInfo"),
  }),
];
