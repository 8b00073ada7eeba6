"""Route53 refuses to create a record that exists (moto lists it twice) and to delete one that does not."""

from moto.route53.exceptions import ResourceRecordAlreadyExists, Route53ClientError
from moto.route53.models import Route53Backend

from .patching import replaces


def install() -> None:
    @replaces(Route53Backend, "change_resource_record_sets")
    def change(original, self, zoneid, change_list):
        zone = self.get_hosted_zone(zoneid)
        existing = {(_dotted(record.name), record.type, record.set_identifier) for record in zone.rrsets}
        for change in change_list:
            _apply(existing, change["Action"], change["ResourceRecordSet"])
        # moto's own check reads its journal, in which a deleted record still looks created
        creates = [entry for entry in change_list if entry["Action"] == "CREATE"]
        zone.rr_changes[:] = [
            entry for entry in zone.rr_changes if entry["Action"] != "CREATE" or not _any_same(entry, creates)
        ]
        return original(self, zoneid, change_list)


def _apply(existing: set, action: str, record: dict) -> None:
    key = (_dotted(record["Name"]), record["Type"], record.get("SetIdentifier"))
    if action == "CREATE" and key in existing:
        raise ResourceRecordAlreadyExists(name=key[0], _type=key[1])
    if action == "DELETE" and key not in existing:
        raise Route53ClientError(
            "InvalidChangeBatch",
            f"Tried to delete resource record set [name='{key[0]}', type='{key[1]}'] but it was not found",
        )
    (existing.discard if action == "DELETE" else existing.add)(key)


def _any_same(entry: dict, creates: list[dict]) -> bool:
    return any(
        _dotted(entry["ResourceRecordSet"]["Name"]) == _dotted(other["ResourceRecordSet"]["Name"])
        and entry["ResourceRecordSet"]["Type"] == other["ResourceRecordSet"]["Type"]
        for other in creates
    )


def _dotted(name: str) -> str:
    return name.rstrip(".").lower() + "."
