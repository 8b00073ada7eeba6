"""Conditions of IAM statements: the operators and keys that our policies use. What nobody here can judge does not hold."""

import fnmatch


def hold(conditions: dict, context: dict[str, str]) -> bool:
    """All of them, in the context of one action on one resource."""
    return all(
        OPERATORS.get(operator, _unknown)(context.get(key), _list(values))
        for operator, keys in conditions.items()
        for key, values in keys.items()
    )


def _equals(present: str | None, wanted: list[str]) -> bool:
    return present in wanted


def _like(present: str | None, wanted: list[str]) -> bool:
    return present is not None and any(fnmatch.fnmatchcase(present, pattern) for pattern in wanted)


def _null(present: str | None, wanted: list[str]) -> bool:
    return str(present is None).lower() in [str(value).lower() for value in wanted]


def _unknown(present: str | None, wanted: list[str]) -> bool:
    return False


def _list(value) -> list:
    return value if isinstance(value, list) else [value]


OPERATORS = {
    "StringEquals": _equals,
    "StringLike": _like,
    "ArnEquals": _like,
    "ArnLike": _like,
    "Null": _null,
}
