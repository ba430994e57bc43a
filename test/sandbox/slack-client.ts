// A Slack double with the client that the product uses, for its tests.
import slackWebApi, { type WebClientOptions } from "@slack/web-api";
import { afterEach } from "vitest";
import { type SlackOptions, slackApp } from "../../packages/sandbox/src/slack/app.ts";
import { emptyWorld, serve } from "./slack-world.ts";

const { WebClient } = slackWebApi;
/** The client of Slack's own package. */
export type Client = InstanceType<typeof WebClient>;
const silent = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => slackWebApi.LogLevel.ERROR,
  setName: () => {},
};
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of open.splice(0)) await stop();
});

/** Starts one, stopped after the test. */
export async function start(options: SlackOptions = {}, directory?: string) {
  const empty = emptyWorld(directory === undefined ? {} : { directory });
  const app = slackApp(empty.world, options);
  const { origin, stop } = await serve(app.fetch);
  open.push(stop);
  const client = (token = "xoxb-sandbox", more: WebClientOptions = {}) =>
    new WebClient(token, {
      slackApiUrl: `${origin}/slack/api/`,
      logger: silent,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      ...more,
    });
  return { ...empty, app, origin, client, slack: client() };
}

/** The body that Slack refused with. */
export async function refusal(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (reason) => reason,
  );
  return (error as { data?: Record<string, unknown> } | undefined)?.data;
}
