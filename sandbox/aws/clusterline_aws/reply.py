"""HTTP answers, and AWS errors in the form of each service's protocol."""

import json
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

XML_HEADER = '<?xml version="1.0" encoding="UTF-8"?>'
QUERY_SERVICES = {"iam", "sts", "elasticloadbalancing", "autoscaling", "monitoring", "route53", "cloudfront"}


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes
    headers: list[tuple[str, str]] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return self.status < 300


def json_reply(value: object, status: int = 200, content_type: str = "application/json") -> Reply:
    return Reply(status, json.dumps(value).encode(), [("Content-Type", content_type)])


def error_reply(service: str, code: str, message: str, status: int) -> Reply:
    code_xml = f"<Code>{escape(code)}</Code><Message>{escape(message)}</Message>"
    if service == "ec2":
        return _xml(
            f"<Response><Errors><Error>{code_xml}</Error></Errors><RequestID>sandbox</RequestID></Response>", status
        )
    if service == "s3":
        return _xml(f"<Error>{code_xml}<RequestId>sandbox</RequestId></Error>", status)
    if service in QUERY_SERVICES:
        kind = "Sender" if status < 500 else "Receiver"
        return _xml(
            f"<ErrorResponse><Error><Type>{kind}</Type>{code_xml}</Error><RequestId>sandbox</RequestId></ErrorResponse>",
            status,
        )
    return json_reply({"__type": code, "message": message}, status, "application/x-amz-json-1.1")


def _xml(text: str, status: int) -> Reply:
    return Reply(status, (XML_HEADER + text).encode(), [("Content-Type", "text/xml")])
