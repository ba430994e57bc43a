// GuardDuty in one Region; see bash/guard.ts.
// This is PowerShell inside of a template literal: a backtick has a backslash before it.

/** The part of the PowerShell script. */
export const guard = `
function Enable-Guard([string]$Region) {
  $word = "already"
  if (-not (Invoke-Call { Get-GDDetectorList -Region $Region -ErrorAction Stop })) { return Resolve-Failure $Region "guardduty:ListDetectors" }
  $detector = $State.Out | Select-Object -First 1
  if (-not $detector) {
    if ($Job.DryRun) { Write-Line wouldDetector; return "would" }
    if (Invoke-Call { New-GDDetector -Region $Region -Enable $true -Force -ErrorAction Stop }) {
      $detector = $State.Out
      $word = "done"
      Write-Line detectorOn
    } else {
      # Twice at once: the other one made it.
      $code = $State.Code; $kind = $State.Kind; $why = $State.Why
      if (Invoke-Call { Get-GDDetectorList -Region $Region -ErrorAction Stop }) { $detector = $State.Out | Select-Object -First 1 }
      if (-not $detector) {
        $State.Code = $code; $State.Kind = $kind; $State.Why = $why
        return Resolve-Failure $Region "guardduty:CreateDetector"
      }
    }
  }
  if (-not (Invoke-Call { Get-GDAdministratorAccount -Region $Region -DetectorId $detector -ErrorAction Stop })) {
    return Resolve-Failure $Region "guardduty:GetAdministratorAccount"
  }
  $leader = if ($State.Out) { $State.Out.AccountId } else { $null }
  if ($leader -eq $Job.Hub) { return $word }
  if ($leader) { Write-Line detectorOther $leader; return "left" }
  if (-not (Invoke-Call { Get-GDInvitationList -Region $Region -ErrorAction Stop })) { return Resolve-Failure $Region "guardduty:ListInvitations" }
  $ours = $State.Out | Where-Object { $_ -and $_.AccountId -eq $Job.Hub } | Select-Object -First 1
  $foreign = @($State.Out | Where-Object { $_ -and $_.AccountId -ne $Job.Hub } | ForEach-Object { $_.AccountId })
  if ($foreign.Count -gt 0) { Write-Line foreign ($foreign -join ", ") }
  if (-not $ours) { return $word }
  if ($Job.DryRun) { Write-Line wouldAcceptDetector $Job.Hub; return "would" }
  $accepted = Invoke-Call {
    Receive-GDAdministratorInvitation -Region $Region -DetectorId $detector -AdministratorId $Job.Hub -InvitationId $ours.InvitationId -Force -ErrorAction Stop
  }
  if ($accepted) { Write-Line detectorAccepted $Job.Hub; return "done" }
  $code = $State.Code; $kind = $State.Kind; $why = $State.Why
  if ((Invoke-Call { Get-GDAdministratorAccount -Region $Region -DetectorId $detector -ErrorAction Stop }) -and $State.Out -and $State.Out.AccountId -eq $Job.Hub) { return "already" }
  $State.Code = $code; $State.Kind = $kind; $State.Why = $why
  Resolve-Failure $Region "guardduty:AcceptAdministratorInvitation"
}
`;
