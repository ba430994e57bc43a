// Filter patterns for unstructured logs: terms that must all be there, "?term" for any of several,
// "-term" for what must not be there (CloudWatch Logs user guide, "Filter pattern syntax").
import { AwsError } from "../../wire/service.ts";

/** A test for messages. Patterns over JSON fields are refused. */
export function matcher(pattern: string): (message: string) => boolean {
  const text = pattern.trim();
  if (text.startsWith("{") || text.startsWith("["))
    throw new AwsError("NotImplemented", "not emulated: filter patterns over fields", {
      status: 501,
    });
  const terms = [...text.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map(
    ([, sign, quoted, plain]) => ({ sign, term: quoted?.replace(/\\(.)/g, "$1") ?? plain ?? "" }),
  );
  const any = terms.filter(({ sign }) => sign === "?");
  return (message) => {
    const has = ({ term }: { term: string }) => message.includes(term);
    return (
      terms.every((one) => (one.sign === "" ? has(one) : one.sign === "?" || !has(one))) &&
      (any.length === 0 || any.some(has))
    );
  };
}
