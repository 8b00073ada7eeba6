"""RunInstances as on AWS: all or nothing, MaxCount instances, each with the profile, interfaces that end with it."""

import moto.ec2.models.instances as models
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import EC2Backend
from moto.ec2.models.instances import Instance
from moto.ec2.responses.instances import InstanceResponse

from . import instances
from .patching import replaces


class InvalidInstanceType(EC2ClientError):
    """AWS's code and message; moto has its own."""

    def __init__(self, instance_type: str):
        super().__init__("InvalidParameterValue", f"Invalid value '{instance_type}' for InstanceType.")


def install() -> None:
    models.InvalidInstanceTypeError = InvalidInstanceType
    _install_interfaces_end_with_the_instance()
    _install_all_or_none()
    _install_every_instance_alike()


def _install_interfaces_end_with_the_instance() -> None:
    @replaces(Instance, "prep_nics")
    def prepare(original, self, nic_spec, *arguments, **named):
        for nic in nic_spec:
            if not nic.get("NetworkInterfaceId"):
                nic.setdefault("DeleteOnTermination", True)
        original(self, nic_spec, *arguments, **named)
        if not nic_spec and self.nics:
            self.nics[0].delete_on_termination = True


def _install_all_or_none() -> None:
    @replaces(EC2Backend, "run_instances")
    def run(original, self, *arguments, **named):
        before = set(self.reservations)
        try:
            return original(self, *arguments, **named)
        except Exception:
            for reservation_id in set(self.reservations) - before:
                for instance in self.reservations[reservation_id].instances:
                    instances.release(instance)  # moto looks for it among the reservations
                del self.reservations[reservation_id]
            raise


def _install_every_instance_alike() -> None:
    # moto launches MinCount instances (AWS: up to MaxCount) and gives only the first one its profile
    @replaces(InstanceResponse, "run_instances")
    def run(original, self):
        self.params["MinCount"] = int(self._get_param("MaxCount", if_none=self._get_param("MinCount", if_none=1)))
        result = original(self)
        name, arn = self._get_param("IamInstanceProfile.Name"), self._get_param("IamInstanceProfile.Arn")
        for instance in result.result.instances[1:] if name or arn else []:
            self.ec2_backend.associate_iam_instance_profile(
                instance_id=instance.id, iam_instance_profile_name=name, iam_instance_profile_arn=arn
            )
        return result
