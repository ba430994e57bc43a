// What can be wrong with a deployed stage, and what is worth knowing when nothing is. Facts only: the words
// are with whoever shows them.
import type { Deployed } from "./record.ts";

/** Something that is wrong. */
export type Finding =
  | { code: "record-missing"; parameter: string; region: string; stage: string }
  | { code: "record-unreadable"; parameter: string; stage: string; error: string }
  | { code: "wrong-account"; account: string; hub: string }
  | { code: "table-missing"; table: string }
  | { code: "table-inactive"; table: string; status: string }
  | { code: "stream-off"; table: string }
  | { code: "recovery-off"; table: string }
  | { code: "bucket-missing"; bucket: string }
  | { code: "versioning-off"; bucket: string }
  | { code: "encryption-off"; bucket: string }
  | { code: "public-access-open"; bucket: string; open: string[] }
  | { code: "notification-missing"; bucket: string; startRun: string }
  | { code: "queue-missing"; queue: string }
  /** `redrivable`: it belongs to a queue; what a function or a rule gave up on has nowhere to go back to. */
  | { code: "dead-letters"; queue: string; url: string; count: number; redrivable: boolean }
  | { code: "function-missing"; function: string }
  | { code: "function-inactive"; function: string; state: string; reason: string }
  | { code: "update-failed"; function: string; status: string; reason: string }
  | { code: "mapping-missing"; source: string; function: string }
  | { code: "mapping-off"; source: string; function: string; uuid: string; state: string }
  | { code: "machine-missing"; machine: string }
  | { code: "machine-inactive"; machine: string; status: string }
  | { code: "machine-changed"; machine: string }
  | { code: "trail-missing"; bus: string }
  /** The settings let other accounts send to it, its policy does not. */
  | { code: "trail-closed"; bus: string }
  | { code: "secret-missing"; secret: string }
  | { code: "secret-empty"; secret: string }
  | { code: "token-refused"; secret: string; error: string }
  | { code: "slack-unreachable"; error: string }
  | { code: "scopes-missing"; missing: string[] }
  | { code: "management-refused"; account: string; role: string; error: string }
  | { code: "organization-refused"; account: string; error: string }
  | { code: "hub-off"; region: string }
  | { code: "region-off"; region: string }
  | { code: "central"; regions: string[] }
  | { code: "lease-expired"; holder: string; until: string; execution: string }
  | { code: "lease-orphaned"; holder: string; until: string; status: string; table: string }
  | {
      code: "run-failed";
      machine: string;
      run: string;
      execution: string;
      at: string;
      error: string;
    }
  | { code: "message-failed"; message: string; channel: string; error: string }
  | { code: "messages-wait"; count: number; since: string }
  | { code: "not-permitted"; error: string }
  | { code: "unanswered"; error: string };

/** Something that is as it should be and worth saying. */
export type Note =
  | { code: "named"; name: string }
  | { code: "counted"; count: number }
  | { code: "scopes"; team: string; scopes: string[] }
  | { code: "no-mentions"; scope: string }
  | { code: "no-trail" }
  | { code: "no-management" }
  | { code: "organization"; account: string; id: string }
  | { code: "way"; way: "invitation" | "organization"; regions: number }
  | { code: "lease"; holder: string; until: string }
  | { code: "no-lease" };

/** What one check has found. */
export interface Seen {
  problems: Finding[];
  notes: Note[];
}

/** Looks at one part of a stage; changes nothing. */
export type Look = (deployed: Deployed, place: Place) => Promise<Seen>;

/** Where the stage is. */
export interface Place {
  account: string;
  region: string;
}
