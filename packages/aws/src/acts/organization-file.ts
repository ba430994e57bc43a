// What a look at the organization showed lies in the ledger bucket, beside what was seen of the Regions.
import type { Membership, Transition } from "@rollcall/core/membership";
import type { OrganizationAccount } from "../organizations.ts";
import { readRunFile, writeRunFile } from "../s3.ts";

/** What a look at the organization showed. */
export interface OrganizationSeen {
  /** Null: there is none to ask, or it could not be asked. */
  accounts: OrganizationAccount[] | null;
  /** Memberships of which it, or a member, knew more than the hub. */
  memberships: Membership[];
  /** What the look recorded. */
  transitions: Transition[];
}

const NAME = "organization.json";

/** Stores what was seen. */
export const writeOrganization = (run: string, seen: OrganizationSeen): Promise<string> =>
  writeRunFile(run, NAME, seen);

/** What a run saw of the organization; nothing where the look failed. */
export const organizationSeen = async (run: string): Promise<OrganizationSeen> =>
  (await readRunFile<OrganizationSeen>(run, NAME)) ?? {
    accounts: null,
    memberships: [],
    transitions: [],
  };
