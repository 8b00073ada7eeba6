"""A role that is in no instance profile cannot be taken out of it; moto ends with an internal error."""

from moto.iam.exceptions import NotFoundException
from moto.iam.models import IAMBackend

from .patching import replaces


def install() -> None:
    @replaces(IAMBackend, "remove_role_from_instance_profile")
    def remove(original, self, profile_name, role_name):
        if self.get_role(role_name) not in self.get_instance_profile(profile_name).roles:
            raise NotFoundException(f"Role {role_name} in instance profile {profile_name} cannot be found.")
        return original(self, profile_name, role_name)
