"""Read access to what moto's EC2 holds, over all accounts and regions that were used."""

from collections.abc import Iterator

from moto.ec2.models import EC2Backend, ec2_backends
from moto.ec2.models.instances import Instance

TERMINATED = 48


def backends() -> Iterator[EC2Backend]:
    for account in list(ec2_backends.values()):
        yield from list(account.values())


def instances(backend: EC2Backend) -> Iterator[Instance]:
    for reservation in list(backend.reservations.values()):
        yield from list(reservation.instances)


def live_instances(backend: EC2Backend) -> Iterator[Instance]:
    return (instance for instance in instances(backend) if instance.state_code != TERMINATED)


def interfaces(backend: EC2Backend) -> list:
    return list(backend.enis.values())


def security_groups(backend: EC2Backend) -> Iterator:
    for groups in list(backend.groups.values()):
        yield from list(groups.values())


def groups_of(instance: Instance) -> list:
    """Security groups of the instance and of its interfaces, each once."""
    found = {group.id: group for group in instance.security_groups if group}
    for interface in instance.nics.values():
        found.update({group.id: group for group in interface._group_set})
    return list(found.values())


def load_balancers(backend: EC2Backend) -> list:
    from moto.elbv2.models import elbv2_backends

    return list(elbv2_backends[backend.account_id][backend.region_name].load_balancers.values())


def internet_gateway(backend: EC2Backend, vpc_id: str):
    return next(
        (gateway for gateway in list(backend.internet_gateways.values()) if gateway.vpc and gateway.vpc.id == vpc_id),
        None,
    )
