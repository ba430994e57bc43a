// Who is meant by an e-mail in Slack. Whatever goes wrong here, the message goes out: it names the e-mail anyway.
import { MOST_MENTIONS } from "@rollcall/core/message";
import { textOf } from "../errors.ts";
import { log } from "../log.ts";
import { lookUp } from "../slack.ts";
import { findPerson, type Person, writePerson } from "../table/people.ts";

/** How long an answer holds, in milliseconds: who joins Slack is found within the hour. */
const FOUND = 24 * 60 * 60_000;
const MISSED = 60 * 60_000;

/** Slack's ids of the people with these e-mails, as far as it knows them and can be asked. */
export async function usersOf(emails: readonly string[], token: string): Promise<string[]> {
  const users = await Promise.all(
    emails.slice(0, MOST_MENTIONS).map((email) =>
      userOf(email, token).catch((error) => {
        log.warn({ error: textOf(error) }, "owner not looked up; the e-mail is printed");
        return undefined;
      }),
    ),
  );
  return users.filter((one) => one !== undefined);
}

async function userOf(email: string, token: string): Promise<string | undefined> {
  const known = await findPerson(email);
  if (known && isFresh(known)) return known.user;
  const user = await lookUp(token, email);
  await writePerson(email, { ...(user && { user }), at: new Date().toISOString() });
  return user;
}

const isFresh = ({ user, at }: Person): boolean =>
  Date.now() - Date.parse(at) < (user ? FOUND : MISSED);
