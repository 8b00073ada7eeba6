"""IAM enforced: whoever acts with keys that were issued here may do what their policies allow, and nothing else.

moto's own enforcement knows the action of a request and not its resource, nor what a call needs besides its own
action (tags at creation, handing over a role), so statements are judged here; policies and principals are moto's.
Whoever holds the key of the stand-in is the account's root.
"""

import fnmatch
import json
import threading

from moto.iam.access_control import IAMPolicy, create_access_key
from moto.iam.models import iam_backends

from .errors import InvalidControl
from .reply import Reply, error_reply
from .request import AwsRequest

PASS_ROLE_TO = "ec2.amazonaws.com"
ALWAYS_ALLOWED = ("sts:GetCallerIdentity",)
TAGGED_IN_EC2 = ("Create", "Run", "Allocate", "Import")

# What S3 calls an operation and what IAM calls the permission for it.
S3_PERMISSIONS = {
    "ListBuckets": ["ListAllMyBuckets"],
    "HeadBucket": ["ListBucket"],
    "ListObjects": ["ListBucket"],
    "ListObjectsV2": ["ListBucket"],
    "ListObjectVersions": ["ListBucketVersions"],
    "HeadObject": ["GetObject"],
    "DeleteObjects": ["DeleteObject", "DeleteObjectVersion"],
    "PutBucketCors": ["PutBucketCORS"],
    "PutBucketEncryption": ["PutEncryptionConfiguration"],
    "PutBucketLifecycleConfiguration": ["PutLifecycleConfiguration"],
    "PutPublicAccessBlock": ["PutBucketPublicAccessBlock"],
}
OF_OBJECTS = ("GetObject", "PutObject", "DeleteObject", "DeleteObjectVersion")


class Policies:
    def __init__(self):
        self._lock = threading.Lock()
        self._enforced = False
        self._denied: list[str] = []

    def view(self) -> dict:
        with self._lock:
            return {"enforced": self._enforced, "denied": list(self._denied)}

    def replace(self, wanted: object) -> None:
        """Sets it, and forgets what was denied."""
        if not isinstance(wanted, dict) or not isinstance(wanted.get("enforced"), bool) or len(wanted) > 1:
            raise InvalidControl("iam", wanted, 'give {"enforced": true} or {"enforced": false}')
        with self._lock:
            self._enforced, self._denied = wanted["enforced"], []

    def refuses(self, request: AwsRequest, account: str) -> Reply | None:
        """Of a caller who is not the root of the account."""
        if not self._enforced:
            return None
        principal = create_access_key(account, "aws", request.access_key, dict(_headers(request)))
        statements = [one for policy in principal.collect_policies() for one in _statements(policy)]
        for action, resource in needed(request, account):
            if action not in ALWAYS_ALLOWED and not _allows(statements, action, resource):
                with self._lock:
                    self._denied.append(action)
                return _denial(request, principal.arn, action, resource)
        return None


def _headers(request: AwsRequest):
    token = request.environ.get("HTTP_X_AMZ_SECURITY_TOKEN")
    return [("X-Amz-Security-Token", token)] if token else []


def _statements(policy) -> list[dict]:
    found = IAMPolicy(policy)._policy_json["Statement"]
    return found if isinstance(found, list) else [found]


def _allows(statements: list[dict], action: str, resource: str) -> bool:
    concerned = [one for one in statements if _matches(one, action, resource)]
    return bool(concerned) and all(one["Effect"] == "Allow" for one in concerned)


def _matches(statement: dict, action: str, resource: str) -> bool:
    named = any(fnmatch.fnmatchcase(action.lower(), pattern.lower()) for pattern in _list(statement.get("Action", [])))
    return (
        named
        and any(fnmatch.fnmatchcase(resource, pattern) for pattern in _list(statement.get("Resource", [])))
        and _holds(statement.get("Condition", {}))
    )


