// AWS Config in a member: one recorder and one delivery channel for each account and Region. One call, its answer
// translated; what to do with it is decided elsewhere.
import {
  ConfigServiceClient,
  DescribeConfigurationRecorderStatusCommand,
  DescribeConfigurationRecordersCommand,
  DescribeDeliveryChannelsCommand,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  StartConfigurationRecorderCommand,
  StopConfigurationRecorderCommand,
} from "@aws-sdk/client-config-service";
import type { AccountId } from "@rollcall/core/account";
import type { Region } from "@rollcall/core/region";
import { clientOf } from "./clients.ts";
import { nameOf, translate } from "./errors.ts";

const config = (region: Region) => clientOf(ConfigServiceClient, "config", region);

/** The name of what rollcall makes: by it, it knows its own again. */
export const OURS = "rollcall";

/** A recorder as it is set up. */
export interface Recorder {
  name: string;
  /** Does it record resources of global services (IAM and the like)? */
  globalTypes: boolean;
}

/** The recorder of the calling account, whoever made it. */
export async function recorderOf(region: Region): Promise<Recorder | undefined> {
  const { ConfigurationRecorders: [found] = [] } = await config(region)
    .send(new DescribeConfigurationRecordersCommand({}))
    .catch(translate);
  return (
    found && {
      name: found.name ?? "",
      globalTypes: found.recordingGroup?.includeGlobalResourceTypes ?? false,
    }
  );
}

/** Does the recorder record, and what went wrong last, if something did? */
export async function recording(
  region: Region,
): Promise<{ recording: boolean; failure: string | undefined }> {
  const { ConfigurationRecordersStatus: [status] = [] } = await config(region)
    .send(new DescribeConfigurationRecorderStatusCommand({}))
    .catch(translate);
  const { lastErrorCode, lastErrorMessage } = status ?? {};
  // `lastStatus` is Pending, Success, Failure or NotApplicable (API reference).
  const failure =
    status?.lastStatus === "Failure"
      ? [lastErrorCode, lastErrorMessage].filter(Boolean).join(": ") || "Failure"
      : undefined;
  return { recording: status?.recording ?? false, failure };
}

/** Makes our recorder, of all resource types, or sets it right. It uses Config's service-linked role. */
export async function putRecorder(
  region: Region,
  account: AccountId,
  globalTypes: boolean,
): Promise<void> {
  const role = "aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig";
  await config(region)
    .send(
      new PutConfigurationRecorderCommand({
        ConfigurationRecorder: {
          name: OURS,
          roleARN: `arn:aws:iam::${account}:role/${role}`,
          recordingGroup: { allSupported: true, includeGlobalResourceTypes: globalTypes },
        },
      }),
    )
    .catch(translate);
}

/** Where a delivery channel delivers to. */
export interface Delivery {
  bucket: string;
  prefix?: string | undefined;
}

/** The delivery channel of the calling account, whoever made it. */
export async function channelOf(
  region: Region,
): Promise<({ name: string } & Partial<Delivery>) | undefined> {
  const { DeliveryChannels: [found] = [] } = await config(region)
    .send(new DescribeDeliveryChannelsCommand({}))
    .catch(translate);
  return (
    found && {
      name: found.name ?? "",
      ...(found.s3BucketName && { bucket: found.s3BucketName }),
      ...(found.s3KeyPrefix && { prefix: found.s3KeyPrefix }),
    }
  );
}

/**
 * Makes our delivery channel, or sets it right. A channel of somebody else's is left as it is: there is one in a
 * Region. Throws AWS's InsufficientDeliveryPolicyException or NoSuchBucketException.
 */
export async function putChannel(region: Region, { bucket, prefix }: Delivery): Promise<void> {
  try {
    await config(region).send(
      new PutDeliveryChannelCommand({
        DeliveryChannel: {
          name: OURS,
          s3BucketName: bucket,
          ...(prefix && { s3KeyPrefix: prefix }),
        },
      }),
    );
  } catch (error) {
    if (nameOf(error) !== "MaxNumberOfDeliveryChannelsExceededException") translate(error);
  }
}

/** Starts our recorder. One that runs already is a success. */
export async function startRecorder(region: Region): Promise<void> {
  await config(region)
    .send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName: OURS }))
    .catch(translate);
}

/** Stops our recorder; what it has delivered stays. `kept`: the recorder is somebody else's. `none`: nothing records. */
export async function stopRecorder(region: Region): Promise<"off" | "kept" | "none"> {
  const found = await recorderOf(region);
  if (!found) return "none";
  if (found.name !== OURS) return "kept";
  if (!(await recording(region)).recording) return "none";
  await config(region)
    .send(new StopConfigurationRecorderCommand({ ConfigurationRecorderName: OURS }))
    .catch(translate);
  return "off";
}
