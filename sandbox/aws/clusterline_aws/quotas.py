"""Service quotas: answered from a table that can be set, and enforced where a cluster meets them."""

import math
import threading

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import EC2Backend
from moto.ec2.models.instance_types import INSTANCE_TYPES

from . import ec2_state
from .errors import InvalidControl
from .patching import replaces
from .reply import Reply, error_reply, json_reply
from .request import AwsRequest

STANDARD_VCPUS, ADDRESSES, VPCS, RULES = "L-1216C47A", "L-0263D0A3", "L-F678F1CE", "L-0EA8095F"
STANDARD_FAMILIES = tuple("acdhimrtz")
HOLDS_VCPUS = ("pending", "running", "stopping")
TABLE = {  # code: (service, name, AWS's default, ours: room for many clusters at once)
    STANDARD_VCPUS: ("ec2", "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", 5, 1920),
    ADDRESSES: ("ec2", "EC2-VPC Elastic IPs", 5, 200),
    VPCS: ("vpc", "VPCs per Region", 5, 200),
    RULES: ("vpc", "Inbound or outbound rules per security group", 60, 60),
}


class Quotas:
    def __init__(self):
        self._lock = threading.Lock()
        self._values = {code: float(row[3]) for code, row in TABLE.items()}

    def view(self) -> dict[str, float]:
        with self._lock:
            return dict(self._values)

    def value(self, code: str) -> float:
        return self.view()[code]

    def reset(self, of_new_account: bool) -> None:
        """AWS's defaults, or room for many clusters."""
        with self._lock:
            self._values = {code: float(row[2 if of_new_account else 3]) for code, row in TABLE.items()}

    def update(self, values: object) -> None:
        if not isinstance(values, dict):
            raise InvalidControl("quota", values, 'give an object like {"L-1216C47A": 32}')
        for code, value in values.items():
            if code not in TABLE:
                raise InvalidControl("quota code", code, f"use one of {', '.join(TABLE)}")
            if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0 or not math.isfinite(value):
                raise InvalidControl(code, value, "give a number, 0 or more")
        with self._lock:
            self._values.update({code: float(value) for code, value in values.items()})

    def answer(self, request: AwsRequest, asked: dict) -> Reply | None:
        """The ServiceQuotas API; None for what it does not know of."""
        rows = [
            self._row(code, request, default="Default" in request.action)
            for code, row in TABLE.items()
            if row[0] == asked.get("ServiceCode")
        ]
        if request.action in ("ListServiceQuotas", "ListAWSDefaultServiceQuotas"):
            return json_reply({"Quotas": rows})
        if request.action.startswith("ListRequestedServiceQuotaChangeHistory"):
            return json_reply({"RequestedQuotas": []})
        if request.action in ("GetServiceQuota", "GetAWSDefaultServiceQuota"):
            row = next((row for row in rows if row["QuotaCode"] == asked.get("QuotaCode")), None)
            return (
                json_reply({"Quota": row})
                if row
                else error_reply(
                    request.service,
                    "NoSuchResourceException",
                    "The request failed because the specified quota does not exist.",
                    400,
                )
            )
        return None

    def _row(self, code: str, request: AwsRequest, default: bool) -> dict:
        service, name, aws_default, _ = TABLE[code]
        return {
            "ServiceCode": service,
            "QuotaCode": code,
            "QuotaName": name,
            "Unit": "None",
            "GlobalQuota": False,
            "QuotaArn": f"arn:aws:servicequotas:{request.region}::{service}/{code}",
            "Adjustable": True,
            "Value": float(aws_default) if default else self.value(code),
        }


def install(quotas: Quotas) -> None:
    @replaces(EC2Backend, "run_instances")
    def within_vcpu_quota(original, self, image_id, count, *arguments, **named):
        wanted = count * _standard_vcpus(named.get("instance_type", ""))
        held = sum(
            _standard_vcpus(instance.instance_type)
            for instance in ec2_state.live_instances(self)
            if instance.state in HOLDS_VCPUS
        )
        limit = quotas.value(STANDARD_VCPUS)
        if wanted and held + wanted > limit:
            raise EC2ClientError(
                "VcpuLimitExceeded",
                f"You have requested more vCPU capacity than your current vCPU limit of"
                f" {limit:g} allows for the instance bucket that the specified instance type belongs to.",
            )
        return original(self, image_id, count, *arguments, **named)

    @replaces(EC2Backend, "allocate_address")
    def within_address_quota(original, self, *arguments, **named):
        if len(self.addresses) >= quotas.value(ADDRESSES):
            raise EC2ClientError("AddressLimitExceeded", "The maximum number of addresses has been reached.")
        return original(self, *arguments, **named)

    @replaces(EC2Backend, "create_vpc")
    def within_vpc_quota(original, self, *arguments, **named):
        if len(self.vpcs) >= quotas.value(VPCS):
            raise EC2ClientError("VpcLimitExceeded", "The maximum number of VPCs has been reached.")
        return original(self, *arguments, **named)


def _standard_vcpus(instance_type: str) -> int:
    if not instance_type.startswith(STANDARD_FAMILIES):
        return 0
    return INSTANCE_TYPES.get(instance_type, {}).get("VCpuInfo", {}).get("DefaultVCpus", 0)
