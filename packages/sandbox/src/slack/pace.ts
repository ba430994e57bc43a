// How often: Slack takes about one message a second for each channel, and so many calls a minute for
// each method. Both are buckets that fill on the sandbox's clock.
import type { Clock } from "../clock.ts";

/** A bucket of calls: `burst` at once, `perSecond` after that. */
interface Rate {
  burst: number;
  perSecond: number;
}

/** "1 per second per channel, short bursts allowed" (Slack's rate limits); a burst of 4 is assumed, number only. */
const CHANNEL: Rate = { burst: 4, perSecond: 1 };
/** "several hundred per minute" for a workspace; 300 is assumed, number only. */
const WORKSPACE: Rate = { burst: 60, perSecond: 5 };
const tier = (perMinute: number): Rate => ({ burst: perMinute, perSecond: perMinute / 60 });

/** Tiers as the reference of each method states them. Methods that are not listed have no pace here. */
const METHODS: Record<string, Rate> = {
  "chat.update": tier(50),
  "chat.delete": tier(50),
  "chat.postEphemeral": tier(100),
  "conversations.history": tier(50),
  "conversations.info": tier(50),
  "conversations.join": tier(50),
  "conversations.list": tier(20),
  "conversations.open": tier(50),
  "conversations.replies": tier(50),
  "files.completeUploadExternal": tier(100),
  "files.getUploadURLExternal": tier(100),
  "files.info": tier(100),
  "users.info": tier(100),
  "users.lookupByEmail": tier(50),
};

/** Answers whether a call may pass now. */
export class Pace {
  readonly #clock: Clock;
  readonly #on: boolean;
  readonly #buckets = new Map<string, { left: number; at: number }>();

  constructor(clock: Clock, on: boolean) {
    this.#clock = clock;
    this.#on = on;
  }

  /** Whole seconds to wait before this method may be called again; 0 when it may be now. */
  call(method: string): number {
    const rate = METHODS[method];
    return rate ? this.#take(`method ${method}`, rate) : 0;
  }

  /** Whole seconds to wait before a message may go to this channel; 0 when it may now. */
  post(channel: string): number {
    return this.#take(`channel ${channel}`, CHANNEL) || this.#take("workspace", WORKSPACE);
  }

  #take(key: string, { burst, perSecond }: Rate): number {
    if (!this.#on) return 0;
    const now = this.#clock.now();
    const bucket = this.#buckets.get(key) ?? { left: burst, at: now };
    const left = Math.min(burst, bucket.left + ((now - bucket.at) / 1000) * perSecond);
    const passes = left >= 1;
    this.#buckets.set(key, { left: passes ? left - 1 : left, at: now });
    return passes ? 0 : Math.max(1, Math.ceil((1 - left) / perSecond));
  }
}
