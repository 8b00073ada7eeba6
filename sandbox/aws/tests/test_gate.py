"""Whoever has no key, as every other user of the machine, learns and changes nothing."""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request

import boto3
import pytest
from botocore.config import Config
from conftest import PROFILES, REGION, StandIn, refused_with

SIGNED = "AWS4-HMAC-SHA256 Credential={key}/20260101/eu-west-1/{service}/aws4_request, SignedHeaders=host, Signature=0"
STRANGERS = ["", "Bearer x", "Bearer ", SIGNED.format(key="sandbox", service="s3"), SIGNED.format(key="", service="s3")]
ASK = """
import sys, urllib.error, urllib.request
request = urllib.request.Request(sys.argv[1], headers={"Authorization": sys.argv[2]} if sys.argv[2] else {})
try:
    print(urllib.request.urlopen(request, timeout=10).status)
except urllib.error.HTTPError as error:
    print(error.code)
"""


def status(url: str, authorization: str, method: str = "GET", body: bytes | None = None) -> int:
    headers = {"Authorization": authorization} if authorization else {}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers, method=method), timeout=10) as reply:
            return reply.status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.parametrize("authorization", STRANGERS)
@pytest.mark.parametrize("path", ["machines", "faults", "calls", "latency", "quota", "throttle", "nothing"])
def test_given_no_key_when_control_is_called_then_it_is_refused(aws, path, authorization):
    assert status(f"{aws.endpoint}/_sandbox/{path}", authorization) == 403
    assert status(f"{aws.endpoint}/_sandbox/{path}", authorization, "PUT", b"[]") == 403
    assert status(f"{aws.endpoint}/_sandbox/{path}", f"Bearer {aws.key}x") == 403


@pytest.mark.parametrize("authorization", STRANGERS)
@pytest.mark.parametrize("path", ["", "bucket/key", "moto-api/", "moto-api/data.json", "moto-api/reset", "_sandboxes"])
def test_given_no_key_when_anything_else_is_called_then_it_is_refused(aws, path, authorization):
    assert status(f"{aws.endpoint}/{path}", authorization) == 403
    assert status(f"{aws.endpoint}/{path}", authorization, "POST", b"") == 403


@pytest.mark.parametrize(
    ("service", "call"),
    [
        ("secretsmanager", lambda client: client.list_secrets()),
        ("secretsmanager", lambda client: client.get_secret_value(SecretId="clusterline/x/y/ssh-key")),
        ("s3", lambda client: client.list_buckets()),
        ("ec2", lambda client: client.describe_instances()),
        ("sts", lambda client: client.get_caller_identity()),
        ("iam", lambda client: client.create_user(UserName="me")),
    ],
)
def test_given_another_key_when_a_service_is_called_then_it_is_denied(aws, service, call):
    stranger = boto3.client(
        service,
        region_name=REGION,
        endpoint_url=aws.endpoint,
        aws_access_key_id="sandbox",
        aws_secret_access_key="sandbox",
        config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}),
    )
    with refused_with("AccessDenied"):
        call(stranger)


def test_given_a_role_that_the_owner_assumes_when_it_is_used_then_it_is_let_in(aws):
    role = "arn:aws:iam::210987654321:role/builder"
    issued = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="stranger")["Credentials"]
    theirs = boto3.client(
        "sts",
        region_name=REGION,
        endpoint_url=aws.endpoint,
        aws_access_key_id=issued["AccessKeyId"],
        aws_secret_access_key=issued["SecretAccessKey"],
        aws_session_token=issued["SessionToken"],
    )
    assert theirs.get_caller_identity()["Account"] == "210987654321"


def test_given_health_when_it_is_asked_for_then_no_key_is_needed(aws):
    assert status(f"{aws.endpoint}/_sandbox/health", "") == 200
    assert status(f"{aws.endpoint}/_sandbox/health/../calls", "") == 403


def test_given_a_key_in_the_environment_when_started_then_it_counts_and_is_not_printed():
    key = "AKIA" + "Z" * 16
    stand_in = StandIn(PROFILES / "none.json", env={"CLUSTERLINE_SANDBOX_KEY": key})
    try:
        assert key not in json.dumps(stand_in.ready)
        stand_in.key = key
        assert stand_in.get("calls")["total"] == 0
    finally:
        stand_in.stop()


def test_given_a_key_of_the_wrong_form_when_started_then_it_says_so_and_does_not_repeat_it():
    run = subprocess.run(
        [sys.executable, "-m", "clusterline_aws", "--latency", str(PROFILES / "none.json")],
        cwd=PROFILES.parent / "aws",
        env=os.environ | {"CLUSTERLINE_SANDBOX_KEY": "hunter2"},
        capture_output=True,
        text=True,
    )
    assert run.returncode != 0 and "CLUSTERLINE_SANDBOX_KEY" in run.stderr and "hunter2" not in run.stderr


def test_given_two_stand_ins_when_started_then_their_keys_differ(aws):
    other = StandIn(PROFILES / "none.json")
    other.stop()
    assert other.key != aws.key


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_given_another_user_of_this_machine_when_it_asks_then_it_gets_nothing(aws):
    def as_nobody(*command: str) -> subprocess.CompletedProcess:
        user = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--no-new-privs"]
        return subprocess.run([*user, *command], capture_output=True, text=True, cwd="/")

    for path in ("_sandbox/machines", "_sandbox/calls", "moto-api/data.json", ""):
        answer = as_nobody("/usr/bin/python3", "-c", ASK, f"{aws.endpoint}/{path}", "")
        assert answer.stdout.strip() == "403", answer.stderr
    assert as_nobody("cat", f"/proc/{aws.process.pid}/environ").returncode != 0
