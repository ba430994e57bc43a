// A storm that is over: its message says so, and its thread gets the list of what was collapsed.
import { filesOf, stormList, stormMessage } from "@rollcall/core/message";
import { settings } from "../settings.ts";
import { collapsedIn, overAt, stormKeyOf, stormyChannels, takeOver } from "../table/pace.ts";
import { localeOf, tell, tellList } from "./tell.ts";

/** Ends the storms of every channel whose time is over. */
export async function endStorms(): Promise<void> {
  const { timezone: timeZone } = settings().digest;
  const now = new Date().toISOString();
  for (const channel of await stormyChannels(now)) {
    const locale = localeOf(channel);
    // Told first, then forgotten: a crash between the two tells the same again, which changes nothing.
    for (const storm of await overAt(channel, now)) {
      const key = stormKeyOf(channel, storm);
      await tell(key, channel, stormMessage(storm, { over: true, timeZone }, locale));
      const rows = stormList(await collapsedIn(key), locale);
      const title = filesOf(locale).collapsed;
      const run = `storm-${storm.since.replaceAll(/\D/g, "")}-${channel.replaceAll(/[^\w-]/g, "")}`;
      await tellList(run, channel, { rows, name: "collapsed.csv", title }, key);
    }
    await takeOver(channel, now);
  }
}
