// From the checks to the table; see bash/main.ts.
// This is PowerShell inside of a template literal: a backtick has a backslash before it.

/** The part of the PowerShell script. */
export const main = `
# Reports before anything was begun.
function Stop-Early { [Console]::Error.WriteLine((Get-Sentence @args)); exit 2 }

$Job = @{
  Account = $Account; Hub = $Hub; Partition = $Partition; First = $Regions[0]; Standards = $Standards
  DefaultStandards = $DefaultStandards; DryRun = [bool]$DryRun; Wait = $Wait; Bucket = "rollcall-config-$Account"
  Text = $Texts[$Lang]; Stop = [System.Threading.ManualResetEventSlim]::new($false); Enabled = @(); Unprepared = ""
}
$State = @{ Log = [System.Collections.Generic.List[string]]::new(); Out = $null; Code = ""; Kind = ""; Why = ""; Leader = $null }

if ($Help) { Get-Sentence usage $MyInvocation.MyCommand.Name $Account $Hub; exit 0 }
if ($Wait -lt 0) { Stop-Early badWait $Wait }
$chosen = $Regions
if ($PSBoundParameters.ContainsKey("Region")) {
  $chosen = @($Region | ForEach-Object { $_ -split "[, ]+" } | Where-Object { $_ })
  if ($chosen.Count -eq 0) { Stop-Early noRegions ($Regions -join " ") }
  foreach ($one in $chosen) { if ($Regions -notcontains $one) { Stop-Early unknownRegion $one ($Regions -join " ") } }
}

$modules = @("SecurityToken", "Account", "SecurityHub")
if ($Config) { $modules += @("ConfigService", "IdentityManagement", "S3") }
if ($GuardDuty) { $modules += "GuardDuty" }
foreach ($module in $modules) {
  if (-not (Get-Module -ListAvailable "AWS.Tools.$module")) {
    [Console]::Error.WriteLine("Install-Module AWS.Tools.$module -Scope CurrentUser")
    exit 2
  }
  Import-Module "AWS.Tools.$module"
}

$home1 = if ($env:AWS_REGION) { $env:AWS_REGION } else { $Regions[0] }
if (-not (Invoke-Call { Get-STSCallerIdentity -Region $home1 -ErrorAction Stop })) {
  switch ($State.Kind) {
    "Expired" { Stop-Early expired }
    "Network" { Stop-Early network $home1 }
    "NoCredentials" { Stop-Early noCredentials }
    "Other" { Stop-Early unexpected "sts:GetCallerIdentity" $home1 $State.Why }
    default { Stop-Early badCredentials $State.Why }
  }
}
$who = $State.Out
if ($who.Account -ne $Account) { Stop-Early wrongAccount $who.Account $who.Arn $Account }
Get-Sentence acting $who.Arn
# Without the permission each Region tells for itself whether it is on.
if (Invoke-Call { Get-ACCTRegionList -Region $home1 -RegionOptStatusContain "ENABLED", "ENABLED_BY_DEFAULT" -ErrorAction Stop }) {
  $Job.Enabled = @($State.Out | ForEach-Object { $_.RegionName })
}
Get-Sentence beginning $Account $Hub $chosen.Count
if ($DryRun) { Get-Sentence dryRun }
elseif ($Config) {
  $missing = Initialize-Config
  if ($missing) { $Job.Unprepared = Resolve-Failure $Job.First $missing; $State.Log; $State.Log.Clear() }
}

# Functions do not reach into the threads by themselves: they go as text.
$Library = @("Get-Sentence", "Write-Line", "Get-Kind", "Invoke-Call", "Resolve-Failure", "Find-Administrator",
  "Test-JoinedMeanwhile", "Get-StandardIn", "Enable-Hub", "Enable-Standards", "Confirm-Invitation", "Join-Hub",
  "Invoke-ConfigStep", "Enable-Config", "Enable-Guard") | ForEach-Object { "function $_ { $((Get-Item "function:$_").Definition) }" }
$Library = $Library -join "\`n"

$results = @{}
try {
  # Several Regions at once; each comes back, and is told, as a whole.
  $chosen | ForEach-Object -ThrottleLimit 4 -Parallel {
    $Job = $using:Job
    . ([scriptblock]::Create($using:Library))
    foreach ($module in $using:modules) { Import-Module "AWS.Tools.$module" }
    $State = @{ Log = [System.Collections.Generic.List[string]]::new(); Out = $null; Code = ""; Kind = ""; Why = ""; Leader = $null }
    $result = @{ Region = $_; Hub = "stopped"; Standards = "none"; Config = "none"; GuardDuty = "none" }
    if ($Job.Enabled.Count -gt 0 -and $Job.Enabled -notcontains $_) {
      Write-Line regionOff $_ $Job.Account
      $result.Hub = "off"
    } else {
      # Before the standards: their checks need it (Security Hub user guide).
      if ($using:Config) {
        if ($Job.Unprepared) { Write-Line configUnprepared; $result.Config = $Job.Unprepared }
        else { $result.Config = Enable-Config $_ }
      }
      Join-Hub $_ $result
      if ($using:GuardDuty) { $result.GuardDuty = Enable-Guard $_ }
    }
    $result.Log = $State.Log
    $result
  } | ForEach-Object {
    $results[$_.Region] = $_
    $_.Region
    $_.Log
  }
} finally {
  # Also after Ctrl-C: what is under way ends, nothing new begins.
  $Job.Stop.Set()
}

$open = 0
$rows = @($chosen | ForEach-Object {
    $one = $results[$_]
    if (-not $one) { $one = @{ Hub = "stopped"; Standards = "none"; Config = "none"; GuardDuty = "none" } }
    $words = @($one.Hub, $one.Standards, $one.Config, $one.GuardDuty)
    if ($words | Where-Object { @("failed", "off", "other", "waiting", "stopped") -contains $_ }) { $open++ }
    $_.PadRight(16) + " " + (($words | ForEach-Object { $Job.Text["W_$_"] }) -join " ")
  })
""
$Job.Text["T_region"].PadRight(16) + " " + ((@("hub", "standards", "config", "guardduty") | ForEach-Object { $Job.Text["W_head_$_"] }) -join " ")
$rows
""
if ($open -gt 0) { Get-Sentence notDone $open $chosen.Count; exit 1 }
if ($DryRun) { Get-Sentence dryDone } else { Get-Sentence allDone $chosen.Count }
exit 0
`;
