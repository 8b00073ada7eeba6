"""Requests that the models of AWS do not know."""

import urllib.error
import urllib.parse
import urllib.request

import pytest


@pytest.fixture
def checking(aws):
    aws.put("contract", {"checking": True})
    yield aws
    aws.put("contract", {"checking": False})


def raw(aws, service: str, form: dict) -> None:
    credential = f"Credential={aws.key}/20261130/ap-northeast-2/{service}/aws4_request"
    headers = {
        "Authorization": f"AWS4-HMAC-SHA256 {credential}, SignedHeaders=host, Signature=0",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    request = urllib.request.Request(aws.endpoint, data=urllib.parse.urlencode(form).encode(), headers=headers)
    try:
        urllib.request.urlopen(request, timeout=10).close()
    except urllib.error.HTTPError as refused:
        refused.close()


def test_given_what_boto_sends_when_checked_then_nothing_is_found(checking, network):
    network.run(ip="10.0.1.20")
    checking.client("iam").list_roles()
    checking.client("service-quotas").get_service_quota(ServiceCode="ec2", QuotaCode="L-1216C47A")
    checking.client("secretsmanager").create_secret(Name="contract", SecretString="s")
    s3 = checking.client("s3")
    s3.create_bucket(Bucket="contract", CreateBucketConfiguration={"LocationConstraint": "ap-northeast-2"})
    s3.put_object(Bucket="contract", Key="a/b", Body=b"c")
    checking.client("elbv2").describe_load_balancers()

    view = checking.get("contract")
    assert view["violations"] == []
    assert view["checked"] == sum(view["services"].values()) > 12
    assert list(view["services"]) == ["ec2", "elasticloadbalancing", "iam", "s3", "secretsmanager", "servicequotas"]


def test_given_a_parameter_that_no_model_has_when_checked_then_it_is_named(checking):
    raw(checking, "ec2", {"Action": "CreateVpc", "CidrBlock": "10.0.0.0/16", "CidrBlok": "x", "Version": "2016-11-15"})
    (violation,) = checking.get("contract")["violations"]
    assert "ec2:CreateVpc" in violation and "unknown parameter CidrBlok" in violation


def test_given_a_required_parameter_that_lacks_when_checked_then_it_is_named(checking):
    raw(checking, "ec2", {"Action": "TerminateInstances", "Version": "2016-11-15"})
    (violation,) = checking.get("contract")["violations"]
    assert "InstanceIds" in violation


def test_given_an_operation_that_does_not_exist_when_checked_then_it_is_said(checking):
    raw(checking, "ec2", {"Action": "CreateVpcs", "Version": "2016-11-15"})
    (violation,) = checking.get("contract")["violations"]
    assert "no such operation" in violation
