"""CloudFront takes an alias only with a certificate of us-east-1 that covers it, takes its time to deploy each change,
checks If-Match against an ETag that changes with each update, and deletes only what is disabled and deployed."""

import time

from moto.acm.models import acm_backends
from moto.cloudfront.exceptions import CloudFrontException
from moto.cloudfront.models import CloudFrontBackend, Distribution, Origin, cloudfront_backends, random_id

from .latency import Latency
from .patching import replaces

CERTIFICATES_IN = "us-east-1"
IN_PROGRESS, DEPLOYED = "InProgress", "Deployed"


class Refused(CloudFrontException):
    def __init__(self, status: int, code: str, message: str):
        self.status_code = status
        super().__init__(code, message)


def install(latency: Latency) -> None:
    _install_deployment(latency)
    _install_origins()

    @replaces(CloudFrontBackend, "create_distribution_with_tags")
    def create_distribution(original, self, distribution_config, tags):
        _check(self, distribution_config, None)
        return original(self, distribution_config, tags)

    @replaces(CloudFrontBackend, "delete_distribution")
    def delete_distribution(original, self, distribution_id, if_match):
        distribution = self.distributions.get(distribution_id)
        if distribution and if_match:
            _require_match(distribution.etag, if_match)
            if _enabled(distribution) or distribution.status != DEPLOYED:
                raise Refused(
                    409, "DistributionNotDisabled", "The distribution you are trying to delete has not been disabled."
                )
        return original(self, distribution_id, if_match)

    @replaces(CloudFrontBackend, "update_distribution")
    def update_distribution(original, self, dist_config, _id, if_match):
        distribution = self.distributions.get(_id)
        if distribution and if_match:
            _require_match(distribution.etag, if_match)
        _check(self, dist_config, _id)
        result = original(self, dist_config, _id, if_match)
        _begin(result[0])
        result[0].etag = random_id()
        return result[0], result[1], result[0].etag


def _install_deployment(latency: Latency) -> None:
    """Seen in progress once at least."""

    @replaces(Distribution, "__init__")
    def create(original, self, *arguments, **named):
        original(self, *arguments, **named)
        _begin(self)

    @replaces(Distribution, "advance")
    def advance(original, self):
        self.looks += 1
        self.deployed = self.looks > 1 and time.monotonic() - self.changed_at >= latency.seconds("distributionSeconds")

    Distribution.status = property(lambda self: DEPLOYED if self.deployed else IN_PROGRESS)


def _begin(distribution) -> None:
    distribution.looks, distribution.changed_at, distribution.deployed = 0, time.monotonic(), False


def _install_origins() -> None:
    @replaces(Origin, "__init__")
    def create(original, self, origin):
        original(self, origin)
        self.origin_access_control_id = origin.get("OriginAccessControlId") or ""

    @replaces(CloudFrontBackend, "create_origin_access_control")
    def create_access(original, self, config_dict):
        if any(one.name == config_dict.get("Name") for one in self.origin_access_controls.values()):
            raise Refused(
                409, "OriginAccessControlAlreadyExists", "An origin access control with this name already exists."
            )
        return original(self, config_dict)

    @replaces(CloudFrontBackend, "delete_origin_access_control")
    def delete_access(original, self, control_id):
        self.get_origin_access_control(control_id)
        if any(control_id in _accesses(one) for one in self.distributions.values()):
            raise Refused(
                409,
                "OriginAccessControlInUse",
                "Cannot delete the origin access control because it's in use by one or more distributions.",
            )
        return original(self, control_id)


def _accesses(distribution) -> list[str]:
    return [origin.origin_access_control_id for origin in distribution.distribution_config.Origins["Items"]]


def _check(backend: CloudFrontBackend, config: dict, own: str | None) -> None:
    for origin in config["Origins"]["Items"]:
        access = origin.get("OriginAccessControlId")
        if access and access not in backend.origin_access_controls:
            raise Refused(400, "InvalidOriginAccessControl", "The origin access control is not valid.")
    aliases = config.get("Aliases", {}).get("Items") or []
    for alias in aliases:
        _check_free(alias, own)
    if aliases:
        _check_certificate(
            backend.account_id, aliases, (config.get("ViewerCertificate") or {}).get("ACMCertificateArn")
        )


def _check_free(alias: str, own: str | None) -> None:
    for partitions in list(cloudfront_backends.values()):
        for backend in list(partitions.values()):
            for one in list(backend.distributions.values()):
                if one.id != own and alias in (one.distribution_config.Aliases.get("Items") or []):
                    raise Refused(
                        409,
                        "CNAMEAlreadyExists",
                        "One or more of the CNAMEs you provided are already associated with a different resource.",
                    )


def _check_certificate(account: str, aliases: list[str], arn: str | None) -> None:
    known = acm_backends[account][CERTIFICATES_IN]._certificates.get(arn)
    if known:
        known.check()
    if not known or known.status != "ISSUED":
        raise Refused(
            400,
            "InvalidViewerCertificate",
            "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a"
            " valid certificate chain.",
        )
    if not all(_covers(known, alias) for alias in aliases):
        raise Refused(
            400,
            "InvalidViewerCertificate",
            "The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME)"
            " that you're trying to add.",
        )


def _covers(certificate, alias: str) -> bool:
    wildcard = "*." + alias.partition(".")[2]
    return bool({alias, wildcard} & {certificate.common_name, *certificate.sans})


def _require_match(etag: str, if_match: str) -> None:
    if if_match.strip('"') != etag:
        raise Refused(
            412,
            "PreconditionFailed",
            "The request failed because it didn't meet the preconditions in one or more request-header fields.",
        )


def _enabled(distribution) -> bool:
    return str(distribution.distribution_config.Enabled).lower() == "true"
