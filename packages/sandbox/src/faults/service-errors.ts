// How each service words its own trouble: an internal error, and a refusal because of too many calls. Names are the
// exceptions of each API reference; where a service has none of its own, the common errors of its protocol.

/** An error as a service answers it. */
export interface Trouble {
  code: string;
  message: string;
  status: number;
}

const trouble = (code: string, status: number, message: string): Trouble => ({
  code,
  status,
  message,
});

const INTERNAL = "We encountered an internal error. Please try again.";
const COMMON = trouble("InternalFailure", 500, INTERNAL);
const SLOW = trouble("ThrottlingException", 400, "Rate exceeded");
const TOO_MANY = trouble("TooManyRequestsException", 429, "Too Many Requests");

const WORDS: Record<string, { internal: Trouble; throttled: Trouble }> = {
  securityhub: { internal: trouble("InternalException", 500, INTERNAL), throttled: TOO_MANY },
  sts: { internal: COMMON, throttled: trouble("Throttling", 400, "Rate exceeded") },
  iam: {
    internal: trouble("ServiceFailure", 500, INTERNAL),
    throttled: trouble("Throttling", 400, "Rate exceeded"),
  },
  organizations: {
    internal: trouble("ServiceException", 500, INTERNAL),
    throttled: trouble("TooManyRequestsException", 400, "Too many requests. Try again later."),
  },
  account: { internal: trouble("InternalServerException", 500, INTERNAL), throttled: TOO_MANY },
  ec2: {
    internal: trouble("InternalError", 500, "An internal error has occurred"),
    throttled: trouble("RequestLimitExceeded", 503, "Request limit exceeded."),
  },
  guardduty: {
    internal: trouble("InternalServerErrorException", 500, INTERNAL),
    throttled: TOO_MANY,
  },
  s3: {
    internal: trouble("InternalError", 500, INTERNAL),
    throttled: trouble("SlowDown", 503, "Please reduce your request rate."),
  },
  dynamodb: {
    internal: trouble("InternalServerError", 500, "Internal server error"),
    throttled: trouble(
      "ThrottlingException",
      400,
      "Rate of requests exceeds the allowed throughput.",
    ),
  },
  streams: {
    internal: trouble("InternalServerError", 500, "Internal server error"),
    throttled: trouble("LimitExceededException", 400, "Rate of requests exceeds the limit."),
  },
  sqs: { internal: COMMON, throttled: trouble("RequestThrottled", 400, "Rate exceeded") },
  events: { internal: trouble("InternalException", 500, INTERNAL), throttled: SLOW },
  lambda: {
    internal: trouble("ServiceException", 500, INTERNAL),
    throttled: trouble("TooManyRequestsException", 429, "Rate Exceeded."),
  },
  secretsmanager: {
    internal: trouble("InternalServiceError", 500, INTERNAL),
    throttled: SLOW,
  },
  ssm: { internal: trouble("InternalServerError", 500, INTERNAL), throttled: SLOW },
};

/** The service's own internal error. */
export const internalError = (service: string): Trouble => WORDS[service]?.internal ?? COMMON;

/** The service's own refusal of a call that came too fast. */
export const throttled = (service: string): Trouble => WORDS[service]?.throttled ?? SLOW;

/** What any service answers while it is down (common errors of all API references). */
export const unavailable: Trouble = trouble(
  "ServiceUnavailable",
  503,
  "Service is unavailable. Please retry.",
);
