"""IAM enforced, for keys that were issued here."""

import json

import pytest
from conftest import REGION, refused_with


@pytest.fixture
def enforced(aws):
    aws.put("iam", {"enforced": True})
    yield aws
    aws.put("iam", {"enforced": False})


@pytest.fixture
def user(enforced, request):
    iam = enforced.client("iam")
    name = request.node.name[:60]
    iam.create_user(UserName=name)
    keys = iam.create_access_key(UserName=name)["AccessKey"]

    def may(*statements: dict):
        document = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
        iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=document)
        return lambda service: enforced.client_of(service, keys["AccessKeyId"], keys["SecretAccessKey"])

    return may


def allow(*actions: str, resource: str = "*", **more) -> dict:
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource, **more}


def test_given_an_action_that_no_policy_allows_when_called_then_it_is_denied_in_the_words_of_aws(user, enforced):
    ec2 = user(allow("ec2:DescribeVpcs"))("ec2")
    assert ec2.describe_vpcs()["Vpcs"]
    with pytest.raises(Exception, match=r"\(UnauthorizedOperation\).*not authorized to perform: ec2:CreateVpc"):
        ec2.create_vpc(CidrBlock="10.0.0.0/16")
    assert enforced.get("iam")["denied"] == ["ec2:CreateVpc"]
    assert enforced.client("ec2").create_vpc(CidrBlock="10.0.0.0/16"), "the root may"


def test_given_tags_at_creation_when_tagging_is_not_allowed_then_it_is_denied(user):
    ec2 = user(allow("ec2:CreateVpc"))("ec2")
    assert ec2.create_vpc(CidrBlock="10.0.0.0/16")
    tags = [{"ResourceType": "vpc", "Tags": [{"Key": "a", "Value": "b"}]}]
    with pytest.raises(Exception, match="ec2:CreateTags"):
        ec2.create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=tags)


def test_given_a_resource_when_another_is_meant_then_it_is_denied(user):
    iam = user(allow("iam:CreateRole", resource="arn:aws:iam::*:role/*-node"))("iam")
    assert iam.create_role(RoleName="enforced-node", AssumeRolePolicyDocument="{}")
    with refused_with("AccessDenied"):
        iam.create_role(RoleName="enforced-admin", AssumeRolePolicyDocument="{}")


def test_given_a_role_that_may_not_be_handed_over_when_given_to_a_machine_then_it_is_denied(user, enforced, network):
    iam = enforced.client("iam")
    iam.create_role(RoleName="handed", AssumeRolePolicyDocument="{}")
    iam.create_instance_profile(InstanceProfileName="handed")
    iam.add_role_to_instance_profile(InstanceProfileName="handed", RoleName="handed")
    condition = {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}
    elsewhere = {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}
    run = allow("ec2:*")
    profile = {"Name": "handed"}

    with pytest.raises(Exception, match="iam:PassRole"):
        network.through(user(run)("ec2")).run(IamInstanceProfile=profile)
    with pytest.raises(Exception, match="iam:PassRole"):
        network.through(user(run, allow("iam:PassRole", Condition=elsewhere))("ec2")).run(IamInstanceProfile=profile)
    assert network.through(user(run, allow("iam:PassRole", Condition=condition))("ec2")).run(IamInstanceProfile=profile)


def test_given_a_bucket_when_only_its_objects_are_allowed_then_the_bucket_is_denied(user):
    s3 = user(allow("s3:CreateBucket", "s3:PutObject", resource="arn:aws:s3:::clusterline-*"))("s3")
    s3.create_bucket(Bucket="clusterline-x", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(Bucket="clusterline-x", Key="a", Body=b"b")
    with refused_with("403|AccessDenied"):
        s3.head_bucket(Bucket="clusterline-x")
    with refused_with("AccessDenied"):
        s3.get_object(Bucket="clusterline-x", Key="a")


def test_given_an_explicit_deny_when_called_then_it_wins(user):
    ec2 = user(allow("ec2:*"), {"Effect": "Deny", "Action": "ec2:DescribeVpcs", "Resource": "*"})("ec2")
    assert ec2.describe_subnets()
    with refused_with("UnauthorizedOperation"):
        ec2.describe_vpcs()
