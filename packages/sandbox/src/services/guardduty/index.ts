// GuardDuty, as far as seeing and making a detector. Its members are a relation of their own and not here.
import * as client from "@aws-sdk/client-guardduty";
import { admitted } from "../../estate/caller.ts";
import type { Model } from "../../estate/model.ts";
import {
  AwsError,
  type Context,
  type Handlers,
  type Service,
  type World,
} from "../../wire/service.ts";

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
      const detector = detectors.get(keyOf(caller));
      if (detector?.id !== DetectorId)
        throw badRequest(
          "The request is rejected because the input detectorId is not owned by the current account.",
        );
      const { enabled, frequency, createdAt } = detector!;
      const at = new Date(createdAt).toISOString();
      return {
        Status: enabled ? "ENABLED" : "DISABLED",
        FindingPublishingFrequency: frequency,
        ServiceRole: `arn:aws:iam::${caller.account}:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty`,
        CreatedAt: at,
        UpdatedAt: at,
      };
    },
  };

  return {
    id: "guardduty",
    client,
    protocol: "restJson",
    invalid: "BadRequestException",
    handlers: admitted(accounts, handlers),
  };
}

const badRequest = (message: string) =>
  new AwsError("BadRequestException", message, { status: 400 });
