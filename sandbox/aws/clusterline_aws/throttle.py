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


# https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html
NAMED = {
    "RunInstances": Limit(5, 2),
    "StartInstances": Limit(5, 2),
    "TerminateInstances": Limit(100, 5),
    "CreateTags": Limit(100, 10),
    "DeleteTags": Limit(100, 10),
    "CreateVolume": Limit(100, 5),
    "DeleteVolume": Limit(100, 5),
    "CreateSnapshot": Limit(100, 5),
    "DeleteSnapshot": Limit(100, 5),
    "CreateNetworkInterface": Limit(100, 5),
    "DeleteNetworkInterface": Limit(100, 5),
    "ModifyNetworkInterfaceAttribute": Limit(100, 5),
    "ModifyInstanceMetadataOptions": Limit(100, 5),
    "AssociateIamInstanceProfile": Limit(100, 5),
    "DisassociateIamInstanceProfile": Limit(100, 5),
    "CreateNatGateway": Limit(10, 1),
    "DeleteNatGateway": Limit(10, 1),
    "CreateVpcEndpoint": Limit(4, 0.3),
    "DeleteVpcEndpoints": Limit(4, 0.3),
}
READS = Limit(100, 20)
UNFILTERED_READS = Limit(50, 10)
OTHERS = Limit(50, 5)

# Reads that cost more when they ask for everything at once.
COSTLY_READS = {
    "DescribeInstances",
    "DescribeInstanceStatus",
    "DescribeNetworkInterfaces",
    "DescribeSecurityGroups",
    "DescribeSnapshots",
    "DescribeSpotInstanceRequests",
    "DescribeVolumes",
}


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
        costly = request.action in COSTLY_READS and not _is_filtered(request)
        limit = UNFILTERED_READS if costly else _limit_of(request)
        key = (account, request.region, request.action, costly)
        with self._lock:
            return self._buckets.setdefault(key, Bucket(limit)).take()

    def view(self) -> dict:
        limits = {**NAMED, "Describe*": READS, "Describe* unfiltered": UNFILTERED_READS, "*": OTHERS}
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


def _is_filtered(request: AwsRequest) -> bool:
    return any(name.startswith("Filter.") or name in ("MaxResults", "NextToken") for name in request.parameters)
