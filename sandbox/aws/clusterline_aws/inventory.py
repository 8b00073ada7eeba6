"""What the account holds in the services that a cluster uses, over all regions, one line each.

It is the same before a build and after the removal of what was built.
"""

from moto.acm.models import acm_backends
from moto.cloudfront.models import cloudfront_backends
from moto.elbv2.models import elbv2_backends
from moto.iam.models import iam_backends
from moto.route53.models import route53_backends
from moto.s3.models import s3_backends
from moto.secretsmanager.models import secretsmanager_backends

from . import ec2_state, instances

OF_ZONES = ("NS", "SOA")


def view() -> list[str]:
    """Without what AWS itself puts into an account: default VPCs, their parts, and managed policies."""
    instances.settle()
    found = [*_ec2(), *_balancers(), *_iam(), *_stores(), *_edge()]
    return sorted(found)


def _ec2():
    for backend in ec2_state.backends():
        region = backend.region_name
        yield from (f"{region} instance {one.id}" for one in ec2_state.live_instances(backend))
        yield from (f"{region} volume {name}" for name in list(backend.volumes))
        yield from (f"{region} interface {one.id}" for one in ec2_state.interfaces(backend))
        yield from (f"{region} address {one.public_ip}" for one in list(backend.addresses))
        yield from (f"{region} key {name}" for name in list(backend.key_pairs))
        yield from _network(backend)


def _network(backend):
    region = backend.region_name
    own = {vpc.id for vpc in list(backend.vpcs.values()) if not vpc.is_default}
    default = set(backend.vpcs) - own
    yield from (f"{region} vpc {vpc}" for vpc in own)
    yield from (f"{region} subnet {one.id}" for one in backend.describe_subnets() if one.vpc_id in own)
    yield from (f"{region} table {one.id}" for one in list(backend.route_tables.values()) if one.vpc_id in own)
    yield from (f"{region} group {one.id}" for one in ec2_state.security_groups(backend) if not one.is_default)
    for gateway in list(backend.internet_gateways.values()):
        if not gateway.vpc or gateway.vpc.id not in default:
            yield f"{region} gateway {gateway.id}"


def _balancers():
    for regions in list(elbv2_backends.values()):
        for backend in list(regions.values()):
            yield from (f"{backend.region_name} balancer {arn}" for arn in list(backend.load_balancers))
            yield from (f"{backend.region_name} targets {arn}" for arn in list(backend.target_groups))


def _iam():
    for partitions in list(iam_backends.values()):
        for iam in list(partitions.values()):
            yield from (f"role {one.name}" for one in list(iam.roles.values()))
            yield from (f"instance-profile {name}" for name in list(iam.instance_profiles))
            yield from (f"user {name}" for name in list(iam.users))
            yield from (f"policy {arn}" for arn in list(iam.managed_policies) if ":aws:policy/" not in arn)


def _stores():
    for partitions in list(s3_backends.values()):
        for s3 in list(partitions.values()):
            yield from (f"bucket {name}" for name in list(s3.buckets))
    for regions in list(secretsmanager_backends.values()):
        for backend in list(regions.values()):
            yield from (f"{backend.region_name} secret {name}" for name in list(backend.secrets))


def _edge():
    for regions in list(acm_backends.values()):
        for backend in list(regions.values()):
            yield from (f"{backend.region_name} certificate {arn}" for arn in list(backend._certificates))
    for partitions in list(cloudfront_backends.values()):
        for backend in list(partitions.values()):
            yield from (f"distribution {name}" for name in list(backend.distributions))
            yield from (f"origin-access {name}" for name in list(backend.origin_access_controls))
    for partitions in list(route53_backends.values()):
        for backend in list(partitions.values()):
            for zone in list(backend.zones.values()):
                yield f"zone {zone.id}"
                yield from (f"record {one.name} {one.type}" for one in list(zone.rrsets) if one.type not in OF_ZONES)
