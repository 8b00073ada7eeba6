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


OURS = "clusterline.io/cluster-uid"
TAGGED_IN_REQUEST = {"Null": {f"aws:RequestTag/{OURS}": "false"}}
TAGGED_RESOURCE = {"Null": {f"aws:ResourceTag/{OURS}": "false"}}


def with_tag(kind: str) -> list[dict]:
    return [{"ResourceType": kind, "Tags": [{"Key": OURS, "Value": "u"}]}]


def test_given_a_tag_is_asked_for_when_something_is_made_without_it_then_it_is_denied(user):
    tagging = allow("ec2:CreateTags", Condition={"StringEquals": {"ec2:CreateAction": "CreateVpc"}})
    ec2 = user(allow("ec2:CreateVpc", Condition=TAGGED_IN_REQUEST), tagging)("ec2")
    with pytest.raises(Exception, match="ec2:CreateVpc"):
        ec2.create_vpc(CidrBlock="10.0.0.0/16")
    assert ec2.create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=with_tag("vpc"))


def test_given_tags_only_at_creation_when_a_foreign_resource_is_tagged_then_it_is_denied(user, enforced):
    vpc = enforced.client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    tagging = allow("ec2:CreateTags", Condition={"StringEquals": {"ec2:CreateAction": "CreateVpc"}})
    with pytest.raises(Exception, match="ec2:CreateTags"):
        user(tagging)("ec2").create_tags(Resources=[vpc], Tags=[{"Key": OURS, "Value": "u"}])


def test_given_only_tagged_resources_when_another_is_changed_then_it_is_denied(user, enforced):
    root = enforced.client("ec2")
    ours = root.create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=with_tag("vpc"))["Vpc"]["VpcId"]
    foreign = root.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    ec2 = user(allow("ec2:DeleteVpc", Condition=TAGGED_RESOURCE))("ec2")
    with pytest.raises(Exception, match=f"ec2:DeleteVpc on resource: .*vpc/{foreign}"):
        ec2.delete_vpc(VpcId=foreign)
    ec2.delete_vpc(VpcId=ours)


def test_given_a_vpc_that_is_not_ours_when_a_subnet_is_made_in_it_then_the_vpc_must_be_allowed_too(user, enforced):
    vpc = enforced.client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    tagged = allow("ec2:CreateSubnet", "ec2:CreateTags", Condition=TAGGED_IN_REQUEST)
    wanted = {"VpcId": vpc, "CidrBlock": "10.0.1.0/24", "TagSpecifications": with_tag("subnet")}
    with pytest.raises(Exception, match=f"vpc/{vpc}"):
        user(tagged)("ec2").create_subnet(**wanted)
    in_any = allow("ec2:CreateSubnet", resource="arn:aws:ec2:*:*:vpc/*")
    assert user(tagged, in_any)("ec2").create_subnet(**wanted)


@pytest.fixture
def target_group(network):
    return {"Name": f"judged-{network.vpc[-8:]}", "Protocol": "HTTP", "Port": 80, "VpcId": network.vpc}


def test_given_a_tag_is_asked_for_when_a_target_group_is_made_without_it_then_it_is_denied(user, target_group):
    made = allow("elasticloadbalancing:CreateTargetGroup", Condition=TAGGED_IN_REQUEST)
    at_creation = {"StringEquals": {"elasticloadbalancing:CreateAction": "CreateTargetGroup"}}
    tagging = allow("elasticloadbalancing:AddTags", Condition=at_creation)
    tags = [{"Key": OURS, "Value": "u"}]
    with pytest.raises(Exception, match="elasticloadbalancing:CreateTargetGroup"):
        user(made, tagging)("elbv2").create_target_group(**target_group)
    with pytest.raises(Exception, match="elasticloadbalancing:AddTags"):
        user(made)("elbv2").create_target_group(**target_group, Tags=tags)
    assert user(made, tagging)("elbv2").create_target_group(**target_group, Tags=tags)["TargetGroups"]


