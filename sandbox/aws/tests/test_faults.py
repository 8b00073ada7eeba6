import socket
import time

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, EndpointConnectionError
from conftest import refused_with


def test_given_a_throttling_rule_when_called_then_it_hits_as_often_as_told(aws, ec2):
    aws.put(
        "faults", [{"service": "ec2", "action": "DescribeVpcs", "skip": 1, "times": 2, "code": "RequestLimitExceeded"}]
    )
    ec2.describe_vpcs()
    for _ in range(2):
        with refused_with("RequestLimitExceeded"):
            ec2.describe_vpcs()
    ec2.describe_vpcs()
    assert aws.get("faults")[0]["hits"] == 2


def test_given_a_rule_for_a_body_when_called_then_only_that_request_is_hit(aws, network):
    aws.put(
        "faults",
        [{"action": "RunInstances", "body": "t3a.large", "code": "InsufficientInstanceCapacity", "status": 500}],
    )
    network.run()
    with refused_with("InsufficientInstanceCapacity"):
        network.run(InstanceType="t3a.large")


@pytest.mark.parametrize(
    ("service", "call"),
    [
        ("s3", lambda client: client.list_buckets()),
        ("iam", lambda client: client.list_roles()),
        ("secretsmanager", lambda client: client.list_secrets()),
        ("sts", lambda client: client.get_caller_identity()),
        ("route53", lambda client: client.list_hosted_zones()),
        ("cloudfront", lambda client: client.list_distributions()),
        ("elbv2", lambda client: client.describe_load_balancers()),
        ("acm", lambda client: client.list_certificates()),
        ("resourcegroupstaggingapi", lambda client: client.get_resources()),
        ("service-quotas", lambda client: client.list_service_quotas(ServiceCode="ec2")),
        ("pricing", lambda client: client.get_products(ServiceCode="AmazonEC2")),
    ],
)
def test_given_a_rule_for_every_service_when_called_then_its_sdk_reads_the_error(aws, service, call):
    client = aws.client(service)
    call(client)
    aws.put("faults", [{"code": "AccessDenied", "status": 403, "message": "no & never"}])
    with refused_with("AccessDenied"):
        call(client)


def test_given_a_drop_rule_when_called_then_the_connection_dies_and_nothing_is_done(aws, ec2):
    aws.put("faults", [{"action": "CreateVpc", "drop": True, "times": 1}])
    before = len(ec2.describe_vpcs()["Vpcs"])
    with pytest.raises((ConnectionClosedError, EndpointConnectionError)):
        ec2.create_vpc(CidrBlock="10.7.0.0/16")
    assert len(ec2.describe_vpcs()["Vpcs"]) == before


def test_given_apply_then_drop_when_called_then_the_connection_dies_and_it_is_done(aws, ec2):
    aws.put("faults", [{"action": "CreateVpc", "applyThenDrop": True, "times": 1}])
    before = len(ec2.describe_vpcs()["Vpcs"])
    with pytest.raises((ConnectionClosedError, EndpointConnectionError)):
        ec2.create_vpc(CidrBlock="10.7.0.0/16")
    assert len(ec2.describe_vpcs()["Vpcs"]) == before + 1


def test_given_a_launch_applied_then_dropped_when_tried_again_with_its_token_then_one_instance_exists(aws, network):
    aws.put("faults", [{"action": "RunInstances", "applyThenDrop": True, "times": 1}])
    with pytest.raises((ConnectionClosedError, EndpointConnectionError)):
        network.run(ClientToken="token-dropped")

    again = network.run(ClientToken="token-dropped")[0]

    assert [found["InstanceId"] for found in network.instances()] == [again["InstanceId"]]


def test_given_a_latency_rule_and_a_profile_when_called_then_both_delay(aws, ec2):
    aws.put("latency", {"name": "slow", "apiCallMillis": 100})
    aws.put("faults", [{"action": "DescribeVpcs", "latencyMillis": 150}])
    started = time.monotonic()
    ec2.describe_vpcs()
    assert time.monotonic() - started >= 0.25


