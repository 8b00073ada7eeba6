"""Replaces one method of a moto class by ours, which gets the original as its first argument."""

import functools
from collections.abc import Callable


def replaces(owner: type, name: str) -> Callable[[Callable], Callable]:
    original = getattr(owner, name)

    def install(replacement: Callable) -> Callable:
        @functools.wraps(original)
        def method(*args, **kwargs):
            return replacement(original, *args, **kwargs)

        setattr(owner, name, method)
        return replacement

    return install
