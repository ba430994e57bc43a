// What a detector watches: features, and the older data sources that some of them were before (GuardDuty user guide,
// "GuardDuty API changes in March 2023").
import { AwsError } from "../../wire/service.ts";

/** One feature, as the API names it. Times are milliseconds. */
export interface Feature {
  name: string;
  status: "ENABLED" | "DISABLED";
  updatedAt: number;
  additional?: { Name: string; Status: string }[] | undefined;
}

/** A request's features. */
interface FeatureInput {
  Name: string;
  Status: Feature["status"];
  AdditionalConfiguration?: { Name: string; Status: string }[];
}

/** A request's data sources. */
interface SourcesInput {
  S3Logs?: { Enable?: boolean };
  Kubernetes?: { AuditLogs?: { Enable?: boolean } };
  MalwareProtection?: { ScanEc2InstanceWithFindings?: { EbsVolumes?: boolean } };
}

/** Part of each detector, and not to be switched off. */
const FOUNDATIONAL = ["CLOUD_TRAIL", "DNS_LOGS", "FLOW_LOGS"];
/** On in a new detector that says nothing of them (user guide, "Getting started"); those below are off. */
const INITIAL = [
  "S3_DATA_EVENTS",
  "EKS_AUDIT_LOGS",
  "EBS_MALWARE_PROTECTION",
  "RDS_LOGIN_EVENTS",
  "LAMBDA_NETWORK_LOGS",
];
const LATER = ["EKS_RUNTIME_MONITORING", "RUNTIME_MONITORING"];

const refused = (why: string) =>
  new AwsError("BadRequestException", `The request ${why}`, { status: 400 });

/** The features of a new detector. */
export const initialFeatures = (now: number): Feature[] =>
  [...FOUNDATIONAL, ...INITIAL, ...LATER].map((name) => ({
    name,
    status: LATER.includes(name) ? "DISABLED" : "ENABLED",
    updatedAt: now,
    ...(name === "EKS_RUNTIME_MONITORING" && {
      additional: [{ Name: "EKS_ADDON_MANAGEMENT", Status: "DISABLED" }],
    }),
    ...(name === "RUNTIME_MONITORING" && {
      additional: [
        "EKS_ADDON_MANAGEMENT",
        "ECS_FARGATE_AGENT_MANAGEMENT",
        "EC2_AGENT_MANAGEMENT",
      ].map((Name) => ({ Name, Status: "DISABLED" })),
    }),
  }));

/** Features after a request has changed some of them. */
export function changedFeatures(
  before: Feature[],
  { Features, DataSources }: { Features?: FeatureInput[]; DataSources?: SourcesInput },
  now: number,
): Feature[] {
  if (Features?.length && DataSources)
    // observed: aws-cloudformation/cfn-lint#4153
    throw refused(
      "failed because both data sources and features were provided. You can provide only one; it is recommended to use features.",
    );
  const asked: FeatureInput[] =
    Features ??
    Object.entries(named(DataSources ?? {})).flatMap(([Name, on]) =>
      on === undefined ? [] : [{ Name, Status: on ? "ENABLED" : "DISABLED" }],
    );
  for (const { Name, Status } of asked)
    if (!before.some(({ name }) => name === Name) || FOUNDATIONAL.includes(Name) || !Status)
      throw outOfRange();
  return before.map((one) => {
    const change = asked.find(({ Name }) => Name === one.name);
    if (!change) return one;
    const additional = one.additional?.map(
      (old) => change.AdditionalConfiguration?.find(({ Name }) => Name === old.Name) ?? old,
    );
    return { ...one, status: change.Status, updatedAt: now, ...(additional && { additional }) };
  });
}

const named = ({ S3Logs, Kubernetes, MalwareProtection }: SourcesInput) => ({
  S3_DATA_EVENTS: S3Logs?.Enable,
  EKS_AUDIT_LOGS: Kubernetes?.AuditLogs?.Enable,
  EBS_MALWARE_PROTECTION: MalwareProtection?.ScanEc2InstanceWithFindings?.EbsVolumes,
});

/** GuardDuty's refusal of a value that is none of the model's. */
export const outOfRange = () =>
  refused(
    "is rejected because an invalid or out-of-range value is specified as an input parameter.",
  );

/** Features and data sources as GetDetector shows them. */
export function featuresShown(features: Feature[]) {
  const statusOf = (wanted: string) => ({
    Status: features.find(({ name }) => name === wanted)?.status ?? "DISABLED",
  });
  return {
    DataSources: {
      CloudTrail: statusOf("CLOUD_TRAIL"),
      DNSLogs: statusOf("DNS_LOGS"),
      FlowLogs: statusOf("FLOW_LOGS"),
      S3Logs: statusOf("S3_DATA_EVENTS"),
      Kubernetes: { AuditLogs: statusOf("EKS_AUDIT_LOGS") },
      MalwareProtection: {
        ScanEc2InstanceWithFindings: { EbsVolumes: statusOf("EBS_MALWARE_PROTECTION") },
      },
    },
    Features: features.map(({ name, status, updatedAt, additional }) => ({
      Name: name,
      Status: status,
      UpdatedAt: new Date(updatedAt),
      ...(additional && {
        AdditionalConfiguration: additional.map((one) => ({
          ...one,
          UpdatedAt: new Date(updatedAt),
        })),
      }),
    })),
  };
}
