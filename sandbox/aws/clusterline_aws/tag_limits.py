"""Tags that AWS refuses and moto takes: more than fifty at a creation, and keys of IAM that differ in case only."""

from moto.ec2.exceptions import TagLimitExceeded
from moto.ec2.responses._base_response import EC2BaseResponse
from moto.iam.models import IAMBackend

from .patching import replaces

MOST = 50


def install() -> None:
    # moto counts when the thing is made already, and leaves it behind
    @replaces(EC2BaseResponse, "_parse_tag_specification")
    def counted(original, self, *arguments, **named):
        by_type = original(self, *arguments, **named)
        if any(len(tags) > MOST for tags in by_type.values()):
            raise TagLimitExceeded()
        return by_type

    # moto does so for roles, not for instance profiles
    @replaces(IAMBackend, "create_instance_profile")
    def create(original, self, name, path, role_names, tags=None):
        self._tag_verification(tags or [])
        return original(self, name, path, role_names, tags)

    @replaces(IAMBackend, "tag_instance_profile")
    def tag(original, self, instance_profile_name, tags):
        self._tag_verification(tags)
        return original(self, instance_profile_name, tags)
