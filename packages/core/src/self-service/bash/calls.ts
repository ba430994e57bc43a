// Calling AWS, and understanding what goes wrong.
// This is bash inside of a template literal: \${ is ${ in the script, and \\ is one backslash.

/** The part of the bash script. */
export const calls = `
# What the CLI itself does: no pager, regional STS, and its own retries before ours.
export AWS_PAGER='' AWS_STS_REGIONAL_ENDPOINTS=regional AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=3

OUT='' CODE='' KIND='' WHY=''

# An endpoint of the environment is given each time: version 2 before 2.13 does not read it itself.
run_aws() {
  local region=$1
  shift
  if [ -n "\${AWS_ENDPOINT_URL:-}" ]; then
    aws --endpoint-url "$AWS_ENDPOINT_URL" --region "$region" --output text \\
      --cli-connect-timeout 10 --cli-read-timeout 60 "$@" </dev/null
  else
    aws --region "$region" --output text \\
      --cli-connect-timeout 10 --cli-read-timeout 60 "$@" </dev/null
  fi
}

# What kind of error WHY is: the code that AWS gave, or what the CLI says where AWS gave none.
classify() {
  CODE='' KIND=Other
  case $WHY in
    *"An error occurred ("*)
      CODE=\${WHY#*"An error occurred ("}
      CODE=\${CODE%%")"*}
      ;;
  esac
  case $CODE in
    AccessDenied* | UnauthorizedOperation | AuthorizationError*) KIND=Denied ;;
    ExpiredToken* | RequestExpired) KIND=Expired ;;
    UnrecognizedClientException | InvalidClientTokenId | AuthFailure | OptInRequired | \\
      RegionDisabledException | InvalidSignatureException | SignatureDoesNotMatch | \\
      IncompleteSignature | InvalidAccessKeyId) KIND=Unrecognized ;;
    TooManyRequests* | Throttl* | RequestLimitExceeded | LimitExceededException | SlowDown | \\
      RequestThrottled*) KIND=Throttled ;;
    Internal* | ServiceUnavailable* | ServiceException | 50[0-9]) KIND=Unavailable ;;
    '')
      case $WHY in
        *[Ee]xpired*) KIND=Expired ;;
        *"locate credentials"* | *"config profile"* | *"No credentials"* | *"Partial credentials"* | \\
          *"retrieving credentials"* | *"aws login"* | *"SSO Token"*) KIND=NoCredentials ;;
        *"Could not connect"* | *"imeout on endpoint"* | *"Connection was closed"* | *"onnection error"* | \\
          *"SSL validation failed"* | *"proxy"*) KIND=Network ;;
      esac
      ;;
  esac
}

# Whether to end: somebody interrupted, credentials are gone, or the main process is.
is_stopped() { [ -e "$WORK/stop" ] || ! kill -0 "$$" 2>/dev/null; }

# Ends all work; nothing that is half-way is broken off.
halt() { : >"$WORK/stop"; }

# Sleeps, a second at a time, and ends early when all ends.
nap() {
  local left=$1
  while [ "$left" -gt 0 ] && ! is_stopped; do
    sleep 1
    left=$((left - 1))
  done
}

# Calls AWS in a Region: REGION SERVICE OPERATION …. The answer is in OUT; on failure the error is in
# CODE, KIND and WHY. Throttling and errors of AWS's own are tried again, with growing pauses.
ask() {
  local region=$1 attempt=1 most
  shift
  while :; do
    if is_stopped; then
      OUT='' CODE='' KIND=Stopped WHY=''
      return 1
    fi
    if OUT=$(run_aws "$region" "$@" 2>"$WORK/$region.error"); then
      CODE='' KIND='' WHY=''
      return 0
    fi
    WHY=$(tr '\\n' ' ' <"$WORK/$region.error")
    classify
    case $KIND in
      Throttled | Unavailable) most=6 ;;
      Network) most=2 ;;
      *) return 1 ;;
    esac
    [ "$attempt" -lt "$most" ] || return 1
    nap $((attempt * attempt + RANDOM % 2))
    attempt=$((attempt + 1))
  done
}

# Whether OUT names nothing.
is_none() { [ -z "$OUT" ] || [ "$OUT" = None ]; }

# Says why a call failed and what to do next; PERMISSION is what the call needs. Sets ENDED to the word
# for the table.
explain() {
  local region=$1 permission=$2
  ENDED=failed
  case $KIND in
    Stopped) ENDED=stopped ;;
    Denied) tell denied "$permission" "$region" "$WHY" ;;
    Expired)
      tell expired
      halt
      ;;
    NoCredentials)
      tell noCredentials
      halt
      ;;
    Unrecognized)
      ENDED=off
      tell regionOff "$region" "$ACCOUNT"
      ;;
    Throttled) tell throttled "$region" ;;
    Unavailable) tell unavailable "$region" "$WHY" ;;
    Network) tell network "$region" ;;
    *) tell unexpected "$permission" "$region" "$WHY" ;;
  esac
}
`;
