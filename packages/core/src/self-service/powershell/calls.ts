// Calling AWS, and understanding what goes wrong; see bash/calls.ts.
// This is PowerShell inside of a template literal: a backtick has a backslash before it.

/** The part of the PowerShell script. */
export const calls = `
# A sentence of the language that was chosen.
function Get-Sentence([string]$Key) {
  $text = $Job.Text["T_$Key"]
  for ($number = 0; $number -lt $args.Count; $number++) { $text = $text.Replace("{$number}", [string]$args[$number]) }
  $text
}

# One line about a Region, for its log.
function Write-Line { $State.Log.Add("  " + (Get-Sentence @args)) }

# What kind of error this is, by the code that AWS gave.
function Get-Kind($Failure) {
  $problem = $Failure.Exception
  while ($problem -and -not ($problem.PSObject.Properties.Name -contains "ErrorCode")) { $problem = $problem.InnerException }
  $State.Why = $Failure.Exception.Message
  $State.Code = if ($problem) { [string]$problem.ErrorCode } else { "" }
  switch -Regex ($State.Code) {
    "^(AccessDenied|UnauthorizedOperation|AuthorizationError)" { return "Denied" }
    "^(ExpiredToken|RequestExpired)" { return "Expired" }
    "^(UnrecognizedClientException|InvalidClientTokenId|AuthFailure|OptInRequired|RegionDisabledException|InvalidSignatureException|SignatureDoesNotMatch|IncompleteSignature|InvalidAccessKeyId)" { return "Unrecognized" }
    "^(TooManyRequests|Throttl|RequestLimitExceeded|LimitExceededException|SlowDown|RequestThrottled)" { return "Throttled" }
    "^(Internal|ServiceUnavailable|ServiceException|50\\d)" { return "Unavailable" }
  }
  if ($State.Code) { return "Other" }
  switch -Regex ($State.Why) {
    "expired" { return "Expired" }
    "No credentials|credentials (were|could not be)|AWS credentials" { return "NoCredentials" }
    "No such host|Name or service|refused|timed out|timeout|SSL|proxy|network" { return "Network" }
  }
  "Other"
}

# Calls AWS: the answer in $State.Out; on failure the error is in Code, Kind and Why, and $false is returned.
# Throttling and errors of AWS's own are tried again, with growing pauses.
function Invoke-Call([scriptblock]$Call) {
  for ($attempt = 1; ; $attempt++) {
    if ($Job.Stop.IsSet) { $State.Out = $null; $State.Code = ""; $State.Kind = "Stopped"; return $false }
    try {
      $State.Out = & $Call
      $State.Code = ""; $State.Kind = ""; $State.Why = ""
      return $true
    } catch {
      $State.Kind = Get-Kind $_
      $most = switch ($State.Kind) { "Throttled" { 6 } "Unavailable" { 6 } "Network" { 2 } default { 1 } }
      if ($attempt -ge $most) { return $false }
      [void]$Job.Stop.Wait(1000 * ($attempt * $attempt + (Get-Random -Maximum 2)))
    }
  }
}

# Says why a call failed and what to do next; returns the word for the table.
function Resolve-Failure([string]$Region, [string]$Permission) {
  switch ($State.Kind) {
    "Stopped" { return "stopped" }
    "Denied" { Write-Line denied $Permission $Region $State.Why }
    "Expired" { Write-Line expired; $Job.Stop.Set() }
    "NoCredentials" { Write-Line noCredentials; $Job.Stop.Set() }
    "Unrecognized" { Write-Line regionOff $Region $Job.Account; return "off" }
    "Throttled" { Write-Line throttled $Region }
    "Unavailable" { Write-Line unavailable $Region $State.Why }
    "Network" { Write-Line network $Region }
    default { Write-Line unexpected $Permission $Region $State.Why }
  }
  "failed"
}
`;
