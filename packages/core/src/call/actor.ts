// Names of callers, short enough for a table.

const SESSION = /^arn:[^:]*:sts::(\d{12}):assumed-role\/(?:.*\/)?([^/]+)\/([^/]+)$/;
const USER = /^arn:[^:]*:iam::(\d{12}):user\/(?:.*\/)?([^/]+)$/;
const ROOT = /^arn:[^:]*:iam::(\d{12}):root$/;

/** Who called, with the account: `alice (Admin) 111111111111`. What is no ARN of a caller stays as it is. */
export function shortActor(actor: string): string {
  const session = SESSION.exec(actor);
  if (session) return `${session[3]} (${roleName(session[2]!)}) ${session[1]}`;
  const user = USER.exec(actor);
  if (user) return `${user[2]} ${user[1]}`;
  const root = ROOT.exec(actor);
  return root ? `root ${root[1]}` : actor;
}

/** IAM Identity Center names its roles `AWSReservedSSO_<permission set>_<16 hexadecimal digits>`. */
const roleName = (name: string): string =>
  /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(name)?.[1] ?? name;
