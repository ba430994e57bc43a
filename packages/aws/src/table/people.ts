// People as Slack knows them, by e-mail: asked rarely, because the look-up is limited to some fifty a minute.
import { sameEmail } from "@rollcall/core/account";
import { get, type Key, put } from "../dynamodb.ts";

/** What Slack said of an e-mail; without `user` it knows nobody. */
export interface Person {
  user?: string | undefined;
  /** ISO time of the answer. */
  at: string;
}

const keyOf = (email: string): Key => ({ pk: `PERSON#${sameEmail(email)}`, sk: "PERSON" });

/** What was answered last, however long ago. */
export const findPerson = (email: string): Promise<Person | undefined> => get<Person>(keyOf(email));

/** Keeps an answer; the later one stays. */
export const writePerson = (email: string, person: Person): Promise<void> =>
  put({ ...keyOf(email), kind: "person", ...person });
