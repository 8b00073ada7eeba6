"""Errors of the wrapper."""


class InvalidControl(ValueError):
    """Bad input to /_sandbox/...: says which field, which value and what would be right."""

    def __init__(self, field: str, value: object, fix: str):
        super().__init__(f"{field}: {value!r} is not valid; {fix}")
        self.field, self.value, self.fix = field, value, fix


class ConnectionDropped(Exception):
    """The client shall see its connection die without an answer."""
