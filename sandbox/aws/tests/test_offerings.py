import pytest
from conftest import Network, refused_with

WORDS = (
    r"\(Unsupported\).*Your requested instance type \(t3a.medium\) is not supported in your requested Availability Zone"
    r" \(ap-northeast-2b\). Please retry your request by not specifying an Availability Zone or choosing"
    r" ap-northeast-2a, ap-northeast-2c\."
)


def in_zone(ec2, zone: str) -> Network:
    return Network(ec2, zone=zone)


def test_given_a_zone_without_the_type_when_launched_there_then_it_is_refused_in_the_words_of_aws(ec2):
    network = in_zone(ec2, "ap-northeast-2b")
    with pytest.raises(Exception, match=WORDS):
        network.run(InstanceType="t3a.medium")
    assert network.instances() == []
    assert network.run(InstanceType="t3.medium")


def test_given_a_region_without_the_type_when_launched_then_the_configuration_is_not_supported(aws):
    network = Network(aws.client("ec2", region="eu-north-1"))
    with refused_with("Unsupported"):
        network.run(InstanceType="t3a.medium")
    with refused_with("InvalidParameterValue"):
        network.run(InstanceType="t3a.gigantic")


def test_given_offerings_when_asked_by_zone_and_type_then_only_the_zones_that_have_it_are_answered(ec2):
    answer = ec2.describe_instance_type_offerings(
        LocationType="availability-zone", Filters=[{"Name": "instance-type", "Values": ["t3a.medium", "t3.medium"]}]
    )["InstanceTypeOfferings"]
    zones = {(offer["InstanceType"], offer["Location"][-2:]) for offer in answer}
    assert zones == {("t3a.medium", z) for z in ("2a", "2c")} | {("t3.medium", z) for z in ("2a", "2b", "2c", "2d")}


def test_given_a_region_without_the_type_when_described_then_it_does_not_exist_there(aws):
    ec2 = aws.client("ec2", region="eu-north-1")
    with refused_with("InvalidInstanceType"):
        ec2.describe_instance_types(InstanceTypes=["t3.medium", "t3a.medium"])
    assert len(ec2.describe_instance_types(InstanceTypes=["t3.medium"])["InstanceTypes"]) == 1
