import pytest
from conftest import refused_with

DEBIAN = "136693071363"
DISK = [{"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 12}}]


def named(ec2, pattern: str, owner: str = DEBIAN) -> list[dict]:
    return ec2.describe_images(Owners=[owner], Filters=[{"Name": "name", "Values": [pattern]}])["Images"]


def test_given_debians_account_when_its_images_are_described_then_they_are_answered_as_by_aws(ec2):
    newest = max(named(ec2, "debian-13-amd64-*"), key=lambda image: image["CreationDate"])

    assert newest["ImageOwnerAlias"] == "amazon" and newest["OwnerId"] == DEBIAN and newest["Public"]
    assert (newest["Architecture"], newest["VirtualizationType"]) == ("x86_64", "hvm")
    assert (newest["RootDeviceType"], newest["RootDeviceName"]) == ("ebs", "/dev/xvda")
    assert not named(ec2, "debian-13-amd64-*", owner="099720109477")


def test_given_an_image_that_is_deregistered_when_described_or_launched_then_it_is_gone(aws):
    ec2 = aws.client("ec2", region="sa-east-1")
    image = named(ec2, "debian-12-amd64-*")[0]["ImageId"]

    ec2.deregister_image(ImageId=image)

    assert ec2.describe_images(ImageIds=[image])["Images"] == []
    with refused_with("InvalidAMIID.Unavailable"):
        ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1, InstanceType="t3.medium")


@pytest.mark.parametrize("pattern, code", [("debian-13-arm64-*", "InvalidParameterValue")])
def test_given_an_image_of_another_processor_when_launched_then_it_is_refused(network, pattern, code):
    with refused_with(code):
        network.run(ImageId=named(network.ec2, pattern)[0]["ImageId"])


def test_given_an_image_larger_than_the_disk_when_launched_then_it_is_refused(network):
    image = network.ec2.register_image(
        Name="of-our-own",
        Architecture="x86_64",
        VirtualizationType="hvm",
        RootDeviceName="/dev/xvda",
        BlockDeviceMappings=DISK,
    )["ImageId"]
    small = [{"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 10}}]

    with refused_with("InvalidBlockDeviceMapping"):
        network.run(ImageId=image, BlockDeviceMappings=small)
    assert network.run(ImageId=image, BlockDeviceMappings=DISK)


def test_given_a_machine_when_its_image_is_deregistered_then_it_is_still_told_by_its_name(aws, network):
    image = network.ec2.register_image(
        Name="debian-of-our-own", Architecture="x86_64", VirtualizationType="hvm", BlockDeviceMappings=DISK
    )["ImageId"]
    instance = network.run(ImageId=image)[0]["InstanceId"]
    network.ec2.deregister_image(ImageId=image)

    machines = aws.get("machines")["machines"]
    assert [one["imageName"] for one in machines if one["id"] == instance] == ["debian-of-our-own"]
