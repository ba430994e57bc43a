// AWS Config in one Region, where nobody else records yet.
// This is bash inside of a template literal: \${ is ${ in the script, and \\ is one backslash.

/** The part of the bash script. */
export const config = `
# Ours have this name; a recorder of any other name is somebody else's.
RECORDER=rollcall BUCKET="rollcall-config-$ACCOUNT"
ROLE="arn:$PARTITION:iam::$ACCOUNT:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"

bucket_policy() {
  local bucket="arn:$PARTITION:s3:::$BUCKET"
  local only="\\"StringEquals\\":{\\"AWS:SourceAccount\\":\\"$ACCOUNT\\"}"
  local who='"Effect":"Allow","Principal":{"Service":"config.amazonaws.com"}'
  printf '{"Version":"2012-10-17","Statement":[%s,%s]}' \\
    "{$who,\\"Action\\":[\\"s3:GetBucketAcl\\",\\"s3:ListBucket\\"],\\"Resource\\":\\"$bucket\\",\\"Condition\\":{$only}}" \\
    "{$who,\\"Action\\":\\"s3:PutObject\\",\\"Resource\\":\\"$bucket/AWSLogs/$ACCOUNT/Config/*\\",\\"Condition\\":{$only}}"
}

make_bucket() {
  local region=$1
  local at=()
  # us-east-1 is the one Region that must not be named (CreateBucket, API reference).
  [ "$region" = us-east-1 ] || at=(--create-bucket-configuration "LocationConstraint=$region")
  if ! ask "$region" s3api create-bucket --bucket "$BUCKET" --object-ownership BucketOwnerEnforced \\
    \${at[@]+"\${at[@]}"}; then
    # BucketAlreadyExists would be somebody else's.
    case $CODE in
      BucketAlreadyOwnedByYou | OperationAborted) ;;
      *) NEEDED=s3:CreateBucket; return 1 ;;
    esac
  fi
  # Looked at each time: an earlier run may have ended between the bucket and its policy.
  ask "$region" s3api get-bucket-policy --bucket "$BUCKET" --expected-bucket-owner "$ACCOUNT" && return 0
  [ "$CODE" = NoSuchBucketPolicy ] || { NEEDED=s3:GetBucketPolicy; return 1; }
  ask "$region" s3api put-public-access-block --bucket "$BUCKET" --public-access-block-configuration \\
    'BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true' ||
    { NEEDED=s3:PutBucketPublicAccessBlock; return 1; }
  ask "$region" s3api put-bucket-policy --bucket "$BUCKET" --policy "$(bucket_policy)" ||
    { NEEDED=s3:PutBucketPolicy; return 1; }
}

# InvalidInput is how IAM says that it is there already.
make_role() {
  ask "$1" iam create-service-linked-role --aws-service-name config.amazonaws.com --query Role.Arn ||
    [ "$CODE" = InvalidInput ] || { NEEDED=iam:CreateServiceLinkedRole; return 1; }
}

# Role and bucket, which all Regions share: the first worker that needs them makes them, others wait.
prepare_config() {
  local region=$1
  if mkdir "$WORK/config" 2>/dev/null; then
    if make_role "$region" && make_bucket "\${REGIONS[0]}"; then
      : >"$WORK/config/ready"
    else
      explain "$region" "$NEEDED"
      printf '%s' "$ENDED" >"$WORK/config/part"
      mv "$WORK/config/part" "$WORK/config/failed"
      return 1
    fi
  fi
  until [ -e "$WORK/config/ready" ] || [ -e "$WORK/config/failed" ] || is_stopped; do sleep 1; done
  [ -e "$WORK/config/ready" ] && return 0
  ENDED=stopped
  if [ -e "$WORK/config/failed" ]; then
    ENDED=$(cat "$WORK/config/failed")
    tell configUnprepared
  fi
  return 1
}

# A step that may be refused because another run has just done it.
config_step() {
  local region=$1 permission=$2
  shift 2
  ask "$region" configservice "$@" && return 0
  case $CODE in
    MaxNumberOf*) return 0 ;;
  esac
  explain "$region" "$permission"
  return 1
}

record_config() {
  local region=$1 global=false recorder channel
  config_step "$region" config:DescribeConfigurationRecorders describe-configuration-recorders \\
    --query 'ConfigurationRecorders[0].name' || return 1
  is_none && OUT=''
  recorder=$OUT
  if [ -n "$recorder" ] && [ "$recorder" != "$RECORDER" ]; then
    tell configLeft "$recorder"
    ENDED=left
    return 0
  fi
  config_step "$region" config:DescribeDeliveryChannels describe-delivery-channels \\
    --query 'DeliveryChannels[0].name' || return 1
  is_none && OUT=''
  channel=$OUT
  if [ -n "$recorder" ] && [ -n "$channel" ]; then
    config_step "$region" config:DescribeConfigurationRecorderStatus describe-configuration-recorder-status \\
      --query 'ConfigurationRecordersStatus[0].recording' || return 1
    if [ "$OUT" = True ]; then
      ENDED=already
      return 0
    fi
  fi
  if [ "$DRY_RUN" = 1 ]; then
    tell wouldConfig
    ENDED=would
    return 0
  fi
  prepare_config "$region" || return 1
  # Resources that belong to no Region are recorded once.
  [ "$region" != "\${REGIONS[0]}" ] || global=true
  [ -n "$recorder" ] || config_step "$region" config:PutConfigurationRecorder put-configuration-recorder \\
    --configuration-recorder "name=$RECORDER,roleARN=$ROLE" \\
    --recording-group "allSupported=true,includeGlobalResourceTypes=$global" || return 1
  [ -n "$channel" ] || config_step "$region" config:PutDeliveryChannel put-delivery-channel \\
    --delivery-channel "name=$RECORDER,s3BucketName=$BUCKET" || return 1
  config_step "$region" config:StartConfigurationRecorder start-configuration-recorder \\
    --configuration-recorder-name "$RECORDER" || return 1
  tell configOn
  ENDED=done
}
`;
