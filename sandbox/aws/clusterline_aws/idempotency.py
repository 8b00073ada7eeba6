"""RunInstances honours its ClientToken: the same request gives the same instances, however they are now."""

import copy

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.responses.instances import InstanceResponse

from .patching import replaces

IGNORED = ("ClientToken", "DryRun")


def install() -> None:
    launched: dict[tuple, tuple] = {}

    @replaces(InstanceResponse, "run_instances")
    def run_once(original, self):
        token = self._get_param("ClientToken")
        if not token or self._get_param("DryRun"):
            return original(self)
        key = (self.current_account, self.region, token)
        asked = copy.deepcopy({name: value for name, value in self.params.items() if name not in IGNORED})
        if key not in launched:
            launched[key] = (asked, original(self))
        first, result = launched[key]
        if first != asked:
            raise EC2ClientError(
                "IdempotentParameterMismatch",
                "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).",
            )
        return result
