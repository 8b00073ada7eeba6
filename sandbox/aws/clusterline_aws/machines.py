"""What exists for the machines daemon: VPCs, and their instances as they are now. Watched by long poll."""

import ipaddress
import threading
import time

from moto.ec2.models import EC2Backend
from moto.ec2.models.instance_types import INSTANCE_TYPES
from moto.ec2.models.instances import Instance

from . import ec2_state, images, instances

TERMINATED_LISTED_SECONDS = 60


class Machines:
    """`revision` grows whenever the view differs from the last one, also when a timed transition is the reason."""

    def __init__(self, ec2_lock: threading.RLock):
        self._ec2_lock = ec2_lock
        self._changed = threading.Condition()
        self._view: dict = {"vpcs": [], "machines": []}
        self._revision = 1

    def touch(self) -> None:
        """Something in EC2 may have changed. Call it without holding the EC2 lock."""
        with self._changed:
            self._changed.notify_all()

    def wait(self, after: int | None, seconds: float) -> dict:
        """The view as soon as its revision is not `after`, at the latest after so many seconds."""
        deadline = time.monotonic() + seconds
        with self._changed:
            while True:
                transition = self._refresh()
                remaining = deadline - time.monotonic()
                if self._revision != after or remaining <= 0:
                    return {"revision": self._revision, **self._view}
                self._changed.wait(min(remaining, transition) if transition else remaining)

    def _refresh(self) -> float | None:
        with self._ec2_lock:
            instances.settle()
            view = {"vpcs": [], "machines": []}
            for backend in ec2_state.backends():
                _add(view, backend)
            transition = instances.seconds_to_next_transition()
        if view != self._view:
            self._view, self._revision = view, self._revision + 1
        return transition


def _add(view: dict, backend: EC2Backend) -> None:
    shown = [instance for instance in ec2_state.instances(backend) if _is_listed(instance)]
    used = {instance.vpc_id for instance in shown}
    for vpc in list(backend.vpcs.values()):
        if not vpc.is_default or vpc.id in used:
            view["vpcs"].append(_vpc(backend, vpc))
    view["machines"] += [_machine(backend, instance) for instance in shown]


def _is_listed(instance: Instance) -> bool:
    return (
        instance.state_code != ec2_state.TERMINATED
        or time.monotonic() < instance._state.due + TERMINATED_LISTED_SECONDS
    )


def _vpc(backend: EC2Backend, vpc) -> dict:
    subnets = [subnet for subnet in backend.describe_subnets() if subnet.vpc_id == vpc.id]
    return {
        "id": vpc.id,
        "region": backend.region_name,
        "cidr": vpc.cidr_block,
        "subnets": [
            {"id": subnet.id, "cidr": subnet.cidr_block, "zone": subnet.availability_zone} for subnet in subnets
        ],
    }


def _machine(backend: EC2Backend, instance: Instance) -> dict:
    gone = instance.state_code == ec2_state.TERMINATED
    name = next((tag["value"] for tag in instance.get_tags() if tag["key"] == "Name"), "")
    return {
        "id": instance.id,
        "region": backend.region_name,
        "state": instance.state,
        "vpcId": instance.vpc_id,
        "subnetId": instance.subnet_id,
        "zone": instance.availability_zone,
        "privateIp": instance.private_ip,
        "publicIp": None if gone else instance.public_ip,
        "userData": None if gone else _user_data(instance),
        "instanceType": instance.instance_type,
        **_size(instance.instance_type),
        "metadataHops": instance.metadata_options.http_put_response_hop_limit,
        "imageId": instance.image_id,
        "imageName": images.name_of(backend, instance.image_id),
        "name": name,
        "ingress": [] if gone else _ingress(backend, instance),
    }


def _size(instance_type: str) -> dict:
    """What AWS says of the type, by moto's recorded data; 0 for a type that it does not know."""
    described = INSTANCE_TYPES.get(instance_type, {})
    return {
        "vcpus": described.get("VCpuInfo", {}).get("DefaultVCpus", 0),
        "memoryMib": described.get("MemoryInfo", {}).get("SizeInMiB", 0),
    }


def _user_data(instance: Instance) -> str | None:
    return str(instance.user_data) if instance.user_data else None


def _ingress(backend: EC2Backend, instance: Instance) -> list[dict]:
    """TCP ports open to sources outside the VPC; none if the subnet has no route to an internet gateway."""
    if not instance.vpc_id or not _routes_to_internet(backend, instance):
        return []
    inside = ipaddress.ip_network(backend.get_vpc(instance.vpc_id).cidr_block)
    ports = {
        _ports(rule)
        for group in ec2_state.groups_of(instance)
        for rule in group.ingress_rules
        if rule.ip_protocol in ("tcp", "-1") and _is_outside(rule.cidr_ipv4, inside)
    }
    return [{"protocol": "tcp", "from": first, "to": last} for first, last in sorted(ports)]


def _ports(rule) -> tuple[int, int]:
    return (0, 65535) if rule.ip_protocol == "-1" else (rule.from_port, rule.to_port)


def _is_outside(cidr: str | None, inside: ipaddress.IPv4Network) -> bool:
    return bool(cidr) and not ipaddress.ip_network(cidr, strict=False).subnet_of(inside)


def _routes_to_internet(backend: EC2Backend, instance: Instance) -> bool:
    gateway = ec2_state.internet_gateway(backend, instance.vpc_id)
    tables = [table for table in backend.route_tables.values() if table.vpc_id == instance.vpc_id]
    own = [table for table in tables if instance.subnet_id in table._associations.values()]
    own = own or [table for table in tables if table.main_association_id]
    return bool(gateway) and any(
        route.gateway is gateway and route.destination_cidr_block == "0.0.0.0/0"
        for table in own
        for route in table.routes
    )
