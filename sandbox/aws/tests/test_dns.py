"""Records that lead to a load balancer: what moto forgives or lacks and Route53 refuses or answers."""

import itertools

import pytest
from conftest import refused_with

SERIAL = itertools.count()
CONTROLLERS = "k8s-shop-0a1b2c3d4e.ap-northeast-2.elb.amazonaws.com"
SEOUL = "ZWKZPGTI48KDX"


@pytest.fixture
def dns(aws):
    return aws.client("route53")


@pytest.fixture
def domain():
    return f"dns-{next(SERIAL)}.example"


@pytest.fixture
def zone(dns, domain):
    return dns.create_hosted_zone(Name=domain, CallerReference=domain)["HostedZone"]["Id"].rpartition("/")[2]


@pytest.fixture
def balancer(aws):
    ec2 = aws.client("ec2")
    subnets = [one["SubnetId"] for one in ec2.describe_subnets()["Subnets"]][:2]
    name = f"lb-{next(SERIAL)}"
    return aws.client("elbv2").create_load_balancer(Name=name, Subnets=subnets)["LoadBalancers"][0]


def alias(name, target, zone=SEOUL):
    where = {"HostedZoneId": zone, "DNSName": target, "EvaluateTargetHealth": True}
    return {"Name": name, "Type": "A", "AliasTarget": where}


def plain(name, kind, value):
    return {"Name": name, "Type": kind, "TTL": 60, "ResourceRecords": [{"Value": value}]}


def upsert(dns, zone, *records):
    changes = [{"Action": "UPSERT", "ResourceRecordSet": record} for record in records]
    return dns.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": changes})["ChangeInfo"]


def status(dns, change):
    return dns.get_change(Id=change["Id"])["ChangeInfo"]["Status"]


def asked(dns, zone, name, kind="A"):
    answer = dns.test_dns_answer(HostedZoneId=zone, RecordName=name, RecordType=kind)
    return answer["ResponseCode"], answer["RecordData"]


def test_given_a_change_when_asked_then_it_is_pending_first_and_in_sync_later(dns, domain, zone):
    first = upsert(dns, zone, plain(domain, "A", "192.0.2.1"))
    second = upsert(dns, zone, plain(domain, "A", "192.0.2.2"))
    assert first["Status"] == "PENDING" and first["Id"] != second["Id"]
    assert [status(dns, first), status(dns, first)] == ["PENDING", "INSYNC"]


def test_given_a_latency_when_asked_then_a_change_takes_so_long(aws, dns, domain, zone):
    aws.put("latency", aws.get("latency") | {"recordSeconds": 600})
    change = upsert(dns, zone, plain(domain, "A", "192.0.2.1"))
    assert [status(dns, change), status(dns, change)] == ["PENDING", "PENDING"]


def test_given_an_unknown_change_when_asked_then_there_is_none(dns):
    with refused_with("NoSuchChange"):
        dns.get_change(Id="C0000NONE")


def test_given_a_load_balancer_when_an_alias_names_another_zone_then_it_is_refused(dns, domain, zone, balancer):
    with refused_with("InvalidChangeBatch"):
        upsert(dns, zone, alias(domain, balancer["DNSName"]))
    upsert(dns, zone, alias(domain, balancer["DNSName"], balancer["CanonicalHostedZoneId"]))


def test_given_a_record_when_a_cname_is_put_beside_it_then_it_is_refused_both_ways(dns, domain, zone):
    upsert(dns, zone, plain(f"a.{domain}", "A", "192.0.2.1"), plain(f"c.{domain}", "CNAME", "elsewhere.example"))
    for record in (plain(f"a.{domain}", "CNAME", "b.example"), alias(f"c.{domain}", CONTROLLERS)):
        with refused_with("InvalidChangeBatch"):
            upsert(dns, zone, record)


def test_given_a_text_without_quotes_when_written_then_it_is_refused(dns, domain, zone):
    with refused_with("InvalidChangeBatch"):
        upsert(dns, zone, plain(f"_x.{domain}", "TXT", "no quotes"))
    upsert(dns, zone, plain(f"_x.{domain}", "TXT", '"quotes"'))


def test_given_a_batch_with_one_bad_change_when_sent_then_nothing_of_it_is_done(dns, domain, zone):
    with refused_with("InvalidChangeBatch"):
        upsert(dns, zone, plain(f"a.{domain}", "A", "192.0.2.1"), plain(f"_x.{domain}", "TXT", "no quotes"))
    assert asked(dns, zone, f"a.{domain}") == ("NXDOMAIN", [])


def test_given_records_when_an_answer_is_asked_then_it_is_what_they_say(dns, domain, zone, balancer):
    upsert(dns, zone, plain(domain, "A", "192.0.2.1"), plain(f"www.{domain}", "CNAME", domain))
    assert asked(dns, zone, domain) == ("NOERROR", ["192.0.2.1"])
    assert asked(dns, zone, f"www.{domain}", "CNAME") == ("NOERROR", [domain])
    assert asked(dns, zone, domain, "AAAA") == ("NOERROR", [])
    assert asked(dns, zone, f"none.{domain}") == ("NXDOMAIN", [])
    with refused_with("NoSuchHostedZone"):
        asked(dns, "Z0NONE", domain)


def test_given_aliases_when_an_answer_is_asked_then_only_load_balancers_that_exist_have_addresses(
    dns, domain, zone, balancer
):
    own = alias(f"own.{domain}", balancer["DNSName"], balancer["CanonicalHostedZoneId"])
    gone = alias(f"gone.{domain}", "gone-1.ap-northeast-2.elb.amazonaws.com")
    upsert(dns, zone, own, alias(f"pretended.{domain}", CONTROLLERS), gone)
    for host in ("own", "pretended"):
        code, addresses = asked(dns, zone, f"{host}.{domain}")
        assert code == "NOERROR" and len(addresses) == 2
    assert asked(dns, zone, f"gone.{domain}") == ("NOERROR", [])
