"""The profile in which nothing is known at once."""

import time

import pytest
from conftest import Network, refused_with


@pytest.fixture
def eventual(aws):
    aws.put("profile", {"name": "eventual", "scale": 1})
    return aws


def retried(call, **arguments):
    """As a program must: once more after a NotFound."""
    for _ in range(5):
        try:
            return call(**arguments)
        except Exception as refusal:
            if "NotFound" not in str(refusal):
                raise
    raise AssertionError("never found")


def test_given_a_new_vpc_when_looked_for_then_it_is_unknown_for_some_describes_and_for_one_change(eventual):
    ec2 = eventual.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]

    with refused_with("InvalidVpcID.NotFound"):
        ec2.describe_vpcs(VpcIds=[vpc])
    assert vpc not in str(ec2.describe_vpcs()["Vpcs"])
    with refused_with("InvalidVpcID.NotFound"):
        ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24")
    assert ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"]
    assert ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24")


def test_given_a_new_role_that_nobody_looks_for_when_it_is_old_enough_then_it_is_known(aws):
    aws.put("profile", {"name": "eventual", "scale": 0.001})
    iam = aws.client("iam")
    iam.create_role(RoleName="old-enough", AssumeRolePolicyDocument="{}")
    created = time.monotonic()
    while time.monotonic() - created < 0.1:
        pass
    assert iam.get_role(RoleName="old-enough")


def test_given_a_new_role_when_looked_for_then_it_is_unknown_for_some_reads_and_for_one_change(eventual):
    iam = eventual.client("iam")
    iam.create_role(RoleName="unseen", AssumeRolePolicyDocument="{}")
    statement = '{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}'
    document = f'{{"Version": "2012-10-17", "Statement": [{statement}]}}'

    for _ in range(2):
        with refused_with("NoSuchEntity"):
            iam.get_role(RoleName="unseen")
    with refused_with("NoSuchEntity"):
        iam.put_role_policy(RoleName="unseen", PolicyName="p", PolicyDocument=document)
    iam.put_role_policy(RoleName="unseen", PolicyName="p", PolicyDocument=document)
    assert iam.get_role(RoleName="unseen")["Role"]["RoleName"] == "unseen"


def test_given_a_new_key_pair_when_listed_then_it_is_not_there_for_some_describes(eventual):
    ec2 = eventual.client("ec2")
    public = b"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIn1E7Y9Nk2mCq2Y8m7qkqfF5JYw1i0h8y9w1K2c3d4e"
    ec2.import_key_pair(KeyName="unseen", PublicKeyMaterial=public)
    listed = [
        len(ec2.describe_key_pairs(Filters=[{"Name": "key-name", "Values": ["unseen"]}])["KeyPairs"]) for _ in range(3)
    ]
    assert listed == [0, 0, 1]


def test_given_an_elastic_ip_when_it_is_given_to_an_instance_then_the_old_address_is_shown_for_a_while(aws, network):
    instance = network.run()[0]
    network.wait(instance, "instance_running")
    before = network.describe(instance)["PublicIpAddress"]
    allocated = network.ec2.allocate_address(Domain="vpc")
    aws.put("profile", {"name": "eventual", "scale": 0.05})

    network.ec2.associate_address(AllocationId=allocated["AllocationId"], InstanceId=instance["InstanceId"])

    shown = [network.describe(instance)["PublicIpAddress"] for _ in range(4)]
    assert shown == [before] * 3 + [allocated["PublicIp"]]
    addresses = network.ec2.describe_addresses(AllocationIds=[allocated["AllocationId"]])["Addresses"]
    assert addresses[0]["PublicIp"] == allocated["PublicIp"]


def test_given_a_subnet_that_just_began_to_give_addresses_when_launched_then_only_who_asks_gets_one(aws, network):
    aws.put("profile", {"name": "eventual", "scale": 1})
    network.ec2.modify_subnet_attribute(SubnetId=network.subnet, MapPublicIpOnLaunch={"Value": True})
    launch = {"ImageId": network.image(), "InstanceType": "t3a.medium", "MinCount": 1, "MaxCount": 1}
    silent = network.ec2.run_instances(**launch, SubnetId=network.subnet)["Instances"][0]
    asking = network.run(public=True)[0]
    aws.put("profile", {"name": "default"})
    for instance, has in ((silent, False), (asking, True)):
        network.wait(instance, "instance_running")
        assert ("PublicIpAddress" in described(network, instance)) is has


def described(network: Network, instance: dict) -> dict:
    for _ in range(5):
        try:
            return network.describe(instance)
        except Exception as refusal:
            if "NotFound" not in str(refusal):
                raise
    raise AssertionError("never found")


def test_given_a_new_instance_profile_when_launched_with_it_then_ec2_does_not_know_it_for_a_while(aws, network):
    iam = aws.client("iam")
    aws.put("profile", {"name": "eventual", "scale": 0.05})
    started = time.monotonic()
    iam.create_instance_profile(InstanceProfileName="young")
    with pytest.raises(Exception, match=r"\(InvalidParameterValue\).*Invalid IAM Instance Profile name"):
        network.run(IamInstanceProfile={"Name": "young"})
    while time.monotonic() - started < 3:
        try:
            assert network.run(IamInstanceProfile={"Name": "young"})
            break
        except Exception as refusal:
            assert "Profile" in str(refusal)
    assert time.monotonic() - started >= 0.75


def test_given_a_deleted_load_balancer_when_its_subnet_goes_then_its_interfaces_are_in_the_way_for_a_while(
    aws, network
):
    other = network.ec2.create_subnet(VpcId=network.vpc, CidrBlock="10.0.2.0/24", AvailabilityZone="ap-northeast-2c")
    subnets = [network.subnet, other["Subnet"]["SubnetId"]]
    elb = aws.client("elbv2")
    balancer = elb.create_load_balancer(Name="lingers", Subnets=subnets, SecurityGroups=[network.group])
    aws.put("profile", {"name": "eventual", "scale": 0.005})

    elb.delete_load_balancer(LoadBalancerArn=balancer["LoadBalancers"][0]["LoadBalancerArn"])

    with refused_with("DependencyViolation"):
        network.ec2.delete_subnet(SubnetId=subnets[1])
    filters = [{"Name": "subnet-id", "Values": [subnets[1]]}]
    (left,) = network.ec2.describe_network_interfaces(Filters=filters)["NetworkInterfaces"]
    assert left["Description"].startswith("ELB app/lingers/")
    ends = time.monotonic() + 5
    while network.ec2.describe_network_interfaces(Filters=filters)["NetworkInterfaces"]:
        assert time.monotonic() < ends
    network.ec2.delete_subnet(SubnetId=subnets[1])
