"""Whom a role trusts, as far as it can be judged here: the conditions of its trust policy, so the external id. A role that
IAM of this stand-in does not know can be assumed by anybody.
"""

import json

from moto.iam.models import iam_backends

from . import conditions
from .reply import Reply, error_reply
from .request import AwsRequest


def refuses(request: AwsRequest) -> Reply | None:
    if (request.service, request.action) != ("sts", "AssumeRole"):
        return None
    arn = request.parameters.get("RoleArn", "")
    given = request.parameters.get("ExternalId")
    context = {"sts:ExternalId": given} if given else {}
    for document in _trust_policies(arn):
        statements = json.loads(document).get("Statement", [])
        if statements and not any(conditions.hold(one.get("Condition", {}), context) for one in statements):
            return error_reply(
                "sts", "AccessDenied", f"User is not authorized to perform: sts:AssumeRole on {arn}", 403
            )
    return None


def _trust_policies(arn: str) -> list[str]:
    """Looks only at accounts that were used, as accounts.py does."""
    return [
        role.assume_role_policy_document
        for partitions in list(iam_backends.values())
        for iam in list(partitions.values())
        for role in list(iam.roles.values())
        if role.arn == arn
    ]
