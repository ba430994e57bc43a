// The standards that Security Hub offers, and what a subscription to one looks like over time.
import { delays, draw } from "../../delays.ts";
import type { World } from "../../wire/service.ts";

/** A subscription of one account in one Region. Times are milliseconds on the sandbox's clock. */
export interface Subscription {
  arn: string;
  /** PENDING before, READY from then on. */
  readyAt: number;
  /** DELETING until then. */
  goneAt?: number;
  /** INCOMPLETE instead of READY, and why (`StandardsStatusReason`). */
  incomplete?: string;
  /** FAILED instead of gone, because it could not be switched off, and why. */
  stays?: string;
}

interface Standard {
  resource: string;
  name: string;
  enabledByDefault?: boolean;
  /** CIS 1.2.0 alone has an ARN without a Region. */
  global?: boolean;
}

const CATALOG: readonly Standard[] = [
  {
    resource: "standards/aws-foundational-security-best-practices/v/1.0.0",
    name: "AWS Foundational Security Best Practices v1.0.0",
    enabledByDefault: true,
  },
  {
    resource: "ruleset/cis-aws-foundations-benchmark/v/1.2.0",
    name: "CIS AWS Foundations Benchmark v1.2.0",
    enabledByDefault: true,
    global: true,
  },
  {
    resource: "standards/cis-aws-foundations-benchmark/v/1.4.0",
    name: "CIS AWS Foundations Benchmark v1.4.0",
  },
  {
    resource: "standards/cis-aws-foundations-benchmark/v/3.0.0",
    name: "CIS AWS Foundations Benchmark v3.0.0",
  },
  {
    resource: "standards/cis-aws-foundations-benchmark/v/5.0.0",
    name: "CIS AWS Foundations Benchmark v5.0.0",
  },
  { resource: "standards/nist-800-53/v/5.0.0", name: "NIST Special Publication 800-53 Revision 5" },
  {
    resource: "standards/nist-800-171/v/2.0.0",
    name: "NIST Special Publication 800-171 Revision 2",
  },
  { resource: "standards/pci-dss/v/3.2.1", name: "PCI DSS v3.2.1" },
  { resource: "standards/pci-dss/v/4.0.1", name: "PCI DSS v4.0.1" },
  {
    resource: "standards/aws-resource-tagging-standard/v/1.0.0",
    name: "AWS Resource Tagging Standard v1.0.0",
  },
];

const arnOf = ({ global, resource }: Standard, region: string) =>
  `arn:aws:securityhub:${global ? "" : region}::${resource}`;

/** The standards as DescribeStandards shows them. */
export const catalog = (region: string) =>
  CATALOG.map((standard) => ({
    StandardsArn: arnOf(standard, region),
    Name: standard.name,
    Description: `The ${standard.name} standard is a set of automated checks.`, // assumed, text only
    EnabledByDefault: standard.enabledByDefault ?? false,
    StandardsManagedBy: { Company: "AWS", Product: "Security Hub" },
  }));

/** ARNs of those that EnableSecurityHub switches on. */
export const defaultStandards = (region: string): string[] =>
  CATALOG.filter(({ enabledByDefault }) => enabledByDefault).map((one) => arnOf(one, region));

/** A new subscription; it is PENDING for a while. */
export const subscribed = (world: World, arn: string): Subscription => ({
  arn,
  readyAt: world.clock.now() + draw(world, delays.standardReady),
});
