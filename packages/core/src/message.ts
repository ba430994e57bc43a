// What Slack shows. Every message is a pure function of facts and a locale, and fits into Slack's
// limits whatever the facts are (message/limits.ts).
export { attentionReply } from "./message/attention.ts";
export { creationFailedReply } from "./message/creation.ts";
export { digestMessage } from "./message/digest.ts";
export { fits } from "./message/fits.ts";
export type { Cure } from "./message/heal.ts";
export {
  fileOf,
  type JoinerView,
  joinerEnd,
  joinerMessage,
  joinerReminder,
  powershellFileOf,
} from "./message/joiner.ts";
export type { Block, Message } from "./message/limits.ts";
export { attentionList, digestList, filesOf, type List, lossList } from "./message/list.ts";
export {
  type LossView,
  lossMessage,
  ownersOf,
  recoveredReply,
  type Standing,
} from "./message/loss.ts";
export { MOST_MENTIONS, mentioned } from "./message/mention.ts";
export { planLines, planRegions, planRemovals, planReply } from "./message/plan.ts";
export { planWords } from "./message/plan-words.ts";
export { type Rejected, rejectedMessage } from "./message/rejected.ts";
export { completionReply, type RunView, runMessage } from "./message/run.ts";
export { type SetupView, setupMessage } from "./message/setup.ts";
export { stormList, stormMessage } from "./message/storm.ts";
export { unreachableMessage } from "./message/unreachable.ts";
