#!/bin/sh
# Joins one account with the AWS CLI: onboard.sh ENDPOINT HUB MEMBER REGION
# Version 2 before 2.13 does not read AWS_ENDPOINT_URL, so the endpoint is given each time.
set -eu
endpoint=$1 hub=$2 member=$3 region=$4
export AWS_SECRET_ACCESS_KEY=any AWS_PAGER=
as() {
  account=$1
  shift
  AWS_ACCESS_KEY_ID=$account aws --endpoint-url "$endpoint" --region "$region" --output text "$@"
}

as "$hub" sts get-caller-identity --query Account
as "$hub" ec2 describe-regions --query "Regions[?RegionName=='$region'].OptInStatus"
as "$hub" securityhub enable-security-hub --no-enable-default-standards
as "$member" securityhub enable-security-hub --no-enable-default-standards
as "$hub" securityhub create-members --account-details "AccountId=$member,Email=owner@example.com" >&2
as "$hub" securityhub invite-members --account-ids "$member" >&2
invitation=None
while [ "$invitation" = None ] || [ -z "$invitation" ]; do
  invitation=$(as "$member" securityhub list-invitations \
    --query "Invitations[?AccountId=='$hub'].InvitationId | [0]")
done
as "$member" securityhub accept-invitation --master-id "$hub" --invitation-id "$invitation"
status=
while [ "$status" != Enabled ]; do
  status=$(as "$hub" securityhub list-members --no-only-associated --query "Members[0].MemberStatus")
done
echo "$status"
as "$member" securityhub get-master-account --query Master.AccountId
as "$hub" organizations describe-organization --query Organization.MasterAccountId
as "$hub" iam create-role --role-name Made --assume-role-policy-document \
  '{"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}' --query Role.Arn
