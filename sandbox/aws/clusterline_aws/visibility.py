"""Eventual consistency on demand: what EC2 or IAM just created is not found for a while, or by the next few describes."""

import math
import re
import threading
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass

from .reply import Reply, error_reply
from .request import AwsRequest

RESOURCE_ID = re.compile(r"\b(i|vpc|subnet|sg|igw|rtb|eni|eipalloc|vol|key)-[0-9a-f]{8,17}\b")
NOT_FOUND = {
    "i": "InvalidInstanceID",
    "vpc": "InvalidVpcID",
    "subnet": "InvalidSubnetID",
    "sg": "InvalidGroup",
    "igw": "InvalidInternetGatewayID",
    "rtb": "InvalidRouteTableID",
    "eni": "InvalidNetworkInterfaceID",
    "eipalloc": "InvalidAllocationID",
    "vol": "InvalidVolume",
    "key": "InvalidKeyPair",
}
IAM_NAMES = {"RoleName": "role", "InstanceProfileName": "instance profile"}
MAKES_IN_IAM = {"CreateRole": "RoleName", "CreateInstanceProfile": "InstanceProfileName"}
REMOVES = ("Delete", "Detach", "Disassociate", "Release", "Remove", "Revoke", "Terminate")
MAKES = {
    "RunInstances": "i",
    "CreateVpc": "vpc",
    "CreateSubnet": "subnet",
    "CreateSecurityGroup": "sg",
    "CreateInternetGateway": "igw",
    "CreateRouteTable": "rtb",
    "CreateNetworkInterface": "eni",
    "AllocateAddress": "eipalloc",
    "CreateVolume": "vol",
    "ImportKeyPair": "key",
}


@dataclass
class Hidden:
    until: float
    describes: int
    changes: int = 0
    known_from: float = math.inf

    def use_up(self) -> bool:
        """Whether it is still hidden from this describe."""
        now = time.monotonic()
        if now < self.until:
            return True
        self.describes -= 1
        return self.describes >= 0 and now < self.known_from


class Visibility:
    def __init__(self):
        self._lock = threading.Lock()
        self._hidden: dict[str, Hidden] = {}

    def hide(
        self,
        request: AwsRequest,
        reply: Reply,
        millis: int,
        describes: int,
        changes: int = 0,
        at_most: float = math.inf,
    ) -> None:
        """Hide what this create returned, from so many describes and changes that name it; at most for those seconds."""
        created = _created(request, reply)
        with self._lock:
            now = time.monotonic()
            until, known_from = now + millis / 1000, now + at_most
            self._hidden.update({name: Hidden(until, describes, changes, known_from) for name in created})

    def refuses(self, request: AwsRequest) -> Reply | None:
        """A change that names what not all of EC2 knows yet; a removal finds everything, as it looks twice on AWS."""
        if not self._hidden or request.reads_only or request.action.startswith(REMOVES):
            return None
        with self._lock:
            for name in _named(request) & self._hidden.keys():
                if self._hidden[name].changes > 0 and time.monotonic() < self._hidden[name].known_from:
                    self._hidden[name].changes -= 1
                    return _not_found(name)
        return None

    def filter(self, request: AwsRequest, reply: Reply) -> Reply:
        if not self._hidden or request.service not in ("ec2", "iam") or not request.reads_only or not reply.ok:
            return reply
        concerned = _ids(reply.body.decode()) if request.service == "ec2" else _named(request)
        with self._lock:
            hidden = {name for name in concerned & self._hidden.keys() if self._still(name)}
        if not hidden:
            return reply
        named = hidden & _named(request)
        return _not_found(named.pop()) if named else _without(reply, hidden)

    def _still(self, identifier: str) -> bool:
        if self._hidden[identifier].use_up():
            return True
        del self._hidden[identifier]
        return False


def _created(request: AwsRequest, reply: Reply) -> set[str]:
    if request.service == "iam" and request.action in MAKES_IN_IAM:
        return _named(request)
    prefix = MAKES.get(request.action) if request.service == "ec2" else None
    return {name for name in _ids(reply.body.decode()) if name.split("-")[0] == prefix} if prefix else set()


def _named(request: AwsRequest) -> set[str]:
    """What a request names, apart from filters: ids in EC2, kinds and names in IAM."""
    if request.service == "iam":
        return {
            f"{kind} {request.parameters[field]}" for field, kind in IAM_NAMES.items() if field in request.parameters
        }
    if request.service == "ec2":
        return {value for name, value in request.parameters.items() if not name.startswith("Filter.")}
    return set()


def _ids(text: str) -> set[str]:
    return {match.group() for match in RESOURCE_ID.finditer(text)}


def _not_found(identifier: str) -> Reply:
    kind, _, name = identifier.rpartition(" ")
    if kind:
        return error_reply("iam", "NoSuchEntity", f"The {kind} with name {name} cannot be found.", 404)
    code = f"{NOT_FOUND[identifier.split('-')[0]]}.NotFound"
    return error_reply("ec2", code, f"The ID '{identifier}' does not exist", 400)


def _without(reply: Reply, hidden: set[str]) -> Reply:
    root = ElementTree.fromstring(reply.body)
    namespace = re.match(r"\{(.*)\}", root.tag)
    if namespace:
        ElementTree.register_namespace("", namespace.group(1))
    _prune(root, hidden)
    return Reply(reply.status, ElementTree.tostring(root, encoding="utf-8", xml_declaration=True), reply.headers)


def _prune(element: ElementTree.Element, hidden: set[str]) -> None:
    """Remove each <item> whose own id (a direct child's text) is hidden."""
    for child in list(element):
        own = {grandchild.text for grandchild in child if grandchild.tag.endswith("Id")}
        if child.tag.endswith("item") and own & hidden:
            element.remove(child)
        else:
            _prune(child, hidden)
