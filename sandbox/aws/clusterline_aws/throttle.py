"""EC2's request token buckets, one per account, region and API: burst and refill as AWS publishes them."""

import threading
import time
from dataclasses import dataclass

from .errors import InvalidControl
from .request import AwsRequest


@dataclass(frozen=True)
class Limit:
    burst: float
    per_second: float


NAMED = {"RunInstances": Limit(5, 2), "TerminateInstances": Limit(100, 5)}
READS = Limit(100, 20)
OTHERS = Limit(200, 10)


class Bucket:
    def __init__(self, limit: Limit):
        self._limit, self._tokens, self._at = limit, limit.burst, time.monotonic()

    def take(self) -> bool:
        now = time.monotonic()
        refilled = self._tokens + (now - self._at) * self._limit.per_second
        self._tokens, self._at = min(self._limit.burst, refilled), now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


class Throttle:
    def __init__(self):
        self._lock = threading.Lock()
        self._buckets: dict[tuple, Bucket] = {}
        self.enabled = True

    def admits(self, request: AwsRequest, account: str) -> bool:
        if not self.enabled or request.service != "ec2":
            return True
        key = (account, request.region, request.action)
        with self._lock:
            return self._buckets.setdefault(key, Bucket(_limit_of(request))).take()

    def view(self) -> dict:
        limits = {**NAMED, "Describe*": READS, "*": OTHERS}
        return {
            "enabled": self.enabled,
            "limits": {name: {"burst": limit.burst, "perSecond": limit.per_second} for name, limit in limits.items()},
        }

    def replace(self, setting: object) -> None:
        enabled = setting.get("enabled") if isinstance(setting, dict) else None
        if not isinstance(enabled, bool):
            raise InvalidControl("enabled", enabled, 'give {"enabled": true} or {"enabled": false}')
        with self._lock:
            self.enabled = enabled
            self._buckets.clear()


def _limit_of(request: AwsRequest) -> Limit:
    return NAMED.get(request.action) or (READS if request.reads_only else OTHERS)
