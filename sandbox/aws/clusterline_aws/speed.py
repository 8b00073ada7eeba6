"""Spares moto from computing again, per request or per import, what never changes in one process."""

import contextlib
import functools
from collections.abc import Iterator

import boto3

from .patching import replaces


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
    _look_tags_up()


def _look_tags_up() -> None:
    """For the tags of each thing that a filter looks at, moto searches all tags of all things: quadratic in their number."""
    from moto.ec2.models.tags import TagBackend
    from moto.ec2.utils import EC2_PREFIX_TO_RESOURCE, get_prefix

    @replaces(TagBackend, "describe_tags")
    def describe_tags(original, self, filters: dict[str, list[str]] | None = None) -> list[dict[str, str]]:
        wanted = (filters or {}).get("resource-id", [])
        if list(filters or {}) != ["resource-id"] or len(wanted) != 1 or set(wanted[0]) & set("*?"):
            return original(self, filters)
        resource_type = EC2_PREFIX_TO_RESOURCE.get(get_prefix(wanted[0]), "")
        tags = self.tags.get(wanted[0], {})
        return [
            {"resource_id": wanted[0], "key": key, "value": value, "resource_type": resource_type}
            for key, value in list(tags.items())
        ]
