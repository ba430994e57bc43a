// What a method is, and what it may ask of the place it runs in.

import type { World } from "../wire/service.ts";
import type { Arguments } from "./arguments.ts";
import type { UnpublishedLimits } from "./check-payload.ts";
import type { Pace } from "./pace.ts";
import type { Token, Workspace } from "./state.ts";

/** Where a method runs: the workspace, its clock and its limits. */
export interface Site {
  workspace: Workspace;
  limits: UnpublishedLimits;
  faults: World["faults"];
  pace: Pace;
  /** Milliseconds since 1970. */
  now(): number;
  /** Where clients reach this workspace, such as `http://127.0.0.1:4566/slack`. */
  origin: string;
  token: Token;
  /** Keeps and reads the bytes of a file. */
  blobs: { put(id: string, bytes: Buffer): void; get(id: string): Buffer | undefined };
}

/** Returns the members of the answer beside `ok: true`, or throws a SlackError. */
export type Method = (args: Arguments, site: Site) => Record<string, unknown>;

/** Methods by their names; `scope` is what the token must have. */
export type Methods = Record<string, { scope?: string; run: Method }>;
