"""Credentials and clocks, in the words of AWS."""

import pytest
from conftest import refused_with

WORDS = {
    "ec2": r"\(RequestExpired\).*Request has expired\. Timestamp date is",
    "s3": r"\(RequestTimeTooSkewed\).*The difference between the request time and the current time is too large",
    "iam": r"\(SignatureDoesNotMatch\).*Signature expired: \d{8}T\d{6}Z is now earlier than",
    "secretsmanager": r"\(InvalidSignatureException\).*Signature expired",
}
CALLS = {"ec2": "describe_vpcs", "s3": "list_buckets", "iam": "list_roles", "secretsmanager": "list_secrets"}


@pytest.fixture
def clock(aws):
    yield lambda seconds: aws.put("clock", {"offsetSeconds": seconds})
    aws.put("clock", {"offsetSeconds": 0})


@pytest.mark.parametrize("service", sorted(CALLS))
def test_given_a_clock_that_is_an_hour_slow_when_called_then_the_signature_is_too_old(aws, clock, service):
    client = aws.client(service)
    clock(3600)
    with pytest.raises(Exception, match=WORDS[service]):
        getattr(client, CALLS[service])()


def test_given_a_clock_that_is_an_hour_fast_when_called_then_the_signature_is_not_yet_current(aws, clock):
    clock(-3600)
    with pytest.raises(Exception, match="Signature not yet current"):
        aws.client("iam").list_roles()
    with refused_with("AuthFailure"):
        aws.client("ec2").describe_vpcs()


@pytest.mark.parametrize(
    "service, code",
    [
        ("ec2", "RequestExpired"),
        ("s3", "ExpiredToken"),
        ("iam", "ExpiredToken"),
        ("secretsmanager", "ExpiredTokenException"),
    ],
)
def test_given_a_session_that_has_ended_when_called_then_its_token_is_expired(aws, clock, service, code):
    aws.client("iam").create_role(RoleName=f"ends-{service}", AssumeRolePolicyDocument="{}")
    role = f"arn:aws:iam::123456789012:role/ends-{service}"
    keys = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="session", DurationSeconds=900)["Credentials"]
    client = aws.client_of(service, keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
    getattr(client, CALLS[service])()
    aws.put("clock", {"offsetSeconds": 0})
    ended = aws.client_of(service, keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
    aws.put("sessions", {"ended": True})
    try:
        with refused_with(code):
            getattr(ended, CALLS[service])()
    finally:
        aws.put("sessions", {"ended": False})


def test_given_a_region_that_has_to_be_switched_on_when_a_new_account_calls_then_nobody_is_known_there(aws):
    aws.put("profile", {"name": "new-account"})
    with refused_with("AuthFailure"):
        aws.client("ec2", region="ap-east-1").describe_vpcs()
    with refused_with("UnrecognizedClientException"):
        aws.client("secretsmanager", region="ap-east-1").list_secrets()
    assert aws.client("ec2", region="eu-west-1").describe_vpcs()
    aws.put("profile", {"name": "default"})
    assert aws.client("ec2", region="ap-east-1").describe_vpcs()
