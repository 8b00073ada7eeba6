"""Faults on demand: rules that are matched against each request, first match wins."""

import random
import re
import threading
import time
from dataclasses import asdict, dataclass, fields

from . import failed_launches
from .errors import InvalidControl
from .request import AwsRequest


@dataclass
class Rule:
    service: str = ".*"
    action: str = ".*"
    body: str = ""
    region: str = ".*"
    skip: int = 0
    times: int | None = None
    probability: float = 1.0
    latencyMillis: int = 0
    code: str | None = None
    status: int = 503
    message: str = "injected by the sandbox"
    drop: bool = False
    applyThenDrop: bool = False
    hideMillis: int = 0
    hideDescribes: int = 0
    stateReason: str | None = None
    seen: int = 0
    hits: int = 0

    def __post_init__(self):
        for name in ("service", "action", "body", "region"):
            _check_pattern(name, getattr(self, name))
        for name in ("skip", "latencyMillis", "status", "hideMillis", "hideDescribes", "seen", "hits"):
            _check_count(name, getattr(self, name))
        if self.times is not None:
            _check_count("times", self.times)
        if not isinstance(self.probability, (int, float)) or not 0 <= self.probability <= 1:
            raise InvalidControl("probability", self.probability, "give a number from 0 to 1")

        if self.stateReason is not None:
            failed_launches.check(self.stateReason)

    def fires(self, request: AwsRequest) -> bool:
        """Counts the request; the caller holds the lock."""
        if not self._matches(request):
            return False
        self.seen += 1
        exhausted = self.times is not None and self.hits >= self.times
        if self.seen <= self.skip or exhausted or random.random() >= self.probability:
            return False
        self.hits += 1
        return True

    def _matches(self, request: AwsRequest) -> bool:
        return bool(
            re.fullmatch(self.service, request.service)
            and re.fullmatch(self.action, request.action)
            and re.fullmatch(self.region, request.region)
            and (not self.body or re.search(self.body, request.text))
        )

    def sleep(self) -> None:
        if self.latencyMillis:
            time.sleep(self.latencyMillis / 1000)


class Faults:
    def __init__(self):
        self._lock = threading.Lock()
        self._rules: list[Rule] = []

    def pick(self, request: AwsRequest) -> Rule | None:
        if not self._rules:
            return None
        with self._lock:
            return next((rule for rule in self._rules if rule.fires(request)), None)

    def view(self) -> list[dict]:
        with self._lock:
            return [asdict(rule) for rule in self._rules]

    def replace(self, rules: object) -> None:
        if not isinstance(rules, list):
            raise InvalidControl("faults", rules, "give a list of rules")
        parsed = [_parse(rule) for rule in rules]
        with self._lock:
            self._rules = parsed


def _parse(rule: object) -> Rule:
    known = {field.name for field in fields(Rule)}
    if not isinstance(rule, dict) or not rule.keys() <= known:
        raise InvalidControl("rule", rule, f"use only the fields {', '.join(sorted(known))}")
    return Rule(**{name: value for name, value in rule.items() if value is not None})


def _check_pattern(name: str, value: object) -> None:
    try:
        re.compile(value)
    except (re.error, TypeError) as error:
        raise InvalidControl(name, value, "give a regular expression") from error


def _check_count(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise InvalidControl(name, value, "give a whole number, 0 or more")
