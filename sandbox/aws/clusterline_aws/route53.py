"""Route53 refuses to create a record that exists (moto lists it twice) and to delete one that is not there as it is named."""

from moto.route53.exceptions import ResourceRecordAlreadyExists, Route53ClientError
from moto.route53.models import Route53Backend, route53_backends

from .patching import replaces

# In a zone's comment: its owner has not delegated the domain to it.
UNDELEGATED = "not delegated"


def install() -> None:
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
        existing[key] = None


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
