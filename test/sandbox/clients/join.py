"""Joins accounts to a Security Hub administrator the way other people's scripts do it: a role in each
account, AWS Config first, the older names of the invitation calls, and polling until a member is Enabled.

    join.py ADMINISTRATOR ROLE REGION,REGION ACCOUNT,ACCOUNT [STANDARD]
"""

import json
import sys
import time

import boto3
from botocore.exceptions import ClientError

administrator, role, regions, accounts = sys.argv[1:5]
standards = sys.argv[5:]
PATIENCE = 60


def session_in(account):
    sts = boto3.client("sts")
    partition = sts.get_caller_identity()["Arn"].split(":")[1]
    keys = sts.assume_role(
        RoleArn="arn:%s:iam::%s:role/%s" % (partition, account, role),
        RoleSessionName="JoinSecurityHub",
    )["Credentials"]
    return boto3.Session(
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )


def statuses(hub):
    found = {}
    page = hub.list_members(OnlyAssociated=False)
    while True:
        for member in page["Members"]:
            found[member["AccountId"]] = member["MemberStatus"]
        if not page.get("NextToken"):
            return found
        page = hub.list_members(OnlyAssociated=False, NextToken=page["NextToken"])


def switch_on(hub):
    try:
        hub.enable_security_hub()
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceConflictException":
            raise
    if not standards:
        return
    requests = [{"StandardsArn": arn} for arn in standards]
    hub.batch_enable_standards(StandardsSubscriptionRequests=requests)
    waiting = set(standards)
    began = time.time()
    while waiting:
        assert time.time() - began < PATIENCE, "standards are not READY: %s" % waiting
        for one in hub.get_enabled_standards()["StandardsSubscriptions"]:
            if one["StandardsStatus"] == "READY":
                waiting.discard(one["StandardsArn"])
        time.sleep(1)


def record(session, account, region):
    """AWS Config on: role, recorder, bucket, channel, start."""
    config = session.client("config", region_name=region)
    s3 = session.client("s3", region_name="us-east-1")
    try:
        session.client("iam").create_service_linked_role(AWSServiceName="config.amazonaws.com")
    except ClientError as error:
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 400, error
    bucket = "config-bucket-%s" % account
    if not config.describe_configuration_recorders()["ConfigurationRecorders"]:
        recorder_role = "aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
        config.put_configuration_recorder(
            ConfigurationRecorder={
                "name": "default",
                "roleARN": "arn:aws:iam::%s:role/%s" % (account, recorder_role),
                "recordingGroup": {"allSupported": True, "includeGlobalResourceTypes": True},
            }
        )
    recorder = config.describe_configuration_recorder_status()["ConfigurationRecordersStatus"][0]
    if recorder["recording"]:
        return
    if not config.describe_delivery_channels()["DeliveryChannels"]:
        try:
            s3.list_objects(Bucket=bucket, MaxKeys=1)
        except ClientError as error:
            assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 404, error
            s3.create_bucket(Bucket=bucket)
            statement = {
                "Effect": "Allow",
                "Principal": {"Service": ["config.amazonaws.com"]},
                "Action": "s3:GetBucketAcl",
                "Resource": "arn:aws:s3:::%s" % bucket,
            }
            policy = {"Version": "2012-10-17", "Statement": [statement]}
            s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
        config.put_delivery_channel(
            DeliveryChannel={
                "name": "config-s3-delivery",
                "s3BucketName": bucket,
                "configSnapshotDeliveryProperties": {"deliveryFrequency": "TwentyFour_Hours"},
            }
        )
    config.start_configuration_recorder(ConfigurationRecorderName=recorder["name"])


def join(hub, member, account):
    if account not in statuses(hub):
        details = [{"AccountId": account, "Email": "owner+%s@example.com" % account}]
        assert not hub.create_members(AccountDetails=details)["UnprocessedAccounts"]
    began = time.time()
    while True:
        assert time.time() - began < PATIENCE, "%s is not Enabled" % account
        status = statuses(hub).get(account)
        if status in ("Associated", "Enabled"):
            return
        if status in ("Created", "Removed"):
            hub.invite_members(AccountIds=[account])
        elif status in ("Invited", "Resigned"):
            for invitation in member.list_invitations()["Invitations"]:
                if invitation["AccountId"] == administrator:
                    member.accept_invitation(
                        MasterId=administrator, InvitationId=invitation["InvitationId"]
                    )
        time.sleep(1)


available = boto3.client("ec2", region_name="us-east-1").describe_regions()["Regions"]
for region in regions.split(","):
    assert region in [one["RegionName"] for one in available], region
    hub = session_in(administrator).client("securityhub", region_name=region)
    switch_on(hub)
    for account in accounts.split(","):
        session = session_in(account)
        member = session.client("securityhub", region_name=region)
        record(session, account, region)
        switch_on(member)
        join(hub, member, account)
        master = member.get_master_account()["Master"]
        print(json.dumps({"account": account, "region": region, "master": master["AccountId"]}))
