"""IAM enforced: whoever acts with keys that were issued here may do what their policies allow, and nothing else.

moto's own enforcement knows the action of a request and not its resource, nor what a call needs besides its own
action (tags at creation, handing over a role), so statements are judged here; policies and principals are moto's.
Whoever holds the key of the stand-in is the account's root.
"""

import fnmatch
import threading

from moto.iam.access_control import IAMPolicy, create_access_key

from . import conditions
from .errors import InvalidControl
from .questions import Question, asked_by
from .reply import Reply, error_reply
from .request import AwsRequest

ALWAYS_ALLOWED = ("sts:GetCallerIdentity",)


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
        for question in asked_by(request, account):
            if question.action not in ALWAYS_ALLOWED and not _allows(statements, question):
                with self._lock:
                    self._denied.append(question.action)
                return _denial(request, principal.arn, question.action, question.resource)
        return None


def _headers(request: AwsRequest):
    token = request.environ.get("HTTP_X_AMZ_SECURITY_TOKEN")
    return [("X-Amz-Security-Token", token)] if token else []


def _statements(policy) -> list[dict]:
    found = IAMPolicy(policy)._policy_json["Statement"]
    return found if isinstance(found, list) else [found]


def _allows(statements: list[dict], question: Question) -> bool:
    concerned = [one for one in statements if _matches(one, question)]
    return bool(concerned) and all(one["Effect"] == "Allow" for one in concerned)


def _matches(statement: dict, question: Question) -> bool:
    actions, resources = _list(statement.get("Action", [])), _list(statement.get("Resource", []))
    return (
        any(fnmatch.fnmatchcase(question.action.lower(), pattern.lower()) for pattern in actions)
        and any(fnmatch.fnmatchcase(question.resource, pattern) for pattern in resources)
        and conditions.hold(statement.get("Condition", {}), question.context)
    )


def _list(value) -> list:
    return value if isinstance(value, list) else [value]


def _denial(request: AwsRequest, who: str, action: str, resource: str) -> Reply:
    words = (
        f"User: {who} is not authorized to perform: {action} on resource: {resource} because no identity-based"
        f" policy allows the {action} action"
    )
    if request.service == "ec2":
        return error_reply(
            "ec2", "UnauthorizedOperation", f"You are not authorized to perform this operation. {words}", 403
        )
    json_service = request.service in ("acm", "secretsmanager", "servicequotas", "pricing")
    code, status = ("AccessDeniedException", 400) if json_service else ("AccessDenied", 403)
    return error_reply(request.service, code, words, status)
