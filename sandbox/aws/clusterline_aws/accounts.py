"""Which account a request belongs to: the one whose credentials it carries, else the sandbox's own."""

from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.responses import BaseResponse
from moto.iam.models import get_account_id_from

from .patching import replaces


class Accounts:
    def __init__(self, own: str):
        self._own = own

    def of(self, access_key: str) -> str:
        account = get_account_id_from(access_key)
        return self._own if account == DEFAULT_ACCOUNT_ID else account


def install(accounts: Accounts) -> None:
    @replaces(BaseResponse, "get_current_account")
    def current_account(original, self):
        account = original(self)
        return accounts.of(self.get_access_key()) if account == DEFAULT_ACCOUNT_ID else account
