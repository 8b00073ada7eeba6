"""What kind of AWS this is: forgiving, as a new account has it, eventually consistent, or the last two at once."""

import threading

from .errors import InvalidControl

DEFAULT, NEW_ACCOUNT, EVENTUAL = "default", "new-account", "eventual"
NAMES = (DEFAULT, NEW_ACCOUNT, EVENTUAL)


class Profile:
    """The profiles in force, and how much faster than on AWS their times pass."""

    def __init__(self, quotas):
        self._lock = threading.Lock()
        self._quotas = quotas
        self._names, self._scale = [DEFAULT], 1.0

    @property
    def eventual(self) -> bool:
        return EVENTUAL in self._names

    @property
    def opted_in(self) -> bool:
        """Whether the regions that have to be switched on are."""
        return NEW_ACCOUNT not in self._names

    def seconds(self, on_aws: float) -> float:
        """What takes so long on AWS; at once unless the profile is eventual."""
        return on_aws * self._scale if self.eventual else 0.0

    def view(self) -> dict:
        with self._lock:
            return {"name": ",".join(self._names), "scale": self._scale}

    def replace(self, wanted: object) -> None:
        if not isinstance(wanted, dict) or not wanted.keys() <= {"name", "scale"}:
            raise InvalidControl("profile", wanted, 'give an object like {"name": "eventual", "scale": 0.1}')
        names, scale = parse(wanted.get("name", DEFAULT)), wanted.get("scale", 1)
        if isinstance(scale, bool) or not isinstance(scale, (int, float)) or not 0 < scale <= 1:
            raise InvalidControl("scale", scale, "give a number above 0, at most 1")
        with self._lock:
            self._names, self._scale = names, float(scale)
        self._quotas.reset(of_new_account=NEW_ACCOUNT in names)


def parse(text: object) -> list[str]:
    """One name, or several with commas between them."""
    names = text.split(",") if isinstance(text, str) else [text]
    for name in names:
        if name not in NAMES:
            raise InvalidControl("name", name, f"use {', '.join(NAMES)}, or several with commas between them")
    return names