def test_given_a_hiding_rule_when_created_then_the_next_describes_do_not_find_it(aws, ec2):
    aws.put("faults", [{"action": "CreateVpc", "hideDescribes": 2}])
    vpc = ec2.create_vpc(CidrBlock="10.8.0.0/16")["Vpc"]["VpcId"]
    aws.put("faults", [])
    with refused_with("InvalidVpcID.NotFound"):
        ec2.describe_vpcs(VpcIds=[vpc])
    assert vpc not in [found["VpcId"] for found in ec2.describe_vpcs()["Vpcs"]]
    assert ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["VpcId"] == vpc


def test_given_a_hiding_time_when_launched_then_the_instance_is_found_only_after_it(aws, network):
    aws.put("faults", [{"action": "RunInstances", "hideMillis": 400}])
    instance = network.run()[0]
    assert network.instances() == []
    network.wait(instance, "instance_exists")
    assert [found["InstanceId"] for found in network.instances()] == [instance["InstanceId"]]


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        ({"sevice": "ec2"}, "rule"),
        ({"action": "("}, "action"),
        ({"probability": 2}, "probability"),
        ({"times": -1}, "times"),
    ],
)
def test_given_a_wrong_rule_when_put_then_it_is_refused_with_its_field(aws, rule, field):
    assert aws.put_refused("faults", [rule])["field"] == field


def _dry_runs_until_throttled(ec2, image: str) -> int:
    """How many launches were let through before one was not. The bucket earns two a second: a machine that is too slow to
    empty it fails loudly."""
    launch = {"ImageId": image, "InstanceType": "t3a.medium", "MinCount": 1, "MaxCount": 1, "DryRun": True}
    for admitted in range(100):
        with pytest.raises(ClientError) as refusal:
            ec2.run_instances(**launch)
        code = refusal.value.response["Error"]["Code"]
        if code == "RequestLimitExceeded":
            return admitted
        assert code == "DryRunOperation"
    raise AssertionError("100 launches in a row were let through")


def test_given_the_token_buckets_when_launches_come_too_fast_then_they_are_throttled_and_refilled(aws, network):
    image = network.image()
    aws.put("throttle", {"enabled": True})
    started = time.monotonic()
    admitted = _dry_runs_until_throttled(network.ec2, image)
    assert 5 <= admitted <= 5 + 2 * (time.monotonic() - started)
    patient = aws.client("ec2", retries=5)
    with refused_with("DryRunOperation"):
        patient.run_instances(ImageId=image, InstanceType="t3a.medium", MinCount=1, MaxCount=1, DryRun=True)


def _admitted(call, attempts: int) -> int:
    """How many of so many calls were let through, made one after another."""
    admitted = 0
    for _ in range(attempts):
        try:
            call()
            admitted += 1
        except ClientError as error:
            assert error.response["Error"]["Code"] == "RequestLimitExceeded"
    return admitted


@pytest.mark.parametrize(
    ("action", "options", "burst", "per_second"),
    [
        ("describe_vpcs", {}, 100, 20),
        ("describe_instances", {}, 50, 10),
        ("describe_instances", {"Filters": [{"Name": "instance-state-name", "Values": ["running"]}]}, 100, 20),
        ("delete_key_pair", {"KeyName": "absent"}, 50, 5),
    ],
)
def test_given_the_token_buckets_when_a_burst_comes_then_as_many_pass_as_aws_publishes(
    aws, ec2, action, options, burst, per_second
):
    aws.put("throttle", {"enabled": True})
    started = time.monotonic()
    admitted = _admitted(lambda: getattr(ec2, action)(**options), 3 * burst)
    earned = (time.monotonic() - started) * per_second
    assert burst <= admitted <= burst + earned + 1


def test_given_the_token_buckets_when_one_region_is_empty_then_others_are_not(aws, network):
    image = network.image()
    aws.put("throttle", {"enabled": True})
    _dry_runs_until_throttled(network.ec2, image)
    throttled = aws.get("calls")["throttled"]
    elsewhere = aws.client("ec2", region="eu-west-1")
    with refused_with("DryRunOperation"):
        elsewhere.run_instances(ImageId=image, InstanceType="t3a.medium", MinCount=1, MaxCount=1, DryRun=True)
    network.ec2.describe_vpcs()
    assert aws.get("calls")["throttled"] == throttled


def test_given_a_broken_client_when_it_leaves_then_the_stand_in_lives_on(aws, ec2):
    with socket.create_connection(("127.0.0.1", int(aws.endpoint.rsplit(":", 1)[1]))) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nAction=")
    ec2.describe_vpcs()
