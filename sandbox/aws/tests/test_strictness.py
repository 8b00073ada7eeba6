"""What AWS refuses, or gives up later, and moto takes."""

import pytest
from conftest import refused_with


def tags(many: int) -> list[dict]:
    return [{"Key": f"k{i}", "Value": "v"} for i in range(many)]


def test_given_more_than_fifty_tags_when_made_then_it_is_refused_and_nothing_is_left(ec2):
    before = len(ec2.describe_vpcs()["Vpcs"])
    with refused_with("TagLimitExceeded"):
        ec2.create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=[{"ResourceType": "vpc", "Tags": tags(51)}])
    assert len(ec2.describe_vpcs()["Vpcs"]) == before
    ec2.create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=[{"ResourceType": "vpc", "Tags": tags(50)}])


@pytest.mark.parametrize("kind", ["role", "instance_profile"])
def test_given_tag_keys_that_differ_in_case_only_when_made_in_iam_then_they_are_refused(aws, kind):
    iam = aws.client("iam")
    twice = [{"Key": "Name", "Value": "a"}, {"Key": "name", "Value": "b"}]
    with refused_with("InvalidInput"):
        if kind == "role":
            iam.create_role(RoleName="cases", AssumeRolePolicyDocument="{}", Tags=twice)
        else:
            iam.create_instance_profile(InstanceProfileName="cases", Tags=twice)


def test_given_a_role_that_is_out_of_its_profile_when_taken_out_again_then_it_is_not_found(aws):
    iam = aws.client("iam")
    iam.create_role(RoleName="left", AssumeRolePolicyDocument="{}")
    iam.create_instance_profile(InstanceProfileName="empty")
    with refused_with("NoSuchEntity"):
        iam.remove_role_from_instance_profile(InstanceProfileName="empty", RoleName="left")


def test_given_a_group_with_sixty_rules_when_one_more_is_added_then_it_is_refused(network):
    def rule(start: int, many: int) -> dict:
        ranges = [{"CidrIp": f"10.9.{i}.0/24"} for i in range(start, start + many)]
        return {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": ranges}

    network.ec2.authorize_security_group_ingress(GroupId=network.group, IpPermissions=[rule(0, 60)])
    with refused_with("RulesPerSecurityGroupLimitExceeded"):
        network.ec2.authorize_security_group_ingress(GroupId=network.group, IpPermissions=[rule(60, 1)])


@pytest.mark.parametrize("reason", ["Client.VolumeLimitExceeded", "Client.InternalError", "Server.InternalError"])
def test_given_a_launch_that_aws_gives_up_when_described_then_it_is_terminated_for_that_reason(aws, network, reason):
    aws.put("faults", [{"service": "ec2", "action": "RunInstances", "stateReason": reason}])

    instance = network.run()[0]
    network.wait(instance, "instance_terminated")

    described = network.describe(instance)["StateReason"]
    assert described["Code"] == reason and described["Message"].startswith(f"{reason}: ")


def test_given_a_reason_that_aws_does_not_document_when_set_then_it_is_refused_with_those_that_it_does(aws):
    refused = aws.put_refused("faults", [{"action": "RunInstances", "stateReason": "Client.Sorry"}])
    assert "Client.VolumeLimitExceeded" in refused["fix"] and "Server.InsufficientInstanceCapacity" in refused["fix"]


def test_given_a_new_account_when_it_makes_more_than_five_then_it_is_refused(aws):
    ec2 = aws.client("ec2", region="eu-south-1")
    aws.put("profile", {"name": "new-account"})
    for _ in range(5):
        ec2.allocate_address(Domain="vpc")
    with refused_with("AddressLimitExceeded"):
        ec2.allocate_address(Domain="vpc")
    for _ in range(5 - len(ec2.describe_vpcs()["Vpcs"])):
        ec2.create_vpc(CidrBlock="10.0.0.0/16")
    with refused_with("VpcLimitExceeded"):
        ec2.create_vpc(CidrBlock="10.0.0.0/16")
