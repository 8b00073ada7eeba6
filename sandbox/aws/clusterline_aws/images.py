"""Our own image list (images.json): moto ships no current Ubuntu image. As on AWS, an image's id differs by region."""

import hashlib

from moto.core.parse import default_timestamp_parser
from moto.ec2.models import EC2Backend
from moto.ec2.models.amis import AMIS, Ami

ROOT_GIGABYTES = 8


def image_id(region: str, name: str) -> str:
    return "ami-" + hashlib.sha256(f"{region}/{name}".encode()).hexdigest()[:17]


def install() -> None:
    def load_images(backend: EC2Backend) -> None:
        for entry in AMIS:
            image = entry | {
                "ami_id": image_id(backend.region_name, entry["name"]),
                "owner_alias": "amazon",
                "creation_date": default_timestamp_parser(entry["creation_date"]),
            }
            backend.amis[image["ami_id"]] = Ami(backend, **image)

    EC2Backend._load_amis = load_images
    Ami.block_device_mappings = property(_root_device)


def _root_device(image: Ami) -> list[dict]:
    return [
        {
            "DeviceName": image.root_device_name,
            "Ebs": {
                "SnapshotId": image.ebs_snapshot.id,
                "VolumeSize": ROOT_GIGABYTES,
                "DeleteOnTermination": True,
                "VolumeType": "gp3",
            },
        }
    ]
