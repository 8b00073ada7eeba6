import time

import pytest
from conftest import refused_with

PENDING, ENDING = 0.4, 0.5


@pytest.fixture
def slow(aws, network):
    aws.put("latency", {"name": "slow", "pendingSeconds": PENDING, "shuttingDownSeconds": ENDING})
    return network


def test_given_a_pending_time_when_launched_then_it_is_pending_and_later_running(slow):
    started = time.monotonic()
    instance = slow.run()[0]
    assert instance["State"]["Name"] == "pending"
    slow.wait(instance, "instance_running")
    assert time.monotonic() - started >= PENDING


def test_given_a_shutting_down_time_when_terminated_then_addresses_are_held_until_the_end(slow):
    instance = slow.run(ip="10.0.1.50")[0]
    slow.terminate(instance)
    assert slow.state(instance) == "shutting-down"
    with refused_with("InvalidIPAddress.InUse"):
        slow.run(ip="10.0.1.50")
    with refused_with("DependencyViolation"):
        slow.ec2.delete_subnet(SubnetId=slow.subnet)

    slow.wait(instance, "instance_terminated")

    assert slow.run(ip="10.0.1.50")[0]["PrivateIpAddress"] == "10.0.1.50"


def test_given_a_terminated_instance_when_terminated_again_then_nothing_happens(slow):
    instance = slow.run()[0]
    slow.terminate(instance)
    slow.wait(instance, "instance_terminated")
    slow.terminate(instance)
    assert slow.state(instance) == "terminated"


def test_given_a_terminated_instance_when_volumes_are_described_then_its_root_volume_is_gone(network):
    instance = network.run()[0]
    volume = network.describe(instance)["BlockDeviceMappings"][0]["Ebs"]["VolumeId"]
    network.terminate(instance)
    network.describe(instance)
    with refused_with("InvalidVolume.NotFound"):
        network.ec2.describe_volumes(VolumeIds=[volume])


def test_given_a_stopped_instance_when_started_then_it_runs_with_a_new_public_address(network):
    instance = network.run()[0]
    before = network.describe(instance)["PublicIpAddress"]
    network.ec2.stop_instances(InstanceIds=[instance["InstanceId"]])
    assert network.state(instance) == "stopped"
    assert "PublicIpAddress" not in network.describe(instance)

    network.ec2.start_instances(InstanceIds=[instance["InstanceId"]])

    assert network.state(instance) == "running"
    assert network.describe(instance)["PublicIpAddress"] != before


def test_given_a_terminated_instance_when_started_then_it_is_refused(network):
    instance = network.run()[0]
    network.terminate(instance)
    with refused_with("IncorrectInstanceState"):
        network.ec2.start_instances(InstanceIds=[instance["InstanceId"]])
