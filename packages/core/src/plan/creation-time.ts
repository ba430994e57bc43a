// How long the creation of accounts still takes.

/** CreateAccount: one each ten seconds in the long run (Organizations API rates, 0.1 per second). */
const EACH = 10;

/**
 * Seconds until `left` more accounts are created: as fast as AWS takes requests, or as slowly as it has been going
 * so far, `done` accounts in `elapsed` seconds.
 */
export function creationSeconds(left: number, done: number, elapsed: number): number {
  const pace = done > 0 ? Math.max(EACH, elapsed / done) : EACH;
  return Math.ceil(left * pace);
}
