// What every service asks before an operation: does the caller's account exist, and is the Region on.
import { AwsError, type Context, type Handler, type Handlers } from "../wire/service.ts";
import type { Accounts } from "./accounts.ts";
import { isDefault } from "./regions.ts";

/** Where credentials have to be good: `regional` in the Region, `global` nowhere in particular. */
export type Reach = "regional" | "global" | "sts";

// assumed, code only: an opt-in Region that is off answers as if the credentials were unknown (403)
// [observed: awslabs/aws-securityhub-multiaccount-scripts#42].
const INVALID_TOKEN = "The security token included in the request is invalid.";

/** Handlers that refuse callers of unknown accounts, and of accounts that have the Region off. */
export function admitted(
  accounts: Accounts,
  handlers: Handlers,
  {
    reach = "regional",
    code = "UnrecognizedClientException",
  }: { reach?: Reach; code?: string } = {},
): Handlers {
  // EC2 words it in its own way [observed].
  const refusal = () =>
    code === "AuthFailure"
      ? new AwsError(code, "AWS was not able to validate the provided access credentials", {
          status: 401,
        })
      : new AwsError(code, INVALID_TOKEN, { status: 403 });
  const check = ({ account, region }: Context) => {
    accounts.settle();
    if (!accounts.get(account)) throw refusal();
    if (reach === "global" || accounts.isOn(account, region)) return;
    // STS answers in the default Regions whatever the account's list says.
    if (reach === "sts" && isDefault(region)) return;
    throw refusal();
  };
  const guarded = ([name, handler]: [string, Handler]): [string, Handler] => [
    name,
    (input, context) => {
      check(context);
      return handler(input, context);
    },
  ];
  return Object.fromEntries(Object.entries(handlers).map(guarded));
}
