"""Our own image list (images.json): moto ships no current image of Ubuntu or Debian. As on AWS, an image's id differs by region,
an image that was deregistered starts no machine, and neither does one of another processor or one that the disk cannot hold."""

import hashlib

from moto.core.parse import default_timestamp_parser
from moto.ec2.exceptions import EC2ClientError, UnvailableAMIIdError
from moto.ec2.models import EC2Backend
from moto.ec2.models.amis import AMIS, Ami
from moto.ec2.models.instance_types import INSTANCE_TYPES
from moto.ec2.responses.amis import AmisResponse

from .patching import replaces

ROOT_GIGABYTES = 8


def image_id(region: str, name: str) -> str:
    return "ami-" + hashlib.sha256(f"{region}/{name}".encode()).hexdigest()[:17]


def name_of(backend: EC2Backend, wanted: str) -> str:
    """The name of an image, also when it is deregistered: what was started from it stays what it is."""
    image = backend.amis.get(wanted)
    return (image.name if image else getattr(backend, "deregistered", {}).get(wanted)) or ""


def install() -> None:
    EC2Backend._load_amis = _load_images
    Ami.block_device_mappings = property(_root_device)
    _install_registration()
    _install_deregistration()
    _install_launch()


def _load_images(backend: EC2Backend) -> None:
    for entry in AMIS:
        image = entry | {
            "ami_id": image_id(backend.region_name, entry["name"]),
            "owner_alias": "amazon",
            "creation_date": default_timestamp_parser(entry["creation_date"]),
        }
        backend.amis[image["ami_id"]] = Ami(backend, **image)


def _root_device(image: Ami) -> list[dict]:
    return [
        {
            "DeviceName": image.root_device_name,
            "Ebs": {
                "SnapshotId": image.ebs_snapshot.id,
                "VolumeSize": getattr(image, "gigabytes", ROOT_GIGABYTES),
                "DeleteOnTermination": True,
                "VolumeType": "gp3",
            },
        }
    ]


def _install_registration() -> None:
    # moto forgets what the image is registered with
    @replaces(AmisResponse, "register_image")
    def register(original, self):
        result = original(self)
        image = self.ec2_backend.amis[result.result["ImageId"]]
        image.architecture = self._get_param("Architecture") or "i386"
        image.virtualization_type = self._get_param("VirtualizationType") or "paravirtual"
        image.root_device_name = self._get_param("RootDeviceName") or image.root_device_name
        disks = self._get_param("BlockDeviceMappings", [])
        image.root_device_type = "ebs" if disks else "instance-store"
        image.gigabytes = int(disks[0].get("Ebs", {}).get("VolumeSize") or ROOT_GIGABYTES) if disks else 0
        return result


def _install_deregistration() -> None:
    @replaces(EC2Backend, "deregister_image")
    def deregister(original, self, ami_id):
        name = name_of(self, ami_id)
        original(self, ami_id)
        self.deregistered = getattr(self, "deregistered", {}) | {ami_id: name}


def _install_launch() -> None:
    @replaces(EC2Backend, "run_instances")
    def run(original, self, image_id, *arguments, **named):
        if image_id in self.deleted_amis:
            raise UnvailableAMIIdError(image_id)
        if image := self.amis.get(image_id):
            _require_fitting(image, named.get("instance_type"), named.get("block_device_mappings") or [])
        return original(self, image_id, *arguments, **named)


def _require_fitting(image: Ami, instance_type: str | None, disks: list[dict]) -> None:
    if image.state != "available":
        raise UnvailableAMIIdError(image.id)
    processors = INSTANCE_TYPES.get(instance_type, {}).get("ProcessorInfo", {}).get("SupportedArchitectures", [])
    if processors and image.architecture not in processors:
        raise EC2ClientError(
            "InvalidParameterValue",
            f"The architecture '{','.join(processors)}' of the specified instance type does not match the architecture"
            f" '{image.architecture}' of the specified AMI. Specify an instance type and an AMI that have matching architectures,"
            " and try again. You can use 'describe-instance-types' or 'describe-images' to discover the architecture of the"
            " instance type or AMI.",
        )
    needed = getattr(image, "gigabytes", ROOT_GIGABYTES)
    for disk in disks:
        size = int(disk.get("Ebs", {}).get("VolumeSize") or needed)
        if disk.get("DeviceName") == image.root_device_name and size < needed:
            raise EC2ClientError(
                "InvalidBlockDeviceMapping",
                f"Volume of size {size}GB is smaller than snapshot '{image.ebs_snapshot.id}', expect size>= {needed}GB",
            )
