"""Who may ask: whoever holds the access key of this stand-in. Other users of the machine reach its port, and it keeps secrets."""

import hmac

from .accounts import Accounts
from .reply import Reply, error_reply, json_reply
from .request import AwsRequest

FORBIDDEN = 403


class Gate:
    """Compares the access key id and not the signature: it is random, and travels over loopback only."""

    def __init__(self, key: str, accounts: Accounts):
        self._key = key
        self._accounts = accounts

    def refuses_control(self, environ: dict) -> Reply | None:
        """Refuses a call under /_sandbox/ without the key as its bearer token."""
        kind, _, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
        if kind == "Bearer" and self._is_ours(token):
            return None
        return json_reply({"error": "the sandbox's key is missing", "fix": "send Authorization: Bearer KEY"}, FORBIDDEN)

    def refuses(self, request: AwsRequest) -> Reply | None:
        """Refuses a call of AWS that carries neither the key nor one that was issued here."""
        if self._is_ours(request.access_key) or self._accounts.issued(request.access_key):
            return None
        return error_reply(request.service, "AccessDenied", "This stand-in belongs to another user.", FORBIDDEN)

    def _is_ours(self, key: str) -> bool:
        return hmac.compare_digest(key.encode(), self._key.encode())
