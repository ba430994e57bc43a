// Regions of an account as Account and EC2 tell them, and what AWS Config and GuardDuty have in one.
import { Account } from "@aws-sdk/client-account";
import { ConfigService } from "@aws-sdk/client-config-service";
import { EC2 } from "@aws-sdk/client-ec2";
import { GuardDuty } from "@aws-sdk/client-guardduty";
import { S3 } from "@aws-sdk/client-s3";
import { afterEach, describe, expect, it } from "vitest";
import {
  type AccountWorld,
  estateOf,
  HONG_KONG,
  HUB,
  MANAGEMENT,
  MEMBER,
  startAccounts,
  TOKYO,
} from "./account-world.ts";

let world: AccountWorld;
afterEach(() => world.stop());

const account = (who = MEMBER) => world.as(Account, who);
const on = { RegionOptStatusContains: ["ENABLED", "ENABLED_BY_DEFAULT"] } as const;
const regionsOf = async (who: string, AccountId?: string) => {
  const input = { ...on, RegionOptStatusContains: [...on.RegionOptStatusContains], AccountId };
  return (await account(who).listRegions(input)).Regions!.map(({ RegionName }) => RegionName);
};

describe("the Regions of an account", () => {
  it("are told to itself and to its management account", async () => {
    world = await startAccounts(estateOf([{ regions: [TOKYO, HONG_KONG] }]));
    const { Regions } = await account().listRegions({ RegionOptStatusContains: ["ENABLED"] });
    expect(Regions).toEqual([{ RegionName: HONG_KONG, RegionOptStatus: "ENABLED" }]);
    expect(await regionsOf(MEMBER)).toEqual([HONG_KONG, TOKYO]);
    expect(await regionsOf(MANAGEMENT, MEMBER)).toEqual([HONG_KONG, TOKYO]);
    for (const who of [HUB, MEMBER])
      await expect(regionsOf(who, MEMBER)).rejects.toMatchObject({ name: "AccessDeniedException" });
    expect((await account().listRegions({})).Regions).toHaveLength(34);
    expect((await account().listRegions({ MaxResults: 10 })).NextToken).toBeDefined();
  });

  it("are switched on and off slowly", async () => {
    world = await startAccounts(estateOf());
    const status = async () =>
      (await account().getRegionOptStatus({ RegionName: HONG_KONG })).RegionOptStatus;
    expect(await status()).toBe("DISABLED");
    await account().enableRegion({ RegionName: HONG_KONG });
    expect(await status()).toBe("ENABLING");
    await expect(account().disableRegion({ RegionName: HONG_KONG })).rejects.toMatchObject({
      name: "ConflictException",
    });
    const hub = world.securityHub(MEMBER, HONG_KONG);
    await expect(hub.enableSecurityHub({})).rejects.toMatchObject({
      name: "UnrecognizedClientException",
    });
    await world.pass(60_000);
    expect(await status()).toBe("ENABLED");
    await hub.enableSecurityHub({});
    await account().disableRegion({ RegionName: HONG_KONG });
    expect(await status()).toBe("DISABLING");
    await hub.describeHub({});
    await world.pass(60_000);
    await expect(hub.describeHub({})).rejects.toMatchObject({
      name: "UnrecognizedClientException",
    });
    await expect(account().disableRegion({ RegionName: TOKYO })).rejects.toMatchObject({
      name: "ValidationException",
    });
  });

  it("are what EC2 describes", async () => {
    world = await startAccounts(estateOf([{ regions: [TOKYO, HONG_KONG] }]));
    const ec2 = world.as(EC2, MEMBER);
    expect((await ec2.describeRegions({})).Regions).toEqual([
      {
        Endpoint: `ec2.${HONG_KONG}.amazonaws.com`,
        RegionName: HONG_KONG,
        OptInStatus: "opted-in",
      },
      {
        Endpoint: `ec2.${TOKYO}.amazonaws.com`,
        RegionName: TOKYO,
        OptInStatus: "opt-in-not-required",
      },
    ]);
    expect((await ec2.describeRegions({ AllRegions: true })).Regions).toHaveLength(34);
    const Filters = [{ Name: "opt-in-status", Values: ["opted-in"] }];
    expect((await ec2.describeRegions({ Filters })).Regions).toHaveLength(1);
    expect((await ec2.describeRegions({ RegionNames: [TOKYO] })).Regions).toHaveLength(1);
    await expect(ec2.describeRegions({ RegionNames: ["tokyo"] })).rejects.toMatchObject({
      name: "InvalidParameterValue",
    });
    await expect(world.as(EC2, MEMBER, "us-east-1").describeRegions({})).rejects.toMatchObject({
      name: "AuthFailure",
    });
  });
});

