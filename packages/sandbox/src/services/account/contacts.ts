// Whom AWS writes to about an account: its contact, its three alternate contacts, its name and first e-mail.
import type { Accounts } from "../../estate/accounts.ts";
import { AwsError, type Context, type Handlers, type World } from "../../wire/service.ts";

interface Contact {
  Name: string;
  Title: string;
  EmailAddress: string;
  PhoneNumber: string;
  AlternateContactType: string;
}

const TYPES = ["BILLING", "OPERATIONS", "SECURITY"];
/** What a contact must have (API reference). */
const REQUIRED = [
  "FullName",
  "AddressLine1",
  "City",
  "PostalCode",
  "CountryCode",
  "PhoneNumber",
] as const;
const PHONE = /^[\s0-9()+-]{1,25}$/;
const EMAIL = /^[\s]*[\w+=.#!&-]+@[\w.-]+\.[\w]+[\s]*$/;

const invalid = (message: string, name: string) =>
  new AwsError("ValidationException", message, {
    status: 400,
    fields: { reason: "fieldValidationFailed", fieldList: [{ name, message }] },
  });

/** Operations on contacts; `subject` gives the account that a call is about, or throws. */
export function contactOperations(
  world: World,
  accounts: Accounts,
  subject: (input: { AccountId?: string }, caller: Context) => string,
): Handlers {
  const alternates = world.store.collection<Contact>("account/alternate-contacts");
  const contacts = world.store.collection<Record<string, string>>("account/contacts");

  /** Refuses an unknown kind of contact. "You specified an invalid Alternate Contact type." [observed: moto#9709] */
  const typeOf = (operation: string, input: { AlternateContactType: string }, caller: Context) => {
    const { AlternateContactType: type } = input;
    if (TYPES.includes(type)) return type;
    throw new AwsError(
      "AccessDeniedException",
      `User: ${caller.principal} is not authorized to perform: account:${operation} (You specified an invalid Alternate Contact type.)`,
      { status: 403 },
    );
  };
  const noContact = () =>
    new AwsError(
      "ResourceNotFoundException",
      "No contact of the inputted alternate contact type found.",
      { status: 404 },
    );

  return {
    PutAlternateContact(input, caller: Context) {
      const id = subject(input, caller);
      const type = typeOf("PutAlternateContact", input, caller);
      const { AccountId: _, ...contact } = input as Contact & { AccountId?: string };
      if (!EMAIL.test(contact.EmailAddress) || contact.EmailAddress.length > 254)
        throw invalid("The value for EmailAddress is not valid.", "emailAddress"); // assumed, text only
      if (!PHONE.test(contact.PhoneNumber))
        throw invalid("The value for PhoneNumber is not valid.", "phoneNumber"); // assumed, text only
      alternates.set(`${id}/${type}`, contact);
      return {};
    },

    GetAlternateContact(input, caller: Context) {
      const id = subject(input, caller);
      const type = typeOf("GetAlternateContact", input, caller);
      const contact = alternates.get(`${id}/${type}`);
      if (!contact) throw noContact();
      return { AlternateContact: contact };
    },

    DeleteAlternateContact(input, caller: Context) {
      const id = subject(input, caller);
      const type = typeOf("DeleteAlternateContact", input, caller);
      if (!alternates.has(`${id}/${type}`)) throw noContact();
      alternates.delete(`${id}/${type}`);
      return {};
    },

    PutContactInformation(input, caller: Context) {
      const id = subject(input, caller);
      const given = input.ContactInformation as Record<string, string>;
      const missing = REQUIRED.find((name) => !given[name]?.trim());
      if (missing) throw invalid(`The value for ${missing} is missing.`, missing); // assumed, text only
      if (!/^[+][\s0-9()-]+$/.test(given.PhoneNumber!))
        throw invalid("The value for PhoneNumber is not valid.", "phoneNumber"); // assumed, text only
      if (!/^[A-Z]{2}$/.test(given.CountryCode!))
        throw invalid("The value for CountryCode is not valid.", "countryCode"); // assumed, text only
      contacts.set(id, given);
      return {};
    },

    // Every account on AWS was opened with a contact; here it is what the account's row says, and a made-up address.
    GetContactInformation(input, caller: Context) {
      const id = subject(input, caller);
      const { name = "" } = accounts.get(id) ?? {};
      const initial = {
        FullName: name,
        AddressLine1: "1 Example Street",
        City: "Seattle",
        StateOrRegion: "WA",
        PostalCode: "98101",
        CountryCode: "US",
        PhoneNumber: "+12065550100",
      };
      return { ContactInformation: contacts.get(id) ?? initial };
    },

    GetAccountInformation(input, caller: Context) {
      const id = subject(input, caller);
      const { name, joined } = accounts.get(id) ?? {};
      return {
        AccountId: id,
        AccountName: name,
        AccountCreatedDate: new Date(joined?.at ?? 0),
      };
    },

    PutAccountName(input, caller: Context) {
      const id = subject(input, caller);
      const { AccountName: name } = input;
      if (!/^[ -;=?-~]{1,50}$/.test(name))
        throw invalid("The value for AccountName is not valid.", "accountName"); // assumed, text only
      accounts.put({ ...accounts.get(id)!, name });
      return {};
    },

    GetPrimaryEmail(input, caller: Context) {
      // "This operation can only be called from the management account or the delegated administrator" (API reference).
      const id = subject(input, caller);
      return { PrimaryEmail: accounts.get(id)?.email };
    },
  };
}
