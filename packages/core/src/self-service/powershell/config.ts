// AWS Config in one Region; see bash/config.ts.
// This is PowerShell inside of a template literal: a backtick has a backslash before it.

/** The part of the PowerShell script. */
export const config = `
function Get-BucketPolicy {
  $bucket = "arn:$($Job.Partition):s3:::$($Job.Bucket)"
  $who = @{ Service = "config.amazonaws.com" }
  $only = @{ StringEquals = @{ "AWS:SourceAccount" = $Job.Account } }
  @{
    Version   = "2012-10-17"
    Statement = @(
      @{ Effect = "Allow"; Principal = $who; Action = @("s3:GetBucketAcl", "s3:ListBucket"); Resource = $bucket; Condition = $only },
      @{ Effect = "Allow"; Principal = $who; Action = "s3:PutObject"; Resource = "$bucket/AWSLogs/$($Job.Account)/Config/*"; Condition = $only }
    )
  } | ConvertTo-Json -Depth 6 -Compress
}

# Role and bucket, which all Regions share. Made before the Regions begin; returns the permission that was missing.
function Initialize-Config {
  $made = Invoke-Call { New-IAMServiceLinkedRole -AWSServiceName "config.amazonaws.com" -Force -ErrorAction Stop }
  # InvalidInput is how IAM says that it is there already.
  if (-not $made -and $State.Code -notlike "InvalidInput*") { return "iam:CreateServiceLinkedRole" }
  $region = $Job.First
  $made = Invoke-Call { New-S3Bucket -BucketName $Job.Bucket -Region $region -Force -ErrorAction Stop }
  # BucketAlreadyExists would be somebody else's.
  if (-not $made -and @("BucketAlreadyOwnedByYou", "OperationAborted") -notcontains $State.Code) { return "s3:CreateBucket" }
  # Looked at each time: an earlier run may have ended between the bucket and its policy.
  $has = Invoke-Call { Get-S3BucketPolicy -BucketName $Job.Bucket -Region $region -ErrorAction Stop }
  if ($has -and $State.Out) { return "" }
  if (-not $has -and $State.Code -ne "NoSuchBucketPolicy") { return "s3:GetBucketPolicy" }
  $closed = Invoke-Call {
    Add-S3PublicAccessBlock -BucketName $Job.Bucket -Region $region -PublicAccessBlockConfiguration_BlockPublicAcl $true \`
      -PublicAccessBlockConfiguration_IgnorePublicAcl $true -PublicAccessBlockConfiguration_BlockPublicPolicy $true \`
      -PublicAccessBlockConfiguration_RestrictPublicBucket $true -Force -ErrorAction Stop
  }
  if (-not $closed) { return "s3:PutBucketPublicAccessBlock" }
  $policy = Get-BucketPolicy
  if (-not (Invoke-Call { Write-S3BucketPolicy -BucketName $Job.Bucket -Region $region -Policy $policy -Force -ErrorAction Stop })) {
    return "s3:PutBucketPolicy"
  }
  ""
}

# A step that may be refused because another run has just done it.
function Invoke-ConfigStep([scriptblock]$Call) { (Invoke-Call $Call) -or $State.Code -like "MaxNumberOf*" }

function Enable-Config([string]$Region) {
  if (-not (Invoke-ConfigStep { Get-CFGConfigurationRecorder -Region $Region -ErrorAction Stop })) {
    return Resolve-Failure $Region "config:DescribeConfigurationRecorders"
  }
  $recorder = $State.Out | Select-Object -First 1
  # Ours has our name; a recorder of any other name is somebody else's.
  if ($recorder -and $recorder.Name -ne "rollcall") { Write-Line configLeft $recorder.Name; return "left" }
  if (-not (Invoke-ConfigStep { Get-CFGDeliveryChannel -Region $Region -ErrorAction Stop })) {
    return Resolve-Failure $Region "config:DescribeDeliveryChannels"
  }
  $channel = $State.Out | Select-Object -First 1
  if ($recorder -and $channel) {
    if (-not (Invoke-ConfigStep { Get-CFGConfigurationRecorderStatus -Region $Region -ErrorAction Stop })) {
      return Resolve-Failure $Region "config:DescribeConfigurationRecorderStatus"
    }
    if (($State.Out | Select-Object -First 1).Recording) { return "already" }
  }
  if ($Job.DryRun) { Write-Line wouldConfig; return "would" }
  $role = "arn:$($Job.Partition):iam::$($Job.Account):role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
  # Resources that belong to no Region are recorded once.
  $global = $Region -eq $Job.First
  if (-not $recorder -and -not (Invoke-ConfigStep {
        Write-CFGConfigurationRecorder -Region $Region -ConfigurationRecorderName "rollcall" -ConfigurationRecorder_RoleARN $role \`
          -RecordingGroup_AllSupported $true -RecordingGroup_IncludeGlobalResourceType $global -Force -ErrorAction Stop
      })) { return Resolve-Failure $Region "config:PutConfigurationRecorder" }
  if (-not $channel -and -not (Invoke-ConfigStep {
        Write-CFGDeliveryChannel -Region $Region -DeliveryChannelName "rollcall" -DeliveryChannel_S3BucketName $Job.Bucket -Force -ErrorAction Stop
      })) { return Resolve-Failure $Region "config:PutDeliveryChannel" }
  if (-not (Invoke-ConfigStep { Start-CFGConfigurationRecorder -Region $Region -ConfigurationRecorderName "rollcall" -Force -ErrorAction Stop })) {
    return Resolve-Failure $Region "config:StartConfigurationRecorder"
  }
  Write-Line configOn
  "done"
}
`;
