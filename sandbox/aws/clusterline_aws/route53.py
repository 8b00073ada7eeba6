"""Route53 refuses to create a record that exists (moto lists it twice), to delete one that is not there as it is named,
a CNAME beside other records, a text without quotes, an alias whose target is not in the zone that is named. A change
takes its time to reach all name servers, and Route53 says what they answer."""

import time

from moto.core.responses import ActionResult
from moto.elbv2.models import elbv2_backends
from moto.route53.exceptions import ResourceRecordAlreadyExists, Route53ClientError
from moto.route53.models import Route53Backend, route53_backends
from moto.route53.responses import Route53

from .latency import Latency
from .patching import replaces

# In a zone's comment: its owner has not delegated the domain to it.
UNDELEGATED = "not delegated"
# Where every distribution's name is.
ZONE_OF_DISTRIBUTIONS = "Z2FDTNDATAQYW2"


class NoSuchChange(Route53ClientError):
    def __init__(self, change: str):
        super().__init__("NoSuchChange", f"A change with the ID {change} does not exist.")


class Changes:
    """Each is seen pending once at least."""

    def __init__(self, latency: Latency):
        self._latency, self._made = latency, {}

    def add(self) -> str:
        change = f"C{len(self._made):020d}"
        self._made[change] = [time.monotonic(), 0]
        return change

    def status(self, change: str) -> str:
        if change not in self._made:
            raise NoSuchChange(change)
        made = self._made[change]
        made[1] += 1
        done = made[1] > 1 and time.monotonic() - made[0] >= self._latency.seconds("recordSeconds")
        return "INSYNC" if done else "PENDING"


def install(latency: Latency) -> None:
    _install_changes(Changes(latency))

    @replaces(Route53Backend, "change_resource_record_sets")
    def change(original, self, zoneid, change_list):
        zone = self.get_hosted_zone(zoneid)
        existing = {(_dotted(record.name), record.type, record.set_identifier): record for record in zone.rrsets}
        for change in change_list:
            _check(existing, change["Action"], change["ResourceRecordSet"])
            # moto compares with its journal, in which names have no dot
            change["ResourceRecordSet"]["Name"] = change["ResourceRecordSet"]["Name"].rstrip(".")
        # moto's own check reads its journal, in which a deleted record still looks created
        creates = [entry for entry in change_list if entry["Action"] == "CREATE"]
        zone.rr_changes[:] = [
            entry for entry in zone.rr_changes if entry["Action"] != "CREATE" or not _any_same(entry, creates)
        ]
        return original(self, zoneid, change_list)


def _install_changes(changes: Changes) -> None:
    @replaces(Route53, "change_resource_record_sets")
    def change(original, self):
        result = original(self).result
        return ActionResult(
            {"ChangeInfo": result["ChangeInfo"] | {"Id": f"/change/{changes.add()}", "Status": "PENDING"}}
        )

    @replaces(Route53, "get_change")
    def get_change(original, self):
        result = original(self).result
        name = result["ChangeInfo"]["Id"].rpartition("/")[2]
        return ActionResult({"ChangeInfo": result["ChangeInfo"] | {"Status": changes.status(name)}})


def add_zone(account: str, domain: str) -> None:
    """A public zone that the account had before anything was built in it."""
    route53_backends[account]["aws"].create_hosted_zone(
        domain.rstrip(".") + ".", private_zone=False, comment="made by its owner"
    )


def answers(name: str, kind: str, value: str) -> bool:
    """Whether the internet finds that record: in a delegated public zone of whichever account."""
    return any(
        _dotted(record.name) == _dotted(name)
        and record.type == kind
        and _dotted(value) in [_dotted(one) for one in record.records]
        for partitions in list(route53_backends.values())
        for backend in list(partitions.values())
        for zone in list(backend.zones.values())
        if not zone.private_zone and UNDELEGATED not in (zone.comment or "")
        for record in list(zone.rrsets)
    )


def _check(existing: dict, action: str, record: dict) -> None:
    key = (_dotted(record["Name"]), record["Type"], record.get("SetIdentifier"))
    if action == "CREATE" and key in existing:
        raise ResourceRecordAlreadyExists(name=key[0], _type=key[1])
    if action == "DELETE":
        _check_deleted(existing, key, record)
        existing.pop(key, None)
    else:
        _check_alone(existing, key)
        _check_text(key, record)
        _check_alias(record)
        existing[key] = None


def _check_alone(existing: dict, key: tuple) -> None:
    name, kind, _ = key
    for other in (entry for entry in existing if entry[0] == name and entry[1] != kind):
        if "CNAME" in (kind, other[1]):
            raise Route53ClientError(
                "InvalidChangeBatch",
                f"[RRSet of type {kind} with DNS name {name} is not permitted because a conflicting RRSet of type"
                f" {other[1]} with the same DNS name already exists in zone]",
            )


def _check_text(key: tuple, record: dict) -> None:
    values = [entry["Value"] for entry in record.get("ResourceRecords") or []]
    if key[1] == "TXT" and not all(value.startswith('"') and value.endswith('"') for value in values):
        raise Route53ClientError(
            "InvalidChangeBatch",
            f"[Invalid Resource Record: 'FATAL problem: InvalidCharacterString (Value should be enclosed in quotation"
            f" marks) encountered with {values}']",
        )


def _check_alias(record: dict) -> None:
    target = record.get("AliasTarget")
    zone = _zone_of(_dotted(target["DNSName"])) if target else None
    if zone and target["HostedZoneId"] != zone:
        raise Route53ClientError(
            "InvalidChangeBatch",
            f"[Tried to create an alias that targets {target['DNSName']}, type {record['Type']} in zone"
            f" {target['HostedZoneId']}, but the alias target name does not lie within the target zone]",
        )


def _zone_of(name: str) -> str | None:
    """Of the names that this account's services have given; others are not judged."""
    if name.endswith(".cloudfront.net."):
        return ZONE_OF_DISTRIBUTIONS
    return next((one.canonical_hosted_zone_id for one in balancers() if _dotted(one.dns_name) == name), None)


def balancers() -> list:
    return [
        balancer
        for regions in list(elbv2_backends.values())
        for backend in list(regions.values())
        for balancer in list(backend.load_balancers.values())
    ]


def _check_deleted(existing: dict, key: tuple, record: dict) -> None:
    if key not in existing:
        raise _refused(key, "but it was not found")
    present = existing[key]
    if present is not None and not _is_same(present, record):
        raise _refused(key, "but the values provided do not match the current values")


def _refused(key: tuple, why: str) -> Route53ClientError:
    return Route53ClientError(
        "InvalidChangeBatch", f"[Tried to delete resource record set [name='{key[0]}', type='{key[1]}'] {why}]"
    )


def _is_same(present, record: dict) -> bool:
    if "AliasTarget" in record:
        target = present.alias_target
        return bool(target) and _dotted(target["DNSName"]) == _dotted(record["AliasTarget"]["DNSName"])
    values = [entry["Value"] for entry in record.get("ResourceRecords", [])]
    return sorted(present.records) == sorted(values) and int(present.ttl or 0) == int(record.get("TTL") or 0)


def _any_same(entry: dict, creates: list[dict]) -> bool:
    return any(
        _dotted(entry["ResourceRecordSet"]["Name"]) == _dotted(other["ResourceRecordSet"]["Name"])
        and entry["ResourceRecordSet"]["Type"] == other["ResourceRecordSet"]["Type"]
        for other in creates
    )


def _dotted(name: str) -> str:
    return name.rstrip(".").lower() + "."
