import base64
import threading
import time

from conftest import Network

WORLD = "0.0.0.0/0"


def machine(aws, instance) -> dict:
    return next(entry for entry in aws.get("machines")["machines"] if entry["id"] == instance["InstanceId"])


def open_port(network, port, cidr) -> None:
    network.ec2.authorize_security_group_ingress(
        GroupId=network.group,
        IpPermissions=[{"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": [{"CidrIp": cidr}]}],
    )


def test_given_an_instance_when_listed_then_it_has_what_a_host_needs(aws, network):
    instance = network.run(
        ip="10.0.1.90",
        UserData="#!/bin/sh\ntrue\n",
        TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "k8s-redis"}]}],
    )[0]
    listed = machine(aws, instance)
    assert listed["state"] == "running" and listed["name"] == "k8s-redis" and listed["privateIp"] == "10.0.1.90"
    assert listed["publicIp"] == network.describe(instance)["PublicIpAddress"]
    assert base64.b64decode(listed["userData"]) == b"#!/bin/sh\ntrue\n"
    assert (listed["vpcId"], listed["subnetId"], listed["region"]) == (network.vpc, network.subnet, "ap-northeast-2")
    vpc = next(entry for entry in aws.get("machines")["vpcs"] if entry["id"] == network.vpc)
    assert vpc["cidr"] == "10.0.0.0/16" and vpc["subnets"][0]["cidr"] == "10.0.1.0/24"


def test_given_an_instance_when_listed_then_it_has_the_size_of_its_type(aws, network):
    sizes = {
        kind: machine(aws, network.run(InstanceType=kind)[0]) for kind in ("t3a.medium", "t3a.large", "m5.2xlarge")
    }
    assert {kind: (listed["vcpus"], listed["memoryMib"]) for kind, listed in sizes.items()} == {
        "t3a.medium": (2, 4096),
        "t3a.large": (2, 8192),
        "m5.2xlarge": (8, 32768),
    }


def test_given_a_hop_limit_when_listed_then_the_host_knows_how_far_its_metadata_reaches(aws, network):
    assert machine(aws, network.run()[0])["metadataHops"] == 1
    options = {"HttpTokens": "required", "HttpPutResponseHopLimit": 2}
    assert machine(aws, network.run(MetadataOptions=options)[0])["metadataHops"] == 2


def test_given_rules_for_inside_and_outside_when_listed_then_ingress_has_only_what_outside_reaches(aws, network):
    open_port(network, 22, WORLD)
    open_port(network, 6443, "203.0.113.0/24")
    open_port(network, 2379, "10.0.0.0/16")
    instance = network.run()[0]
    assert machine(aws, instance)["ingress"] == [
        {"protocol": "tcp", "from": 22, "to": 22},
        {"protocol": "tcp", "from": 6443, "to": 6443},
    ]


def test_given_no_route_to_the_gateway_when_listed_then_nothing_is_reachable(aws, network):
    open_port(network, 22, WORLD)
    instance = network.run()[0]
    network.ec2.delete_route(RouteTableId=network.table, DestinationCidrBlock=WORLD)
    assert machine(aws, instance)["ingress"] == []


def test_given_a_poll_when_a_timed_transition_comes_then_it_answers_at_once(aws, network):
    aws.put("latency", {"name": "slow", "pendingSeconds": 0.5})
    instance = network.run()[0]
    seen = aws.get("machines")
    assert machine(aws, instance)["state"] == "pending"

    started = time.monotonic()
    later = aws.get(f"machines?after={seen['revision']}&wait=20")

    assert time.monotonic() - started < 5
    assert later["revision"] > seen["revision"]
    assert machine(aws, instance)["state"] == "running"


def test_given_a_poll_when_something_is_created_then_it_answers_at_once(aws, ec2):
    seen, answers = aws.get("machines")["revision"], []
    poll = threading.Thread(target=lambda: answers.append(aws.get(f"machines?after={seen}&wait=20")))
    poll.start()
    vpc = Network(ec2).vpc
    poll.join(5)
    assert answers and answers[0]["revision"] > seen
    assert vpc in [entry["id"] for entry in aws.get("machines")["vpcs"]]


def test_given_a_poll_when_nothing_happens_then_it_ends_in_time_with_the_same_revision(aws):
    seen = aws.get("machines")["revision"]
    started = time.monotonic()
    assert aws.get(f"machines?after={seen}&wait=0.3")["revision"] == seen
    assert 0.3 <= time.monotonic() - started < 3


def test_given_a_terminated_instance_when_listed_then_it_has_no_way_in_and_no_user_data(aws, network):
    instance = network.run(UserData="x")[0]
    network.terminate(instance)
    listed = machine(aws, instance)
    assert (listed["state"], listed["publicIp"], listed["userData"], listed["ingress"]) == (
        "terminated",
        None,
        None,
        [],
    )
