// Where a finding has what GetFindings filters and sorts by: the attributes of AwsSecurityFindingFilters (API
// reference) and, for each, its place in Amazon's finding format. Lists on the way are looked through.
import type { Finding } from "./state.ts";

/** How an attribute is compared. */
export type Kind = "string" | "date" | "number" | "map" | "ip" | "keyword" | "boolean";

const instance = "Resources.Details.AwsEc2Instance";
const key = "Resources.Details.AwsIamAccessKey";
const container = "Resources.Details.Container";

/** Names divided by blanks; `Name=Place` where the place is not the name itself. */
const written: Record<Kind, string> = {
  string: `ProductArn AwsAccountId Id GeneratorId Region Type=Types SeverityLabel=Severity.Label Title Description
    RecommendationText=Remediation.Recommendation.Text SourceUrl ProductName CompanyName MalwareName=Malware.Name
    MalwareType=Malware.Type MalwarePath=Malware.Path MalwareState=Malware.State NetworkDirection=Network.Direction
    NetworkProtocol=Network.Protocol NetworkSourceDomain=Network.SourceDomain NetworkSourceMac=Network.SourceMac
    NetworkDestinationDomain=Network.DestinationDomain ProcessName=Process.Name ProcessPath=Process.Path
    ThreatIntelIndicatorType=ThreatIntelIndicators.Type ThreatIntelIndicatorValue=ThreatIntelIndicators.Value
    ThreatIntelIndicatorCategory=ThreatIntelIndicators.Category
    ThreatIntelIndicatorSource=ThreatIntelIndicators.Source
    ThreatIntelIndicatorSourceUrl=ThreatIntelIndicators.SourceUrl ResourceType=Resources.Type
    ResourceId=Resources.Id ResourcePartition=Resources.Partition ResourceRegion=Resources.Region
    ResourceAwsEc2InstanceType=${instance}.Type ResourceAwsEc2InstanceImageId=${instance}.ImageId
    ResourceAwsEc2InstanceKeyName=${instance}.KeyName
    ResourceAwsEc2InstanceIamInstanceProfileArn=${instance}.IamInstanceProfileArn
    ResourceAwsEc2InstanceVpcId=${instance}.VpcId ResourceAwsEc2InstanceSubnetId=${instance}.SubnetId
    ResourceAwsS3BucketOwnerId=Resources.Details.AwsS3Bucket.OwnerId
    ResourceAwsS3BucketOwnerName=Resources.Details.AwsS3Bucket.OwnerName
    ResourceAwsIamAccessKeyUserName=${key}.UserName ResourceAwsIamAccessKeyPrincipalName=${key}.PrincipalName
    ResourceAwsIamAccessKeyStatus=${key}.Status ResourceAwsIamUserUserName=Resources.Details.AwsIamUser.UserName
    ResourceContainerName=${container}.Name ResourceContainerImageId=${container}.ImageId
    ResourceContainerImageName=${container}.ImageName ComplianceStatus=Compliance.Status VerificationState
    WorkflowState WorkflowStatus=Workflow.Status RecordState RelatedFindingsProductArn=RelatedFindings.ProductArn
    RelatedFindingsId=RelatedFindings.Id NoteText=Note.Text NoteUpdatedBy=Note.UpdatedBy
    FindingProviderFieldsRelatedFindingsId=FindingProviderFields.RelatedFindings.Id
    FindingProviderFieldsRelatedFindingsProductArn=FindingProviderFields.RelatedFindings.ProductArn
    FindingProviderFieldsSeverityLabel=FindingProviderFields.Severity.Label
    FindingProviderFieldsSeverityOriginal=FindingProviderFields.Severity.Original
    FindingProviderFieldsTypes=FindingProviderFields.Types ComplianceSecurityControlId=Compliance.SecurityControlId
    ComplianceAssociatedStandardsId=Compliance.AssociatedStandards.StandardsId
    VulnerabilitiesExploitAvailable=Vulnerabilities.ExploitAvailable
    VulnerabilitiesFixAvailable=Vulnerabilities.FixAvailable
    ComplianceSecurityControlParametersName=Compliance.SecurityControlParameters.Name
    ComplianceSecurityControlParametersValue=Compliance.SecurityControlParameters.Value AwsAccountName
    ResourceApplicationName=Resources.ApplicationName ResourceApplicationArn=Resources.ApplicationArn`,
  date: `FirstObservedAt LastObservedAt CreatedAt UpdatedAt ProcessLaunchedAt=Process.LaunchedAt
    ProcessTerminatedAt=Process.TerminatedAt
    ThreatIntelIndicatorLastObservedAt=ThreatIntelIndicators.LastObservedAt
    ResourceAwsEc2InstanceLaunchedAt=${instance}.LaunchedAt ResourceAwsIamAccessKeyCreatedAt=${key}.CreatedAt
    ResourceContainerLaunchedAt=${container}.LaunchedAt NoteUpdatedAt=Note.UpdatedAt`,
  number: `SeverityProduct=Severity.Product SeverityNormalized=Severity.Normalized Confidence Criticality
    NetworkSourcePort=Network.SourcePort NetworkDestinationPort=Network.DestinationPort ProcessPid=Process.Pid
    ProcessParentPid=Process.ParentPid FindingProviderFieldsConfidence=FindingProviderFields.Confidence
    FindingProviderFieldsCriticality=FindingProviderFields.Criticality`,
  map: `ProductFields UserDefinedFields ResourceTags=Resources.Tags ResourceDetailsOther=Resources.Details.Other`,
  ip: `NetworkSourceIpV4=Network.SourceIpV4 NetworkSourceIpV6=Network.SourceIpV6
    NetworkDestinationIpV4=Network.DestinationIpV4 NetworkDestinationIpV6=Network.DestinationIpV6
    ResourceAwsEc2InstanceIpV4Addresses=${instance}.IpV4Addresses
    ResourceAwsEc2InstanceIpV6Addresses=${instance}.IpV6Addresses`,
  keyword: "Keyword",
  boolean: "Sample",
};

const table = new Map(
  Object.entries(written).flatMap(([kind, names]) =>
    names.split(/\s+/).map((one) => {
      const [name = "", place = name] = one.split("=");
      return [name, { kind: kind as Kind, place: place.split(".") }] as const;
    }),
  ),
);

/** The attribute of that name; undefined when the API has none. */
export const attributeOf = (name: string) => table.get(name);

/** Everything that stands at a place of a finding, lists flattened; nothing where it has none. */
export function valuesAt(finding: Finding, place: readonly string[]): unknown[] {
  let found: unknown[] = [finding];
  for (const name of place)
    found = found.flatMap((one) => {
      const next = (one as Record<string, unknown>)?.[name];
      return Array.isArray(next) ? next : next === undefined || next === null ? [] : [next];
    });
  return found;
}
