// AWS Config: the recorder and the delivery channel of an account in a Region, and the order in which
// they have to be made. Nothing is recorded.
import * as client from "@aws-sdk/client-config-service";
import { admitted } from "../../estate/caller.ts";
import type { Model } from "../../estate/model.ts";
import type { Context, Handlers, Service, World } from "../../wire/service.ts";
import { checkChannel, checkRecorder, nameOf, refusal } from "./checks.ts";

interface Recorder {
  name: string;
  roleARN?: string;
  recordingGroup?: unknown;
  recordingMode?: unknown;
  recording: boolean;
  changedAt?: number;
}

interface Channel {
  name: string;
  s3BucketName?: string;
}

const EVERYTHING = {
  allSupported: true,
  includeGlobalResourceTypes: false,
  resourceTypes: [],
  exclusionByResourceTypes: { resourceTypes: [] },
  recordingStrategy: { useOnly: "ALL_SUPPORTED_RESOURCE_TYPES" },
};

/** The Config of the sandbox; one recorder and one channel for an account and Region. */
export function config(world: World, { accounts }: Model): Service {
  const recorders = world.store.collection<Recorder>("config/recorders");
  const channels = world.store.collection<Channel>("config/channels");
  const buckets = world.store.collection<{ account: string; policy?: string }>("s3/buckets");
  const keyOf = ({ account, region }: Context) => `${account}/${region}`;

  const recorderOf = (caller: Context, names: string[] | undefined): Recorder[] => {
    const recorder = recorders.get(keyOf(caller));
    const missing = names?.find((name) => name !== recorder?.name);
    if (missing !== undefined) throw noSuchRecorder(missing);
    return recorder ? [recorder] : [];
  };

  const switchRecorder = (name: string, caller: Context, recording: boolean) => {
    const recorder = recorders.get(keyOf(caller));
    if (recorder?.name !== name) throw noSuchRecorder(name);
    if (recording && !channels.has(keyOf(caller)))
      throw refusal(
        "NoAvailableDeliveryChannelException",
        "Delivery channel is not available to start configuration recorder.",
      );
    recorders.set(keyOf(caller), { ...recorder, recording, changedAt: world.clock.now() });
    return {};
  };

  // Without an estate, every account exists, and every bucket that is named.
  const imagined = ({ account }: Context) => (accounts.open ? { account, policy: "" } : undefined);

  const handlers: Handlers = {
    DescribeConfigurationRecorders: (input, caller: Context) => ({
      ConfigurationRecorders: recorderOf(caller, input.ConfigurationRecorderNames).map(
        ({ recording: _, changedAt: __, ...recorder }) => recorder,
      ),
    }),

    DescribeConfigurationRecorderStatus: (input, caller: Context) => ({
      ConfigurationRecordersStatus: recorderOf(caller, input.ConfigurationRecorderNames).map(
        ({ name, recording, changedAt }) => {
          const at = changedAt === undefined ? undefined : new Date(changedAt);
          return {
            name,
            recording,
            lastStatus: recording ? "Success" : "Pending",
            lastStatusChangeTime: at,
            [recording ? "lastStartTime" : "lastStopTime"]: at,
          };
        },
      ),
    }),

    PutConfigurationRecorder({ ConfigurationRecorder: given }, caller: Context) {
      const old = recorders.get(keyOf(caller));
      const name = nameOf("configuration recorder", given.name);
      checkRecorder(given);
      if (old && old.name !== name)
        throw refusal(
          "MaxNumberOfConfigurationRecordersExceededException",
          `Failed to put configuration recorder '${name}' because the maximum number of configuration recorders: 1 is reached.`,
        );
      recorders.set(keyOf(caller), {
        recordingGroup: EVERYTHING, // of a recorder that says nothing (API reference)
        recordingMode: { recordingFrequency: "CONTINUOUS" },
        ...given,
        name,
        recording: old?.recording ?? false,
      });
      return {};
    },

    DeleteConfigurationRecorder({ ConfigurationRecorderName: name }, caller: Context) {
      if (recorders.get(keyOf(caller))?.name !== name) throw noSuchRecorder(name);
      recorders.delete(keyOf(caller));
      return {};
    },

    StartConfigurationRecorder: ({ ConfigurationRecorderName: name }, caller: Context) =>
      switchRecorder(name, caller, true),
    StopConfigurationRecorder: ({ ConfigurationRecorderName: name }, caller: Context) =>
      switchRecorder(name, caller, false),

    DescribeDeliveryChannels(input, caller: Context) {
      const channel = channels.get(keyOf(caller));
      const names: string[] | undefined = input.DeliveryChannelNames;
      const missing = names?.find((name) => name !== channel?.name);
      if (missing !== undefined) throw noSuchChannel(missing);
      return { DeliveryChannels: channel ? [channel] : [] };
    },

    DescribeDeliveryChannelStatus(input, caller: Context) {
      const channel = channels.get(keyOf(caller));
      const missing = input.DeliveryChannelNames?.find((name: string) => name !== channel?.name);
      if (missing !== undefined) throw noSuchChannel(missing);
      // Nothing is ever delivered here.
      return { DeliveryChannelsStatus: channel ? [{ name: channel.name }] : [] };
    },

    // Rules are not emulated: there are none.
    DescribeConfigRules({ ConfigRuleNames: names }) {
      if (names?.length)
        throw refusal(
          "NoSuchConfigRuleException",
          `The ConfigRule '${names[0]}' provided in the request is invalid. Please check the configRule name`,
        );
      return { ConfigRules: [] };
    },

    DeleteDeliveryChannel({ DeliveryChannelName: name }, caller: Context) {
      if (channels.get(keyOf(caller))?.name !== name) throw noSuchChannel(name);
      if (recorders.get(keyOf(caller))?.recording)
        throw refusal(
          "LastDeliveryChannelDeleteFailedException",
          `Failed to delete last specified delivery channel with name '${name}', because there is a running configuration recorder.`,
        );
      channels.delete(keyOf(caller));
      return {};
    },

    // A bucket of another account lets Config in by naming it in a policy: assumed, no opposite: no
    // statement of it is evaluated.
    PutDeliveryChannel({ DeliveryChannel: given }, caller: Context) {
      if (!recorders.has(keyOf(caller)))
        throw refusal(
          "NoAvailableConfigurationRecorderException",
          "Configuration recorder is not available to put delivery channel.",
        );
      const name = nameOf("delivery channel", given.name);
      checkChannel(given);
      const bucket = buckets.get(given.s3BucketName) ?? imagined(caller);
      if (!bucket)
        throw refusal(
          "NoSuchBucketException",
          `Cannot find a S3 bucket with an empty bucket name or the bucket ${given.s3BucketName} does not exist.`, // assumed, text only
        );
      if (bucket.account !== caller.account && !bucket.policy?.includes("config.amazonaws.com"))
        throw refusal(
          "InsufficientDeliveryPolicyException",
          `Insufficient delivery policy to s3 bucket: ${given.s3BucketName}, unable to write to bucket, provided s3 key prefix is '${given.s3KeyPrefix ?? "null"}'.`,
        );
      const old = channels.get(keyOf(caller));
      if (old && old.name !== name)
        throw refusal(
          "MaxNumberOfDeliveryChannelsExceededException",
          `Failed to put delivery channel '${name}' because the maximum number of delivery channels: 1 is reached.`,
        );
      channels.set(keyOf(caller), { ...given, name });
      return {};
    },
  };

  return {
    id: "config",
    client,
    protocol: "json",
    target: "StarlingDoveService",
    handlers: admitted(accounts, handlers),
  };
}

const noSuchChannel = (name: string) =>
  refusal(
    "NoSuchDeliveryChannelException",
    `Cannot find delivery channel with specified name '${name}'.`,
  );

const noSuchRecorder = (name: string) =>
  refusal(
    "NoSuchConfigurationRecorderException",
    `Cannot find configuration recorder with the specified name '${name}'.`,
  );
