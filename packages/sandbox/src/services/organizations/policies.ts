// Policies of an organization: kept, attached, listed. None of them is enforced.
import type { Model } from "../../estate/model.ts";
import { AwsError, type Context, type Handlers, type World } from "../../wire/service.ts";
import { invalidInput, wrongForm } from "./errors.ts";
import { arnOf, management, readable, rootId } from "./identity.ts";
import { page } from "./pages.ts";
import { type PolicyRow, policiesOf, type Tags, tagsOf } from "./tags.ts";
import type { Units } from "./units.ts";

const TYPES = [
  "SERVICE_CONTROL_POLICY",
  "RESOURCE_CONTROL_POLICY",
  "TAG_POLICY",
  "BACKUP_POLICY",
  "AISERVICES_OPT_OUT_POLICY",
  "CHATBOT_POLICY",
  "DECLARATIVE_POLICY_EC2",
  "SECURITYHUB_POLICY",
];
/** What everything has while service control policies are on. */
const FULL_ACCESS: PolicyRow = {
  id: "p-FullAWSAccess",
  management: "aws",
  name: "FullAWSAccess",
  description: "Allows access to every operation",
  type: "SERVICE_CONTROL_POLICY",
  content: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  }),
  targets: [],
};
const POLICY = /^p-[0-9a-zA-Z_]{8,128}$/;
const TARGET = /^(r-[0-9a-z]{4,32}|\d{12}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/;

const error = (code: string, message: string) => new AwsError(code, message);
const malformed = () =>
  error(
    "MalformedPolicyDocumentException",
    "The provided policy document does not meet the requirements of the specified policy type.",
  );

/** Operations on policies. `tags` says what exists, and keeps their tags. */
export function policyOperations(world: World, model: Model, units: Units, tags: Tags): Handlers {
  const { accounts } = model;
  const rows = policiesOf(world);
  const enabled = world.store.collection<string[]>("organizations/policy-types");

  const kindOf = (policy: PolicyRow) => policy.type.toLowerCase();
  const summary = (managing: string, policy: PolicyRow) => ({
    Id: policy.id,
    Arn:
      policy.management === "aws"
        ? `arn:aws:organizations::aws:policy/${kindOf(policy)}/${policy.id}`
        : arnOf(managing, "policy", policy.id).replace(/([^/]+)$/, `${kindOf(policy)}/$1`),
    Name: policy.name,
    Description: policy.description,
    Type: policy.type,
    AwsManaged: policy.management === "aws",
  });
  const find = (managing: string, id: string): PolicyRow => {
    if (!POLICY.test(id)) throw wrongForm();
    const found = id === FULL_ACCESS.id ? FULL_ACCESS : rows.get(id);
    if (found && (found.management === managing || found.management === "aws")) return found;
    throw error("PolicyNotFoundException", "You specified a policy that doesn't exist.");
  };
  const changeable = (managing: string, id: string): PolicyRow => {
    const found = find(managing, id);
    if (found.management !== "aws") return found;
    throw error("PolicyChangesNotAllowedException", "You can't change a policy of AWS."); // assumed, text only
  };
  const typed = (type: string): string => {
    if (TYPES.includes(type)) return type;
    throw invalidInput("INVALID_ENUM", "You specified an invalid value.");
  };
  const unused = (managing: string, name: string, type: string, but?: string) => {
    const taken = [FULL_ACCESS, ...rows.values()].some(
      (one) =>
        [managing, "aws"].includes(one.management) &&
        one.name === name &&
        one.type === type &&
        one.id !== but,
    );
    if (taken)
      throw error("DuplicatePolicyException", "A policy with the same name already exists.");
  };
  const contentOf = (content: string): string => {
    try {
      const parsed = JSON.parse(content) as unknown;
      if (typeof parsed === "object" && parsed !== null) return content;
    } catch {
      // said below
    }
    throw malformed();
  };
  /** A root, unit or account, as targets show it. */
  const target = (managing: string, id: string) => {
    if (!TARGET.test(id)) throw wrongForm();
    tags.of(managing, id); // refuses what is not there
    if (id === rootId(managing))
      return { TargetId: id, Arn: arnOf(managing, "root", id), Name: "Root", Type: "ROOT" };
    if (id.startsWith("ou-")) {
      const { name } = units.find(managing, id);
      const Type = "ORGANIZATIONAL_UNIT";
      return { TargetId: id, Arn: arnOf(managing, "ou", id), Name: name, Type };
    }
    const Name = accounts.get(id)?.name;
    return { TargetId: id, Arn: arnOf(managing, "account", id), Name, Type: "ACCOUNT" };
  };
  /** Everything of the organization: FullAWSAccess is attached to all of it. */
  const everything = (managing: string): string[] => {
    const below = (parent: string): string[] =>
      units.below(managing, parent).flatMap(({ id }) => [id, ...below(id)]);
    const root = rootId(managing);
    return [root, ...below(root), ...accounts.ofOrganization(managing).map(({ id }) => id)];
  };
  const targetsOf = (managing: string, policy: PolicyRow): string[] =>
    policy.management === "aws" ? everything(managing) : policy.targets;

  return {
    CreatePolicy({ Name, Description, Type, Content, Tags }, caller: Context) {
      const managing = management(model, caller);
      const type = typed(Type);
      unused(managing, Name, type);
      const letters = () => Math.floor(world.random() * 36).toString(36);
      const policy: PolicyRow = {
        id: `p-${Array.from({ length: 10 }, letters).join("")}`,
        management: managing,
        name: Name,
        description: Description,
        type,
        content: contentOf(Content),
        targets: [],
      };
      rows.set(policy.id, policy);
      tags.put(managing, policy.id, tagsOf(Tags));
      return { Policy: { PolicySummary: summary(managing, policy), Content: policy.content } };
    },

    DescribePolicy({ PolicyId }, caller: Context) {
      const managing = readable(model, caller);
      const policy = find(managing, PolicyId);
      return { Policy: { PolicySummary: summary(managing, policy), Content: policy.content } };
    },

    UpdatePolicy({ PolicyId, Name, Description, Content }, caller: Context) {
      const managing = management(model, caller);
      const old = changeable(managing, PolicyId);
      if (Name !== undefined) unused(managing, Name, old.type, old.id);
      const policy = {
        ...old,
        name: Name ?? old.name,
        description: Description ?? old.description,
        content: Content === undefined ? old.content : contentOf(Content),
      };
      rows.set(policy.id, policy);
      return { Policy: { PolicySummary: summary(managing, policy), Content: policy.content } };
    },

    DeletePolicy({ PolicyId }, caller: Context) {
      const policy = changeable(management(model, caller), PolicyId);
      if (policy.targets.length > 0)
        throw error("PolicyInUseException", "You specified a policy that is still attached."); // assumed, text only
      rows.delete(policy.id);
      return {};
    },

    ListPolicies({ Filter, ...input }, caller: Context) {
      const managing = readable(model, caller);
      const type = typed(Filter);
      const own = [...rows.values()].filter((one) => one.management === managing);
      const all = [FULL_ACCESS, ...own].filter((one) => one.type === type);
      const { items, next } = page(world, all, input);
      return { Policies: items.map((one) => summary(managing, one)), NextToken: next };
    },

    AttachPolicy({ PolicyId, TargetId }, caller: Context) {
      const managing = management(model, caller);
      const policy = find(managing, PolicyId);
      target(managing, TargetId);
      if (targetsOf(managing, policy).includes(TargetId))
        throw error(
          "DuplicatePolicyAttachmentException",
          "A policy with the specified name and type is already attached to the target.", // assumed, text only
        );
      rows.set(policy.id, { ...policy, targets: [...policy.targets, TargetId] });
      return {};
    },

    DetachPolicy({ PolicyId, TargetId }, caller: Context) {
      const managing = management(model, caller);
      const policy = find(managing, PolicyId);
      target(managing, TargetId);
      if (policy.management === "aws")
        throw error(
          "ConstraintViolationException",
          "You cannot remove the last policy attached to the specified target. You must have at least one policy attached at all times.",
        );
      if (!policy.targets.includes(TargetId))
        throw error("PolicyNotAttachedException", "The policy isn't attached to the target."); // assumed, text only
      const targets = policy.targets.filter((one) => one !== TargetId);
      rows.set(policy.id, { ...policy, targets });
      return {};
    },

    ListPoliciesForTarget({ TargetId, Filter, ...input }, caller: Context) {
      const managing = readable(model, caller);
      const type = typed(Filter);
      target(managing, TargetId);
      const own = [...rows.values()].filter((one) => one.management === managing);
      const all = [FULL_ACCESS, ...own].filter(
        (one) => one.type === type && targetsOf(managing, one).includes(TargetId),
      );
      const { items, next } = page(world, all, input);
      return { Policies: items.map((one) => summary(managing, one)), NextToken: next };
    },

    ListTargetsForPolicy({ PolicyId, ...input }, caller: Context) {
      const managing = readable(model, caller);
      const all = targetsOf(managing, find(managing, PolicyId));
      const { items, next } = page(world, all, input);
      return { Targets: items.map((id) => target(managing, id)), NextToken: next };
    },

    EnablePolicyType: ({ RootId, PolicyType }, caller: Context) =>
      switched(caller, RootId, PolicyType, true),
    DisablePolicyType: ({ RootId, PolicyType }, caller: Context) =>
      switched(caller, RootId, PolicyType, false),

    ListRoots(_input, caller: Context) {
      const managing = readable(model, caller);
      return { Roots: [rootShown(managing)] };
    },
  };

  function rootShown(managing: string) {
    const id = rootId(managing);
    const types = enabled.get(managing) ?? [];
    const PolicyTypes = types.map((Type) => ({ Type, Status: "ENABLED" }));
    return { Id: id, Arn: arnOf(managing, "root", id), Name: "Root", PolicyTypes };
  }

  function switched(caller: Context, root: string, given: string, on: boolean) {
    const managing = management(model, caller);
    const type = typed(given);
    if (root !== rootId(managing))
      throw error("RootNotFoundException", "You specified a root that doesn't exist.");
    const types = enabled.get(managing) ?? [];
    if (on && types.includes(type))
      throw error(
        "PolicyTypeAlreadyEnabledException",
        "The specified policy type is already enabled.",
      );
    if (!on && !types.includes(type))
      throw error(
        "PolicyTypeNotEnabledException",
        "This operation can be performed only for enabled policy types.",
      );
    enabled.set(managing, on ? [...types, type] : types.filter((one) => one !== type));
    return { Root: rootShown(managing) };
  }
}
