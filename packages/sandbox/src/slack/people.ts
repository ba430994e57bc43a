// Who the token is, and who the people are.
import { SlackError } from "./answer.ts";
import { userView } from "./message-view.ts";
import type { Method, Methods } from "./method.ts";
import { BOT } from "./state.ts";

const test: Method = (_, site) => ({
  url: `${site.origin}/`,
  team: BOT.teamName,
  user: site.workspace.users.get(BOT.user)!.name,
  team_id: BOT.team,
  user_id: BOT.user,
  bot_id: BOT.bot,
  is_enterprise_install: false,
});

const lookupByEmail: Method = (args, site) => {
  const email = args.required("email").toLowerCase();
  const user = [...site.workspace.users.values()].find(
    (one) => one.email.toLowerCase() === email && !one.isBot,
  );
  if (!user) throw new SlackError("users_not_found");
  return { user: userView(user) };
};

const info: Method = (args, site) => {
  const user = site.workspace.users.get(args.required("user"));
  if (!user) throw new SlackError("user_not_found");
  return { user: userView(user) };
};

/** auth.test and users.* as Slack answers them. */
export const people: Methods = {
  "auth.test": { run: test },
  "users.lookupByEmail": { scope: "users:read.email", run: lookupByEmail },
  "users.info": { scope: "users:read", run: info },
};
