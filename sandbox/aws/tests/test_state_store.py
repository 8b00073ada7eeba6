"""What the state store rests on: S3 conditional puts, whatever framing and checksums a client uses."""

import http.client
import threading
import uuid

import pytest
from conftest import refused_with

RACERS = 16
CREDENTIAL = "Credential={key}/20260101/ap-northeast-2/s3/aws4_request"


@pytest.fixture
def bucket(aws):
    s3 = aws.client("s3")
    name = f"clusterline-{uuid.uuid4().hex}"
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "ap-northeast-2"})
    return s3, name


def test_given_an_object_when_put_if_absent_then_it_is_refused(bucket):
    s3, name = bucket
    etag = s3.put_object(Bucket=name, Key="clusters/eco2/lease", Body=b"one", IfNoneMatch="*")["ETag"]
    with refused_with("PreconditionFailed"):
        s3.put_object(Bucket=name, Key="clusters/eco2/lease", Body=b"two", IfNoneMatch="*")
    s3.put_object(Bucket=name, Key="clusters/eco2/lease", Body=b"two", IfMatch=etag)
    with refused_with("PreconditionFailed"):
        s3.put_object(Bucket=name, Key="clusters/eco2/lease", Body=b"three", IfMatch=etag)
    assert s3.get_object(Bucket=name, Key="clusters/eco2/lease")["Body"].read() == b"two"


@pytest.mark.parametrize("algorithm", ["CRC32", "SHA256"])
def test_given_a_checksum_when_put_then_the_body_arrives_unchanged(bucket, algorithm):
    s3, name = bucket
    body = b"clusterline" * 10_000
    s3.put_object(Bucket=name, Key="object", Body=body, ChecksumAlgorithm=algorithm)
    assert s3.get_object(Bucket=name, Key="object", ChecksumMode="ENABLED")["Body"].read() == body


def test_given_aws_chunked_framing_with_a_trailer_when_put_then_the_body_is_unframed(aws, bucket):
    """The framing that the Java SDK 2.40 uses by default for streams."""
    s3, name = bucket
    content = b'{"state":"running"}'
    framed = b"%x\r\n%s\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n" % (len(content), content)
    connection = http.client.HTTPConnection(aws.endpoint.removeprefix("http://"), timeout=10)
    connection.request(
        "PUT",
        f"/{name}/framed",
        framed,
        {
            "Authorization": f"AWS4-HMAC-SHA256 {CREDENTIAL.format(key=aws.key)}, SignedHeaders=host, Signature=x",
            "Content-Encoding": "aws-chunked",
            "x-amz-decoded-content-length": str(len(content)),
            "x-amz-trailer": "x-amz-checksum-crc32",
            "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
            "Expect": "100-continue",
        },
    )
    assert connection.getresponse().status == 200
    assert s3.get_object(Bucket=name, Key="framed")["Body"].read() == content


def test_given_many_at_once_when_all_put_if_absent_then_exactly_one_wins(aws, bucket):
    _, name = bucket
    wins, start = [], threading.Barrier(RACERS)

    def race(number: int) -> None:
        client = aws.client("s3")
        start.wait()
        try:
            client.put_object(Bucket=name, Key="lease", Body=str(number).encode(), IfNoneMatch="*")
            wins.append(number)
        except client.exceptions.ClientError as error:
            assert error.response["Error"]["Code"] in ("PreconditionFailed", "ConditionalRequestConflict")

    racers = [threading.Thread(target=race, args=(number,)) for number in range(RACERS)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert len(wins) == 1


def test_given_a_versioned_private_bucket_when_made_as_init_makes_it_then_it_says_so(bucket):
    s3, name = bucket
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_encryption(
        Bucket=name,
        ServerSideEncryptionConfiguration={
            "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
        },
    )
    s3.put_public_access_block(
        Bucket=name,
        PublicAccessBlockConfiguration=dict.fromkeys(
            ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"], True
        ),
    )
    assert s3.get_bucket_versioning(Bucket=name)["Status"] == "Enabled"
    assert s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]["BlockPublicPolicy"]


def test_given_a_secret_when_put_and_deleted_then_it_follows(aws):
    secrets = aws.client("secretsmanager")
    secrets.create_secret(Name="clusterline/eco2/ssh", SecretString="s", ClientRequestToken=str(uuid.uuid4()))
    assert secrets.get_secret_value(SecretId="clusterline/eco2/ssh")["SecretString"] == "s"
    secrets.delete_secret(SecretId="clusterline/eco2/ssh", ForceDeleteWithoutRecovery=True)
    with refused_with("ResourceNotFoundException"):
        secrets.get_secret_value(SecretId="clusterline/eco2/ssh")
