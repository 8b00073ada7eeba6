"""TestDNSAnswer, which moto does not have: what Route53's name servers answer.

The stand-in's load balancers have no addresses, and that of the cluster is the pretended controller's, which makes none
in AWS. So a name of a load balancer that is there, or that has the controller's form, gets addresses that lead nowhere.
"""

import zlib
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

from moto.route53.models import route53_backends

from . import route53
from .reply import XML_HEADER, Reply, error_reply
from .request import AwsRequest

CONTROLLERS = "k8s-"
BALANCERS = ".elb.amazonaws.com"
OTHER_TARGETS = (".cloudfront.net",)
NAMESPACE = "https://route53.amazonaws.com/doc/2013-04-01/"


def answer(request: AwsRequest, account: str) -> Reply:
    asked = {name: values[0] for name, values in parse_qs(request.environ["QUERY_STRING"]).items()}
    zone = route53_backends[account]["aws"].zones.get(asked["hostedzoneid"])
    if zone is None:
        return error_reply("route53", "NoSuchHostedZone", f"No hosted zone found with ID: {asked['hostedzoneid']}", 404)
    code, data = _resolve(zone, asked["recordname"], asked["recordtype"])
    entries = "".join(f"<RecordDataEntry>{escape(one)}</RecordDataEntry>" for one in data)
    body = (
        f'{XML_HEADER}<TestDNSAnswerResponse xmlns="{NAMESPACE}"><Nameserver>ns-0.awsdns-00.com</Nameserver>'
        f"<RecordName>{escape(asked['recordname'])}</RecordName><RecordType>{escape(asked['recordtype'])}</RecordType>"
        f"<RecordData>{entries}</RecordData><ResponseCode>{code}</ResponseCode><Protocol>UDP</Protocol>"
        f"</TestDNSAnswerResponse>"
    )
    return Reply(200, body.encode(), [("Content-Type", "text/xml")])


def _resolve(zone, name: str, kind: str) -> tuple[str, list[str]]:
    named = [record for record in list(zone.rrsets) if _bare(record.name) == _bare(name)]
    if not named:
        return "NXDOMAIN", []
    return "NOERROR", [value for record in named if record.type == kind for value in _values(record)]


def _values(record) -> list[str]:
    if not record.alias_target:
        return list(record.records)
    target = _bare(record.alias_target["DNSName"])
    return _addresses(target) if _exists(target) else []


def _exists(target: str) -> bool:
    if target.endswith(OTHER_TARGETS):
        return True
    return target.endswith(BALANCERS) and (
        target.startswith(CONTROLLERS) or any(_bare(one.dns_name) == target for one in route53.balancers())
    )


def _addresses(target: str) -> list[str]:
    """Of the range that is reserved for documentation."""
    first = zlib.crc32(target.encode()) % 127 + 1
    return [f"203.0.113.{first}", f"203.0.113.{first + 127}"]


def _bare(name: str) -> str:
    return name.rstrip(".").lower()
