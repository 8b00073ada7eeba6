"""Spares moto from computing again, per request or per import, what never changes in one process."""

import contextlib
import functools
from collections.abc import Iterator

import boto3


@contextlib.contextmanager
def shared_session() -> Iterator[None]:
    """While moto is imported: each of its boto3 sessions would read all endpoints again (a third of the start)."""
    original = boto3.Session
    boto3.Session = functools.cache(original)
    try:
        yield
    finally:
        boto3.Session = original


def install() -> None:
    """Per request moto lists its package's folders, and all methods of the service's class (half of its time)."""
    from moto import backends
    from moto.core import responses
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication

    modules = tuple(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: modules
    responses.method_names_from_class = functools.cache(responses.method_names_from_class)
    DomainDispatcherApplication.get_backend_for_host = functools.cache(DomainDispatcherApplication.get_backend_for_host)
