"""moto reads its settings from the environment while it is imported: call apply() before the first import of moto."""

import os
from pathlib import Path

IMAGES = Path(__file__).with_name("images.json")

SETTINGS = {
    "MOTO_AMIS_PATH": str(IMAGES),
    "MOTO_ENABLE_AMI_VALIDATION": "1",
    "MOTO_ENABLE_KEYPAIR_VALIDATION": "1",
    "MOTO_EC2_ENABLE_INSTANCE_TYPE_VALIDATION": "1",
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
    "MOTO_DISABLE_GLOBAL_CORS": "1",
}


def apply() -> None:
    os.environ.update(SETTINGS)
    # An ambient account would make every request belong to it, whichever role it has assumed.
    os.environ.pop("MOTO_ACCOUNT_ID", None)
