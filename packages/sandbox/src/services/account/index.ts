// The Account service: which Regions an account has on, switching them, and whom AWS writes to.
import * as client from "@aws-sdk/client-account";
import { delays, draw } from "../../delays.ts";
import type { RegionStatus } from "../../estate/accounts.ts";
import { admitted } from "../../estate/caller.ts";
import type { Model } from "../../estate/model.ts";
import { isDefault, isRegion, REGIONS } from "../../estate/regions.ts";
import {
  AwsError,
  type Context,
  type Handlers,
  type Service,
  type World,
} from "../../wire/service.ts";
import { contactOperations } from "./contacts.ts";

/** Pages of ListRegions: at most 50 (API reference). */
const PAGE = 50;
/** Regions of one account that may be switched at the same time (quota). */
const SWITCHING = 6;

/** The Account service of the sandbox; one for all Regions. */
export function account(world: World, model: Model): Service {
  const { accounts } = model;

  /** The account that a call is about: the caller's, or a member of the organization it manages. */
  const subject = ({ AccountId }: { AccountId?: string }, caller: Context): string => {
    if (AccountId === undefined) return caller.account;
    // assumed(account-access-is-trusted): for account management, in every organization.
    const trusted = world.faults.holds("account-access-is-trusted");
    const manages = trusted && accounts.managementOf(AccountId) === caller.account;
    if (manages && AccountId !== caller.account) return AccountId;
    // The caller's own account goes without AccountId [doc]; assumed, code and text only.
    throw new AwsError(
      "AccessDeniedException",
      `User: ${caller.principal} is not authorized to use AccountId ${AccountId}`,
      { status: 403 },
    );
  };

  const change = (
    input: { AccountId?: string; RegionName: string },
    caller: Context,
    on: boolean,
  ) => {
    const id = subject(input, caller);
    const { RegionName: region } = known(input);
    if (isDefault(region))
      throw invalid(`Region ${region} is on by default and cannot be switched`); // assumed, text only
    const status = accounts.regionStatus(id, region);
    if (status === (on ? "ENABLED" : "DISABLED") || status === (on ? "ENABLING" : "DISABLING"))
      return {};
    if (status === "ENABLING" || status === "DISABLING")
      throw new AwsError("ConflictException", `Region ${region} is ${status}`, { status: 409 });
    const row = accounts.get(id)!;
    const switching = row.switching ?? {};
    if (Object.keys(switching).length >= SWITCHING)
      throw new AwsError("TooManyRequestsException", `${SWITCHING} Regions are being switched`, {
        status: 429, // assumed, code only
      });
    const dueAt = world.clock.now() + draw(world, delays.regionSwitched);
    accounts.put({ ...row, switching: { ...switching, [region]: { on, dueAt } } });
    return {};
  };

  const handlers: Handlers = {
    ListRegions(input, caller: Context) {
      const id = subject(input, caller);
      const wanted: RegionStatus[] | undefined = input.RegionOptStatusContains;
      const all = REGIONS.toSorted()
        .map((RegionName) => ({
          RegionName,
          RegionOptStatus: accounts.regionStatus(id, RegionName),
        }))
        .filter(({ RegionOptStatus }) => !wanted?.length || wanted.includes(RegionOptStatus));
      const { MaxResults = PAGE, NextToken = "0" } = input;
      // assumed, text only; the range is documented.
      if (!(MaxResults >= 1 && MaxResults <= PAGE))
        throw invalid(`MaxResults must be between 1 and ${PAGE}`);
      if (!/^\d{1,2}$/.test(NextToken)) throw invalid("NextToken is not valid");
      const from = Number(NextToken);
      const to = from + MaxResults;
      return { Regions: all.slice(from, to), NextToken: to < all.length ? String(to) : undefined };
    },

    GetRegionOptStatus(input, caller: Context) {
      const id = subject(input, caller);
      const { RegionName } = known(input);
      return { RegionName, RegionOptStatus: accounts.regionStatus(id, RegionName) };
    },

    ...contactOperations(world, accounts, subject),

    EnableRegion: (input, caller: Context) => change(input, caller, true),
    DisableRegion: (input, caller: Context) => change(input, caller, false),
  };

  return {
    id: "account",
    client,
    protocol: "restJson",
    handlers: admitted(accounts, handlers, { reach: "global" }),
  };
}

const invalid = (message: string) => new AwsError("ValidationException", message, { status: 400 });

function known<Input extends { RegionName: string }>(input: Input): Input {
  if (isRegion(input.RegionName)) return input;
  throw invalid(`${input.RegionName} is not a Region`); // assumed, text only
}
