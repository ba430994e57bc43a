// EC2, for one question: which Regions does the caller have.
import { admitted } from "../../estate/caller.ts";
import type { Model } from "../../estate/model.ts";
import { isDefault, isRegion, REGIONS } from "../../estate/regions.ts";
import { wildcard } from "../../permissions/pattern.ts";
import { AwsError, type Context, type Service } from "../../wire/service.ts";
import { DescribeRegions$ } from "./schema.ts";

const VERSION = "2016-11-15";

interface Input {
  RegionNames?: string[];
  AllRegions?: boolean;
  DryRun?: boolean;
  Filters?: { Name?: string; Values?: string[] }[];
}

/** The EC2 of the sandbox. */
export function ec2({ accounts }: Model): Service {
  const optIn = (id: string, region: string) => {
    if (isDefault(region)) return "opt-in-not-required";
    return accounts.isOn(id, region) ? "opted-in" : "not-opted-in";
  };

  const handlers = {
    DescribeRegions(
      { RegionNames, AllRegions = false, DryRun = false, Filters = [] }: Input,
      { account }: Context,
    ) {
      if (DryRun)
        throw new AwsError(
          "DryRunOperation",
          "Request would have succeeded, but DryRun flag is set.",
          { status: 412 },
        );
      const unknown = RegionNames?.find((region) => !isRegion(region));
      if (unknown !== undefined) throw invalid(`Invalid region provided: [${unknown}]`);
      const all = REGIONS.toSorted()
        .map((region) => ({
          Endpoint: `ec2.${region}.amazonaws.com`,
          RegionName: region,
          OptInStatus: optIn(account, region),
        }))
        .filter(({ RegionName }) => AllRegions || accounts.isOn(account, RegionName))
        .filter(({ RegionName }) => !RegionNames?.length || RegionNames.includes(RegionName));
      const field: Record<string, "Endpoint" | "RegionName" | "OptInStatus"> = {
        endpoint: "Endpoint",
        "region-name": "RegionName",
        "opt-in-status": "OptInStatus",
      };
      const passes = (region: (typeof all)[number]) =>
        Filters.every(({ Name = "", Values = [] }) => {
          const name = field[Name];
          if (!name) throw invalid(`The filter '${Name}' is invalid`);
          return Values.some((value) => wildcard(value)(region[name]));
        });
      return { Regions: all.filter(passes) };
    },
  };

  return {
    id: "ec2",
    client: { DescribeRegions$ },
    protocol: "ec2",
    partial: true,
    version: VERSION,
    xmlNamespace: `http://ec2.amazonaws.com/doc/${VERSION}/`,
    handlers: admitted(accounts, handlers, { code: "AuthFailure" }),
  };
}

const invalid = (message: string) =>
  new AwsError("InvalidParameterValue", message, { status: 400 });
