import json

import boto3
import pytest
from conftest import refused_with

VCPUS = "L-1216C47A"


def test_given_the_quota_table_when_asked_then_it_answers_and_can_be_set(aws):
    quotas = aws.client("service-quotas")
    aws.put("quota", {VCPUS: 16})
    assert quotas.get_service_quota(ServiceCode="ec2", QuotaCode=VCPUS)["Quota"]["Value"] == 16
    assert quotas.get_aws_default_service_quota(ServiceCode="ec2", QuotaCode=VCPUS)["Quota"]["Value"] == 5
    assert VCPUS in [quota["QuotaCode"] for quota in quotas.list_service_quotas(ServiceCode="ec2")["Quotas"]]
    assert (
        quotas.list_requested_service_quota_change_history_by_quota(ServiceCode="ec2", QuotaCode=VCPUS)[
            "RequestedQuotas"
        ]
        == []
    )
    with refused_with("NoSuchResourceException"):
        quotas.get_service_quota(ServiceCode="ec2", QuotaCode="L-UNKNOWN")


def running_vcpus(ec2):
    """Machines of other tests run in the same account, of whatever type."""
    types = [
        instance["InstanceType"]
        for entry in ec2.describe_instances(
            Filters=[{"Name": "instance-state-name", "Values": ["pending", "running"]}]
        )["Reservations"]
        for instance in entry["Instances"]
    ]
    known = ec2.describe_instance_types(InstanceTypes=sorted(set(types)))["InstanceTypes"] if types else []
    vcpus = {each["InstanceType"]: each["VCpuInfo"]["DefaultVCpus"] for each in known}
    return sum(vcpus[name] for name in types)


def test_given_a_small_vcpu_quota_when_launched_beyond_it_then_it_is_refused(aws, network):
    aws.put("quota", {VCPUS: running_vcpus(network.ec2) + 2})
    network.run()
    with refused_with("VcpuLimitExceeded"):
        network.run()


def test_given_a_wrong_quota_when_put_then_it_is_refused_with_its_field(aws):
    assert aws.put_refused("quota", {"L-NOPE": 3})["field"] == "quota code"
    assert aws.put_refused("latency", {"pendingSeconds": -1})["field"] == "pendingSeconds"
    assert aws.put_refused("throttle", {"enabled": "yes"})["field"] == "enabled"


@pytest.mark.parametrize(
    ("service", "filters", "price"),
    [
        (
            "AmazonEC2",
            {
                "instanceType": "t3a.large",
                "regionCode": "ap-northeast-2",
                "operatingSystem": "Linux",
                "tenancy": "Shared",
            },
            0.0936,
        ),
        ("AmazonEC2", {"instanceType": "t3.large", "regionCode": "us-east-1"}, 0.0832),
        ("AmazonEC2", {"volumeApiName": "gp3", "regionCode": "ap-northeast-2", "productFamily": "Storage"}, 0.0912),
        ("AmazonVPC", {"group": "VPCPublicIPv4InUseAddress", "regionCode": "ap-northeast-2"}, 0.005),
    ],
)
def test_given_filters_when_prices_are_asked_then_one_product_answers(aws, service, filters, price):
    found = aws.client("pricing", region="us-east-1").get_products(
        ServiceCode=service,
        Filters=[{"Type": "TERM_MATCH", "Field": field, "Value": value} for field, value in filters.items()],
    )["PriceList"]
    assert len(found) == 1
    term = next(iter(json.loads(found[0])["terms"]["OnDemand"].values()))
    assert float(next(iter(term["priceDimensions"].values()))["pricePerUnit"]["USD"]) == pytest.approx(price)


def record(action: str, value: str = "127.1.0.10") -> dict:
    return {
        "Changes": [
            {
                "Action": action,
                "ResourceRecordSet": {
                    "Name": "images.example.com",
                    "Type": "A",
                    "TTL": 60,
                    "ResourceRecords": [{"Value": value}],
                },
            }
        ]
    }


