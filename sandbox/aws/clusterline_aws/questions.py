"""What IAM is asked before a request is done: every action on every resource that it is about, with the context of the
conditions. Resource types and condition keys as in AWS's service authorization reference: a resource that exists has its
tags, one that is to be made has those of the request, and no resource has both.
"""

import json
from dataclasses import dataclass, field

from moto.ec2.models import ec2_backends
from moto.elbv2.models import elbv2_backends
from moto.iam.models import iam_backends

from . import questions_edge
from .request import AwsRequest

PASS_ROLE_TO = "ec2.amazonaws.com"

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

# What an EC2 action makes. Every other changing one is about what its parameters name.
MADE_IN_EC2 = {
    "AllocateAddress": ["elastic-ip"],
    "CreateInternetGateway": ["internet-gateway"],
    "CreateNetworkInterface": ["network-interface"],
    "CreateRouteTable": ["route-table"],
    "CreateSecurityGroup": ["security-group"],
    "CreateSnapshot": ["snapshot"],
    "CreateSubnet": ["subnet"],
    "CreateVolume": ["volume"],
    "CreateVpc": ["vpc"],
    "ImportKeyPair": ["key-pair"],
    "RunInstances": ["instance", "network-interface", "volume"],
}

# By the last part of a parameter's name, its index left out. Route targets, for one, are no resources of their action.
NAMED_IN_EC2 = {
    "AllocationId": "elastic-ip",
    "GroupId": "security-group",
    "ImageId": "image",
    "InstanceId": "instance",
    "InternetGatewayId": "internet-gateway",
    "KeyName": "key-pair",
    "KeyPairId": "key-pair",
    "NetworkInterfaceId": "network-interface",
    "RouteTableId": "route-table",
    "SecurityGroupId": "security-group",
    "SubnetId": "subnet",
    "VolumeId": "volume",
    "VpcId": "vpc",
}
NOT_RESOURCES = ("Filter", "IpPermissions", "TagSpecification", "Tag")
WITHOUT_ACCOUNT = ("image", "snapshot")


@dataclass(frozen=True)
class Question:
    action: str
    resource: str = "*"
    context: dict[str, str] = field(default_factory=dict)


def asked_by(request: AwsRequest, account: str) -> list[Question]:
    """In AWS's order, as far as it is known: the call's own action first."""
    of_service = {"ec2": _of_ec2, "iam": _of_iam, "s3": _of_s3, "secretsmanager": _of_secrets}
    if request.service == "elasticloadbalancing":
        return _of_balancers(request, account)
    if request.service in of_service:
        return of_service[request.service](request, account)
    of_edge = {
        "acm": questions_edge.of_certificates,
        "cloudfront": questions_edge.of_distributions,
        "route53": questions_edge.of_records,
    }
    if request.service in of_edge:
        return [Question(*parts) for parts in of_edge[request.service](request, account)]
    return [Question(f"{request.service}:{request.action}")]


def _of_ec2(request: AwsRequest, account: str) -> list[Question]:
    action = f"ec2:{request.action}"
    if request.reads_only:
        return [Question(action)]
    made = MADE_IN_EC2.get(request.action, [])
    existing = _existing_in_ec2(request, account, made)
    tags = _tags_at_creation(request)
    arn = f"arn:aws:ec2:{request.region}:{account}:"
    questions = [Question(action, f"{arn}{kind}/*", _request_tags(tags.get(kind, {}))) for kind in made]
    questions += [Question(action, resource, context) for resource, context in existing]
    questions += [
        Question("ec2:CreateTags", f"{arn}{kind}/*", {"ec2:CreateAction": request.action} | _request_tags(given))
        for kind, given in tags.items()
    ]
    profile = request.parameters.get("IamInstanceProfile.Name")
    return (questions or [Question(action)]) + [_pass_role(arn) for arn in _roles_of(profile, account)]


def _existing_in_ec2(request: AwsRequest, account: str, made: list[str]) -> list[tuple[str, dict]]:
    """A key pair that is imported is named, and not there yet."""
    backend = ec2_backends[account][request.region]
    found = {}
    for name, value in request.parameters.items():
        parts = [part for part in name.split(".") if not part.isdigit()]
        kind = NAMED_IN_EC2.get(parts[-1])
        if kind and value and kind not in made and parts[0] not in NOT_RESOURCES:
            found[f"{kind}/{value}"] = (kind, _id_of_key(backend, value) if kind == "key-pair" else value)
    for kind, identifier in _of_association(backend, request.parameters.get("AssociationId", "")):
        found[f"{kind}/{identifier}"] = (kind, identifier)
    owner = {True: "", False: account}
    return [
        (
            f"arn:aws:ec2:{request.region}:{owner[kind in WITHOUT_ACCOUNT]}:{kind}/{identifier}",
            _resource_tags(dict(backend.tags.get(identifier, {})), "aws", "ec2"),
        )
        for kind, identifier in found.values()
    ]


def _id_of_key(backend, name: str) -> str:
    known = backend.key_pairs.get(name)
    return known.id if known else name


def _of_association(backend, association: str) -> list[tuple[str, str]]:
    if association.startswith("eipassoc-"):
        return [
            ("elastic-ip", address.allocation_id)
            for address in list(backend.addresses)
            if address.association_id == association
        ]
    return [
        ("route-table", table.id)
        for table in list(backend.route_tables.values())
        if association and association in table.all_associations_ids
    ]


def _tags_at_creation(request: AwsRequest) -> dict[str, dict[str, str]]:
    """By type of resource."""
    tags: dict[str, dict[str, str]] = {}
    for name, kind in request.parameters.items():
        specification, _, last = name.rpartition(".")
        if last == "ResourceType" and specification.startswith("TagSpecification."):
            tags.setdefault(kind, {}).update(_pairs(request.parameters, specification + ".Tag."))
    return tags


