"""CloudFront checks If-Match against an ETag that changes with each update, and deletes only what is disabled."""

from moto.cloudfront.exceptions import CloudFrontException
from moto.cloudfront.models import CloudFrontBackend, random_id

from .patching import replaces


class PreconditionFailed(CloudFrontException):
    status_code = 412

    def __init__(self):
        super().__init__(
            "PreconditionFailed",
            "The request failed because it didn't meet the preconditions in one or more request-header fields.",
        )


class DistributionNotDisabled(CloudFrontException):
    status_code = 409

    def __init__(self):
        super().__init__("DistributionNotDisabled", "The distribution you are trying to delete has not been disabled.")


def install() -> None:
    @replaces(CloudFrontBackend, "delete_distribution")
    def delete_distribution(original, self, distribution_id, if_match):
        distribution = self.distributions.get(distribution_id)
        if distribution and if_match:
            _require_match(distribution, if_match)
            if _enabled(distribution) or distribution.status != "Deployed":
                raise DistributionNotDisabled()
        return original(self, distribution_id, if_match)

    @replaces(CloudFrontBackend, "update_distribution")
    def update_distribution(original, self, dist_config, _id, if_match):
        distribution = self.distributions.get(_id)
        if distribution and if_match:
            _require_match(distribution, if_match)
        result = original(self, dist_config, _id, if_match)
        result[0].etag = random_id()
        return result[0], result[1], result[0].etag


def _require_match(distribution, if_match: str) -> None:
    if if_match.strip('"') != distribution.etag:
        raise PreconditionFailed()


def _enabled(distribution) -> bool:
    return str(distribution.distribution_config.Enabled).lower() == "true"
