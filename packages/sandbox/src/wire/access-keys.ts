// Real access key ids carry their account: after the four-letter prefix come ten base-32 letters, which
// hold one marker bit and then the 40-bit account id. So temporary credentials need no table here: the
// key names the account, and the session token, opaque to clients, names the session and its end.
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** An id for `account`; `tail` is up to six letters of the alphabet that tell keys apart. */
export function accessKeyFor(account: string, tail = "", prefix = "ASIA"): string {
  const bits = `1${BigInt(account).toString(2).padStart(40, "0")}`.padEnd(50, "0");
  let letters = "";
  for (let at = 0; at < 50; at += 5)
    letters += ALPHABET[Number.parseInt(bits.slice(at, at + 5), 2)];
  return (prefix + letters + tail).padEnd(20, "A");
}

/** The account behind a key id; a bare account id of 12 digits counts as a key id too. */
export function accountOf(accessKeyId: string): string | undefined {
  if (/^\d{12}$/.test(accessKeyId)) return accessKeyId;
  if (!/^A[KS]IA[A-Z2-7]{16}$/.test(accessKeyId)) return undefined;
  // 41 bits stay exact in a double; the first is the marker, and the last nine of 50 are not the account's.
  let value = 0;
  for (let at = 4; at < 12; at++) value = value * 32 + ALPHABET.indexOf(accessKeyId[at]!);
  value = value * 2 + (ALPHABET.indexOf(accessKeyId[12]!) >> 4);
  const account = String(value % 2 ** 40).padStart(12, "0");
  return account.length === 12 ? account : undefined;
}

/** What a session token says. */
export interface Session {
  /** The caller, such as `arn:aws:sts::444444444444:assumed-role/Worker/session`. */
  arn: string;
  /** Milliseconds since 1970 on the sandbox's clock. */
  expiresAt: number;
  /** Policy that narrows what the session may do, as JSON text. */
  policy?: string | undefined;
}

/** A session as the token that its credentials carry. */
export const sessionToken = ({ arn, expiresAt, policy }: Session): string =>
  Buffer.from(JSON.stringify({ arn, expiresAt, policy })).toString("base64");

/** Tokens come again with each call of a session. */
const read = new Map<string, Session | undefined>();
const KEPT = 20_000;

/** The session of a token; undefined when it is not one of ours. */
export function sessionOf(token: string): Session | undefined {
  if (read.has(token)) return read.get(token);
  if (read.size >= KEPT) read.clear();
  const session = parse(token);
  read.set(token, session);
  return session;
}

function parse(token: string): Session | undefined {
  try {
    const { arn, expiresAt, policy } = JSON.parse(
      Buffer.from(token, "base64").toString(),
    ) as Session;
    const until = new Date(expiresAt).getTime();
    return typeof arn === "string" && !Number.isNaN(until)
      ? { arn, expiresAt: until, policy }
      : undefined;
  } catch {
    return undefined;
  }
}
