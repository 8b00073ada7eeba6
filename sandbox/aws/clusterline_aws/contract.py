"""Requests compared with botocore's own models of AWS: parameters that no operation has, values that it does not take.

On demand, since it costs as much as answering. A request is read with moto's parser, judged by botocore's
ParamValidator, and written again by botocore's serializer: what does not come out again, the model does not know.
"""

import functools
import json
import threading
from collections import Counter

from botocore.serialize import create_serializer
from botocore.validate import ParamValidator
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import Request
from moto.core.routing import get_service_router
from moto.core.utils import get_service_model

from .errors import InvalidControl
from .reply import Reply, error_reply
from .request import AwsRequest

MODELS = {"elasticloadbalancing": "elbv2", "servicequotas": "service-quotas"}
NO_SUCH_OPERATION = "the model has no such operation"
ENVELOPE = {"Action", "Version"}
FORM_PROTOCOLS = ("ec2", "query")


class Contract:
    def __init__(self):
        self._lock = threading.Lock()
        self._checking, self._violations = False, []
        self._services: Counter = Counter()

    def view(self) -> dict:
        with self._lock:
            return {
                "checking": self._checking,
                "checked": self._services.total(),
                "services": dict(sorted(self._services.items())),
                "violations": list(self._violations),
            }

    def replace(self, wanted: object) -> None:
        """Sets it, and begins to count anew."""
        if not isinstance(wanted, dict) or not isinstance(wanted.get("checking"), bool) or len(wanted) > 1:
            raise InvalidControl("contract", wanted, 'give {"checking": true} or {"checking": false}')
        with self._lock:
            self._checking, self._violations = wanted["checking"], []
            self._services.clear()

    def check(self, request: AwsRequest) -> Reply | None:
        """Notes what is wrong with it; refuses only an operation that does not exist."""
        if not self._checking:
            return None
        try:
            found = violations(request)
        except Exception as failure:  # what cannot even be read is no request of AWS's
            found = [f"cannot be read: {failure!r}"]
        with self._lock:
            self._services[request.service] += 1
            self._violations += [f"{request}: {violation}" for violation in found]
        if found != [NO_SUCH_OPERATION]:
            return None
        words = f"The action {request.action} is not valid for this web service."
        return error_reply(request.service, "InvalidAction", words, 400)


@functools.cache
def _model(service: str):
    return get_service_model(MODELS.get(service, service))


def violations(request: AwsRequest) -> list[str]:
    model = _model(request.service)
    if request.action not in model.operation_names:
        return [NO_SUCH_OPERATION]
    operation = model.operation_model(request.action)
    parsed = _parse(request, model, operation)
    if operation.input_shape is None:
        return []
    report = ParamValidator().validate(parsed, operation.input_shape)
    return ([report.generate_report()] if report.has_errors() else []) + _unknown(request, model, operation, parsed)


def _parse(request: AwsRequest, model, operation) -> dict:
    environ = dict(request.environ)
    http = Request(environ)
    parser = PROTOCOL_PARSERS[model.protocol](operation, map_type=dict)
    matched = {}
    if model.protocol.startswith("rest"):
        _, matched = get_service_router(request.service).match(http)
    values = request.parameters if model.protocol in FORM_PROTOCOLS else http.args
    return parser.parse(
        {
            "method": http.method,
            "values": values,
            "headers": http.headers,
            "body": request.body,
            "url_path": http.path,
            "url_params": matched,
        }
    )


def _unknown(request: AwsRequest, model, operation, parsed: dict) -> list[str]:
    """Form parameters that the model has no place for; members of a JSON object likewise."""
    if model.protocol in FORM_PROTOCOLS:
        serializer = create_serializer(model.protocol, include_validation=False)
        known = serializer.serialize_to_request(parsed, operation)["body"]
        unknown = set(request.parameters) - set(known) - ENVELOPE
    elif model.protocol == "json":
        unknown = set(json.loads(request.body or b"{}")) - set(operation.input_shape.members)
    else:
        unknown = set()
    return [f"unknown parameter {name}" for name in sorted(unknown)]
