"""Eventual consistency as a profile: what a program that waits for nothing trips over on AWS.

What EC2 creates is unknown to the next describes and to the first change that names it (visibility.py). Here is the rest:
an attribute is what it was for a while, an instance profile is unknown to EC2 for 15 s, interfaces of a load balancer
stay for three minutes.
"""

import time

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import EC2Backend
from moto.ec2.models.subnets import SubnetBackend
from moto.ec2.responses.instances import InstanceResponse
from moto.elbv2.models import ELBv2Backend
from moto.iam.models import IAMBackend, iam_backends

from . import ec2_state
from .patching import replaces
from .profiles import Profile

PROFILE_UNKNOWN = 15
ATTRIBUTE_STALE = 15
INTERFACES_STAY = 180
UNSEEN_DESCRIBES = 2
UNSEEN_AT_MOST = 15
STALE_DESCRIBES = 3


class StaleAddresses:
    """Public addresses that DescribeInstances still shows after an Elastic IP has taken their place."""

    def __init__(self):
        self._old: dict[str, list] = {}  # the new address: [the old one, describes left]

    def note(self, new: str, old: str) -> None:
        self._old[new] = [old, STALE_DESCRIBES]

    def as_seen(self, body: bytes) -> bytes:
        for new, entry in list(self._old.items()):
            old, left = entry
            if f">{new}<".encode() not in body:
                continue
            entry[1] = left - 1
            if left <= 0:
                self._old.pop(new, None)
            else:
                body = body.replace(f">{new}<".encode(), f">{old}<".encode())
        return body


def install(profile: Profile, stale: StaleAddresses) -> None:
    _install_addresses(profile, stale)
    _install_public_on_launch(profile)
    _install_profiles(profile)
    _install_balancers(profile)


def _install_addresses(profile: Profile, stale: StaleAddresses) -> None:
    @replaces(EC2Backend, "associate_address")
    def associate(original, self, instance=None, **named):
        old = instance.public_ip if instance else None
        associated = original(self, instance=instance, **named)
        if profile.eventual and old and old != associated.public_ip:
            stale.note(associated.public_ip, old)
        return associated


def _install_public_on_launch(profile: Profile) -> None:
    @replaces(SubnetBackend, "modify_subnet_attribute")
    def modify(original, self, subnet_id, attr_name, attr_value):
        subnet = self.get_subnet(subnet_id)
        if profile.eventual and attr_name == "map_public_ip_on_launch":
            subnet.gave_before = subnet.map_public_ip_on_launch
            subnet.gives_from = time.monotonic() + profile.seconds(ATTRIBUTE_STALE)
        return original(self, subnet_id, attr_name, attr_value)

    @replaces(EC2Backend, "run_instances")
    def run(original, self, *arguments, **named):
        young = [subnet for subnet in self.describe_subnets() if getattr(subnet, "gives_from", 0) > time.monotonic()]
        now = [subnet.map_public_ip_on_launch for subnet in young]
        for subnet in young:
            subnet.map_public_ip_on_launch = subnet.gave_before
        try:
            return original(self, *arguments, **named)
        finally:
            for subnet, gives in zip(young, now, strict=True):
                subnet.map_public_ip_on_launch = gives


def _install_profiles(profile: Profile) -> None:
    for name in ("create_instance_profile", "add_role_to_instance_profile"):

        @replaces(IAMBackend, name)
        def change(original, self, *arguments, **named):
            before = set(self.instance_profiles)
            made = original(self, *arguments, **named)
            wanted = {*arguments, *(value for value in named.values() if isinstance(value, str))}
            for key in (set(self.instance_profiles) - before) | (wanted & set(self.instance_profiles)):
                self.instance_profiles[key].known_from = time.monotonic() + profile.seconds(PROFILE_UNKNOWN)
            return made

    @replaces(InstanceResponse, "run_instances")
    def run(original, self):
        name = self._get_param("IamInstanceProfile.Name")
        known = iam_backends[self.current_account][self.partition].instance_profiles.get(name) if name else None
        if known and getattr(known, "known_from", 0) > time.monotonic():
            raise EC2ClientError(
                "InvalidParameterValue",
                f"Value ({name}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name",
            )
        return original(self)


def _install_balancers(profile: Profile) -> None:
    @replaces(ELBv2Backend, "delete_load_balancer")
    def delete(original, self, arn):
        balancer = self.load_balancers.get(arn)
        original(self, arn)
        if balancer and profile.eventual:
            _leave_interfaces(balancer, arn, profile.seconds(INTERFACES_STAY))


def _leave_interfaces(balancer, arn: str, seconds: float) -> None:
    for subnet in balancer.subnets:
        interface = subnet.ec2_backend.create_network_interface(
            subnet, None, group_ids=list(balancer.security_groups or []), description=f"ELB {arn.split('/', 1)[1]}"
        )
        interface.requester_managed, interface.status = True, "in-use"
        interface.stays_until = time.monotonic() + seconds


def settle() -> None:
    """Take away the interfaces whose time is over. Call it before EC2 is looked at or changed."""
    now = time.monotonic()
    for backend in ec2_state.backends():
        for interface in ec2_state.interfaces(backend):
            if getattr(interface, "stays_until", now) < now:
                backend.enis.pop(interface.id, None)
