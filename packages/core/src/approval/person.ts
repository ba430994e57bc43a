// Whether two identities that AWS gave are one person. S3 names an uploader as `AWS:AROA…:session`, the IAM authorizer
// of a function URL a caller as `AROA…:session`; a user is `AIDA…` in both, and the root user an account id.

/** `unknown`: one of the two says too little to tell. */
export type Sameness = "same" | "other" | "unknown";

type Identity =
  | { kind: "session"; role: string; session: string }
  | { kind: "user"; id: string }
  | { kind: "root"; account: string | undefined }
  | { kind: "unknown" };

/** Reads an identity. assumed: an uploading root user is told as an account id or as its Amazon customer id. */
function read(given: string): Identity {
  const text = given.replace(/^AWS:/, "");
  const session = /^(AROA[A-Z0-9]+):(.+)$/.exec(text);
  if (session) return { kind: "session", role: session[1]!, session: session[2]! };
  if (/^AIDA[A-Z0-9]+$/.test(text)) return { kind: "user", id: text };
  if (/^\d{12}$/.test(text)) return { kind: "root", account: text };
  if (/^A[A-Z0-9]{10,20}$/.test(text)) return { kind: "root", account: undefined };
  return { kind: "unknown" };
}

/**
 * Compares who uploaded (S3's `userIdentity.principalId`) with who decides (`authorizer.iam.callerId`). A session is
 * named after its person where people sign in through IAM Identity Center, so the same name in another role is still
 * the same person.
 */
export function isSamePerson(uploader: string, decider: string): Sameness {
  const one = read(uploader);
  const other = read(decider);
  if (one.kind === "unknown" || other.kind === "unknown") return "unknown";
  if (one.kind === "session" && other.kind === "session")
    return one.session.toLowerCase() === other.session.toLowerCase() ? "same" : "other";
  if (one.kind === "user" && other.kind === "user") return one.id === other.id ? "same" : "other";
  if (one.kind === "root" && other.kind === "root") {
    if (one.account === undefined || other.account === undefined) return "unknown";
    return one.account === other.account ? "same" : "other";
  }
  return "other";
}
