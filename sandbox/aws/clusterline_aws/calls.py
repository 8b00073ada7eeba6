"""Counts what was called, what we refused, and where moto itself failed."""

import threading
from collections import Counter

from .request import AwsRequest


class Calls:
    def __init__(self):
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        with self._lock:
            self._calls: Counter = Counter()
            self._events: Counter = Counter()

    def count(self, request: AwsRequest) -> None:
        with self._lock:
            self._calls[request.service, request.action] += 1

    def note(self, event: str) -> None:
        """event: throttled, injected, dropped or internalErrors."""
        with self._lock:
            self._events[event] += 1

    def view(self) -> dict:
        with self._lock:
            services: dict[str, dict[str, int]] = {}
            for (service, action), number in sorted(self._calls.items()):
                services.setdefault(service, {})[action] = number
            events = {name: self._events[name] for name in ("throttled", "injected", "dropped", "internalErrors")}
            return {"total": self._calls.total(), **events, "calls": services}
