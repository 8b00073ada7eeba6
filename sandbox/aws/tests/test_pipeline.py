"""The stand-in as a demo starts it: profiles, and the pipeline as a user with one policy."""

import json
import subprocess
import sys

import pytest
from conftest import HERE, PROFILES, StandIn, refused_with

KEY = "AKIA" + "P" * 16
VARIABLE = "CLUSTERLINE_SANDBOX_PIPELINE_KEY"
POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": ["ec2:CreateVpc", "ec2:DeleteVpc"], "Resource": "*"}],
}


@pytest.fixture(scope="module")
def policy(tmp_path_factory):
    file = tmp_path_factory.mktemp("policy") / "policy.json"
    file.write_text(json.dumps(POLICY))
    return file


@pytest.fixture(scope="module")
def started(policy):
    options = (
        "--check-requests",
        "--iam-policy",
        str(policy),
        "--iam-boundary",
        str(policy),
        "--profile",
        "eventual,new-account",
        "--scale",
        "0.01",
    )
    stand_in = StandIn(PROFILES / "none.json", *options, env={VARIABLE: KEY})
    yield stand_in
    stand_in.stop()


def test_given_a_policy_when_started_then_the_pipeline_may_do_that_and_nothing_else(started):
    pipeline = started.client_of("ec2", KEY, "any")
    pipeline.delete_vpc(VpcId=pipeline.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"])
    with refused_with("UnauthorizedOperation"):
        pipeline.describe_vpcs()
    assert started.get("iam") == {"enforced": True, "denied": ["ec2:DescribeVpcs"]}
    assert started.client("ec2").describe_vpcs(), "the key of the stand-in itself stays the root's"


def test_given_a_boundary_when_started_then_roles_can_be_bounded_by_it(started):
    arn = "arn:aws:iam::123456789012:policy/clusterline/machines"
    iam = started.client("iam")
    assert iam.get_policy(PolicyArn=arn)["Policy"]["Path"] == "/clusterline/"
    role = iam.create_role(RoleName="bounded", AssumeRolePolicyDocument="{}", PermissionsBoundary=arn)["Role"]
    assert role["PermissionsBoundary"]["PermissionsBoundaryArn"] == arn


def test_given_requests_are_to_be_checked_when_started_then_they_are(started):
    started.client("ec2").describe_subnets()
    assert started.get("contract")["services"]["ec2"] > 0


def test_given_two_profiles_when_started_then_both_hold(started):
    assert started.get("profile") == {"name": "eventual,new-account", "scale": 0.01}
    assert started.get("quota")["L-1216C47A"] == 5
    ec2 = started.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    with refused_with("InvalidVpcID.NotFound"):
        ec2.describe_vpcs(VpcIds=[vpc])
    ec2.delete_vpc(VpcId=vpc)


def test_given_a_policy_without_the_key_of_the_pipeline_when_started_then_it_says_which_variable(policy):
    ended = _start("--iam-policy", str(policy))
    assert ended.returncode == 1
    assert VARIABLE in ended.stderr


def test_given_a_profile_that_does_not_exist_when_started_then_it_names_those_that_do():
    ended = _start("--profile", "eventual,eventful")
    assert ended.returncode == 2
    assert "'eventful'" in ended.stderr and "eventual" in ended.stderr and "new-account" in ended.stderr


def _start(*options: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "clusterline_aws", "--latency", str(PROFILES / "none.json"), *options]
    return subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, timeout=30)
