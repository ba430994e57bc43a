"""Takes accounts out of a Security Hub administrator again, the way other people's scripts do it.

    leave.py ADMINISTRATOR ROLE REGION,REGION ACCOUNT,ACCOUNT
"""

import sys
import time

import boto3

administrator, role, regions, accounts = sys.argv[1:5]
PATIENCE = 60


def session_in(account):
    keys = boto3.client("sts").assume_role(
        RoleArn="arn:aws:iam::%s:role/%s" % (account, role),
        RoleSessionName="LeaveSecurityHub",
    )["Credentials"]
    return boto3.Session(
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )


def members(hub):
    pages = hub.get_paginator("list_members").paginate(OnlyAssociated=False)
    return [member["AccountId"] for page in pages for member in page["Members"]]


for region in regions.split(","):
    hub = session_in(administrator).client("securityhub", region_name=region)
    for account in accounts.split(","):
        member = session_in(account).client("securityhub", region_name=region)
        if member.get_master_account().get("Master"):
            member.disassociate_from_master_account()
        hub.disassociate_members(AccountIds=[account])
        assert not hub.delete_members(AccountIds=[account])["UnprocessedAccounts"]
        began = time.time()
        while account in members(hub):
            assert time.time() - began < PATIENCE, "%s is still listed" % account
            time.sleep(1)
        member.disable_security_hub()
    hub.disable_security_hub()
    print("left", region)
