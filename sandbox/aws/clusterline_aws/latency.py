"""The latency profile: how long AWS takes for what (sandbox/latency/*.json)."""

import json
import threading
import time
from pathlib import Path

from .errors import InvalidControl

SECONDS = ("pendingSeconds", "shuttingDownSeconds", "certificateSeconds", "distributionSeconds", "recordSeconds")
NUMBERS = (
    "apiCallMillis",
    *SECONDS,
    "bootSeconds",
    "userDataSeconds",
    "packagesSeconds",
    "imagePullSeconds",
    "containerStartSeconds",
    "kubeadmInitSeconds",
    "kubeadmJoinSeconds",
)


class Latency:
    def __init__(self, profile: dict):
        self._lock = threading.Lock()
        self.replace(profile)

    @classmethod
    def load(cls, path: Path) -> "Latency":
        return cls(json.loads(path.read_text("utf-8")))

    def view(self) -> dict:
        with self._lock:
            return dict(self._profile)

    def replace(self, profile: object) -> None:
        """Takes effect for what begins from now on."""
        if not isinstance(profile, dict):
            raise InvalidControl("latency", profile, "give a JSON object")
        for name, value in profile.items():
            _check(name, value)
        with self._lock:
            self._profile = {"name": "unnamed", **dict.fromkeys(NUMBERS, 0), **profile}

    def seconds(self, name: str) -> float:
        with self._lock:
            return float(self._profile[name])

    def delay_call(self) -> None:
        millis = self.seconds("apiCallMillis")
        if millis:
            time.sleep(millis / 1000)


def _check(name: str, value: object) -> None:
    if name == "name":
        return
    if name not in NUMBERS:
        raise InvalidControl(name, value, f"use only name, {', '.join(NUMBERS)}")
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
        raise InvalidControl(name, value, "give a number, 0 or more")
