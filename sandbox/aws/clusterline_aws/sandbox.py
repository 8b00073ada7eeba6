"""Everything that the stand-in holds beside moto, and moto's classes made to follow it."""

import threading

from . import (
    accounts,
    acm,
    addresses,
    boundaries,
    cloudfront,
    dependencies,
    eventual,
    idempotency,
    images,
    instances,
    inventory,
    kms,
    launch,
    memberships,
    offerings,
    quotas,
    route53,
    security_rules,
    speed,
    tag_limits,
    volumes,
)
from .accounts import Accounts
from .addresses import PublicAddresses
from .calls import Calls
from .contract import Contract
from .credentials import Clock, Sessions
from .eventual import StaleAddresses
from .faults import Faults
from .latency import Latency
from .machines import Machines
from .policies import Policies
from .profiles import Profile
from .quotas import Quotas
from .throttle import Throttle


class Sandbox:
    def __init__(self, latency: Latency, account: str, pool: str):
        self.latency = latency
        self.accounts = Accounts(account)
        self.faults, self.calls, self.throttle, self.quotas = Faults(), Calls(), Throttle(), Quotas()
        self.profile, self.stale_addresses = Profile(self.quotas), StaleAddresses()
        self.policies, self.contract = Policies(), Contract()
        self.clock, self.sessions = Clock(), Sessions()
        self._locks: dict[str, threading.RLock] = {}
        self.machines = Machines(self.lock("ec2"))
        self._install(PublicAddresses(pool))

    def inventory(self) -> list[str]:
        """What the account holds, while nothing changes it."""
        with self.lock("ec2"):
            eventual.settle()
            return inventory.view()

    def lock(self, service: str) -> threading.RLock:
        return self._locks.setdefault(service, threading.RLock())

    def _install(self, pool: PublicAddresses) -> None:
        speed.install()
        accounts.install(self.accounts)
        images.install()
        instances.install(self.latency)
        launch.install()
        offerings.install()
        volumes.install()
        kms.install()
        quotas.install(self.quotas)
        idempotency.install()
        addresses.install(pool)
        dependencies.install()
        security_rules.install()
        tag_limits.install()
        boundaries.install()
        memberships.install()
        eventual.install(self.profile, self.stale_addresses)
        route53.install(self.latency)
        acm.install(self.latency)
        cloudfront.install(self.latency)
