"""Certificates, records and distributions: what moto forgives and AWS refuses."""

import copy
import itertools
import json

import pytest
from conftest import refused_with

GLOBAL = "us-east-1"
SERIAL = itertools.count()


@pytest.fixture
def acm(aws):
    return aws.client("acm", region=GLOBAL)


@pytest.fixture
def cdn(aws):
    return aws.client("cloudfront")


@pytest.fixture
def dns(aws):
    return aws.client("route53")


@pytest.fixture
def domain():
    return f"edge-{next(SERIAL)}.example"


@pytest.fixture
def zone(dns, domain):
    return dns.create_hosted_zone(Name=domain, CallerReference=domain)["HostedZone"]["Id"]


def describe(acm, arn):
    return acm.describe_certificate(CertificateArn=arn)["Certificate"]


def asked_records(acm, arn):
    describe(acm, arn)
    return [option["ResourceRecord"] for option in describe(acm, arn)["DomainValidationOptions"]]


def change(dns, zone, action, record, value=None):
    dns.change_resource_record_sets(
        HostedZoneId=zone,
        ChangeBatch={
            "Changes": [
                {
                    "Action": action,
                    "ResourceRecordSet": {
                        "Name": record["Name"],
                        "Type": record["Type"],
                        "TTL": 60,
                        "ResourceRecords": [{"Value": value or record["Value"]}],
                    },
                }
            ]
        },
    )


def issued(acm, dns, zone, *names):
    arn = acm.request_certificate(DomainName=names[0], SubjectAlternativeNames=list(names), ValidationMethod="DNS")[
        "CertificateArn"
    ]
    for record in asked_records(acm, arn):
        change(dns, zone, "UPSERT", record)
    assert describe(acm, arn)["Status"] == "ISSUED"
    return arn


