"""Instance types are offered by region and zone, as moto's recorded answers of AWS have it; moto itself launches any type anywhere."""

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import EC2Backend
from moto.ec2.models.instance_types import (
    INSTANCE_TYPE_OFFERINGS,
    INSTANCE_TYPES,
    InstanceTypeBackend,
)

from .patching import replaces

BY_ZONE = INSTANCE_TYPE_OFFERINGS["availability-zone"]


def zones_of(region: str, instance_type: str) -> list[str]:
    return sorted({offer["Location"] for offer in BY_ZONE.get(region, []) if offer["InstanceType"] == instance_type})


def offered_in(region: str) -> set[str] | None:
    """None where nothing was recorded: nothing is known of such a region."""
    recorded = BY_ZONE.get(region)
    return {offer["InstanceType"] for offer in recorded} if recorded else None


def install() -> None:
    @replaces(EC2Backend, "run_instances")
    def offered_in_the_zone(original, self, image_id, count, *arguments, **named):
        _require_offered(self, named.get("instance_type", ""), _zone(self, named))
        return original(self, image_id, count, *arguments, **named)

    @replaces(InstanceTypeBackend, "describe_instance_types")
    def of_this_region(original, self, instance_types=None, filters=None):
        offered = offered_in(self.region_name)
        missing = [name for name in instance_types or [] if offered is not None and name not in offered]
        if missing:
            raise EC2ClientError(
                "InvalidInstanceType",
                f"The following supplied instance types do not exist: [{', '.join(sorted(missing))}]",
            )
        described = original(self, instance_types, filters)
        return [one for one in described if offered is None or one["InstanceType"] in offered]


def _require_offered(backend: EC2Backend, instance_type: str, zone: str | None) -> None:
    offered = offered_in(backend.region_name)
    if offered is None or instance_type not in INSTANCE_TYPES:
        return  # moto refuses what is no type at all
    if instance_type not in offered:
        raise EC2ClientError(
            "Unsupported",
            "The requested configuration is currently not supported. Please check the documentation for supported"
            " configurations.",
        )
    zones = zones_of(backend.region_name, instance_type)
    if zone and zone not in zones:
        raise EC2ClientError(
            "Unsupported",
            f"Your requested instance type ({instance_type}) is not supported in your requested Availability Zone"
            f" ({zone}). Please retry your request by not specifying an Availability Zone or choosing"
            f" {', '.join(zones)}.",
        )


def _zone(backend: EC2Backend, launch: dict) -> str | None:
    interfaces = launch.get("nics") or []
    subnet_id = launch.get("subnet_id") or next((nic["SubnetId"] for nic in interfaces if nic.get("SubnetId")), None)
    return backend.get_subnet(subnet_id).availability_zone if subnet_id else launch.get("placement")
