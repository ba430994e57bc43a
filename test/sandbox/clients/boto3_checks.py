"""Asks the sandbox the way a boto3 user would: python3 boto3_checks.py ENDPOINT. Prints one line a check."""

import io
import sys
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = sys.argv[1]
ACCOUNT, MEMBER, REGION = "333333333333", "444444444444", "us-west-2"


def client(service, key=ACCOUNT, token=None, region=REGION, **more):
    return boto3.client(
        service,
        region_name=region,
        endpoint_url=ENDPOINT,
        aws_access_key_id=key,
        aws_secret_access_key="unused",
        aws_session_token=token,
        **more,
    )


def check(name, condition):
    print(f"{'ok  ' if condition else 'FAIL'} {name}")


def refused(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


sts = client("sts")
check("sts: account from the key", sts.get_caller_identity()["Account"] == ACCOUNT)
keys = sts.assume_role(RoleArn=f"arn:aws:iam::{MEMBER}:role/Worker", RoleSessionName="boto")["Credentials"]
worker = client("sts", keys["AccessKeyId"], keys["SessionToken"]).get_caller_identity()
check("sts: session", worker["Arn"] == f"arn:aws:sts::{MEMBER}:assumed-role/Worker/boto")
check("sts: no such key", refused(client("sts", "nobody").get_caller_identity) == "InvalidClientTokenId")

s3 = client("s3")
s3.create_bucket(Bucket="boto-bucket", CreateBucketConfiguration={"LocationConstraint": REGION})
s3.put_object(Bucket="boto-bucket", Key="a b/台帳+c.csv", Body=b"hi", Metadata={"k": "v"})
got = s3.get_object(Bucket="boto-bucket", Key="a b/台帳+c.csv")
check("s3: object", got["Body"].read() == b"hi" and got["Metadata"] == {"k": "v"})
check("s3: location", s3.get_bucket_location(Bucket="boto-bucket")["LocationConstraint"] == REGION)
listed = s3.list_objects_v2(Bucket="boto-bucket", Prefix="a b/")["Contents"]
check("s3: listed", [one["Key"] for one in listed] == ["a b/台帳+c.csv"])
big = bytes(range(256)) * 40_000  # more than 8 MiB: in parts, both ways
s3.upload_fileobj(io.BytesIO(big), "boto-bucket", "big")
back = io.BytesIO()
s3.download_fileobj("boto-bucket", "big", back)
check("s3: managed transfer in parts", back.getvalue() == big)
link = s3.generate_presigned_url("get_object", Params={"Bucket": "boto-bucket", "Key": "a b/台帳+c.csv"})
check("s3: presigned link", urllib.request.urlopen(link).read() == b"hi")
check("s3: missing key", refused(s3.get_object, Bucket="boto-bucket", Key="none") == "NoSuchKey")
check("s3: missing head", refused(s3.head_object, Bucket="boto-bucket", Key="none") == "404")
s3.put_bucket_versioning(Bucket="boto-bucket", VersioningConfiguration={"Status": "Enabled"})
version = s3.put_object(Bucket="boto-bucket", Key="v", Body=b"1")["VersionId"]
s3.delete_object(Bucket="boto-bucket", Key="v")
check("s3: version behind a marker", s3.get_object(Bucket="boto-bucket", Key="v", VersionId=version)["Body"].read() == b"1")

sqs = client("sqs")
url = sqs.create_queue(QueueName="boto-queue", Attributes={"VisibilityTimeout": "30"})["QueueUrl"]
sent = sqs.send_message(QueueUrl=url, MessageBody="<hello> & 台帳", MessageAttributes={"a": {"DataType": "String", "StringValue": "x"}})
batch = sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": str(n), "MessageBody": str(n)} for n in range(3)])
check("sqs: batch", [one["Id"] for one in batch["Successful"]] == ["0", "1", "2"])
messages = []
while len(messages) < 4:
    messages += sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1, AttributeNames=["All"], MessageAttributeNames=["All"])["Messages"]
first = next(one for one in messages if one["MessageId"] == sent["MessageId"])
check("sqs: body and attributes", first["Body"] == "<hello> & 台帳" and first["MessageAttributes"]["a"]["StringValue"] == "x")
check("sqs: system attributes", first["Attributes"]["ApproximateReceiveCount"] == "1")
for one in messages:
    sqs.delete_message(QueueUrl=url, ReceiptHandle=one["ReceiptHandle"])
check("sqs: no such queue", refused(sqs.get_queue_url, QueueName="none") == "AWS.SimpleQueueService.NonExistentQueue")

table = client("dynamodb")
table.create_table(
    TableName="things",
    KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
    AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
    BillingMode="PAY_PER_REQUEST",
)
table.get_waiter("table_exists").wait(TableName="things", WaiterConfig={"Delay": 1})
table.put_item(TableName="things", Item={"pk": {"S": "z"}, "b": {"B": b"q"}})
check("dynamodb: item", table.get_item(TableName="things", Key={"pk": {"S": "z"}})["Item"]["b"]["B"] == b"q")

secrets = client("secretsmanager")
secrets.create_secret(Name="boto/secret", SecretString="value")
check("secretsmanager: value", secrets.get_secret_value(SecretId="boto/secret")["SecretString"] == "value")
check("secretsmanager: missing", refused(secrets.get_secret_value, SecretId="none") == "ResourceNotFoundException")

regions = client("ec2").describe_regions()["Regions"]
check("ec2: regions", len(regions) == 17 and {"RegionName", "Endpoint", "OptInStatus"} <= set(regions[0]))
linked = client("iam", region="us-east-1").create_service_linked_role(AWSServiceName="securityhub.amazonaws.com")
check("iam: service-linked role", linked["Role"]["RoleName"] == "AWSServiceRoleForSecurityHub")

hub, member = client("securityhub"), client("securityhub", keys["AccessKeyId"], keys["SessionToken"])
check("securityhub: not enabled", refused(hub.list_members) == "InvalidAccessException")
hub.enable_security_hub(EnableDefaultStandards=False)
member.enable_security_hub(EnableDefaultStandards=False)
hub.create_members(AccountDetails=[{"AccountId": MEMBER, "Email": "member@example.com"}])
check("securityhub: partial refusal", len(hub.invite_members(AccountIds=[MEMBER, "5" * 12])["UnprocessedAccounts"]) == 1)

check("config: nothing yet", client("config").describe_configuration_recorders()["ConfigurationRecorders"] == [])
express = client("stepfunctions", config=Config(inject_host_prefix=False))
arn = f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:none"
check("states: no such machine", refused(express.start_execution, stateMachineArn=arn) == "StateMachineDoesNotExist")
check("not emulated", refused(client("organizations").list_handshakes_for_account) == "NotImplemented")
print(f"boto3 {boto3.__version__}")
