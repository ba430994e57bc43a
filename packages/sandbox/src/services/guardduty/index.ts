// GuardDuty: a detector for each account and Region, and members by invitation. There are no findings.
import * as client from "@aws-sdk/client-guardduty";
import { admitted } from "../../estate/caller.ts";
import type { Model } from "../../estate/model.ts";
import type { Context, Handlers, Service, World } from "../../wire/service.ts";
import { badRequest, memberOperations } from "./members.ts";

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

    CreateDetector({ Enable, FindingPublishingFrequency = "SIX_HOURS" }, caller: Context) {
      if (detectors.has(keyOf(caller)))
        throw badRequest(
          "The request is rejected because a detector already exists for the current account.", // observed
        );
      const id = Array.from({ length: 32 }, digit).join("");
      detectors.set(keyOf(caller), {
        id,
        enabled: Boolean(Enable),
        frequency: FindingPublishingFrequency,
        createdAt: world.clock.now(),
      });
      return { DetectorId: id };
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

    ...memberOperations(world, (caller, id) => own(caller, id).id),
  };

  return {
    id: "guardduty",
    client,
    protocol: "restJson",
    invalid: "BadRequestException",
    handlers: admitted(accounts, handlers),
  };
}
