// GuardDuty in one Region: a detector, and our invitation if there is one.
// This is bash inside of a template literal: \${ is ${ in the script, and \\ is one backslash.

/** The part of the bash script. */
export const guard = `
find_detector() {
  ask "$1" guardduty list-detectors --query 'DetectorIds[0]' || return 1
  is_none && OUT=''
  DETECTOR=$OUT
}

guard() {
  local region=$1 from id ours='' foreign=''
  ENDED=already
  find_detector "$region" || { explain "$region" guardduty:ListDetectors; return; }
  if [ -z "$DETECTOR" ]; then
    if [ "$DRY_RUN" = 1 ]; then
      tell wouldDetector
      ENDED=would
      return
    fi
    if ask "$region" guardduty create-detector --enable --query DetectorId; then
      DETECTOR=$OUT
      ENDED=done
      tell detectorOn
    else
      # Twice at once: the other one made it.
      local code=$CODE kind=$KIND why=$WHY
      if ! find_detector "$region" || [ -z "$DETECTOR" ]; then
        CODE=$code KIND=$kind WHY=$why
        explain "$region" guardduty:CreateDetector
        return
      fi
    fi
  fi
  OUT=''
  # One that was made a moment ago has none.
  [ "$ENDED" = done ] || ask "$region" guardduty get-administrator-account --detector-id "$DETECTOR" \\
    --query Administrator.AccountId || { explain "$region" guardduty:GetAdministratorAccount; return; }
  is_none && OUT=''
  [ "$OUT" != "$HUB" ] || return
  if [ -n "$OUT" ]; then
    tell detectorOther "$OUT"
    ENDED=left
    return
  fi
  ask "$region" guardduty list-invitations --query 'Invitations[].[AccountId,InvitationId]' ||
    { explain "$region" guardduty:ListInvitations; return; }
  while read -r from id; do
    case $from in
      '' | None) ;;
      "$HUB") ours=$id ;;
      *) foreign="\${foreign:+$foreign, }$from" ;;
    esac
  done <<<"$OUT"
  [ -z "$foreign" ] || tell foreign "$foreign"
  [ -n "$ours" ] || return
  if [ "$DRY_RUN" = 1 ]; then
    tell wouldAcceptDetector "$HUB"
    ENDED=would
  elif ask "$region" guardduty accept-administrator-invitation --detector-id "$DETECTOR" \\
    --administrator-id "$HUB" --invitation-id "$ours"; then
    tell detectorAccepted "$HUB"
    ENDED=done
  else
    local code=$CODE kind=$KIND why=$WHY
    ask "$region" guardduty get-administrator-account --detector-id "$DETECTOR" \\
      --query Administrator.AccountId && [ "$OUT" = "$HUB" ] && return
    CODE=$code KIND=$kind WHY=$why
    explain "$region" guardduty:AcceptAdministratorInvitation
  fi
}
`;
