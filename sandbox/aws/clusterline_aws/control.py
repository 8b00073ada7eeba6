"""The sandbox's own interface under /_sandbox/, beside AWS's."""

import json
from collections.abc import Callable
from urllib.parse import parse_qs

from .errors import InvalidControl
from .reply import Reply, json_reply

PREFIX = "/_sandbox/"
HEALTH = PREFIX + "health"
MAX_WAIT_SECONDS = 60


class Control:
    def __init__(self, sandbox):
        self._machines = sandbox.machines
        calls = sandbox.calls
        self._routes: dict[tuple[str, str], Callable[[dict, bytes], object]] = {
            ("GET", "health"): lambda query, body: {"status": "ready"},
            ("GET", "machines"): lambda query, body: self._poll(query),
            ("GET", "inventory"): lambda query, body: sandbox.inventory(),
            ("GET", "calls"): lambda query, body: calls.view(),
            ("DELETE", "calls"): lambda query, body: (calls.reset(), calls.view())[1],
        }
        self._add_setting("quota", sandbox.quotas.view, sandbox.quotas.update)
        settings = {
            "faults": sandbox.faults,
            "latency": sandbox.latency,
            "throttle": sandbox.throttle,
            "profile": sandbox.profile,
            "iam": sandbox.policies,
            "contract": sandbox.contract,
            "clock": sandbox.clock,
            "sessions": sandbox.sessions,
        }
        for name, setting in settings.items():
            self._add_setting(name, setting.view, setting.replace)

    def _add_setting(self, name: str, view: Callable, change: Callable) -> None:
        def put(query: dict, body: bytes) -> object:
            change(_json(body))
            return view()

        self._routes["GET", name] = lambda query, body: view()
        self._routes["PUT", name] = put

    def answer(self, method: str, path: str, query: str, body: bytes) -> Reply:
        route = self._routes.get((method, path.removeprefix(PREFIX).rstrip("/")))
        if not route:
            known = sorted(f"{verb} {PREFIX}{name}" for verb, name in self._routes)
            return json_reply({"error": f"{method} {path} is unknown", "known": known}, 404)
        try:
            return json_reply(route(parse_qs(query), body))
        except InvalidControl as error:
            return json_reply({"error": str(error), "field": error.field, "value": error.value, "fix": error.fix}, 400)

    def _poll(self, query: dict) -> dict:
        after = _number(query, "after", int, None)
        wait = _number(query, "wait", float, 0.0)
        return self._machines.wait(after, min(wait, MAX_WAIT_SECONDS))


def _number(query: dict, name: str, kind: type, default):
    try:
        return kind(query[name][0]) if name in query else default
    except ValueError as error:
        raise InvalidControl(name, query[name][0], "give a number") from error


def _json(body: bytes) -> object:
    try:
        return json.loads(body)
    except ValueError as error:
        raise InvalidControl("body", body[:80].decode("utf-8", "replace"), "send JSON") from error
