// CloudTrail, as far as EventBridge hears of it: an event of each call that changes something in Security Hub or
// Organizations, on the default bus of the caller's account and Region, some seconds later and in no order.
// Nothing is made where no rule stands. What is on its way when the sandbox stops is lost: delivery is "best effort".
import { delays, draw } from "../delays.ts";
import type { Account } from "../estate/accounts.ts";
import type { Model } from "../estate/model.ts";
import { Roles } from "../estate/roles.ts";
import { randomUuid } from "../random.ts";
import type { GatedCall, GateHook } from "../wire/gate.ts";
import { AwsError, type Context, type World } from "../wire/service.ts";
import type { EventsAccess } from "./events/index.ts";

/** Services whose calls are told. */
const TOLD = new Set(["securityhub", "organizations"]);
/** Calls that only read reach no ordinary rule (EventBridge user guide, "Management events"). */
const READS = /^(Get|List|Describe|BatchGet)/;
/** Organizations is one service for all Regions; its events are in this one. */
const GLOBAL = "us-east-1";
const SESSION = /:assumed-role\/(?:.*\/)?([^/]+)\/([^/]+)$/;

/** A hook that tells each call's end. It also listens to what happens in organizations without a call. */
export function trail(world: World, model: Model, buses: EventsAccess): GateHook {
  const { accounts } = model;
  const send = (place: { account: string; region: string }, kind: Kind, detail: object) => {
    const id = randomUuid(world.random);
    const eventTime = seconds(world.clock.now());
    void world.clock.sleep(draw(world, delays.trailDelivered)).then(() =>
      buses.publish({
        id,
        source: `aws.${kind.service}`,
        "detail-type": kind.call
          ? "AWS API Call via CloudTrail"
          : "AWS Service Event via CloudTrail",
        ...place,
        time: eventTime,
        resources: [],
        detail: {
          eventVersion: "1.11",
          eventTime,
          eventSource: `${kind.service}.amazonaws.com`,
          awsRegion: place.region,
          eventID: randomUuid(world.random),
          readOnly: false,
          eventType: kind.call ? "AwsApiCall" : "AwsServiceEvent",
          managementEvent: true,
          eventCategory: "Management",
          recipientAccountId: place.account,
          ...detail,
        },
      }),
    );
  };
  const announce = (management: string, eventName: string, serviceEventDetails: object) => {
    const place = { account: management, region: GLOBAL };
    if (!buses.isWatched(place)) return;
    const internal = "AWS Internal";
    send(
      place,
      { service: "organizations", call: false },
      {
        eventName,
        userIdentity: { accountId: management, invokedBy: internal },
        sourceIPAddress: internal,
        userAgent: internal,
        requestParameters: null,
        responseElements: null,
        serviceEventDetails,
      },
    );
  };
  // The names of these details are assumed, text only; documented are method and time of joining and departing.
  accounts.onJoin(({ id, organization, joined }) => {
    if (organization && joined)
      announce(organization, "AccountJoinedOrganization", {
        accountId: id,
        joinedMethod: joined.method,
        joinedTime: seconds(joined.at),
      });
  });
  accounts.onLeave(({ id }: Account, management) =>
    announce(management, "AccountDepartedOrganization", {
      accountId: id,
      departureMethod: "REMOVED",
      departureTime: seconds(world.clock.now()),
    }),
  );
  accounts.onClose(({ id }, management) =>
    announce(management, "CloseAccountResult", {
      closeAccountStatus: { accountId: id, state: "SUCCEEDED" },
    }),
  );

  return ({ service, operation, context, input, endings }: GatedCall) => {
    if (!TOLD.has(service) || READS.test(operation)) return;
    const region = service === "organizations" ? GLOBAL : context.region;
    const place = { account: context.account, region };
    if (!buses.isWatched(place)) return;
    endings.push((end) => {
      send(
        place,
        { service, call: true },
        {
          eventName: operation,
          userIdentity: identityOf(world, context),
          sourceIPAddress: addressOf(context.account),
          userAgent: "aws-sdk",
          requestParameters: parametersOf(service, input),
          responseElements: "output" in end ? answerOf(end.output) : null,
          requestID: context.requestId,
          ...("error" in end && errorOf(end.error)),
        },
      );
      // A closure ends when somebody looks; here somebody waits for its end.
      if (operation === "CloseAccount" && "output" in end)
        void world.clock.sleep(delays.accountClosed[1]).then(() => accounts.settle());
    });
  };
}

interface Kind {
  service: string;
  /** False: AWS itself did something. */
  call: boolean;
}

const seconds = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** Everybody here calls from one machine; each account is given an address for documentation (RFC 5737). */
const addressOf = (account: string): string => `203.0.113.${(Number(account) % 254) + 1}`;

function identityOf(world: World, { account, principal, accessKeyId }: Context) {
  const shared = { arn: principal, accountId: account, accessKeyId };
  const session = SESSION.exec(principal);
  if (!session) {
    const user = /:user\/(?:.*\/)?([^/]+)$/.exec(principal)?.[1];
    return user
      ? { type: "IAMUser", principalId: account, ...shared, userName: user }
      : { type: "Root", principalId: account, ...shared };
  }
  const [, name = "", own] = session;
  const role = new Roles(world).get(account, name);
  const id = role?.id ?? "AROAEXAMPLE";
  return {
    type: "AssumedRole",
    principalId: `${id}:${own}`,
    ...shared,
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: id,
        arn: `arn:aws:iam::${account}:role${role?.path ?? "/"}${name}`,
        accountId: account,
        userName: name,
      },
      attributes: { mfaAuthenticated: "false" },
    },
  };
}

/** Security Hub's parameters keep their capitals (user guide, CloudTrail examples); Organizations' do not. */
function parametersOf(service: string, input: Record<string, unknown>) {
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  if (given.length === 0) return null;
  if (service === "securityhub") return Object.fromEntries(given);
  return Object.fromEntries(
    given.map(([key, value]) => [key[0]!.toLowerCase() + key.slice(1), value]),
  );
}

const answerOf = ({ UnprocessedAccounts }: Record<string, unknown>) =>
  UnprocessedAccounts ? { UnprocessedAccounts } : null;

const errorOf = (error: unknown) =>
  error instanceof AwsError
    ? { errorCode: error.code, errorMessage: error.message }
    : { errorCode: "InternalFailure" };
