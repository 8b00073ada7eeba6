import pytest
from conftest import Network, refused_with


def test_given_a_used_or_impossible_private_address_when_asked_for_then_it_is_refused(network):
    network.run(ip="10.0.1.60")
    with refused_with("InvalidIPAddress.InUse"):
        network.run(ip="10.0.1.60")
    with refused_with("InvalidParameterValue"):
        network.run(ip="10.0.9.60")
    with refused_with("InvalidParameterValue"):
        network.run(ip="10.0.1.3")


def test_given_two_vpcs_with_equal_cidrs_when_both_use_an_address_then_both_get_it(ec2):
    one, other = Network(ec2), Network(ec2)
    assert one.run(ip="10.0.1.70")[0]["PrivateIpAddress"] == other.run(ip="10.0.1.70")[0]["PrivateIpAddress"]


def test_given_many_instances_when_launched_then_public_addresses_differ_and_are_loopback(network):
    network.run(count=5)
    addresses = [instance["PublicIpAddress"] for instance in network.instances()]
    assert len(set(addresses)) == 5 and all(address.startswith("127.1.") for address in addresses)


@pytest.fixture
def elastic(ec2):
    address = ec2.allocate_address(Domain="vpc")
    assert address["PublicIp"].startswith("127.1.")
    return address


def test_given_an_elastic_ip_when_associated_then_it_is_the_public_address_also_after_a_restart(network, elastic):
    instance = network.run()[0]
    network.ec2.associate_address(InstanceId=instance["InstanceId"], AllocationId=elastic["AllocationId"])
    network.ec2.stop_instances(InstanceIds=[instance["InstanceId"]])
    network.ec2.start_instances(InstanceIds=[instance["InstanceId"]])
    assert network.describe(instance)["PublicIpAddress"] == elastic["PublicIp"]


def test_given_an_associated_elastic_ip_when_released_then_it_is_refused_until_disassociated(network, elastic):
    instance = network.run()[0]
    association = network.ec2.associate_address(InstanceId=instance["InstanceId"], AllocationId=elastic["AllocationId"])
    with refused_with("InvalidIPAddress.InUse"):
        network.ec2.release_address(AllocationId=elastic["AllocationId"])
    network.ec2.disassociate_address(AssociationId=association["AssociationId"])
    network.ec2.release_address(AllocationId=elastic["AllocationId"])
    with refused_with("InvalidAllocationID.NotFound"):
        network.ec2.release_address(AllocationId=elastic["AllocationId"])


def test_given_an_associated_elastic_ip_when_its_instance_is_terminated_then_it_is_free(network, elastic):
    instance = network.run()[0]
    network.ec2.associate_address(InstanceId=instance["InstanceId"], AllocationId=elastic["AllocationId"])
    network.terminate(instance)
    found = network.ec2.describe_addresses(AllocationIds=[elastic["AllocationId"]])["Addresses"][0]
    assert "AssociationId" not in found and not found.get("InstanceId")


def test_given_a_pending_instance_when_an_elastic_ip_is_associated_then_it_is_refused(aws, network, elastic):
    aws.put("latency", {"name": "slow", "pendingSeconds": 30})
    instance = network.run()[0]
    with refused_with("InvalidInstanceID"):
        network.ec2.associate_address(InstanceId=instance["InstanceId"], AllocationId=elastic["AllocationId"])


@pytest.fixture
def small(ec2):
    """A subnet of sixteen addresses, eleven of which are free."""
    return Network(ec2, cidr="10.8.0.0/16", subnet="10.8.1.0/28")


def free(network: Network) -> int:
    return network.ec2.describe_subnets(SubnetIds=[network.subnet])["Subnets"][0]["AvailableIpAddressCount"]


def test_given_a_subnet_when_instances_come_and_go_then_its_free_addresses_are_counted(small):
    assert free(small) == 11
    instances = [small.run(ip="10.8.1.5")[0], *small.run(count=2)]
    assert free(small) == 8
    small.terminate(*instances)
    for instance in instances:
        small.wait(instance, "instance_terminated")
    assert free(small) == 11


def test_given_a_full_subnet_when_launched_into_then_it_is_refused_until_an_address_is_free(small):
    instances = small.run(count=11)
    assert len({instance["PrivateIpAddress"] for instance in instances}) == 11
    with refused_with("InsufficientFreeAddressesInSubnet"):
        small.run()
    small.terminate(instances[3])
    small.wait(instances[3], "instance_terminated")
    assert small.run()[0]["PrivateIpAddress"] == instances[3]["PrivateIpAddress"]


def test_given_more_instances_than_free_addresses_when_launched_then_none_is(small):
    small.run(count=9)
    with refused_with("InsufficientFreeAddressesInSubnet"):
        small.run(count=3)
    assert free(small) == 2


def test_given_an_interface_at_an_address_when_launched_without_one_then_another_is_taken(small):
    small.ec2.create_network_interface(SubnetId=small.subnet, PrivateIpAddress="10.8.1.4")
    assert small.run()[0]["PrivateIpAddress"] == "10.8.1.5"


def test_given_a_subnet_with_seven_free_addresses_when_a_balancer_is_made_then_it_is_refused(aws, small):
    other = small.ec2.create_subnet(VpcId=small.vpc, CidrBlock="10.8.2.0/28", AvailabilityZone="ap-northeast-2c")
    subnets = [small.subnet, other["Subnet"]["SubnetId"]]
    small.run(count=4)
    with refused_with("InvalidSubnet"):
        aws.client("elbv2").create_load_balancer(Name="no-room", Subnets=subnets)