def distribution(host, certificate, access="", enabled=True):
    return {
        "CallerReference": host,
        "Comment": "images",
        "Enabled": enabled,
        "Aliases": {"Quantity": 1, "Items": [host]},
        "ViewerCertificate": {
            "ACMCertificateArn": certificate,
            "SSLSupportMethod": "sni-only",
            "MinimumProtocolVersion": "TLSv1.2_2021",
        },
        "Origins": {
            "Quantity": 1,
            "Items": [
                {
                    "Id": "s3",
                    "DomainName": "images.s3.ap-northeast-2.amazonaws.com",
                    "OriginAccessControlId": access,
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


def access_control(cdn, name):
    config = {
        "Name": name,
        "OriginAccessControlOriginType": "s3",
        "SigningBehavior": "always",
        "SigningProtocol": "sigv4",
    }
    return cdn.create_origin_access_control(OriginAccessControlConfig=config)["OriginAccessControl"]["Id"]


def test_given_a_certificate_when_its_record_is_missing_then_it_stays_pending(acm, domain):
    arn = acm.request_certificate(DomainName=domain, ValidationMethod="DNS")["CertificateArn"]
    assert "ResourceRecord" not in describe(acm, arn)["DomainValidationOptions"][0]
    (record,) = asked_records(acm, arn)
    assert record["Type"] == "CNAME" and record["Name"].endswith(f".{domain}.")
    assert describe(acm, arn)["Status"] == "PENDING_VALIDATION"


def test_given_a_domain_and_its_wildcard_when_requested_then_they_share_the_record_and_are_issued(
    acm, dns, domain, zone
):
    arn = issued(acm, dns, zone, domain, f"*.{domain}")
    records = asked_records(acm, arn)
    assert len(records) == 2 and records[0] == records[1]


def test_given_a_wrong_record_when_asked_then_the_certificate_is_not_issued(acm, dns, domain, zone):
    arn = acm.request_certificate(DomainName=domain, ValidationMethod="DNS")["CertificateArn"]
    change(dns, zone, "UPSERT", asked_records(acm, arn)[0], "_other.acm-validations.aws.")
    assert describe(acm, arn)["Status"] == "PENDING_VALIDATION"


def test_given_a_zone_that_is_not_delegated_when_the_record_is_there_then_nobody_sees_it(acm, dns, domain):
    config = {"Comment": "not delegated"}
    zone = dns.create_hosted_zone(Name=domain, CallerReference=domain, HostedZoneConfig=config)["HostedZone"]["Id"]
    arn = acm.request_certificate(DomainName=domain, ValidationMethod="DNS")["CertificateArn"]
    change(dns, zone, "UPSERT", asked_records(acm, arn)[0])
    assert describe(acm, arn)["Status"] == "PENDING_VALIDATION"


def test_given_an_issue_time_when_the_record_is_there_then_the_certificate_takes_so_long(aws, acm, dns, domain, zone):
    aws.put("latency", aws.get("latency") | {"certificateSeconds": 60})
    arn = acm.request_certificate(DomainName=domain, ValidationMethod="DNS")["CertificateArn"]
    change(dns, zone, "UPSERT", asked_records(acm, arn)[0])
    assert describe(acm, arn)["Status"] == "PENDING_VALIDATION"


def test_given_a_record_when_deleted_with_another_value_then_it_is_refused(acm, dns, domain, zone):
    record = {"Name": f"_x.{domain}.", "Type": "CNAME", "Value": "a.example."}
    change(dns, zone, "UPSERT", record)
    with refused_with("InvalidChangeBatch"):
        change(dns, zone, "DELETE", record, "b.example.")
    change(dns, zone, "DELETE", record)
    with refused_with("InvalidChangeBatch"):
        change(dns, zone, "DELETE", record)


def test_given_no_certificate_that_covers_the_alias_when_created_then_it_is_refused(acm, aws, cdn, dns, domain, zone):
    elsewhere = issued(aws.client("acm"), dns, zone, f"images.{domain}")
    other = issued(acm, dns, zone, f"other.{domain}")
    pending = acm.request_certificate(DomainName=f"new.{domain}", ValidationMethod="DNS")["CertificateArn"]
    for host, certificate in (
        (f"images.{domain}", elsewhere),
        (f"images.{domain}", other),
        (f"new.{domain}", pending),
    ):
        with refused_with("InvalidViewerCertificate"):
            cdn.create_distribution(DistributionConfig=distribution(host, certificate))


def test_given_a_wildcard_when_the_alias_is_below_it_then_it_is_taken_once(acm, cdn, dns, domain, zone):
    arn = issued(acm, dns, zone, domain, f"*.{domain}")
    cdn.create_distribution(DistributionConfig=distribution(f"images.{domain}", arn))
    again = distribution(f"images.{domain}", arn) | {"CallerReference": "again"}
    with refused_with("CNAMEAlreadyExists"):
        cdn.create_distribution(DistributionConfig=again)


def test_given_a_distribution_when_it_changes_then_it_is_deployed_after_a_while(aws, acm, cdn, dns, domain, zone):
    arn = issued(acm, dns, zone, f"images.{domain}")
    config = distribution(f"images.{domain}", arn)
    made = cdn.create_distribution(DistributionConfig=copy.deepcopy(config))
    name = made["Distribution"]["Id"]
    status = lambda: cdn.get_distribution(Id=name)["Distribution"]["Status"]  # noqa: E731
    assert [status(), status(), status()] == ["InProgress", "Deployed", "Deployed"]
    aws.put("latency", aws.get("latency") | {"distributionSeconds": 600})
    disabled = config | {"Enabled": False}
    etag = cdn.update_distribution(Id=name, IfMatch=made["ETag"], DistributionConfig=disabled)["ETag"]
    assert [status(), status()] == ["InProgress", "InProgress"]
    with refused_with("DistributionNotDisabled"):
        cdn.delete_distribution(Id=name, IfMatch=etag)


def test_given_users_when_certificate_and_access_are_deleted_then_it_is_refused_until_nobody_uses_them(
    acm, cdn, dns, domain, zone
):
    arn = issued(acm, dns, zone, f"images.{domain}")
    access = access_control(cdn, domain)
    with refused_with("OriginAccessControlAlreadyExists"):
        access_control(cdn, domain)
    with refused_with("InvalidOriginAccessControl"):
        cdn.create_distribution(DistributionConfig=distribution(f"images.{domain}", arn, "E0000000000000"))
    made = cdn.create_distribution(DistributionConfig=distribution(f"images.{domain}", arn, access, enabled=False))
    name = made["Distribution"]["Id"]
    origin = cdn.get_distribution(Id=name)["Distribution"]["DistributionConfig"]["Origins"]["Items"][0]
    assert origin["OriginAccessControlId"] == access
    assert describe(acm, arn)["InUseBy"] == [made["Distribution"]["ARN"]]
    with refused_with("ResourceInUseException"):
        acm.delete_certificate(CertificateArn=arn)
    etag = cdn.get_origin_access_control(Id=access)["ETag"]
    with refused_with("OriginAccessControlInUse"):
        cdn.delete_origin_access_control(Id=access, IfMatch=etag)
    cdn.get_distribution(Id=name)
    cdn.delete_distribution(Id=name, IfMatch=made["ETag"])
    assert describe(acm, arn)["InUseBy"] == []
    acm.delete_certificate(CertificateArn=arn)
    cdn.delete_origin_access_control(Id=access, IfMatch=etag)


def test_given_all_of_an_edge_when_made_and_removed_then_the_inventory_is_as_before(aws, acm, cdn, dns, domain, zone):
    before = aws.get("inventory")
    arn = issued(acm, dns, zone, f"images.{domain}")
    access_control(cdn, domain)
    cdn.create_distribution(DistributionConfig=distribution(f"images.{domain}", arn))
    more = [line.split()[0] for line in aws.get("inventory") if line not in before]
    assert sorted(more) == ["distribution", "origin-access", "record", GLOBAL]
    assert any(line.startswith("zone ") for line in before)


def test_given_zones_at_start_when_asked_then_the_account_has_them():
    from conftest import PROFILES, StandIn

    stand_in = StandIn(PROFILES / "none.json", "--zone", "growbin.app", "--zone", "example.org")
    try:
        zones = stand_in.client("route53").list_hosted_zones_by_name(DNSName="growbin.app")["HostedZones"]
        assert [zone["Name"] for zone in zones][:1] == ["growbin.app."]
        assert json.dumps(zones[0]["Config"]["PrivateZone"]) == "false"
    finally:
        stand_in.stop()
