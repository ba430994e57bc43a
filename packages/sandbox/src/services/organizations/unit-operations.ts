// Organizational units: the tree of an organization, and what is where in it.
import type { Model } from "../../estate/model.ts";
import { AwsError, type Context, type Handlers, type World } from "../../wire/service.ts";
import { invalidInput, wrongForm } from "./errors.ts";
import { arnOf, management, readable, rootId, shown } from "./identity.ts";
import { page } from "./pages.ts";
import { type Tags, tagsOf } from "./tags.ts";
import type { Unit, Units } from "./units.ts";

/** A root or a unit (API reference, ParentId). */
const PARENT = /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/;
/** Letters of a unit's name, at most (API reference). */
const LONGEST = 128;

/** Operations on units. */
export function unitOperations(world: World, model: Model, units: Units, tags: Tags): Handlers {
  const { accounts } = model;

  const accountsIn = (managing: string, parent: string) => {
    const root = rootId(managing);
    const inside = accounts
      .ofOrganization(managing)
      .filter((one) => (one.parent ?? root) === parent);
    // Asked for what is below it, a parent that nobody knows is refused.
    if (inside.length === 0) units.below(managing, parent);
    return inside;
  };
  const parentOf = ({ ParentId }: { ParentId: string }) => {
    if (!PARENT.test(ParentId)) throw wrongForm();
    return ParentId;
  };
  const nameOf = ({ Name }: { Name: string }) => {
    if (Name.length < 1) throw invalidInput("MIN_LENGTH_EXCEEDED", "Name is too short."); // assumed, text only
    if (Name.length > LONGEST) throw invalidInput("MAX_LENGTH_EXCEEDED", "Name is too long."); // assumed, text only
    return Name;
  };
  const found = (
    managing: string,
    { OrganizationalUnitId: id }: { OrganizationalUnitId: string },
  ) => {
    if (!PARENT.test(id)) throw wrongForm();
    return units.find(managing, id);
  };

  return {
    CreateOrganizationalUnit(input, caller: Context) {
      const managing = management(model, caller);
      const given = tagsOf(input.Tags);
      const unit = units.create(managing, parentOf(input), nameOf(input));
      tags.put(managing, unit.id, given);
      return { OrganizationalUnit: unitShown(managing, unit) };
    },

    DescribeOrganizationalUnit(input, caller: Context) {
      const managing = readable(model, caller);
      return { OrganizationalUnit: unitShown(managing, found(managing, input)) };
    },

    UpdateOrganizationalUnit(input, caller: Context) {
      const managing = management(model, caller);
      const unit = found(managing, input);
      const renamed = input.Name === undefined ? unit : units.rename(unit, nameOf(input));
      return { OrganizationalUnit: unitShown(managing, renamed) };
    },

    DeleteOrganizationalUnit(input, caller: Context) {
      const managing = management(model, caller);
      const unit = found(managing, input);
      const full =
        units.below(managing, unit.id).length > 0 || accountsIn(managing, unit.id).length > 0;
      if (full)
        throw new AwsError(
          "OrganizationalUnitNotEmptyException",
          "Specified organizational unit is not empty.", // assumed, text only
        );
      units.delete(unit);
      return {};
    },

    ListOrganizationalUnitsForParent(input, caller: Context) {
      const managing = readable(model, caller);
      const { items, next } = page(world, units.below(managing, parentOf(input)), input);
      return {
        OrganizationalUnits: items.map((one) => unitShown(managing, one)),
        NextToken: next,
      };
    },

    ListAccountsForParent(input, caller: Context) {
      const managing = readable(model, caller);
      const { items, next } = page(world, accountsIn(managing, parentOf(input)), input);
      return { Accounts: items.map((one) => shown(managing, one)), NextToken: next };
    },

    ListChildren({ ChildType, ...input }, caller: Context) {
      const managing = readable(model, caller);
      const parent = parentOf(input as { ParentId: string });
      if (!["ACCOUNT", "ORGANIZATIONAL_UNIT"].includes(ChildType))
        throw invalidInput("INVALID_ENUM", "You specified an invalid value.");
      const all =
        ChildType === "ACCOUNT" ? accountsIn(managing, parent) : units.below(managing, parent);
      const { items, next } = page<{ id: string }>(world, all, input);
      return { Children: items.map(({ id }) => ({ Id: id, Type: ChildType })), NextToken: next };
    },

    ListParents({ ChildId }, caller: Context) {
      const managing = readable(model, caller);
      const root = rootId(managing);
      const account = accounts.managementOf(ChildId) === managing && accounts.get(ChildId);
      const parent = account ? (account.parent ?? root) : units.parentOf(managing, ChildId);
      if (parent === undefined)
        throw new AwsError("ChildNotFoundException", "You specified a child that doesn't exist.");
      return {
        Parents: [{ Id: parent, Type: parent.startsWith("r-") ? "ROOT" : "ORGANIZATIONAL_UNIT" }],
      };
    },
  };
}

const unitShown = (managing: string, { id, name }: Unit) => ({
  Id: id,
  Arn: arnOf(managing, "ou", id),
  Name: name,
});
