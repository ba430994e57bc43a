// AWS Config in one Region of a member: recorder, delivery channel, start, in this order. What the account has made
// for itself is left alone. Each step is looked for before it is done, so that a half-done one is finished (D70).
import type { AccountId } from "@rollcall/core/account";
import type { Standing, Wanted } from "@rollcall/core/baseline";
import type { Region } from "@rollcall/core/region";
import * as Config from "../config.ts";
import { nameOf, textOf } from "../errors.ts";

type Found = Omit<Standing, "wanted">;

/** The bucket does not take what Config would deliver. (PutDeliveryChannel, API reference) */
const undelivered = new Set([
  "InsufficientDeliveryPolicyException",
  "NoSuchBucketException",
  "InvalidS3KeyPrefixException",
]);

/** Too early: what was just made is not everywhere yet. */
const early = new Set([
  "NoAvailableConfigurationRecorderException",
  "NoAvailableDeliveryChannelException",
  "NoSuchConfigurationRecorderException",
  "InvalidRoleException",
]);

/**
 * Switches Config on. `linkedRole` makes its service-linked role, which an account needs once. Throws what concerns
 * permissions and pace.
 */
export async function raiseConfig(
  region: Region,
  account: AccountId,
  wanted: NonNullable<Wanted["config"]>,
  linkedRole: () => Promise<void>,
): Promise<Found> {
  const recorder = await Config.recorderOf(region);
  if (recorder && recorder.name !== Config.OURS) return kept(region, recorder.name);
  try {
    const globalTypes = region === wanted.globalRegion;
    if (recorder?.globalTypes !== globalTypes) {
      await linkedRole();
      await Config.putRecorder(region, account, globalTypes);
    }
    const before = recorder && (await Config.recording(region));
    if (!(recorder && (await isDelivering(region, wanted))))
      await Config.putChannel(region, wanted);
    if (!before?.recording) await Config.startRecorder(region);
    const { recording, failure } = await Config.recording(region);
    if (failure) return { state: "failed", reason: "ConfigUndelivered", detail: failure };
    return recording ? { state: "ready" } : { state: "pending" };
  } catch (error) {
    if (undelivered.has(nameOf(error)))
      return { state: "failed", reason: "ConfigUndelivered", detail: textOf(error) };
    if (early.has(nameOf(error))) return { state: "pending", detail: textOf(error) };
    throw error;
  }
}

/** The account's own: nothing of it is changed, but it has to record for standards to be worth anything. */
async function kept(region: Region, name: string): Promise<Found> {
  const { recording } = await Config.recording(region);
  return recording
    ? { state: "kept", detail: name }
    : { state: "failed", reason: "ConfigIdle", detail: name };
}

/** A channel of somebody else's is used as it is. */
async function isDelivering(region: Region, wanted: Config.Delivery): Promise<boolean> {
  const channel = await Config.channelOf(region);
  if (!channel) return false;
  return (
    channel.name !== Config.OURS ||
    (channel.bucket === wanted.bucket && channel.prefix === wanted.prefix)
  );
}