def test_given_a_record_when_created_again_then_it_is_refused_until_deleted(aws):
    dns = aws.client("route53")
    zone = dns.create_hosted_zone(Name="example.com", CallerReference="records")["HostedZone"]["Id"]
    dns.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=record("CREATE"))
    for value in ("127.1.0.10", "127.1.0.11"):
        with refused_with("InvalidChangeBatch"):
            dns.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=record("CREATE", value))
    dns.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=record("DELETE"))
    with refused_with("InvalidChangeBatch"):
        dns.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=record("DELETE"))
    dns.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=record("CREATE"))
    dns.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=record("UPSERT", "127.1.0.12"))
    records = dns.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    assert [entry["Name"] for entry in records if entry["Type"] == "A"] == ["images.example.com."]


def distribution(enabled: bool) -> dict:
    return {
        "CallerReference": "images",
        "Comment": "images",
        "Enabled": enabled,
        "Origins": {
            "Quantity": 1,
            "Items": [
                {
                    "Id": "s3",
                    "DomainName": "images.s3.ap-northeast-2.amazonaws.com",
                    "S3OriginConfig": {"OriginAccessIdentity": ""},
                }
            ],
        },
        "DefaultCacheBehavior": {
            "TargetOriginId": "s3",
            "ViewerProtocolPolicy": "redirect-to-https",
            "MinTTL": 0,
            "ForwardedValues": {"QueryString": False, "Cookies": {"Forward": "none"}},
        },
    }


def test_given_an_enabled_distribution_when_deleted_then_it_is_refused_until_disabled_with_the_right_etag(aws):
    cdn = aws.client("cloudfront")
    created = cdn.create_distribution(DistributionConfig=distribution(True))
    name, etag = created["Distribution"]["Id"], created["ETag"]
    with refused_with("DistributionNotDisabled"):
        cdn.delete_distribution(Id=name, IfMatch=etag)
    with refused_with("PreconditionFailed"):
        cdn.update_distribution(Id=name, IfMatch="WRONG", DistributionConfig=distribution(False))
    newer = cdn.update_distribution(Id=name, IfMatch=etag, DistributionConfig=distribution(False))["ETag"]
    assert newer != etag
    for _ in ("InProgress", "Deployed"):
        cdn.get_distribution(Id=name)
    with refused_with("PreconditionFailed"):
        cdn.delete_distribution(Id=name, IfMatch=etag)
    cdn.delete_distribution(Id=name, IfMatch=newer)


def test_given_an_assumed_role_in_another_account_when_used_then_it_sees_only_that_account(aws, network):
    sts = aws.client("sts")
    assert sts.get_caller_identity()["Account"] == "123456789012"
    keys = sts.assume_role(RoleArn="arn:aws:iam::210987654321:role/builder", RoleSessionName="test")["Credentials"]
    session = {
        "endpoint_url": aws.endpoint,
        "region_name": "ap-northeast-2",
        "aws_access_key_id": keys["AccessKeyId"],
        "aws_secret_access_key": keys["SecretAccessKey"],
        "aws_session_token": keys["SessionToken"],
    }
    assert boto3.client("sts", **session).get_caller_identity()["Account"] == "210987654321"
    assert network.vpc not in [vpc["VpcId"] for vpc in boto3.client("ec2", **session).describe_vpcs()["Vpcs"]]


def test_given_tagged_resources_when_the_tagging_api_is_asked_then_it_finds_them(aws, network):
    network.run(
        TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "clusterline:uid", "Value": "tagged"}]}]
    )
    found = aws.client("resourcegroupstaggingapi").get_resources(
        TagFilters=[{"Key": "clusterline:uid", "Values": ["tagged"]}]
    )
    assert len(found["ResourceTagMappingList"]) == 1


def test_given_calls_of_several_services_when_counted_then_they_go_by_their_real_names(aws, ec2):
    s3 = aws.client("s3")
    s3.list_buckets()
    ec2.describe_vpcs()
    calls = aws.get("calls")["calls"]
    assert calls["s3"]["ListBuckets"] >= 1 and calls["ec2"]["DescribeVpcs"] >= 1
    assert not [action for actions in calls.values() for action in actions if "/" in action]