def test_given_only_tagged_balancers_when_another_is_tagged_or_deleted_then_it_is_denied(user, enforced, target_group):
    root = enforced.client("elbv2")
    foreign = root.create_target_group(**target_group)["TargetGroups"][0]["TargetGroupArn"]
    ours = root.create_target_group(**(target_group | {"Name": "ours"}), Tags=[{"Key": OURS, "Value": "u"}])
    arn = ours["TargetGroups"][0]["TargetGroupArn"]
    allowed = ("elasticloadbalancing:AddTags", "elasticloadbalancing:DeleteTargetGroup")
    elb = user(allow(*allowed, Condition=TAGGED_RESOURCE))("elbv2")
    with pytest.raises(Exception, match="elasticloadbalancing:AddTags"):
        elb.add_tags(ResourceArns=[foreign], Tags=[{"Key": "a", "Value": "b"}])
    with pytest.raises(Exception, match="elasticloadbalancing:DeleteTargetGroup"):
        elb.delete_target_group(TargetGroupArn=foreign)
    elb.add_tags(ResourceArns=[arn], Tags=[{"Key": "a", "Value": "b"}])
    elb.delete_target_group(TargetGroupArn=arn)


def test_given_a_boundary_is_asked_for_when_a_role_has_none_or_another_then_it_is_denied(user, enforced):
    nothing = json.dumps({"Version": "2012-10-17", "Statement": [allow("s3:Get*")]})
    for name in ("most", "more"):
        enforced.client("iam").create_policy(Path="/line/", PolicyName=name, PolicyDocument=nothing)
    bounded = {"ArnLike": {"iam:PermissionsBoundary": "arn:aws:iam::*:policy/line/most"}}
    under_path = "arn:aws:iam::*:role/line/*"
    iam = user(allow("iam:CreateRole", "iam:PutRolePolicy", resource=under_path, Condition=bounded))("iam")
    role = {"RoleName": "bounded", "Path": "/line/", "AssumeRolePolicyDocument": "{}"}
    with refused_with("AccessDenied"):
        iam.create_role(**role)
    with refused_with("AccessDenied"):
        iam.create_role(**role, PermissionsBoundary="arn:aws:iam::123456789012:policy/line/more")
    iam.create_role(**role, PermissionsBoundary="arn:aws:iam::123456789012:policy/line/most")
    document = json.dumps({"Version": "2012-10-17", "Statement": [allow("s3:*")]})
    iam.put_role_policy(RoleName="bounded", PolicyName="p", PolicyDocument=document)


def test_given_a_boundary_that_does_not_exist_when_a_role_is_made_then_it_is_not_found(aws):
    with refused_with("NoSuchEntity"):
        aws.client("iam").create_role(
            RoleName="unlimited",
            AssumeRolePolicyDocument="{}",
            PermissionsBoundary="arn:aws:iam::123456789012:policy/never-made",
        )


def test_given_a_path_when_the_role_is_not_there_then_the_denial_comes_before_not_found(user):
    iam = user(allow("iam:DeleteRole", resource="arn:aws:iam::*:role/line/*"))("iam")
    with refused_with("AccessDenied"):
        iam.delete_role(RoleName="never-made")


def test_given_an_operator_that_nobody_here_knows_when_called_then_the_statement_does_not_hold(user):
    ec2 = user(allow("ec2:CreateVpc", Condition={"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}}))("ec2")
    with refused_with("UnauthorizedOperation"):
        ec2.create_vpc(CidrBlock="10.0.0.0/16")


def test_given_a_role_that_trusts_an_external_id_only_when_it_is_assumed_without_then_it_is_denied(aws):
    condition = {"StringEquals": {"sts:ExternalId": "ours"}}
    trust = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole", "Condition": condition}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = aws.client("iam").create_role(RoleName="trusting", AssumeRolePolicyDocument=document)["Role"]["Arn"]
    sts = aws.client("sts")
    for given in ({}, {"ExternalId": "theirs"}):
        with refused_with("AccessDenied"):
            sts.assume_role(RoleArn=role, RoleSessionName="line", **given)
    assert sts.assume_role(RoleArn=role, RoleSessionName="line", ExternalId="ours")["Credentials"]
