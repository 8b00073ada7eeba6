"""The way of a request: gate, then control, or count → throttle → fault → latency → our own answers → moto."""

import io
import json
import traceback

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from . import credentials, dns_answers, eventual, failed_launches, instances, kms, pricing, trust
from .control import HEALTH, PREFIX, Control
from .errors import ConnectionDropped
from .faults import Rule
from .gate import Gate
from .reply import Reply, error_reply
from .request import AwsRequest, warn
from .sandbox import Sandbox
from .visibility import Visibility

INTERNAL_ERROR = 500


class App:
    def __init__(self, sandbox: Sandbox, key: str):
        self._sandbox = sandbox
        self._gate = Gate(key, sandbox.accounts)
        self._control = Control(sandbox)
        self._visibility = Visibility()
        self._moto = DomainDispatcherApplication(_production_app)

    def answer(self, environ: dict, body: bytes) -> Reply:
        try:
            return self._answer(environ, body)
        except ConnectionDropped:
            raise
        except Exception:  # a fault of ours: as loud as moto's own
            self._sandbox.calls.note("internalErrors")
            warn(
                f"the stand-in failed on {environ['REQUEST_METHOD']} {environ['PATH_INFO']}:\n{traceback.format_exc()}"
            )
            return Reply(
                INTERNAL_ERROR, b"internal error of the stand-in, see its stderr", [("Content-Type", "text/plain")]
            )

    def _answer(self, environ: dict, body: bytes) -> Reply:
        path = environ["PATH_INFO"]
        if path.startswith(PREFIX):
            refusal = None if path == HEALTH else self._gate.refuses_control(environ)
            return refusal or self._control.answer(environ["REQUEST_METHOD"], path, environ["QUERY_STRING"], body)
        request = AwsRequest(environ, body)
        if refusal := self._gate.refuses(request):
            return refusal
        if refusal := self._refuses_credentials(request):
            return refusal
        if unknown := self._sandbox.contract.check(request):
            return unknown
        self._sandbox.calls.count(request)
        if not self._sandbox.throttle.admits(request, self._sandbox.accounts.of(request.access_key)):
            self._sandbox.calls.note("throttled")
            return error_reply("ec2", "RequestLimitExceeded", "Request limit exceeded.", 503)
        return self._with_fault(request, self._sandbox.faults.pick(request))

    def _refuses_credentials(self, request: AwsRequest) -> Reply | None:
        sandbox = self._sandbox
        account = sandbox.accounts.of(request.access_key)
        if refusal := credentials.refuses(
            request, sandbox.clock, sandbox.sessions, account, opted_in=sandbox.profile.opted_in
        ):
            return refusal
        if refusal := trust.refuses(request):
            return refusal
        is_root = not sandbox.accounts.issued(request.access_key)
        return None if is_root else sandbox.policies.refuses(request, account)

    def _with_fault(self, request: AwsRequest, rule: Rule | None) -> Reply:
        if not rule:
            return self._apply(request)
        self._sandbox.calls.note("injected")
        rule.sleep()
        if rule.drop:
            self._drop()
        if rule.code:
            return error_reply(request.service, rule.code, rule.message, rule.status)
        reply = self._apply(request)
        if reply.ok and (rule.hideMillis or rule.hideDescribes):
            self._visibility.hide(request, reply, rule.hideMillis, rule.hideDescribes)
        if reply.ok and rule.stateReason and request.action == "RunInstances":
            failed_launches.give_up(reply.body, rule.stateReason, self._sandbox.latency.seconds("pendingSeconds"))
        if rule.applyThenDrop:
            self._drop()
        return reply

    def _drop(self) -> None:
        self._sandbox.calls.note("dropped")
        raise ConnectionDropped()

    def _apply(self, request: AwsRequest) -> Reply:
        self._sandbox.latency.delay_call()
        if unknown := self._visibility.refuses(request):
            return unknown
        reply = self._own_answer(request) or self._ask_moto(request)
        if reply.status == INTERNAL_ERROR:
            self._sandbox.calls.note("internalErrors")
            warn(f"moto failed with HTTP 500 on {request}: {reply.body[-2000:].decode('utf-8', 'replace')}")
        return self._as_seen(request, reply)

    def _as_seen(self, request: AwsRequest, reply: Reply) -> Reply:
        if reply.ok and request.action == "DescribeInstances":
            reply = Reply(reply.status, self._sandbox.stale_addresses.as_seen(reply.body), reply.headers)
        seen = self._visibility.filter(request, reply)
        if reply.ok and self._sandbox.profile.eventual:
            seconds = self._sandbox.profile.seconds(eventual.UNSEEN_AT_MOST)
            self._visibility.hide(request, reply, 0, eventual.UNSEEN_DESCRIBES, changes=1, at_most=seconds)
        return seen

    def _own_answer(self, request: AwsRequest) -> Reply | None:
        if request.service == "servicequotas":
            return self._sandbox.quotas.answer(request, json.loads(request.body or b"{}"))
        if request.service == "pricing":
            return pricing.answer(request, json.loads(request.body or b"{}"))
        if request.service == "route53" and request.action == "TestDNSAnswer":
            return dns_answers.answer(request, self._sandbox.accounts.of(request.access_key))
        return None

    def _ask_moto(self, request: AwsRequest) -> Reply:
        """One call at a time per service: moto's models are not written for concurrent changes."""
        with self._sandbox.lock(request.service):
            if request.service == "ec2":
                instances.settle()
                eventual.settle()
            reply = _call_wsgi(self._moto, request)
        if request.service == "ec2" and not request.reads_only:
            self._sandbox.machines.touch()
        if reply.ok and request.action == "RunInstances":
            kms.give_up_launches(reply.body, self._sandbox.latency.seconds("pendingSeconds"))
        return reply


def _production_app(service: str):
    app = create_backend_app(service)
    app.debug = False
    return app


def _call_wsgi(app, request: AwsRequest) -> Reply:
    environ = request.environ | {"wsgi.input": io.BytesIO(request.body), "CONTENT_LENGTH": str(len(request.body))}
    answered: dict = {}

    def start_response(status: str, headers: list, exc_info=None):
        answered.update(status=int(status.split()[0]), headers=headers)

    chunks = app(environ, start_response)
    try:
        body = b"".join(chunks)
    finally:
        close = getattr(chunks, "close", None)
        if close:
            close()
    return Reply(answered["status"], body, list(answered["headers"]))