it("has a recorder, then a channel, then a recording", async () => {
  world = await startAccounts(estateOf());
  const config = world.as(ConfigService, MEMBER);
  const ConfigurationRecorderName = "default";
  const DeliveryChannel = { name: "default", s3BucketName: "bucket" };
  const status = async () =>
    (await config.describeConfigurationRecorderStatus({})).ConfigurationRecordersStatus;
  expect((await config.describeConfigurationRecorders({})).ConfigurationRecorders).toEqual([]);
  await expect(config.putDeliveryChannel({ DeliveryChannel })).rejects.toMatchObject({
    name: "NoAvailableConfigurationRecorderException",
  });
  await expect(
    config.startConfigurationRecorder({ ConfigurationRecorderName }),
  ).rejects.toMatchObject({ name: "NoSuchConfigurationRecorderException" });
  const ConfigurationRecorder = {
    roleARN: "arn:aws:iam::333333333333:role/x",
    recordingGroup: { allSupported: true },
  };
  await config.putConfigurationRecorder({ ConfigurationRecorder });
  expect(await status()).toMatchObject([{ name: "default", recording: false }]);
  await expect(
    config.startConfigurationRecorder({ ConfigurationRecorderName }),
  ).rejects.toMatchObject({ name: "NoAvailableDeliveryChannelException" });
  await expect(config.putDeliveryChannel({ DeliveryChannel })).rejects.toMatchObject({
    name: "NoSuchBucketException",
  });
  const s3 = world.as(S3, HUB);
  await s3.createBucket({ Bucket: "bucket" });
  await expect(config.putDeliveryChannel({ DeliveryChannel })).rejects.toMatchObject({
    name: "InsufficientDeliveryPolicyException",
  });
  const Policy = JSON.stringify({ Principal: { Service: "config.amazonaws.com" } });
  await s3.putBucketPolicy({ Bucket: "bucket", Policy });
  await config.putDeliveryChannel({ DeliveryChannel });
  await config.startConfigurationRecorder({ ConfigurationRecorderName });
  expect(await status()).toMatchObject([{ recording: true, lastStatus: "Success" }]);
  expect((await config.describeDeliveryChannels({})).DeliveryChannels).toEqual([DeliveryChannel]);
  await config.putConfigurationRecorder({ ConfigurationRecorder });
  expect(await status()).toMatchObject([{ recording: true }]);
  await expect(
    config.putConfigurationRecorder({ ConfigurationRecorder: { name: "second" } }),
  ).rejects.toMatchObject({ name: "MaxNumberOfConfigurationRecordersExceededException" });
});

it("has one detector in a Region", async () => {
  world = await startAccounts(estateOf());
  const guardDuty = world.as(GuardDuty, MEMBER);
  expect((await guardDuty.listDetectors({})).DetectorIds).toEqual([]);
  const { DetectorId } = await guardDuty.createDetector({ Enable: true });
  expect((await guardDuty.listDetectors({})).DetectorIds).toEqual([DetectorId]);
  expect(await guardDuty.getDetector({ DetectorId })).toMatchObject({
    Status: "ENABLED",
    FindingPublishingFrequency: "SIX_HOURS",
  });
  await expect(guardDuty.createDetector({ Enable: true })).rejects.toMatchObject({
    name: "BadRequestException",
    message: "The request is rejected because a detector already exists for the current account.",
  });
  expect((await world.as(GuardDuty, MEMBER, "us-east-1").listDetectors({})).DetectorIds).toEqual(
    [],
  );
});

it("compares a GuardDuty member's e-mail with the account's own", async () => {
  world = await startAccounts(estateOf());
  const hub = world.as(GuardDuty, HUB);
  const { DetectorId } = await hub.createDetector({ Enable: true });
  const AccountDetails = [{ AccountId: MEMBER, Email: "somebody@example.com" }];
  await hub.createMembers({ DetectorId, AccountDetails });
  await hub.inviteMembers({ DetectorId, AccountIds: [MEMBER] });
  const { Members } = await hub.getMembers({ DetectorId, AccountIds: [MEMBER] });
  expect(Members).toMatchObject([{ RelationshipStatus: "EmailVerificationFailed" }]);
  expect((await world.as(GuardDuty, MEMBER).listInvitations({})).Invitations).toEqual([]);
});

it("enables GuardDuty in the organization's accounts as its delegated administrator adds them", async () => {
  world = await startAccounts(estateOf());
  const hub = world.as(GuardDuty, HUB);
  await expect(hub.enableOrganizationAdminAccount({ AdminAccountId: HUB })).rejects.toMatchObject({
    name: "BadRequestException",
  });
  const management = world.as(GuardDuty, MANAGEMENT);
  await management.enableOrganizationAdminAccount({ AdminAccountId: HUB });
  expect((await management.listOrganizationAdminAccounts({})).AdminAccounts).toEqual([
    { AdminAccountId: HUB, AdminStatus: "ENABLED" },
  ]);
  const { DetectorId } = await hub.createDetector({ Enable: true });
  const AccountDetails = [{ AccountId: MEMBER, Email: "whoever@example.com" }];
  await hub.createMembers({ DetectorId, AccountDetails });
  const { Members } = await hub.getMembers({ DetectorId, AccountIds: [MEMBER] });
  expect(Members).toMatchObject([{ RelationshipStatus: "Enabled" }]);
  expect((await world.as(GuardDuty, MEMBER).listDetectors({})).DetectorIds).toHaveLength(1);
});