def _holds(conditions: dict) -> bool:
    """Only what these policies use; a condition that nobody here can judge does not hold."""
    return all(
        operator == "StringEquals" and key == "iam:PassedToService" and PASS_ROLE_TO in _list(values)
        for operator, keys in conditions.items()
        for key, values in keys.items()
    )


def _list(value) -> list:
    return value if isinstance(value, list) else [value]


def needed(request: AwsRequest, account: str) -> list[tuple[str, str]]:
    """Every action that AWS asks for before it does this, with the resource that it is about."""
    if request.service == "ec2":
        return _of_ec2(request, account)
    if request.service == "iam":
        return _of_iam(request, account)
    if request.service == "s3":
        return _of_s3(request)
    if request.service == "secretsmanager":
        asked = json.loads(request.body or b"{}")
        secret = asked.get("SecretId") or asked.get("Name") or ""
        arn = f"arn:aws:secretsmanager:{request.region}:{account}:secret:{secret}"
        tagged = [("secretsmanager:TagResource", arn)] if asked.get("Tags") else []
        return [(f"secretsmanager:{request.action}", arn), *tagged]
    return [(f"{request.service}:{request.action}", "*")]


def _of_ec2(request: AwsRequest, account: str) -> list[tuple[str, str]]:
    actions = [(f"ec2:{request.action}", "*")]
    if request.action.startswith(TAGGED_IN_EC2) and any(
        name.startswith("TagSpecification.") for name in request.parameters
    ):
        actions.append(("ec2:CreateTags", "*"))
    profile = request.parameters.get("IamInstanceProfile.Name")
    return actions + [("iam:PassRole", arn) for arn in _roles_of(profile, account)]


def _roles_of(profile: str | None, account: str) -> list[str]:
    known = iam_backends[account]["aws"].instance_profiles.get(profile) if profile else None
    return [role.arn for role in known.roles] if known else []


def _of_iam(request: AwsRequest, account: str) -> list[tuple[str, str]]:
    parameters = request.parameters
    role = f"arn:aws:iam::{account}:role/{parameters.get('RoleName', '')}"
    profile = f"arn:aws:iam::{account}:instance-profile/{parameters.get('InstanceProfileName', '')}"
    resource = profile if "InstanceProfileName" in parameters else role if "RoleName" in parameters else "*"
    actions = [(f"iam:{request.action}", resource)]
    if request.action in ("CreateRole", "CreateInstanceProfile") and any(
        name.startswith("Tags.") for name in parameters
    ):
        actions.append((f"iam:Tag{request.action.removeprefix('Create')}", resource))
    if request.action == "AddRoleToInstanceProfile":
        actions.append(("iam:PassRole", role))
    return actions


def _of_s3(request: AwsRequest) -> list[tuple[str, str]]:
    path = request.environ["PATH_INFO"].lstrip("/")
    bucket = path.partition("/")[0]
    names = S3_PERMISSIONS.get(request.action, [request.action])
    if "versionId=" in request.environ.get("QUERY_STRING", ""):
        names = [f"{name}Version" if name in ("GetObject", "DeleteObject") else name for name in names]
    things = dict.fromkeys(OF_OBJECTS, f"arn:aws:s3:::{path if '/' in path else bucket + '/*'}")
    return [(f"s3:{name}", things.get(name, f"arn:aws:s3:::{bucket}")) for name in names]


def _denial(request: AwsRequest, who: str, action: str, resource: str) -> Reply:
    words = (
        f"User: {who} is not authorized to perform: {action} on resource: {resource} because no identity-based"
        f" policy allows the {action} action"
    )
    if request.service == "ec2":
        return error_reply(
            "ec2", "UnauthorizedOperation", f"You are not authorized to perform this operation. {words}", 403
        )
    json_service = request.service in ("secretsmanager", "servicequotas", "pricing")
    code, status = ("AccessDeniedException", 400) if json_service else ("AccessDenied", 403)
    return error_reply(request.service, code, words, status)
