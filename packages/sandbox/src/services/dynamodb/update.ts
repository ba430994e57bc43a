// What an update expression makes of an item. All operands are read from the item as it was.
import { validateAttributeValue } from "dynalite/validations/index.js";
import {
  type Expressions,
  isCall,
  isPath,
  literalOf,
  type Operand,
  type Section,
} from "./expressions.ts";
import * as number from "./number.ts";
import { follow, type Path } from "./path.ts";
import { type AttributeValue, type Item, invalid, typeOf } from "./value.ts";

type Updates = NonNullable<Expressions["_updates"]>;

const MISSING = "The provided expression refers to an attribute that does not exist in the item";
const WRONG_TYPE = "An operand in the update expression has an incorrect data type";
const WRONG_PATH = "The document path provided in the update expression is invalid for update";

function checked(value: AttributeValue): AttributeValue {
  const complaint = validateAttributeValue(value);
  if (complaint) throw invalid(complaint);
  return value;
}

function evaluate(operand: Operand, item: Item, values: Item): AttributeValue {
  if (isPath(operand)) {
    const value = follow(item, operand);
    if (!value) throw invalid(MISSING);
    return value;
  }
  if (!isCall(operand)) return literalOf(operand, values);
  const [first, second] = operand.args as [Operand, Operand];
  if (operand.name === "if_not_exists") {
    return follow(item, first as Path) ?? evaluate(second, item, values);
  }
  const [left, right] = [evaluate(first, item, values), evaluate(second, item, values)];
  if (operand.name === "list_append") {
    if (!left.L || !right.L) throw invalid(WRONG_TYPE);
    return { L: [...left.L, ...right.L] };
  }
  if (left.N === undefined || right.N === undefined) throw invalid(WRONG_TYPE);
  const sum =
    operand.type === "add" ? number.add(left.N, right.N) : number.subtract(left.N, right.N);
  return checked({ N: sum });
}

type Members = Record<string, AttributeValue | undefined>;

/** Sets, adds to, or removes what is at the end of a path; `parent` may be changed, its values not. */
interface Slot {
  parent: { M: Members } | { L: (AttributeValue | undefined)[] };
  step: string | number;
  value: AttributeValue | undefined;
}

function childOf(parent: Slot["parent"], step: string | number): AttributeValue | undefined {
  if ("M" in parent) return typeof step === "string" ? parent.M[step] : undefined;
  return typeof step === "number" ? parent.L[step] : undefined;
}

/** Copies the containers along a path, so that the old item stays as it was. */
function open(root: Members, path: Path): Slot | undefined {
  let parent: Slot["parent"] = { M: root };
  for (const [at, step] of path.entries()) {
    const inside = childOf(parent, step);
    if (at === path.length - 1) {
      const fits = (typeof step === "number") === "L" in parent;
      return fits ? { parent, step, value: inside } : undefined;
    }
    if (!inside?.M && !inside?.L) return undefined;
    const copy: Slot["parent"] = inside.M ? { M: { ...inside.M } } : { L: [...inside.L!] };
    write({ parent, step, value: inside }, copy as AttributeValue);
    parent = copy;
  }
  return undefined;
}

function write({ parent, step }: Slot, value: AttributeValue | undefined): void {
  if ("M" in parent) {
    if (value) parent.M[step as string] = value;
    else delete parent.M[step as string];
  } else if (value && (step as number) >= parent.L.length) parent.L.push(value);
  else if (value || (step as number) < parent.L.length) parent.L[step as number] = value;
}

const SETS = ["SS", "NS", "BS"] as const;

function addTo(there: AttributeValue | undefined, value: AttributeValue): AttributeValue {
  if (!there) return value;
  const type = typeOf(value);
  if (typeOf(there) !== type) throw invalid(WRONG_TYPE);
  if (type === "N") return checked({ N: number.add(there.N!, value.N!) });
  const set = SETS.find((one) => one === type);
  if (!set) throw invalid(WRONG_TYPE);
  return { [set]: [...new Set([...there[set]!, ...value[set]!])] };
}

function deleteFrom(there: AttributeValue, value: AttributeValue): AttributeValue | undefined {
  const set = SETS.find((one) => one === typeOf(value));
  if (!set || typeOf(there) !== set) throw invalid(WRONG_TYPE);
  const left = there[set]!.filter((one) => !value[set]!.includes(one));
  return left.length === 0 ? undefined : { [set]: left };
}

function change(
  section: Section,
  root: Members,
  value: AttributeValue | undefined,
): Slot | undefined {
  const slot = open(root, section.path);
  if (!slot) throw invalid(WRONG_PATH);
  if (section.mismatch && slot.value && value && typeOf(slot.value) !== typeOf(value))
    throw invalid(section.mismatch);
  if (section.type === "set") write(slot, value);
  else if (section.type === "remove") write(slot, undefined);
  else if (section.type === "add") write(slot, addTo(slot.value, value!));
  else if (slot.value) write(slot, deleteFrom(slot.value, value!));
  return slot;
}

/** List elements are removed at the end, so that positions mean those of the old item. */
function close(slots: (Slot | undefined)[]): void {
  for (const slot of slots) {
    if (!slot || !("L" in slot.parent)) continue;
    const left = slot.parent.L.filter((one) => one !== undefined);
    slot.parent.L.splice(0, slot.parent.L.length, ...left);
  }
}

/** The item after the update. The old item is not changed. */
export function update(item: Item, updates: Updates, values: Item): Item {
  const operands = updates.sections.map((section) =>
    section.val === undefined ? undefined : evaluate(section.val, item, values),
  );
  const root: Members = { ...item };
  const rank = (section: Section) => (typeof section.path.at(-1) === "number" ? 1 : 0);
  const slots = updates.sections
    .map((section, at) => ({ section, value: operands[at] }))
    .sort((a, b) => rank(a.section) - rank(b.section))
    .map(({ section, value }) => change(section, root, value));
  close(slots);
  return root as Item;
}