it.each<[string, (config: ConfigService) => Promise<unknown>, string, string]>([
  [
    "a blank recorder",
    (config) => config.putConfigurationRecorder({ ConfigurationRecorder: { name: "" } }),
    "InvalidConfigurationRecorderNameException",
    "The configuration recorder name '' is not valid, blank string.",
  ],
  [
    "a long name",
    (config) =>
      config.putConfigurationRecorder({ ConfigurationRecorder: { name: "a".repeat(257) } }),
    "ValidationException",
    "less than or equal to 256",
  ],
  [
    "everything and one type",
    (config) =>
      config.putConfigurationRecorder({
        ConfigurationRecorder: {
          recordingGroup: { allSupported: true, resourceTypes: ["AWS::EC2::VPC"] },
        },
      }),
    "InvalidRecordingGroupException",
    "The recording group provided is not valid",
  ],
  [
    "what is no role",
    (config) => config.putConfigurationRecorder({ ConfigurationRecorder: { roleARN: "somearn" } }),
    "InvalidRoleException",
    "somearn",
  ],
  [
    "a channel without a bucket",
    (config) => config.putDeliveryChannel({ DeliveryChannel: {} }),
    "NoSuchBucketException",
    "Cannot find a S3 bucket with an empty bucket name.",
  ],
  [
    "an empty prefix",
    (config) =>
      config.putDeliveryChannel({ DeliveryChannel: { s3BucketName: "bucket", s3KeyPrefix: "" } }),
    "InvalidS3KeyPrefixException",
    "empty s3 key prefix",
  ],
  [
    "what is no topic",
    (config) =>
      config.putDeliveryChannel({
        DeliveryChannel: { s3BucketName: "bucket", snsTopicARN: "topic" },
      }),
    "InvalidSNSTopicARNException",
    "The sns topic arn 'topic' is not valid.",
  ],
  [
    "a rule by name",
    (config) => config.describeConfigRules({ ConfigRuleNames: ["none"] }),
    "NoSuchConfigRuleException",
    "The ConfigRule 'none' provided in the request is invalid. Please check the configRule name",
  ],
  [
    "the status of a channel by name",
    (config) => config.describeDeliveryChannelStatus({ DeliveryChannelNames: ["none"] }),
    "NoSuchDeliveryChannelException",
    "Cannot find delivery channel with specified name 'none'.",
  ],
])("refuses of AWS Config %s", async (_what, call, name, message) => {
  world = await startAccounts();
  const config = world.as(ConfigService, HUB);
  await config.putConfigurationRecorder({ ConfigurationRecorder: {} });
  await expect(call(config)).rejects.toMatchObject({
    name,
    message: expect.stringContaining(message),
    $metadata: { httpStatusCode: 400 },
  });
});

it("keeps whom AWS writes to about an account", async () => {
  world = await startAccounts(estateOf());
  const client = account();
  const security = { AlternateContactType: "SECURITY" } as const;
  const none = {
    name: "ResourceNotFoundException",
    message: "No contact of the inputted alternate contact type found.",
    $metadata: { httpStatusCode: 404 },
  };
  await expect(client.getAlternateContact(security)).rejects.toMatchObject(none);
  const contact = {
    ...security,
    Name: "Security",
    Title: "Team",
    EmailAddress: "security@example.com",
    PhoneNumber: "+81 3 0000 0000",
  };
  await account(MANAGEMENT).putAlternateContact({ ...contact, AccountId: MEMBER });
  expect((await client.getAlternateContact(security)).AlternateContact).toEqual(contact);
  await client.deleteAlternateContact(security);
  await expect(client.deleteAlternateContact(security)).rejects.toMatchObject(none);
  const unknown = client.getAlternateContact({ AlternateContactType: "UNKNOWN" as never });
  await expect(unknown).rejects.toMatchObject({
    name: "AccessDeniedException",
    message: expect.stringContaining("(You specified an invalid Alternate Contact type.)"),
  });
  const wrong = client.putAlternateContact({ ...contact, EmailAddress: "nobody" });
  await expect(wrong).rejects.toMatchObject({ name: "ValidationException" });

  const { ContactInformation } = await client.getContactInformation({});
  const moved = { ...ContactInformation!, City: "Tokyo", CountryCode: "JP" };
  await client.putContactInformation({ ContactInformation: moved });
  expect((await client.getContactInformation({})).ContactInformation).toEqual(moved);
  const lost = client.putContactInformation({ ContactInformation: { ...moved, City: undefined } });
  await expect(lost).rejects.toMatchObject({ name: "ValidationException" });
});
