// Where a scenario happens: who is who, who can play which part, and the calls that were made. Everything goes
// over the wire, as anybody's own calls would.
import { asAnybody, type Call, type Operation, perform, serviceOf } from "@rollcall/aws/anybody";
import { nameOf, textOf } from "@rollcall/aws/errors";
import {
  administratorOf,
  findInvitation,
  getMembers,
  listMembers,
} from "@rollcall/aws/security-hub";
import type { Observation, State } from "@rollcall/core/membership";
import { CommandError } from "../exit.ts";
import { awsCommand } from "./aws-command.ts";
import type { PlayWords } from "./words.ts";

/** What the command line says; `undefined` is for the scenario to choose. */
export interface Cast {
  hub: string;
  management?: string | undefined;
  /** The hub's Regions. */
  regions: readonly string[];
  account?: string | undefined;
  region?: string | undefined;
  /** Another administrator. */
  other?: string | undefined;
  /** How many play, where many do. */
  count: number;
}

/** How long an invitation may take to appear, in milliseconds; the sandbox needs seconds. */
const ARRIVAL = 30_000;
const LOOK = 500;

/** Accounts that act at the same time where many do. */
const SIDE_BY_SIDE = 16;

/** A scene that a scenario plays in. */
export class Scene {
  readonly cast: Cast;
  readonly words: PlayWords;
  readonly #onCall: (call: Call) => void;

  /** `onCall` sees each call that has been made. */
  constructor(cast: Cast, words: PlayWords, onCall: (call: Call) => void) {
    this.cast = cast;
    this.words = words;
    this.#onCall = onCall;
  }

  get hub(): string {
    return this.cast.hub;
  }

  /** The Region where it happens. */
  get region(): string {
    return this.cast.region ?? this.cast.regions[0]!;
  }

  /** The management account. Throws CommandError where the estate has none. */
  get management(): string {
    if (this.cast.management) return this.cast.management;
    throw new CommandError(this.words.noManagement);
  }

  /** Makes a call. Throws CommandError with AWS's words, also where a 200 refuses the account. */
  async act<Answer = Record<string, unknown>>(
    account: string,
    region: string,
    operation: Operation,
    input: Record<string, unknown> = {},
  ): Promise<Answer> {
    const call: Call = { account, region, service: serviceOf(operation), operation, input };
    const answer = await perform<Answer & { UnprocessedAccounts?: Refused[] }>(call).catch(
      (error: unknown) => {
        throw new Refusal(nameOf(error), `${awsCommand(call)}\n${nameOf(error)}: ${textOf(error)}`);
      },
    );
    this.#onCall(call);
    const [refused] = answer.UnprocessedAccounts ?? [];
    if (refused) throw new CommandError(`${refused.AccountId}: ${refused.ProcessingResult}`);
    return answer;
  }

  /** Makes a call of which one refusal means that it is so already. */
  async actUnless(
    code: string,
    ...call: [account: string, region: string, operation: Operation, input?: object]
  ): Promise<boolean> {
    try {
      await this.act(...(call as Parameters<Scene["act"]>));
      return true;
    } catch (error) {
      if (error instanceof Refusal && error.error === code) return false;
      throw error;
    }
  }

  /** What the hub lists in a Region. */
  listed(region: string): Promise<Observation[]> {
    return asAnybody(this.hub, () => listMembers(region));
  }

  /** How the hub sees one account. */
  async stateOf(account: string, region: string): Promise<State> {
    const [seen] = await asAnybody(this.hub, () => getMembers(region, [account]));
    return seen!.state;
  }

  /** The account that was named, or the first one in this state. Throws CommandError when there is none. */
  async member(state: State, region = this.region): Promise<string> {
    if (this.cast.account) return this.cast.account;
    for (const { accountId, state: listed } of await this.listed(region))
      if (listed === state && (await this.#isStill(state, accountId, region))) return accountId;
    throw new CommandError(this.words.nobody(state, region));
  }

  /** Listings lag: a member that has left a moment ago says so itself. */
  async #isStill(state: State, account: string, region: string): Promise<boolean> {
    if (state !== "Enabled") return true;
    return asAnybody(account, async () => (await administratorOf(region)) === this.hub);
  }

  /** The account enables Security Hub, or has it already, and accepts what `administrator` has sent it. */
  async accept(account: string, region: string, administrator: string): Promise<void> {
    await this.enable(account, region);
    const InvitationId = await this.invitation(account, region, administrator);
    const input = { AdministratorId: administrator, InvitationId };
    await this.act(account, region, "AcceptAdministratorInvitation", input);
  }

  /** Security Hub is on in the account. */
  async enable(account: string, region: string): Promise<void> {
    const input = { EnableDefaultStandards: false };
    const on = "ResourceConflictException"; // it is on already
    await this.actUnless(on, account, region, "EnableSecurityHub", input);
  }

  /** An administrator adds and invites an account. */
  async invite(administrator: string, region: string, account: string): Promise<void> {
    const AccountDetails = [{ AccountId: account }];
    await this.act(administrator, region, "CreateMembers", { AccountDetails });
    await this.act(administrator, region, "InviteMembers", { AccountIds: [account] });
  }

  /** Waits until an invitation has reached the account. */
  async invitation(account: string, region: string, from: string): Promise<string> {
    for (const until = Date.now() + ARRIVAL; Date.now() < until; ) {
      const { ours } = await asAnybody(account, () => findInvitation(region, from));
      if (ours) {
        await this.act(account, region, "ListInvitations");
        return ours;
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
    throw new CommandError(this.words.noInvitation(account, region, from));
  }

  /** Does the same for many, a few at a time. */
  async each<Item>(items: readonly Item[], act: (item: Item) => Promise<unknown>): Promise<void> {
    const left = [...items].reverse();
    const player = async () => {
      for (let one = left.pop(); one !== undefined; one = left.pop()) await act(one);
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, player));
  }
}

interface Refused {
  AccountId: string;
  ProcessingResult: string;
}

/** AWS has refused a call; `error` is its name for that. */
class Refusal extends CommandError {
  readonly error: string;

  constructor(error: string, message: string) {
    super(message);
    this.error = error;
  }
}
