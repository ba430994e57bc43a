// One Region of Security Hub: on, its standards, our invitation.
// This is bash inside of a template literal: \${ is ${ in the script, and \\ is one backslash.

/** The part of the bash script. */
export const hub = `
# The administrator in LEADER, empty where there is none.
find_administrator() {
  LEADER=''
  ask "$1" securityhub get-administrator-account \\
    --query 'Administrator.[AccountId,MemberStatus]' || return 1
  local account='' standing=''
  read -r account standing <<<"$OUT"
  case $standing in
    Enabled | Associated) LEADER=$account ;;
  esac
}

# A standard's ARN names a Region, or none: arn:aws:securityhub:REGION::standards/….
standard_in() {
  local head partition service old account rest
  IFS=: read -r head partition service old account rest <<<"$1"
  [ -z "$old" ] || old=$2
  printf '%s' "$head:$partition:$service:$old:$account:$rest"
}

# Security Hub is off where asking for the administrator answers so.
is_off() { [ "$CODE" = InvalidAccessException ] || [ "$CODE" = ResourceNotFoundException ]; }

switch_hub_on() {
  local region=$1 standards=--no-enable-default-standards
  if [ "$DRY_RUN" = 1 ]; then
    tell wouldEnable
    ENDED=would
    return 1
  fi
  [ "$DEFAULT_STANDARDS" = 0 ] || standards=--enable-default-standards
  # ResourceConflictException: it is on already, by this script running elsewhere perhaps.
  if ask "$region" securityhub enable-security-hub "$standards"; then
    tell enabled
  elif [ "$CODE" != ResourceConflictException ]; then
    explain "$region" securityhub:EnableSecurityHub
    return 1
  fi
}

switch_standards_on() {
  local region=$1 have arn
  local missing=()
  if ! ask "$region" securityhub get-enabled-standards \\
    --query "StandardsSubscriptions[?StandardsStatus!='DELETING'].StandardsArn"; then
    explain "$region" securityhub:GetEnabledStandards
    STANDARDS_STATE=$ENDED
    return
  fi
  have=" $(printf '%s' "$OUT" | tr '\\n\\t' '  ') "
  for arn in "\${STANDARDS[@]}"; do
    arn=$(standard_in "$arn" "$region")
    case $have in
      *" $arn "*) ;;
      *) missing+=("StandardsArn=$arn") ;;
    esac
  done
  if [ "\${#missing[@]}" -eq 0 ]; then
    STANDARDS_STATE=already
  elif [ "$DRY_RUN" = 1 ]; then
    tell wouldStandards "\${#missing[@]}"
    STANDARDS_STATE=would
  elif ask "$region" securityhub batch-enable-standards \\
    --standards-subscription-requests "\${missing[@]}" \\
    --query 'StandardsSubscriptions[].StandardsStatus'; then
    tell standardsOn "\${#missing[@]}"
    STANDARDS_STATE=done
  else
    explain "$region" securityhub:BatchEnableStandards
    STANDARDS_STATE=$ENDED
  fi
}

# Ours in OURS, those of others in FOREIGN. The CLI reads every page.
find_invitations() {
  local from id
  OURS='' FOREIGN=''
  ask "$1" securityhub list-invitations --query 'Invitations[].[AccountId,InvitationId]' || return 1
  while read -r from id; do
    case $from in
      '' | None) ;;
      "$HUB") OURS=$id ;;
      *) FOREIGN="\${FOREIGN:+$FOREIGN, }$from" ;;
    esac
  done <<<"$OUT"
}

# Twice at once: the other one was faster, and an invitation that is accepted is listed no more.
has_joined_meanwhile() { find_administrator "$1" && [ "$LEADER" = "$HUB" ]; }

accept_invitation() {
  local region=$1 waited=0
  until find_invitations "$region" && { [ -n "$OURS" ] || [ "$DRY_RUN" = 1 ] || [ "$waited" -ge "$WAIT" ]; }; do
    if [ -n "$KIND" ]; then
      explain "$region" securityhub:ListInvitations
      HUB_STATE=$ENDED
      return
    fi
    nap 5
    waited=$((waited + 5))
  done
  [ -z "$FOREIGN" ] || tell foreign "$FOREIGN"
  if [ -z "$OURS" ] && has_joined_meanwhile "$region"; then
    HUB_STATE=already
  elif [ -z "$OURS" ]; then
    tell noInvitation "$HUB" "$region"
    HUB_STATE=waiting
  elif [ "$DRY_RUN" = 1 ]; then
    tell wouldAccept "$HUB"
    HUB_STATE=would
  elif ask "$region" securityhub accept-administrator-invitation \\
    --administrator-id "$HUB" --invitation-id "$OURS"; then
    tell accepted "$HUB"
    HUB_STATE=done
  else
    local code=$CODE kind=$KIND why=$WHY
    if has_joined_meanwhile "$region"; then
      HUB_STATE=already
      return
    fi
    CODE=$code KIND=$kind WHY=$why
    explain "$region" securityhub:AcceptAdministratorInvitation
    HUB_STATE=$ENDED
  fi
}

join_hub() {
  local region=$1
  if ! find_administrator "$region"; then
    ENDED=''
    if ! is_off; then
      explain "$region" securityhub:GetAdministratorAccount
    elif switch_hub_on "$region"; then
      ENDED=''
    fi
    if [ -n "$ENDED" ]; then
      HUB_STATE=$ENDED
      [ "\${#STANDARDS[@]}" -eq 0 ] || STANDARDS_STATE=$ENDED
      return
    fi
  fi
  [ "\${#STANDARDS[@]}" -eq 0 ] || switch_standards_on "$region"
  if [ "$LEADER" = "$HUB" ]; then
    HUB_STATE=already
  elif [ -n "$LEADER" ]; then
    tell otherAdministrator "$LEADER" "$region" "$HUB"
    HUB_STATE=other
  else
    accept_invitation "$region"
  fi
}
`;
