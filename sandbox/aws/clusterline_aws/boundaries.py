"""A permissions boundary must be a policy that exists; moto takes any ARN for one."""

from moto.iam.exceptions import NotFoundException
from moto.iam.models import IAMBackend

from .patching import replaces


def install() -> None:
    @replaces(IAMBackend, "create_role")
    def create(original, self, role_name, assume_role_policy_document, path, permissions_boundary, *rest, **named):
        _require(self, permissions_boundary)
        return original(self, role_name, assume_role_policy_document, path, permissions_boundary, *rest, **named)

    @replaces(IAMBackend, "put_role_permissions_boundary")
    def put(original, self, role_name, permissions_boundary):
        _require(self, permissions_boundary)
        return original(self, role_name, permissions_boundary)


def _require(iam: IAMBackend, boundary: str | None) -> None:
    if boundary and boundary not in iam.managed_policies:
        raise NotFoundException(f"Scope ARN: {boundary} does not exist or is not attachable.")
