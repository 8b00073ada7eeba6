import threading
from concurrent.futures import ThreadPoolExecutor

from conftest import refused_with

NODES = 14


def test_given_a_public_subnet_when_an_instance_is_launched_then_it_has_its_addresses_groups_and_volume(network):
    disk = {"VolumeSize": 80, "VolumeType": "gp3", "Encrypted": True, "DeleteOnTermination": True}
    instance = network.run(ip="10.0.1.20", BlockDeviceMappings=[{"DeviceName": "/dev/sda1", "Ebs": disk}])[0]

    described = network.describe(instance)
    assert described["PrivateIpAddress"] == "10.0.1.20"
    assert described["PublicIpAddress"].startswith("127.1.")
    assert [group["GroupId"] for group in described["SecurityGroups"]] == [network.group]
    volume = network.ec2.describe_volumes(VolumeIds=[described["BlockDeviceMappings"][0]["Ebs"]["VolumeId"]])[
        "Volumes"
    ][0]
    assert (volume["Size"], volume["VolumeType"], volume["Encrypted"]) == (80, "gp3", True)


def test_given_max_count_above_min_count_when_launched_then_max_count_instances_with_profile_run(aws, network):
    iam = aws.client("iam")
    iam.create_instance_profile(InstanceProfileName="launch-test")

    instances = network.run(MinCount=1, MaxCount=3, IamInstanceProfile={"Name": "launch-test"})

    profiles = [network.describe(instance)["IamInstanceProfile"]["Arn"] for instance in instances]
    assert len(profiles) == 3 and all(arn.endswith("/launch-test") for arn in profiles)


def test_given_the_same_token_when_launched_twice_then_the_same_instance_is_answered(network):
    first = network.run(ClientToken="token-same")[0]
    second = network.run(ClientToken="token-same")[0]

    assert first["InstanceId"] == second["InstanceId"]
    assert len(network.instances()) == 1


def test_given_the_same_token_with_other_parameters_when_launched_then_it_is_refused(network):
    network.run(ClientToken="token-other")
    with refused_with("IdempotentParameterMismatch"):
        network.run(ClientToken="token-other", InstanceType="t3a.large")


def test_given_a_terminated_instance_when_its_token_comes_again_then_that_instance_is_answered(network):
    instance = network.run(ClientToken="token-terminated")[0]
    network.terminate(instance)

    again = network.run(ClientToken="token-terminated")[0]

    assert again["InstanceId"] == instance["InstanceId"]
    assert again["State"]["Name"] == "terminated"


def test_given_a_failed_launch_when_its_token_comes_again_then_it_is_tried_again(network):
    blocker = network.run(ip="10.0.1.30")[0]
    with refused_with("InvalidIPAddress.InUse"):
        network.run(ip="10.0.1.30", ClientToken="token-failed")
    network.terminate(blocker)

    assert network.run(ip="10.0.1.30", ClientToken="token-failed")[0]["InstanceId"] != blocker["InstanceId"]


def test_given_a_launch_that_fails_when_described_then_no_empty_reservation_is_left(network):
    network.run(ip="10.0.1.40")
    with refused_with("InvalidIPAddress.InUse"):
        network.run(ip="10.0.1.40")
    assert all(reservation["Instances"] for reservation in network.ec2.describe_instances()["Reservations"])


def test_given_wrong_image_type_or_key_when_launched_then_each_is_refused_by_its_code(network):
    with refused_with("InvalidAMIID.NotFound"):
        network.run(ImageId="ami-0123456789abcdef0")
    with refused_with("InvalidParameterValue"):
        network.run(InstanceType="t3a.enormous")
    with refused_with("InvalidKeyPair.NotFound"):
        network.run(KeyName="nobody")


def test_given_two_regions_when_images_are_described_then_each_has_its_own_ids(aws, network):
    other = aws.client("ec2", region="us-east-1")
    there = {image["ImageId"] for image in other.describe_images(Owners=["099720109477"])["Images"]}
    assert network.image() not in there and len(there) == 5


def test_given_user_data_and_tags_when_launched_then_both_are_kept(network):
    instance = network.run(
        UserData="#!/bin/sh\necho hello\n",
        TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "k8s-master"}]}],
    )[0]
    attribute = network.ec2.describe_instance_attribute(InstanceId=instance["InstanceId"], Attribute="userData")
    assert attribute["UserData"]["Value"]
    assert network.describe(instance)["Tags"] == [{"Key": "Name", "Value": "k8s-master"}]


def test_given_a_gp3_root_with_its_own_performance_when_launched_then_the_volume_has_it_and_ends_with_the_instance(
    network,
):
    instance = network.run(
        BlockDeviceMappings=[
            {"DeviceName": "/dev/sda1", "Ebs": {"VolumeSize": 40, "VolumeType": "gp3", "Iops": 4000, "Throughput": 250}}
        ]
    )[0]
    device = network.describe(instance)["BlockDeviceMappings"][0]["Ebs"]
    volume = network.ec2.describe_volumes(VolumeIds=[device["VolumeId"]])["Volumes"][0]
    assert (volume["Iops"], volume["Throughput"], device["DeleteOnTermination"]) == (4000, 250, True)


def test_given_fourteen_launches_at_once_when_each_comes_twice_then_fourteen_instances_have_their_own_addresses(
    aws, network
):
    network.image()
    start = threading.Barrier(2 * NODES)

    def launch(number: int) -> str:
        start.wait()
        return network.through(aws.client("ec2")).run(ClientToken=f"at-once-{number % NODES}")[0]["InstanceId"]

    with ThreadPoolExecutor(2 * NODES) as pool:
        answered = list(pool.map(launch, range(2 * NODES)))

    found = network.instances()
    assert {instance["InstanceId"] for instance in found} == set(answered) and len(found) == NODES
    assert len({instance["PrivateIpAddress"] for instance in found}) == NODES
    assert len({instance["PublicIpAddress"] for instance in found}) == NODES
