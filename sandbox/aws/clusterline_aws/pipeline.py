"""The pipeline as a user of IAM: it has one policy and nothing else, while the key of the stand-in stays the root's."""

from moto.iam.models import iam_backends

USER = "clusterline"
BOUNDARY_PATH, BOUNDARY = "/clusterline/", "machines"


def add(account: str, document: str, key: str) -> None:
    """With that access key, and the document as a managed policy: of all kinds the one that AWS bounds most."""
    iam = iam_backends[account]["aws"]
    iam.create_user("us-east-1", USER)
    policy = iam.create_policy("", "/", document, USER, [])
    iam.attach_user_policy(policy.arn, USER)
    made = iam.create_access_key(USER)
    del iam.access_keys[made.access_key_id]
    made.access_key_id = key
    iam.access_keys[key] = made


def add_boundary(account: str, document: str) -> None:
    """The policy that bounds the roles of machines, which that one policy asks for."""
    iam_backends[account]["aws"].create_policy("", BOUNDARY_PATH, document, BOUNDARY, [])