def _pairs(parameters: dict[str, str], prefix: str) -> dict[str, str]:
    keys = [name for name in parameters if name.startswith(prefix) and name.endswith(".Key")]
    return {parameters[name]: parameters.get(name.removesuffix("Key") + "Value", "") for name in keys}


def _request_tags(tags: dict[str, str]) -> dict[str, str]:
    return {f"aws:RequestTag/{key}": value for key, value in tags.items()}


def _resource_tags(tags: dict[str, str], *prefixes: str) -> dict[str, str]:
    return {f"{prefix}:ResourceTag/{key}": value for prefix in prefixes for key, value in tags.items()}


def _pass_role(role: str) -> Question:
    return Question("iam:PassRole", role, {"iam:PassedToService": PASS_ROLE_TO})


def _roles_of(profile: str | None, account: str) -> list[str]:
    known = iam_backends[account]["aws"].instance_profiles.get(profile) if profile else None
    return [role.arn for role in known.roles] if known else []


def _of_iam(request: AwsRequest, account: str) -> list[Question]:
    parameters, backend = request.parameters, iam_backends[account]["aws"]
    action = f"iam:{request.action}"
    given = _request_tags(_pairs(parameters, "Tags.member."))
    role, profile = parameters.get("RoleName"), parameters.get("InstanceProfileName")
    known_role = next((one for one in list(backend.roles.values()) if role and one.name == role), None)
    about = backend.instance_profiles.get(profile) if profile else known_role
    name = f"instance-profile{_path(request, about)}{profile}" if profile else f"role{_path(request, about)}{role}"
    resource = f"arn:aws:iam::{account}:{name}" if profile or role else "*"
    context = given | _resource_tags(_iam_tags(about), "aws", "iam") | _boundary(parameters, known_role)
    questions = [Question(action, resource, context)]
    if given and request.action in ("CreateRole", "CreateInstanceProfile"):
        questions.append(Question(f"iam:Tag{request.action.removeprefix('Create')}", resource, given))
    if request.action == "AddRoleToInstanceProfile" and known_role:
        questions.append(_pass_role(known_role.arn))
    return questions


def _path(request: AwsRequest, known) -> str:
    """Of what is not there only a request that makes it knows the path: then IAM asks about the bare name."""
    return known.path if known else request.parameters.get("Path", "/")


def _iam_tags(known) -> dict[str, str]:
    if known is None or not known.tags:
        return {}
    values = known.tags.values() if isinstance(known.tags, dict) else known.tags
    return {tag["Key"]: tag["Value"] for tag in values}


def _boundary(parameters: dict[str, str], role) -> dict[str, str]:
    """The one that is asked for, else that of the role."""
    boundary = parameters.get("PermissionsBoundary") or (role and role.permissions_boundary_arn)
    return {"iam:PermissionsBoundary": boundary} if boundary else {}


def _of_balancers(request: AwsRequest, account: str) -> list[Question]:
    action = f"elasticloadbalancing:{request.action}"
    if request.reads_only:
        return [Question(action)]
    given = _pairs(request.parameters, "Tags.member.")
    made = _made_balancer(request, account)
    context = _request_tags(given)
    questions = [Question(action, made, context)] if made else []
    tagging = elbv2_backends[account][request.region].tagging_service
    for name, arn in request.parameters.items():
        if name in ("LoadBalancerArn", "TargetGroupArn") or name.startswith("ResourceArns.member."):
            existing = _resource_tags(tagging.get_tag_dict_for_resource(arn), "aws", "elasticloadbalancing")
            questions.append(Question(action, arn, context | existing))
    if made and given:
        at_creation = {"elasticloadbalancing:CreateAction": request.action}
        questions.append(Question("elasticloadbalancing:AddTags", made, at_creation | context))
    return questions or [Question(action)]


def _made_balancer(request: AwsRequest, account: str) -> str | None:
    """Its ARN but for the end, which AWS gives it."""
    name = request.parameters.get("Name", "")
    kind = {"network": "net", "gateway": "gwy"}.get(request.parameters.get("Type", ""), "app")
    path = {"CreateLoadBalancer": f"loadbalancer/{kind}/{name}/*", "CreateTargetGroup": f"targetgroup/{name}/*"}
    known = path.get(request.action)
    return f"arn:aws:elasticloadbalancing:{request.region}:{account}:{known}" if known else None


def _of_s3(request: AwsRequest, account: str) -> list[Question]:
    path = request.environ["PATH_INFO"].lstrip("/")
    bucket = path.partition("/")[0]
    names = S3_PERMISSIONS.get(request.action, [request.action])
    if "versionId=" in request.environ.get("QUERY_STRING", ""):
        names = [f"{name}Version" if name in ("GetObject", "DeleteObject") else name for name in names]
    things = dict.fromkeys(OF_OBJECTS, f"arn:aws:s3:::{path if '/' in path else bucket + '/*'}")
    return [Question(f"s3:{name}", things.get(name, f"arn:aws:s3:::{bucket}")) for name in names]


def _of_secrets(request: AwsRequest, account: str) -> list[Question]:
    given = json.loads(request.body or b"{}")
    arn = f"arn:aws:secretsmanager:{request.region}:{account}:secret:{given.get('SecretId') or given.get('Name') or ''}"
    questions = [Question(f"secretsmanager:{request.action}", arn)]
    return questions + ([Question("secretsmanager:TagResource", arn)] if given.get("Tags") else [])
