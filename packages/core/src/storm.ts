// How many new messages a channel bears. Over that they are collapsed: one message says how many and since when, and
// those that came later stand in its thread. Nothing is dropped, and messages that exist are changed as ever.

/** New messages that a channel gets within a window; the next ones are collapsed. */
export const MOST_PARENTS = 10;
/** Milliseconds that are looked at, and that a storm lasts. */
export const WINDOW = 10 * 60_000;
/** Urgent messages that pass in a storm. */
export const MOST_URGENT = 3;
/** Collapsed messages that the storm's own message names; all of them are in its file. */
export const MOST_NAMED = 20;

/** A new message. `text` is its sentence, `at` an ISO time; `urgent`: somebody was lost. */
export interface Arrival {
  key: string;
  text: string;
  at: string;
  urgent: boolean;
}

/** Messages of one channel that were collapsed into one. Times are ISO. */
export interface Storm {
  since: string;
  /** When the newest of them came. */
  last: string;
  count: number;
  first: { at: string; text: string }[];
  /** Urgent ones that were posted all the same. */
  passed: number;
}

/** What a channel has got lately. */
export interface Pace {
  /** Times at which new messages were posted, the newest `MOST_PARENTS` of them. */
  posted: string[];
  /** The storm that is going on, or went on last. */
  storm?: Storm | undefined;
  /** Storms before it of which the list has not been told. */
  over: Storm[];
}

export const calm: Pace = { posted: [], over: [] };

/** Is a storm still going on at this time? Further messages belong to it then. */
export const isOn = (storm: Storm | undefined, at: string): storm is Storm =>
  storm !== undefined && Date.parse(at) < Date.parse(storm.since) + WINDOW;

/** Takes a new message in. `storm`: it is collapsed into this one; otherwise it is posted as it is. */
export function admit(pace: Pace, arrival: Arrival): { pace: Pace; storm?: Storm } {
  const { at, urgent } = arrival;
  const since = Date.parse(at) - WINDOW;
  const posted = pace.posted.filter((one) => Date.parse(one) > since);
  const on = isOn(pace.storm, at) ? pace.storm : undefined;
  if (!on && posted.length < MOST_PARENTS) return { pace: post(pace, posted, at) };
  const fresh: Storm = { since: at, last: at, count: 0, first: [], passed: 0 };
  const storm = on ?? fresh;
  const over = on || !pace.storm ? pace.over : [...pace.over, pace.storm];
  if (urgent && storm.passed < MOST_URGENT) {
    const passed = { ...storm, passed: storm.passed + 1 };
    return { pace: post({ over, storm: passed, posted }, posted, at) };
  }
  const first = [...storm.first, { at, text: arrival.text }].slice(0, MOST_NAMED);
  const grown = { ...storm, last: at, count: storm.count + 1, first };
  return { pace: { posted, over, storm: grown }, storm: grown };
}

const post = (pace: Pace, posted: string[], at: string): Pace => ({
  ...pace,
  posted: [...posted, at].slice(-MOST_PARENTS),
});

/** Storms that are over at this time, and what remains. One that collapsed nothing has nothing to tell. */
export function settle(pace: Pace, at: string): { pace: Pace; over: Storm[] } {
  const { storm, posted } = pace;
  const isGone = storm !== undefined && !isOn(storm, at);
  const over = [...pace.over, ...(isGone ? [storm] : [])].filter((one) => one.count > 0);
  return { pace: { posted, over: [], ...(storm && !isGone && { storm }) }, over };
}
