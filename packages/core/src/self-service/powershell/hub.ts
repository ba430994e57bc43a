// One Region of Security Hub; see bash/hub.ts.
// This is PowerShell inside of a template literal: a backtick has a backslash before it.

/** The part of the PowerShell script. */
export const hub = `
# The administrator of this account in $State.Leader, $null where there is none.
function Find-Administrator([string]$Region) {
  $State.Leader = $null
  if (-not (Invoke-Call { Get-SHUBAdministratorAccount -Region $Region -ErrorAction Stop })) { return $false }
  if ($State.Out -and @("Enabled", "Associated") -contains $State.Out.MemberStatus) { $State.Leader = $State.Out.AccountId }
  $true
}

# Twice at once: the other one was faster, and an invitation that is accepted is listed no more.
function Test-JoinedMeanwhile([string]$Region) { (Find-Administrator $Region) -and $State.Leader -eq $Job.Hub }

# A standard's ARN names a Region, or none: arn:aws:securityhub:REGION::standards/....
function Get-StandardIn([string]$Arn, [string]$Region) {
  $parts = $Arn.Split(":")
  if ($parts[3]) { $parts[3] = $Region }
  $parts -join ":"
}

function Enable-Hub([string]$Region) {
  if ($Job.DryRun) { Write-Line wouldEnable; return "would" }
  $on = Invoke-Call { Enable-SHUBSecurityHub -Region $Region -EnableDefaultStandard $Job.DefaultStandards -Force -ErrorAction Stop }
  if ($on) { Write-Line enabled; return "" }
  # ResourceConflictException: it is on already, by this script running elsewhere perhaps.
  if ($State.Code -eq "ResourceConflictException") { return "" }
  Resolve-Failure $Region "securityhub:EnableSecurityHub"
}

function Enable-Standards([string]$Region) {
  if (-not (Invoke-Call { Get-SHUBEnabledStandard -Region $Region -ErrorAction Stop })) {
    return Resolve-Failure $Region "securityhub:GetEnabledStandards"
  }
  $have = @($State.Out | Where-Object { $_ -and $_.StandardsStatus -ne "DELETING" } | ForEach-Object { $_.StandardsArn })
  $missing = @($Job.Standards | ForEach-Object { Get-StandardIn $_ $Region } | Where-Object { $have -notcontains $_ })
  if ($missing.Count -eq 0) { return "already" }
  if ($Job.DryRun) { Write-Line wouldStandards $missing.Count; return "would" }
  $wanted = @($missing | ForEach-Object {
      $request = New-Object Amazon.SecurityHub.Model.StandardsSubscriptionRequest
      $request.StandardsArn = $_
      $request
    })
  if (Invoke-Call { Enable-SHUBStandardsBatch -Region $Region -StandardsSubscriptionRequest $wanted -Force -ErrorAction Stop }) {
    Write-Line standardsOn $missing.Count
    return "done"
  }
  Resolve-Failure $Region "securityhub:BatchEnableStandards"
}

function Confirm-Invitation([string]$Region) {
  $until = (Get-Date).AddSeconds($Job.Wait)
  while ($true) {
    if (-not (Invoke-Call { Get-SHUBInvitationList -Region $Region -ErrorAction Stop })) {
      return Resolve-Failure $Region "securityhub:ListInvitations"
    }
    # The cmdlet reads every page. Only ours counts; those of others are named and left alone.
    $ours = $State.Out | Where-Object { $_ -and $_.AccountId -eq $Job.Hub } | Select-Object -First 1
    $foreign = @($State.Out | Where-Object { $_ -and $_.AccountId -ne $Job.Hub } | ForEach-Object { $_.AccountId })
    if ($ours -or $Job.DryRun -or (Get-Date) -ge $until) { break }
    [void]$Job.Stop.Wait(5000)
  }
  if ($foreign.Count -gt 0) { Write-Line foreign ($foreign -join ", ") }
  if (-not $ours) {
    if (Test-JoinedMeanwhile $Region) { return "already" }
    Write-Line noInvitation $Job.Hub $Region
    return "waiting"
  }
  if ($Job.DryRun) { Write-Line wouldAccept $Job.Hub; return "would" }
  $accepted = Invoke-Call {
    Confirm-SHUBAdministratorInvitation -Region $Region -AdministratorId $Job.Hub -InvitationId $ours.InvitationId -Force -ErrorAction Stop
  }
  if ($accepted) { Write-Line accepted $Job.Hub; return "done" }
  $code = $State.Code; $kind = $State.Kind; $why = $State.Why
  if (Test-JoinedMeanwhile $Region) { return "already" }
  $State.Code = $code; $State.Kind = $kind; $State.Why = $why
  Resolve-Failure $Region "securityhub:AcceptAdministratorInvitation"
}

function Join-Hub([string]$Region, $Result) {
  if (-not (Find-Administrator $Region)) {
    # Security Hub is off where asking for the administrator answers so.
    $isOff = @("InvalidAccessException", "ResourceNotFoundException") -contains $State.Code
    $ended = if ($isOff) { Enable-Hub $Region } else { Resolve-Failure $Region "securityhub:GetAdministratorAccount" }
    if ($ended) {
      $Result.Hub = $ended
      if ($Job.Standards.Count -gt 0) { $Result.Standards = $ended }
      return
    }
  }
  $leader = $State.Leader
  if ($Job.Standards.Count -gt 0) { $Result.Standards = Enable-Standards $Region }
  if ($leader -eq $Job.Hub) { $Result.Hub = "already" }
  elseif ($leader) { Write-Line otherAdministrator $leader $Region $Job.Hub; $Result.Hub = "other" }
  else { $Result.Hub = Confirm-Invitation $Region }
}
`;
