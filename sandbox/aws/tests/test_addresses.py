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
