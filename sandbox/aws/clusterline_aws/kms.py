"""Keys of KMS that cannot be used: what is encrypted with one is refused, or given up later, as on AWS.

S3 asks KMS at once. EC2 asks in the background, so a launch is accepted and ends for a client's error, and a volume is
accepted and turns out to be in error, as AWS's model of CreateVolume says of keys.
"""

from moto.ec2.models.elastic_block_store import EBSBackend, Volume
from moto.kms.models import KmsBackend, kms_backends
from moto.s3.exceptions import S3ClientError
from moto.s3.models import S3Backend
from moto.s3.responses import S3Response

from . import failed_launches
from .patching import replaces

LAUNCH_ENDS_FOR = "Client.InternalError"
PENDING_DELETION = "PendingDeletion"
ENABLED = "Enabled"


def refusal(account: str, region: str, key_id: str | None) -> tuple[str, str] | None:
    """Code and message of KMS when that key cannot be used; none without a key, and for one that AWS manages."""
    if not key_id:
        return None
    if key_id.startswith("arn:"):
        _, _, _, region, account, _ = key_id.split(":", 5)
    kms: KmsBackend = kms_backends[account][region]
    key = kms.keys.get(kms.any_id_to_key_id(key_id) or "")
    if not key:
        return "NotFoundException", f"Key '{key_id}' does not exist"
    if key.key_state == PENDING_DELETION:
        return "KMSInvalidStateException", f"{key.arn} is pending deletion."
    if key.key_state != ENABLED:
        return "DisabledException", f"{key.arn} is disabled."
    return None


def install() -> None:
    _install_arns()
    _install_volumes()
    _install_objects()


def _install_arns() -> None:
    """A key is named by its id or by its ARN; moto takes the id only."""
    for name in ("enable_key", "disable_key", "schedule_key_deletion", "cancel_key_deletion"):

        @replaces(KmsBackend, name)
        def by_arn(original, self, key_id, *arguments, **named):
            return original(self, self.get_key_id(key_id), *arguments, **named)


def _is_unusable(volume: Volume) -> bool:
    backend = volume.ec2_backend
    return refusal(backend.account_id, backend.region_name, volume.kms_key_id) is not None


def give_up_launches(body: bytes, seconds: float) -> None:
    """Of the instances that RunInstances has just answered with, those whose volumes cannot be decrypted end."""
    for instance in failed_launches.launched(body):
        if any(_is_unusable(volume) for volume in _volumes(instance)):
            failed_launches.end(instance, LAUNCH_ENDS_FOR, seconds)


def _volumes(instance) -> list[Volume]:
    """None of an instance that an earlier request with this token has launched and that has ended since."""
    held = instance.ec2_backend.volumes
    return [held[device.volume_id] for _, device in instance.get_block_device_mapping if device.volume_id in held]


def _install_volumes() -> None:
    @replaces(EBSBackend, "create_volume")
    def create(original, self, *arguments, **named):
        volume = original(self, *arguments, **named)
        volume.failed = _is_unusable(volume)
        return volume

    usual = Volume.status.fget
    Volume.status = property(lambda volume: "error" if getattr(volume, "failed", False) else usual(volume))


def _install_objects() -> None:
    @replaces(S3Backend, "put_object")
    def put(original, self, bucket_name, key_name, *arguments, **named):
        bucket = self.get_bucket(bucket_name)
        asked = named.get("kms_key_id"), named.get("encryption")
        _require_usable(bucket, *(asked if any(asked) else _default_of(bucket)))
        return original(self, bucket_name, key_name, *arguments, **named)

    @replaces(S3Response, "_get_key")
    def read(original, self, *arguments, **named):
        key, not_modified = original(self, *arguments, **named)
        _require_usable(self.backend.get_bucket(key.bucket_name), key.kms_key_id, key.encryption)
        return key, not_modified


def _default_of(bucket) -> tuple[str | None, str | None]:
    rule = (bucket.encryption or {}).get("Rule", {}).get("ApplyServerSideEncryptionByDefault", {})
    return rule.get("KMSMasterKeyID"), rule.get("SSEAlgorithm")


def _require_usable(bucket, key_id: str | None, algorithm: str | None) -> None:
    if algorithm != "aws:kms":
        return
    refused = refusal(bucket.account_id, bucket.region_name, key_id)
    if refused:
        raise S3ClientError(f"KMS.{refused[0]}", refused[1])
