// Who did it and from where, as a cell: text of strangers, without whatever would change how a terminal shows it.
import { shortActor } from "@rollcall/core/call";
import { oneLine } from "../layout.ts";

/** `actor`: an ARN, or what CloudTrail says in place of one; null or undefined: nobody knows, and `unknown` says so. */
export const caller = (
  actor: string | null | undefined,
  sourceIp: string | undefined,
  unknown: string,
): string =>
  typeof actor !== "string"
    ? unknown
    : oneLine(
        [shortActor(actor), sourceIp]
          .filter(Boolean)
          .join(" ")
          .replace(/\p{Cf}/gu, ""),
      );
