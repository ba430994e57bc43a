// From the checks to the table: several Regions at once, each told as a whole.
// This is bash inside of a template literal: \${ is ${ in the script, and \\ is one backslash.

/** The part of the bash script. */
export const main = `
# How many Regions at once: each is some twenty calls of the CLI, and CloudShell has one CPU or two.
WORKERS=4
ENABLED='' INTERRUPTED=0

is_enabled() {
  [ -n "$ENABLED" ] || return 0
  case " $ENABLED " in
    *" $1 "*) return 0 ;;
  esac
  return 1
}

join_region() {
  local region=$1
  HUB_STATE=stopped STANDARDS_STATE=none CONFIG_STATE=none GUARDDUTY_STATE=none ENDED=failed
  if ! is_enabled "$region"; then
    tell regionOff "$region" "$ACCOUNT"
    HUB_STATE=off
    return
  fi
  # Before the standards: their checks need it (Security Hub user guide).
  if [ "$CONFIG" = 1 ]; then
    record_config "$region"
    CONFIG_STATE=$ENDED
  fi
  join_hub "$region"
  if [ "$GUARDDUTY" = 1 ]; then
    guard "$region"
    GUARDDUTY_STATE=$ENDED
  fi
}

# Every fourth Region, one after the other. A result appears whole or not at all.
work_from() {
  local at=$1 region
  while [ "$at" -lt "\${#CHOSEN[@]}" ] && ! is_stopped; do
    region=\${CHOSEN[$at]}
    join_region "$region" >"$WORK/$region.log" 2>&1
    printf '%s %s %s %s\\n' "$HUB_STATE" "$STANDARDS_STATE" "$CONFIG_STATE" "$GUARDDUTY_STATE" >"$WORK/$region.part"
    mv "$WORK/$region.part" "$WORK/$region.result"
    at=$((at + WORKERS))
  done
}

interrupt() {
  if [ "$INTERRUPTED" = 1 ]; then
    kill \${PIDS[@]+"\${PIDS[@]}"} 2>/dev/null
    exit 130
  fi
  INTERRUPTED=1
  halt
  fill interrupted >&2
}

clean_up() { rm -rf "$WORK"; }

check_place() {
  local version
  command -v aws >/dev/null 2>&1 || refuse noAws
  version=$(aws --version 2>&1)
  case $version in
    aws-cli/2.*) ;;
    aws-cli/1.*) fill oldAws "\${version%% *}" ;;
    *) refuse noAws ;;
  esac
}

check_identity() {
  local account='' arn='' home=\${AWS_REGION:-\${AWS_DEFAULT_REGION:-\${REGIONS[0]}}}
  if ! ask "$home" sts get-caller-identity --query '[Account,Arn]'; then
    case $KIND in
      Expired) refuse expired ;;
      Network) refuse network "$home" ;;
      Other) refuse unexpected sts:GetCallerIdentity "$home" "$WHY" ;;
      NoCredentials) refuse noCredentials ;;
      *) refuse badCredentials "$WHY" ;;
    esac
  fi
  read -r account arn <<<"$OUT"
  [ "$account" = "$ACCOUNT" ] || refuse wrongAccount "$account" "$arn" "$ACCOUNT"
  fill acting "$arn"
  # Without the permission each Region tells for itself whether it is on.
  if ask "$home" account list-regions --region-opt-status-contains ENABLED ENABLED_BY_DEFAULT \\
    --query 'Regions[].RegionName'; then
    ENABLED=$(printf '%s' "$OUT" | tr '\\n\\t' '  ')
  fi
}

# Prints what is finished, each Region as a whole, until all workers are gone.
follow() {
  local region running=1
  local shown=' '
  while :; do
    running=0
    for pid in "\${PIDS[@]}"; do kill -0 "$pid" 2>/dev/null && running=1; done
    for region in "\${CHOSEN[@]}"; do
      case $shown in *" $region "*) continue ;; esac
      [ -e "$WORK/$region.result" ] || continue
      printf '%s\\n' "$region"
      cat "$WORK/$region.log"
      shown="$shown$region "
    done
    [ "$running" = 1 ] || break
    sleep 0.2
  done
}

word() {
  local name="W_$1"
  printf '%s' "\${!name}"
}

summarize() {
  local region hub standards config guardduty open=0
  printf '\\n%-16s %s %s %s %s\\n' "$T_region" "$W_head_hub" "$W_head_standards" "$W_head_config" "$W_head_guardduty"
  for region in "\${CHOSEN[@]}"; do
    hub=stopped standards=none config=none guardduty=none
    [ -e "$WORK/$region.result" ] && read -r hub standards config guardduty <"$WORK/$region.result"
    printf '%-16s %s %s %s %s\\n' "$region" "$(word "$hub")" "$(word "$standards")" "$(word "$config")" "$(word "$guardduty")"
    case " $hub $standards $config $guardduty " in
      *' failed '* | *' off '* | *' other '* | *' waiting '* | *' stopped '*) open=$((open + 1)) ;;
    esac
  done
  printf '\\n'
  if [ "$INTERRUPTED" = 1 ]; then
    fill brokenOff "$open" "\${#CHOSEN[@]}"
    exit 130
  elif [ "$open" -gt 0 ]; then
    fill notDone "$open" "\${#CHOSEN[@]}"
    exit 1
  elif [ "$DRY_RUN" = 1 ]; then
    fill dryDone
  else
    fill allDone "\${#CHOSEN[@]}"
  fi
}

main() {
  local number
  PIDS=()
  words_en
  [ "$LANGUAGE" != ja ] || words_ja
  read_options "$@"
  WORK=$(mktemp -d) || exit 1
  trap clean_up EXIT
  check_place
  check_identity
  fill beginning "$ACCOUNT" "$HUB" "\${#CHOSEN[@]}"
  [ "$DRY_RUN" = 0 ] || fill dryRun
  trap interrupt INT TERM HUP
  for ((number = 0; number < WORKERS; number++)); do
    work_from "$number" &
    PIDS+=("$!")
  done
  follow
  summarize
}

main "$@"
`;
