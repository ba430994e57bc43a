// The constraints of AWS's models (ranges, lengths, patterns), which the clients' schemas do not carry, and
// the words in which most services refuse what breaks them.
import { AwsError } from "../wire/service.ts";

/** One value that breaks a rule of the model, in AWS's words. */
const broken = (value: unknown, name: string, rule: string): string =>
  `Value '${value}' at '${name}' failed to satisfy constraint: Member must ${rule}`;

/** What is wrong with a number. */
export function outside(name: string, value: number, least: number, most: number): string[] {
  if (value < least) return [broken(value, name, `have value greater than or equal to ${least}`)];
  if (value > most) return [broken(value, name, `have value less than or equal to ${most}`)];
  return [];
}

/** What is wrong with the length of a text or a list. */
export function mislong(
  name: string,
  value: { length: number },
  least: number,
  most: number,
): string[] {
  const told = Array.isArray(value) ? JSON.stringify(value) : value;
  if (value.length < least)
    return [broken(told, name, `have length greater than or equal to ${least}`)];
  if (value.length > most) return [broken(told, name, `have length less than or equal to ${most}`)];
  return [];
}

/** What is wrong with a text of the model's pattern and length; nothing when it is absent. */
export function misspelt(
  name: string,
  text: string | undefined,
  { letters, least, most }: { letters: string; least: number; most: number },
): string[] {
  if (text === undefined) return [];
  const spelt = new RegExp(`^${letters}$`).test(text);
  const rule = `satisfy regular expression pattern: ${letters}`;
  return [...(spelt ? [] : [broken(text, name, rule)]), ...mislong(name, text, least, most)];
}

/** What is wrong with one of the model's enumerated words; nothing when it is absent. */
export function unlisted(name: string, word: string | undefined, words: string[]): string[] {
  if (word === undefined || words.includes(word)) return [];
  return [broken(word, name, `satisfy enum value set: [${words.join(", ")}]`)];
}

/** Refuses a call for all its broken rules at once, as AWS does. */
export function refuseAll(problems: string[], code: string): void {
  const count = problems.length;
  if (count === 0) return;
  const head = `${count} validation error${count > 1 ? "s" : ""} detected: `;
  throw new AwsError(code, head + problems.join("; "), { status: 400 });
}
