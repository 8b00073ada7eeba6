"""Keys of KMS that are disabled, or pending deletion."""

import pytest
from conftest import REGION, refused_with

STATES = {"disabled": "Disabled", "pending": "PendingDeletion", "enabled": "Enabled"}
OF_S3 = {
    "disabled": r"\(KMS\.DisabledException\).*arn:aws:kms:.* is disabled",
    "pending": r"\(KMS\.KMSInvalidStateException\).*arn:aws:kms:.* is pending deletion",
}


@pytest.fixture
def kms(aws):
    return aws.client("kms")


def key(kms) -> str:
    return kms.create_key()["KeyMetadata"]["Arn"]


def bring(kms, arn: str, state: str) -> None:
    if state == "disabled":
        kms.disable_key(KeyId=arn)
    if state == "pending":
        kms.schedule_key_deletion(KeyId=arn, PendingWindowInDays=7)


@pytest.mark.parametrize("state", sorted(STATES))
def test_given_a_key_when_described_then_its_state_is_as_aws_names_it(kms, state):
    arn = key(kms)
    bring(kms, arn, state)
    described = kms.describe_key(KeyId=arn)["KeyMetadata"]
    assert described["KeyState"] == STATES[state]
    assert described["Enabled"] is (state == "enabled")


@pytest.mark.parametrize("state", sorted(STATES))
def test_given_the_account_encrypts_volumes_with_a_key_when_launched_then_the_launch_ends_with_the_key(
    kms, network, state
):
    arn = key(kms)
    network.ec2.modify_ebs_default_kms_key_id(KmsKeyId=arn)
    bring(kms, arn, state)
    token = f"unusable-{state}"
    disk = [{"DeviceName": "/dev/sda1", "Ebs": {"Encrypted": True, "VolumeSize": 8, "VolumeType": "gp3"}}]
    try:
        instance = network.run(BlockDeviceMappings=disk, ClientToken=token)[0]
        assert instance["State"]["Name"] in ("pending", "running"), "that it fails shows later only"
        network.wait(instance, "instance_running" if state == "enabled" else "instance_terminated")
        reason = network.describe(instance).get("StateReason", {}).get("Code", "")
        assert reason == ("" if state == "enabled" else "Client.InternalError")
        if state != "enabled":
            again = network.run(BlockDeviceMappings=disk, ClientToken=token)[0]
            assert (again["InstanceId"], again["State"]["Name"]) == (instance["InstanceId"], "terminated")
        plain = network.run()[0]
        network.wait(plain, "instance_running")
    finally:
        network.ec2.modify_ebs_default_kms_key_id(KmsKeyId="alias/aws/ebs")


@pytest.mark.parametrize("state", sorted(STATES))
def test_given_a_key_when_a_volume_is_made_with_it_then_it_is_accepted_and_in_error_later(kms, ec2, state):
    arn = key(kms)
    bring(kms, arn, state)
    asked = {"AvailabilityZone": f"{REGION}a", "Size": 1, "Encrypted": True, "KmsKeyId": arn}
    volume = ec2.create_volume(**asked)["VolumeId"]
    described = ec2.describe_volumes(VolumeIds=[volume])["Volumes"][0]["State"]
    assert described == ("available" if state == "enabled" else "error")
    ec2.delete_volume(VolumeId=volume)


@pytest.fixture
def encrypted(aws, kms, request):
    """A bucket as somebody's policy encrypts it, an object in it, and the key."""
    s3, arn, bucket = aws.client("s3"), key(kms), f"encrypted-{request.node.callspec.params['state']}"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    by_default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": arn}
    rules = {"Rules": [{"ApplyServerSideEncryptionByDefault": by_default}]}
    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration=rules)
    s3.put_object(Bucket=bucket, Key="before", Body=b"b")
    return s3, arn, bucket


@pytest.mark.parametrize("state", sorted(OF_S3))
def test_given_a_bucket_whose_key_cannot_be_used_when_written_and_read_then_s3_says_so(kms, encrypted, state):
    s3, arn, bucket = encrypted
    assert s3.get_object(Bucket=bucket, Key="before")["Body"].read() == b"b"
    bring(kms, arn, state)
    with pytest.raises(Exception, match=OF_S3[state]):
        s3.put_object(Bucket=bucket, Key="after", Body=b"a")
    with pytest.raises(Exception, match=OF_S3[state]):
        s3.get_object(Bucket=bucket, Key="before")
    s3.put_object(Bucket=bucket, Key="other", Body=b"o", ServerSideEncryption="AES256")


def test_given_a_key_that_does_not_exist_when_written_with_then_it_is_not_found(aws):
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="no-key", CreateBucketConfiguration={"LocationConstraint": REGION})
    arn = f"arn:aws:kms:{REGION}:123456789012:key/00000000-0000-0000-0000-000000000000"
    with refused_with("KMS.NotFoundException"):
        s3.put_object(Bucket="no-key", Key="a", Body=b"a", ServerSideEncryption="aws:kms", SSEKMSKeyId=arn)
