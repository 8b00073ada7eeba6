"""What the wrapper needs to know of an AWS request: who asks which service in which region to do what."""

import re
import sys
from functools import cached_property
from urllib.parse import parse_qs

from moto.core.request import Request
from moto.core.routing import get_service_router
from werkzeug.exceptions import NotFound

CREDENTIAL = re.compile(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/aws4_request")
ROUTED_BY_PATH = ("s3", "route53", "cloudfront")


class AwsRequest:
    def __init__(self, environ: dict, body: bytes):
        self.environ = environ
        self.body = body
        match = CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", ""))
        self.access_key, self.region, self.service = match.groups() if match else ("-", "us-east-1", "s3")

    @cached_property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @cached_property
    def parameters(self) -> dict[str, str]:
        """The form parameters of a query-protocol request (EC2, IAM, STS, ELB)."""
        if "x-www-form-urlencoded" not in self.environ.get("CONTENT_TYPE", ""):
            return {}
        return {name: values[0] for name, values in parse_qs(self.text, keep_blank_values=True).items()}

    @cached_property
    def action(self) -> str:
        target = self.environ.get("HTTP_X_AMZ_TARGET", "").rpartition(".")[2]
        return self.parameters.get("Action") or target or self._routed_action()

    def _routed_action(self) -> str:
        fallback = f"{self.environ['REQUEST_METHOD']} {self.environ['PATH_INFO']}"
        if self.service not in ROUTED_BY_PATH:
            return fallback
        try:
            operation, _ = get_service_router(self.service).match(Request(dict(self.environ)))
            return operation.name
        except (NotFound, NotImplementedError):
            return fallback

    @property
    def reads_only(self) -> bool:
        return self.action.startswith(("Describe", "Get", "List", "Head"))

    def __str__(self) -> str:
        return f"{self.service}:{self.action} ({self.region})"


def warn(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
