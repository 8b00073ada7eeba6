"""One stand-in process per test session for the plain tests; tests that change settings put them back."""

import copy
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import boto3
import pytest
from botocore.config import Config

HERE = Path(__file__).resolve().parent
PROFILES = HERE.parent.parent / "latency"
REGION = "ap-northeast-2"


class StandIn:
    def __init__(self, latency: Path, *options: str, env: dict | None = None):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "clusterline_aws", "--latency", str(latency), *options],
            cwd=HERE.parent,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | (env or {}),
        )
        self.ready = json.loads(self.process.stdout.readline())
        self.endpoint = self.ready["endpoint"]
        self.key = self.ready.get("accessKey")

    def client(self, service: str, region: str = REGION, retries: int = 0, **options):
        return self.client_of(service, self.key, "sandbox", region=region, retries=retries, **options)

    def client_of(
        self,
        service: str,
        key: str,
        secret: str,
        token: str | None = None,
        region: str = REGION,
        retries: int = 0,
        **options,
    ):
        config = Config(
            retries={"total_max_attempts": retries + 1},
            connect_timeout=5,
            read_timeout=30,
            s3={"addressing_style": "path"},
        )
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=self.endpoint,
            aws_access_key_id=key,
            aws_secret_access_key=secret,
            aws_session_token=token,
            config=config,
            **options,
        )

    def get(self, path: str):
        with urllib.request.urlopen(self.request(path), timeout=70) as reply:
            return json.load(reply)

    def request(self, path: str, **options) -> urllib.request.Request:
        headers = {"Authorization": f"Bearer {self.key}"}
        return urllib.request.Request(f"{self.endpoint}/_sandbox/{path}", headers=headers, **options)

    def put(self, path: str, value: object):
        request = self.request(path, data=json.dumps(value).encode(), method="PUT")
        with urllib.request.urlopen(request, timeout=10) as reply:
            return json.load(reply)

    def put_refused(self, path: str, value: object) -> dict:
        try:
            self.put(path, value)
        except urllib.error.HTTPError as error:
            assert error.code == 400
            return json.load(error)
        raise AssertionError(f"{path} took {value!r}")

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture(scope="session")
def shared():
    stand_in = StandIn(PROFILES / "none.json")
    yield stand_in
    internal_errors = stand_in.get("calls")["internalErrors"]
    stand_in.stop()
    assert internal_errors == 0, "moto failed with HTTP 500: see stderr"


@pytest.fixture
def aws(shared):
    shared.put("throttle", {"enabled": False})
    latency, quota = shared.get("latency"), shared.get("quota")
    yield shared
    shared.put("faults", [])
    shared.put("latency", latency)
    shared.put("profile", {"name": "default"})
    shared.put("quota", quota)
    shared.put("throttle", {"enabled": False})


@pytest.fixture
def ec2(aws):
    return aws.client("ec2")


@pytest.fixture
def network(ec2):
    return Network(ec2)


class Network:
    """A VPC with one public subnet, as infra-service makes it."""

    def __init__(self, ec2, cidr: str = "10.0.0.0/16", subnet: str = "10.0.1.0/24", zone: str | None = None):
        self.ec2 = ec2
        zone = zone or ec2.describe_availability_zones()["AvailabilityZones"][0]["ZoneName"]
        self.vpc = ec2.create_vpc(CidrBlock=cidr)["Vpc"]["VpcId"]
        self.subnet = ec2.create_subnet(VpcId=self.vpc, CidrBlock=subnet, AvailabilityZone=zone)["Subnet"]["SubnetId"]
        self.gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        ec2.attach_internet_gateway(InternetGatewayId=self.gateway, VpcId=self.vpc)
        self.table = ec2.create_route_table(VpcId=self.vpc)["RouteTable"]["RouteTableId"]
        ec2.create_route(RouteTableId=self.table, DestinationCidrBlock="0.0.0.0/0", GatewayId=self.gateway)
        ec2.associate_route_table(RouteTableId=self.table, SubnetId=self.subnet)
        self.group = ec2.create_security_group(GroupName="nodes", Description="nodes", VpcId=self.vpc)["GroupId"]

    def through(self, ec2) -> "Network":
        """The same network, used by another client."""
        other = copy.copy(self)
        other.ec2 = ec2
        return other

    def image(self) -> str:
        name = "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*"
        images = self.ec2.describe_images(Owners=["099720109477"], Filters=[{"Name": "name", "Values": [name]}])[
            "Images"
        ]
        return max(images, key=lambda image: image["CreationDate"])["ImageId"]

    def run(self, ip: str | None = None, count: int = 1, public: bool = True, **options) -> list[dict]:
        interface = {
            "DeviceIndex": 0,
            "SubnetId": self.subnet,
            "Groups": [self.group],
            "AssociatePublicIpAddress": public,
        }
        if ip:
            interface["PrivateIpAddress"] = ip
        launch = {
            "ImageId": self.image(),
            "InstanceType": "t3a.medium",
            "MinCount": count,
            "MaxCount": count,
            "NetworkInterfaces": [interface],
        } | options
        return self.ec2.run_instances(**launch)["Instances"]

    def terminate(self, *instances: dict) -> None:
        self.ec2.terminate_instances(InstanceIds=[instance["InstanceId"] for instance in instances])

    def wait(self, instance: dict, waiter: str) -> None:
        """waiter: instance_exists, instance_running or instance_terminated."""
        often = {"Delay": 0.05, "MaxAttempts": 100}
        self.ec2.get_waiter(waiter).wait(InstanceIds=[instance["InstanceId"]], WaiterConfig=often)

    def state(self, instance: dict) -> str:
        return self.describe(instance)["State"]["Name"]

    def describe(self, instance: dict) -> dict:
        return self.ec2.describe_instances(InstanceIds=[instance["InstanceId"]])["Reservations"][0]["Instances"][0]

    def instances(self) -> list[dict]:
        found = self.ec2.describe_instances(Filters=[{"Name": "vpc-id", "Values": [self.vpc]}])["Reservations"]
        return [instance for reservation in found for instance in reservation.get("Instances", [])]


def refused_with(code: str):
    return pytest.raises(Exception, match=rf"\({code}\)")
