"""Which account a request belongs to: the one whose credentials it carries, else the sandbox's own."""

from moto.core.responses import BaseResponse
from moto.iam.models import iam_backends


class Accounts:
    def __init__(self, own: str):
        self._own = own

    def of(self, access_key: str) -> str:
        return self._issuer(access_key) or self._own

    def issued(self, access_key: str) -> bool:
        """Whether IAM or STS of this stand-in has given out that key."""
        return self._issuer(access_key) is not None

    def _issuer(self, access_key: str) -> str | None:
        """Looks only where keys exist; moto would first make IAM, with all policies, for every partition of AWS."""
        for account, partitions in list(iam_backends.items()):
            if any(access_key in iam.access_keys for iam in list(partitions.values())):
                return account
        return None


def install(accounts: Accounts) -> None:
    BaseResponse.get_current_account = lambda response: accounts.of(response.get_access_key())
