"""ACM issues a certificate when the records that it asked for are in a public zone, and keeps one that is in use.

moto issues every certificate after a while, and asks for the same record whatever the name.
"""

import hashlib
import time

from moto.acm.models import AWSCertificateManagerBackend, CertBundle
from moto.cloudfront.models import cloudfront_backends
from moto.core.exceptions import AWSError

from . import route53
from .latency import Latency
from .patching import replaces

UNKNOWN_DESCRIBES = 1


class ResourceInUse(AWSError):
    TYPE = "ResourceInUseException"

    def __init__(self, arn: str):
        super().__init__(f"Certificate {arn} is in use. Remove the certificate from all resources that use it.")


def install(latency: Latency) -> None:
    @replaces(CertBundle, "check")
    def check(original, self):
        if self.type != "AMAZON_ISSUED" or self.status != "PENDING_VALIDATION":
            return original(self)
        now = time.monotonic()
        if not all(route53.answers(*record) for record in _records(self)):
            self.seen_at = None
        elif getattr(self, "seen_at", None) is None:
            self.seen_at = now
        if self.seen_at is not None and now - self.seen_at >= latency.seconds("certificateSeconds"):
            self.status = "ISSUED"
        return None

    @replaces(CertBundle, "describe")
    def describe(original, self):
        self.in_use_by = [*_balancers(self), *users(self.arn)]
        result = original(self)
        asked = getattr(self, "described", 0)
        self.described = asked + 1
        for option in result["Certificate"].get("DomainValidationOptions", []):
            name, kind, value = _record(self, option["DomainName"])
            option["ResourceRecord"] = {"Name": name, "Type": kind, "Value": value}
            if asked < UNKNOWN_DESCRIBES:  # it takes ACM some seconds to name them
                del option["ResourceRecord"]
            if option["ValidationStatus"] == "PENDING_VALIDATION" and route53.answers(name, kind, value):
                option["ValidationStatus"] = "SUCCESS"
        return result

    @replaces(AWSCertificateManagerBackend, "delete_certificate")
    def delete_certificate(original, self, arn):
        known = self._certificates.get(arn)
        if known and (_balancers(known) or users(arn)):
            raise ResourceInUse(arn)
        return original(self, arn)


def users(arn: str) -> list[str]:
    """The distributions that use it, in whichever account."""
    return [
        distribution.arn
        for partitions in list(cloudfront_backends.values())
        for backend in list(partitions.values())
        for distribution in list(backend.distributions.values())
        if distribution.distribution_config.ViewerCertificate.acm_certificate_arn == arn
    ]


def _balancers(certificate) -> list[str]:
    return [user for user in certificate.in_use_by if ":distribution/" not in user]


def _records(certificate) -> list[tuple[str, str, str]]:
    return sorted({_record(certificate, name) for name in [certificate.common_name, *certificate.sans]})


def _record(certificate, name: str) -> tuple[str, str, str]:
    """The same for every certificate of the name in an account, and for the name and its wildcard."""
    base = name.removeprefix("*.").lower()
    account = certificate.arn.split(":")[4]
    digest = hashlib.sha256(f"{account}/{base}".encode()).hexdigest()
    return f"_{digest[:32]}.{base}.", "CNAME", f"_{digest[32:]}.jkddzztszm.acm-validations.aws."
