// GuardDuty: a detector for each account and Region, and members by invitation or through the organization. There are
// no findings.
import * as client from "@aws-sdk/client-guardduty";
import { admitted } from "../../estate/caller.ts";
import type { Model } from "../../estate/model.ts";
import type { Context, Handlers, Service, World } from "../../wire/service.ts";
import {
  changedFeatures,
  type Feature,
  featuresShown,
  initialFeatures,
  outOfRange,
} from "./features.ts";
import { badRequest, checkPage, memberOperations } from "./members.ts";
import { GuardDutyOrganization } from "./organization.ts";

interface Detector {
  id: string;
  enabled: boolean;
  frequency: string;
  createdAt: number;
  updatedAt: number;
  features: Feature[];
  tags: Record<string, string>;
}

const FREQUENCIES = ["FIFTEEN_MINUTES", "ONE_HOUR", "SIX_HOURS"];

/** The GuardDuty of the sandbox; one detector for an account and Region. */
export function guardDuty(world: World, { accounts }: Model): Service {
  const detectors = world.store.collection<Detector>("guardduty/detectors");
  const keyOf = ({ account, region }: Context) => `${account}/${region}`;
  const digit = () => Math.floor(world.random() * 16).toString(16);

  const organization = new GuardDutyOrganization(world, accounts, (caller, id) => {
    own(caller, id);
  });

  const create = (
    at: { account: string; region: string },
    enabled: boolean,
    more: Partial<Detector> = {},
  ): Detector => {
    const id = Array.from({ length: 32 }, digit).join("");
    const now = world.clock.now();
    const detector: Detector = {
      id,
      enabled,
      frequency: "SIX_HOURS",
      createdAt: now,
      updatedAt: now,
      features: initialFeatures(now),
      tags: {},
      ...more,
    };
    detectors.set(`${at.account}/${at.region}`, detector);
    return detector;
  };

  const own = (caller: Context, id: string): Detector => {
    const detector = detectors.get(keyOf(caller));
    // One that an older sandbox has kept lacks what came later.
    if (detector?.id === id)
      return {
        ...{
          features: initialFeatures(detector.createdAt),
          tags: {},
          updatedAt: detector.createdAt,
        },
        ...detector,
      };
    throw badRequest(
      "The request is rejected because the input detectorId is not owned by the current account.",
    );
  };

  const tagged = (arn: string, caller: Context): Detector => {
    const [, id] = /^arn:[\w-]+:guardduty:[\w-]+:\d{12}:detector\/(\w+)$/.exec(arn) ?? [];
    if (id === undefined) throw outOfRange();
    return own(caller, id);
  };

  const ensure = (account: string, region: string): string =>
    detectors.get(`${account}/${region}`)?.id ?? create({ account, region }, true).id;

  const handlers: Handlers = {
    ListDetectors({ MaxResults, NextToken }, caller: Context) {
      checkPage({ MaxResults, NextToken });
      const detector = detectors.get(keyOf(caller));
      return { DetectorIds: detector ? [detector.id] : [] };
    },

    CreateDetector(input, caller: Context) {
      const { Enable, FindingPublishingFrequency: frequency = "SIX_HOURS", Tags = {} } = input;
      if (detectors.has(keyOf(caller)))
        throw badRequest(
          "The request is rejected because a detector already exists for the current account.", // observed
        );
      if (!FREQUENCIES.includes(frequency)) throw outOfRange();
      const now = world.clock.now();
      const features = changedFeatures(initialFeatures(now), input, now);
      const { id } = create(caller, Boolean(Enable), { frequency, features, tags: Tags });
      return { DetectorId: id };
    },

    GetDetector({ DetectorId }, caller: Context) {
      const { enabled, frequency, createdAt, updatedAt, features, tags } = own(caller, DetectorId);
      return {
        Status: enabled ? "ENABLED" : "DISABLED",
        FindingPublishingFrequency: frequency,
        ServiceRole: `arn:aws:iam::${caller.account}:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty`,
        CreatedAt: new Date(createdAt).toISOString(),
        UpdatedAt: new Date(updatedAt).toISOString(),
        Tags: tags,
        ...featuresShown(features),
      };
    },

    UpdateDetector({ DetectorId, Enable, ...input }, caller: Context) {
      const { enabled, frequency, features, ...rest } = own(caller, DetectorId);
      const wanted = input.FindingPublishingFrequency ?? frequency;
      if (!FREQUENCIES.includes(wanted)) throw outOfRange();
      const now = world.clock.now();
      detectors.set(keyOf(caller), {
        ...rest,
        enabled: Enable ?? enabled,
        frequency: wanted,
        features: changedFeatures(features, input, now),
        updatedAt: now,
      });
      return {};
    },

    TagResource({ ResourceArn, Tags }, caller: Context) {
      const detector = tagged(ResourceArn, caller);
      detectors.set(keyOf(caller), { ...detector, tags: { ...detector.tags, ...Tags } });
      return {};
    },

    UntagResource({ ResourceArn, TagKeys }, caller: Context) {
      const detector = tagged(ResourceArn, caller);
      const kept = Object.entries(detector.tags).filter(([key]) => !TagKeys.includes(key));
      detectors.set(keyOf(caller), { ...detector, tags: Object.fromEntries(kept) });
      return {};
    },

    ListTagsForResource: ({ ResourceArn }, caller: Context) => ({
      Tags: tagged(ResourceArn, caller).tags,
    }),

    DeleteDetector({ DetectorId }, caller: Context) {
      own(caller, DetectorId);
      detectors.delete(keyOf(caller));
      return {};
    },

    ...memberOperations(world, accounts, organization, {
      of: (caller, id) => own(caller, id).id,
      ensure,
    }),
    ...organization.operations,
  };
  organization.onWanted((administrator, region, id) => {
    const AccountDetails = [{ AccountId: id, Email: accounts.get(id)?.email }];
    const at = { account: administrator, region } as Context;
    handlers.CreateMembers!({ DetectorId: ensure(administrator, region), AccountDetails }, at);
    const detector = detectors.get(`${id}/${region}`);
    if (!detector) return;
    const Features = organization.featuresWanted(administrator, region);
    const now = world.clock.now();
    const features = changedFeatures(
      detector.features ?? initialFeatures(detector.createdAt),
      { Features },
      now,
    );
    detectors.set(`${id}/${region}`, { ...detector, features });
  });

  return {
    id: "guardduty",
    client,
    protocol: "restJson",
    invalid: "BadRequestException",
    handlers: admitted(accounts, handlers),
  };
}
