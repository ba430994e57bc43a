// GuardDuty: a detector for each account and Region, and members by invitation or through the organization. There are
// no findings.
import * as client from "@aws-sdk/client-guardduty";
import { admitted } from "../../estate/caller.ts";
import type { Model } from "../../estate/model.ts";
import type { Context, Handlers, Service, World } from "../../wire/service.ts";
import { badRequest, memberOperations } from "./members.ts";
import { GuardDutyOrganization } from "./organization.ts";

interface Detector {
  id: string;
  enabled: boolean;
  frequency: string;
  createdAt: number;
}

/** The GuardDuty of the sandbox; one detector for an account and Region. */
export function guardDuty(world: World, { accounts }: Model): Service {
  const detectors = world.store.collection<Detector>("guardduty/detectors");
  const keyOf = ({ account, region }: Context) => `${account}/${region}`;
  const digit = () => Math.floor(world.random() * 16).toString(16);

  const organization = new GuardDutyOrganization(world, accounts);

  const create = (
    at: { account: string; region: string },
    enabled: boolean,
    frequency = "SIX_HOURS",
  ): Detector => {
    const id = Array.from({ length: 32 }, digit).join("");
    const detector = { id, enabled, frequency, createdAt: world.clock.now() };
    detectors.set(`${at.account}/${at.region}`, detector);
    return detector;
  };

  const own = (caller: Context, id: string): Detector => {
    const detector = detectors.get(keyOf(caller));
    if (detector?.id === id) return detector;
    throw badRequest(
      "The request is rejected because the input detectorId is not owned by the current account.",
    );
  };

  const handlers: Handlers = {
    ListDetectors(_input, caller: Context) {
      const detector = detectors.get(keyOf(caller));
      return { DetectorIds: detector ? [detector.id] : [] };
    },

    CreateDetector({ Enable, FindingPublishingFrequency }, caller: Context) {
      if (detectors.has(keyOf(caller)))
        throw badRequest(
          "The request is rejected because a detector already exists for the current account.", // observed
        );
      return { DetectorId: create(caller, Boolean(Enable), FindingPublishingFrequency).id };
    },

    GetDetector({ DetectorId }, caller: Context) {
      const { enabled, frequency, createdAt } = own(caller, DetectorId);
      const at = new Date(createdAt).toISOString();
      return {
        Status: enabled ? "ENABLED" : "DISABLED",
        FindingPublishingFrequency: frequency,
        ServiceRole: `arn:aws:iam::${caller.account}:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty`,
        CreatedAt: at,
        UpdatedAt: at,
      };
    },

    UpdateDetector({ DetectorId, Enable, FindingPublishingFrequency }, caller: Context) {
      const { enabled, frequency, ...rest } = own(caller, DetectorId);
      detectors.set(keyOf(caller), {
        ...rest,
        enabled: Enable ?? enabled,
        frequency: FindingPublishingFrequency ?? frequency,
      });
      return {};
    },

    DeleteDetector({ DetectorId }, caller: Context) {
      own(caller, DetectorId);
      detectors.delete(keyOf(caller));
      return {};
    },

    ...memberOperations(world, accounts, organization, {
      of: (caller, id) => own(caller, id).id,
      ensure: (account, region) =>
        detectors.get(`${account}/${region}`)?.id ?? create({ account, region }, true).id,
    }),
    ...organization.operations,
  };

  return {
    id: "guardduty",
    client,
    protocol: "restJson",
    invalid: "BadRequestException",
    handlers: admitted(accounts, handlers),
  };
}
