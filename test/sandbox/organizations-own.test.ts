// Organizations: one of one's own, its units, policies and services, and how a member leaves it.
import { Organizations } from "@aws-sdk/client-organizations";
import { afterEach, describe, expect, it } from "vitest";
import {
  type AccountWorld,
  estateOf,
  listAccounts,
  MANAGEMENT,
  MEMBER,
  OTHER,
  startAccounts,
} from "./account-world.ts";

let world: AccountWorld;
afterEach(() => world.stop());

const organizations = (who = MANAGEMENT) => world.as(Organizations, who);

describe("an organization of one's own", () => {
  const refused = async (call: Promise<unknown>, name: string, message = /./) =>
    await expect(call).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
      $metadata: { httpStatusCode: 400 },
    });

  it("is made once, and goes when nobody is left in it", async () => {
    world = await startAccounts();
    const client = organizations();
    const { Organization } = await client.createOrganization({
      FeatureSet: "CONSOLIDATED_BILLING",
    });
    expect(Organization).toMatchObject({
      MasterAccountId: MANAGEMENT,
      FeatureSet: "CONSOLIDATED_BILLING",
      AvailablePolicyTypes: [{ Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" }],
    });
    expect((await client.describeOrganization({})).Organization).toEqual(Organization);
    await refused(client.createOrganization({}), "AlreadyInOrganizationException");
    await client.createAccount({
      AccountName: "New",
      Email: "new@example.com",
    });
    await world.pass(61_000); // longer than any creation takes
    await refused(
      client.deleteOrganization({}),
      "OrganizationNotEmptyException",
      /remove all member/,
    );
    await organizations(OTHER).createOrganization({});
    await organizations(OTHER).deleteOrganization({});
    await refused(
      organizations(OTHER).describeOrganization({}),
      "AWSOrganizationsNotInUseException",
    );
    await organizations(OTHER).createOrganization({});
    expect(await listAccounts(world, OTHER)).toMatchObject([{ Id: OTHER }]);
  });

  it("has units, which are named, tagged, and go when they are empty", async () => {
    world = await startAccounts();
    const client = organizations();
    const root = (await client.listRoots({})).Roots![0]!.Id!;
    const make = async (ParentId: string, Name: string) =>
      (await client.createOrganizationalUnit({ ParentId, Name, Tags: [{ Key: "k", Value: "v" }] }))
        .OrganizationalUnit!;
    const [one, two] = [await make(root, "one"), await make(root, "two")];
    const inner = await make(one.Id!, "inner");
    const listed = await client.listOrganizationalUnitsForParent({ ParentId: root });
    expect(listed.OrganizationalUnits).toEqual([one, two]);
    expect((await client.listParents({ ChildId: inner.Id })).Parents).toEqual([
      { Id: one.Id, Type: "ORGANIZATIONAL_UNIT" },
    ]);
    const OrganizationalUnitId = one.Id!;
    const renamed = await client.updateOrganizationalUnit({ OrganizationalUnitId, Name: "first" });
    expect(renamed.OrganizationalUnit).toEqual({ ...one, Name: "first" });
    const described = await client.describeOrganizationalUnit({ OrganizationalUnitId });
    expect(described.OrganizationalUnit).toEqual(renamed.OrganizationalUnit);
    await refused(
      client.updateOrganizationalUnit({ OrganizationalUnitId, Name: "two" }),
      "DuplicateOrganizationalUnitException",
      /An OU with the same name already exists/,
    );
    const gone = { OrganizationalUnitId };
    await refused(client.deleteOrganizationalUnit(gone), "OrganizationalUnitNotEmptyException");
    await client.deleteOrganizationalUnit({ OrganizationalUnitId: inner.Id });
    await client.deleteOrganizationalUnit(gone);
    await refused(client.describeOrganizationalUnit(gone), "OrganizationalUnitNotFoundException");
    for (const ResourceId of [root, two.Id!, MANAGEMENT]) {
      await client.tagResource({ ResourceId, Tags: [{ Key: "key", Value: "value" }] });
      await client.untagResource({ ResourceId, TagKeys: ["k", "other"] });
      const { Tags } = await client.listTagsForResource({ ResourceId });
      expect(Tags).toEqual([{ Key: "key", Value: "value" }]);
    }
  });

  it.each<[string, (client: Organizations) => Promise<unknown>, string, RegExp]>([
    [
      "tags of what is no id",
      (client) => client.listTagsForResource({ ResourceId: "000x00000A00" }),
      "InvalidInputException",
      /does not match the required pattern/,
    ],
    [
      "tags of a unit that nobody has",
      (client) => client.listTagsForResource({ ResourceId: "ou-abcd-12345678" }),
      "TargetNotFoundException",
      /You specified a target that doesn't exist/,
    ],
    [
      "an unknown kind of children",
      async (client) => {
        const { Roots } = await client.listRoots({});
        return client.listChildren({ ParentId: Roots![0]!.Id, ChildType: "BLEE" as never });
      },
      "InvalidInputException",
      /You specified an invalid value/,
    ],
    [
      "a parent that nobody has",
      (client) => client.listChildren({ ParentId: "r-zzzz", ChildType: "ACCOUNT" }),
      "ParentNotFoundException",
      /./,
    ],
    [
      "what is no parent",
      (client) => client.createOrganizationalUnit({ ParentId: "root", Name: "a" }),
      "InvalidInputException",
      /pattern/,
    ],
    [
      "an unknown service",
      (client) => client.enableAWSServiceAccess({ ServicePrincipal: "moto.amazonaws.com" }),
      "InvalidInputException",
      /You specified an unrecognized service principal/,
    ],
    [
      "the management account as delegated administrator",
      (client) =>
        client.registerDelegatedAdministrator({
          AccountId: MANAGEMENT,
          ServicePrincipal: "ssm.amazonaws.com",
        }),
      "ConstraintViolationException",
      /cannot register master account\/yourself/,
    ],
    [
      "services of an account that administers none",
      (client) => client.listDelegatedServicesForAccount({ AccountId: MEMBER }),
      "AccountNotRegisteredException",
      /not a registered delegated administrator/,
    ],
  ])("refuses %s", async (_what, call, name, message) => {
    world = await startAccounts(estateOf());
    await refused(call(organizations()), name, message);
  });

  it("lets a member administer a service that it trusts", async () => {
    world = await startAccounts(estateOf());
    const client = organizations();
    const ssm = { ServicePrincipal: "ssm.amazonaws.com" };
    const register = () => client.registerDelegatedAdministrator({ AccountId: MEMBER, ...ssm });
    await expect(register()).rejects.toMatchObject({ Reason: "SERVICE_ACCESS_NOT_ENABLED" });
    await client.enableAWSServiceAccess(ssm);
    await register();
    await refused(register(), "AccountAlreadyRegisteredException");
    expect((await client.listDelegatedAdministrators(ssm)).DelegatedAdministrators).toMatchObject([
      { Id: MEMBER, DelegationEnabledDate: expect.any(Date) },
    ]);
    const asked = { AccountId: MEMBER };
    expect((await client.listDelegatedServicesForAccount(asked)).DelegatedServices).toMatchObject([
      ssm,
    ]);
    expect(await listAccounts(world, MEMBER)).toHaveLength(3); // a delegated administrator may read
    await expect(client.removeAccountFromOrganization(asked)).rejects.toMatchObject({
      Reason: "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG",
    });
    await client.deregisterDelegatedAdministrator({ ...asked, ...ssm });
    expect((await client.listDelegatedAdministrators({})).DelegatedAdministrators).toEqual([]);
    await client.disableAWSServiceAccess(ssm);
    const { EnabledServicePrincipals } = await client.listAWSServiceAccessForOrganization({});
    expect(EnabledServicePrincipals).toEqual([]);
  });

  it("has policies, which are attached, listed both ways and tagged", async () => {
    world = await startAccounts(estateOf());
    const client = organizations();
    const Type = "SERVICE_CONTROL_POLICY" as const;
    const root = (await client.listRoots({})).Roots![0]!.Id!;
    await client.enablePolicyType({ RootId: root, PolicyType: Type });
    expect((await client.listRoots({})).Roots).toMatchObject([
      { PolicyTypes: [{ Type, Status: "ENABLED" }] },
    ]);
    const again = client.enablePolicyType({ RootId: root, PolicyType: Type });
    await refused(again, "PolicyTypeAlreadyEnabledException");
    const given = {
      Name: "NoLeaving",
      Description: "Nobody leaves",
      Type,
      Content: JSON.stringify({ Version: "2012-10-17", Statement: [] }),
    };
    const { Policy } = await client.createPolicy(given);
    const PolicyId = Policy!.PolicySummary!.Id!;
    expect(Policy!.PolicySummary!.Arn).toMatch(
      /^arn:aws:organizations::222222222222:policy\/o-\w+\/service_control_policy\/p-\w{10}$/,
    );
    await refused(client.createPolicy(given), "DuplicatePolicyException");
    const odd = { ...given, Name: "Odd", Content: "{" };
    await refused(client.createPolicy(odd), "MalformedPolicyDocumentException");
    expect((await client.listPolicies({ Filter: Type })).Policies).toMatchObject([
      { Id: "p-FullAWSAccess", AwsManaged: true },
      { Id: PolicyId, AwsManaged: false },
    ]);
    await client.attachPolicy({ PolicyId, TargetId: MEMBER });
    const twice = client.attachPolicy({ PolicyId, TargetId: MEMBER });
    await refused(twice, "DuplicatePolicyAttachmentException");
    expect((await client.listTargetsForPolicy({ PolicyId })).Targets).toMatchObject([
      { TargetId: MEMBER, Type: "ACCOUNT" },
    ]);
    const asked = { TargetId: MEMBER, Filter: Type };
    expect((await client.listPoliciesForTarget(asked)).Policies).toHaveLength(2);
    await client.tagResource({ ResourceId: PolicyId, Tags: [{ Key: "k", Value: "v" }] });
    const updated = await client.updatePolicy({ PolicyId, Name: "Stay" });
    expect(updated.Policy!.PolicySummary).toMatchObject({
      Name: "Stay",
      Description: "Nobody leaves",
    });
    await refused(client.deletePolicy({ PolicyId }), "PolicyInUseException");
    await client.detachPolicy({ PolicyId, TargetId: MEMBER });
    await client.deletePolicy({ PolicyId });
    await refused(client.describePolicy({ PolicyId }), "PolicyNotFoundException");
    await refused(client.describePolicy({ PolicyId: "none" }), "InvalidInputException", /pattern/);
  });

  it("is left by a member, and never by its management account", async () => {
    world = await startAccounts(estateOf());
    await refused(organizations().leaveOrganization({}), "MasterCannotLeaveOrganizationException");
    await organizations(MEMBER).leaveOrganization({});
    await refused(organizations(MEMBER).leaveOrganization({}), "AWSOrganizationsNotInUseException");
  });
});
