// CreateAccount and looking after it.
import type { Model } from "../../estate/model.ts";
import { AwsError, type Context, type Handlers, type World } from "../../wire/service.ts";
import type { Creation, Creations } from "./creations.ts";
import { invalidInput, wrongForm } from "./errors.ts";
import { management, readable } from "./identity.ts";
import { page } from "./pages.ts";
import { tagsOf } from "./tags.ts";

const STATES = ["IN_PROGRESS", "SUCCEEDED", "FAILED"];

/** Operations on the creation of accounts. */
export function creationOperations(world: World, model: Model, creations: Creations): Handlers {
  return {
    CreateAccount(input, caller: Context) {
      const managing = management(model, caller);
      const {
        Email: email,
        AccountName: name,
        RoleName: role = "OrganizationAccountAccessRole",
      } = input;
      checkEmail(email);
      checkLength(name, 1, 50, "AccountName");
      // Printable ASCII only: a Japanese name is refused.
      if (!/^[ -~]+$/.test(name)) throw pattern("AccountName");
      if (!/^[\w+=,.@-]{1,64}$/.test(role))
        throw invalidInput("INVALID_ROLE_NAME", "Invalid RoleName.");
      const tags = tagsOf(input.Tags);
      const creation = creations.request({ management: managing, name, email, role, tags });
      return { CreateAccountStatus: shown(creation) };
    },

    DescribeCreateAccountStatus({ CreateAccountRequestId: id }, caller: Context) {
      const managing = readable(model, caller);
      if (!/^car-[a-z0-9]{8,32}$/.test(id)) throw wrongForm();
      const creation = creations.get(id);
      if (creation?.management !== managing)
        throw new AwsError(
          "CreateAccountStatusNotFoundException",
          "You specified a create account request that doesn't exist.",
        );
      return { CreateAccountStatus: shown(creation!) };
    },

    ListCreateAccountStatus({ States, ...input }, caller: Context) {
      const own = creations.of(readable(model, caller));
      if (States?.some((state: string) => !STATES.includes(state)))
        throw invalidInput("INVALID_ENUM", "You specified an invalid value."); // assumed, text only
      const wanted = States?.length ? own.filter(({ state }) => States.includes(state)) : own;
      const { items, next } = page(world, wanted, input, { mayBeEmpty: true });
      return { CreateAccountStatuses: items.map(shown), NextToken: next };
    },
  };
}

/** The status carries no e-mail, and no account id until it has succeeded. */
const shown = (creation: Creation) => ({
  Id: creation.id,
  AccountName: creation.name,
  State: creation.state,
  RequestedTimestamp: new Date(creation.requestedAt),
  CompletedTimestamp: creation.state === "IN_PROGRESS" ? undefined : new Date(creation.dueAt),
  AccountId: creation.accountId,
  FailureReason: creation.state === "FAILED" ? creation.failure : undefined,
});

/** E-mail: 6 to 64 characters of 7-bit ASCII with these characters left out (API reference). */
function checkEmail(email: string): void {
  checkLength(email, 6, 64, "Email");
  const [local = "", domain = "", ...more] = email.split("@");
  const wrong =
    more.length > 0 ||
    !/^[!-~]+$/.test(email) ||
    /["'()<>[\]:;,\\|%&]/.test(local) ||
    local === "" ||
    local.startsWith(".") ||
    !/^[A-Za-z0-9]([A-Za-z0-9-]*\.)+[A-Za-z0-9-]*[A-Za-z0-9]$/.test(domain);
  if (wrong) throw pattern("Email");
}

function checkLength(text: string, least: number, most: number, field: string): void {
  if (text.length < least)
    throw invalidInput("MIN_LENGTH_EXCEEDED", `${field} is shorter than ${least} characters.`);
  if (text.length > most)
    throw invalidInput("MAX_LENGTH_EXCEEDED", `${field} is longer than ${most} characters.`);
}

// assumed, code only; the constraint is documented.
const pattern = (field: string) =>
  invalidInput("INVALID_PATTERN", `You specified an invalid value for ${field}.`);
