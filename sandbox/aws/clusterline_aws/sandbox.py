"""Everything that the stand-in holds beside moto, and moto's classes made to follow it."""

import threading

from . import (
    accounts,
    addresses,
    cloudfront,
    dependencies,
    idempotency,
    images,
    instances,
    launch,
    offerings,
    quotas,
    route53,
    security_rules,
    speed,
    volumes,
)
from .accounts import Accounts
from .addresses import PublicAddresses
from .calls import Calls
from .faults import Faults
from .latency import Latency
from .machines import Machines
from .quotas import Quotas
from .throttle import Throttle


class Sandbox:
    def __init__(self, latency: Latency, account: str, pool: str):
        self.latency = latency
        self.accounts = Accounts(account)
        self.faults, self.calls, self.throttle, self.quotas = Faults(), Calls(), Throttle(), Quotas()
        self._locks: dict[str, threading.RLock] = {}
        self.machines = Machines(self.lock("ec2"))
        self._install(PublicAddresses(pool))

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
        quotas.install(self.quotas)
        idempotency.install()
        addresses.install(pool)
        dependencies.install()
        security_rules.install()
        route53.install()
        cloudfront.install()
