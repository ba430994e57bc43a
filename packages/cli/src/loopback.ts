// The address of a sandbox. It listens on this machine only, so nothing else can be one.
import type { Locale } from "@rollcall/core/locale";
import { CommandError, exit } from "./exit.ts";
import { playWords } from "./play/words.ts";

/** Does the address lead to this machine? */
export function isLoopback(endpoint: string): boolean {
  const url = URL.parse(endpoint);
  return url !== null && ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
}

/**
 * The address, when it is this machine's and something answers there: the SDK would try for a while, and then
 * speak of sockets. Throws CommandError otherwise; what follows is not for AWS.
 */
export async function sandboxAt(endpoint: string, lang: Locale): Promise<string> {
  const words = playWords(lang);
  if (!isLoopback(endpoint)) throw new CommandError(words.noSandbox(endpoint), exit.usage);
  const { origin } = new URL(endpoint);
  try {
    await fetch(`${origin}/_sandbox/`, { signal: AbortSignal.timeout(5_000) });
  } catch {
    throw new CommandError(words.unreachable(origin));
  }
  return origin;
}
