"""Launches that AWS accepts and gives up while the instance is pending: terminated, with a reason that botocore's model documents."""

import functools
import re

from moto.ec2.models.instances import Instance, StateReason

from . import ec2_state
from .errors import InvalidControl
from .instances import PENDING, TERMINATED, TimedState

INSTANCE_ID = re.compile(r"\bi-[0-9a-f]{8,17}\b")
DOCUMENTED = re.compile(r"<code>((?:Server|Client)\.[\w.]+)</code>: ([^<]+)")


@functools.cache
def documented() -> dict[str, str]:
    """Code and sentence of each reason, as AWS's own model of EC2 has them."""
    from botocore.session import get_session

    model = get_session().get_service_model("ec2")
    text = model.shape_for("StateReason").members["Message"].documentation
    return {code: " ".join(sentence.split()) for code, sentence in DOCUMENTED.findall(text)}


def check(reason: str) -> None:
    if reason not in documented():
        raise InvalidControl("stateReason", reason, f"use one of {', '.join(sorted(documented()))}")


def give_up(body: bytes, reason: str, seconds: float) -> None:
    """The instances that RunInstances has just answered with end instead of running."""
    for instance in launched(body):
        end(instance, reason, seconds)


def launched(body: bytes) -> list[Instance]:
    """The instances of an answer of RunInstances, which shows them pending whatever becomes of them."""
    ids = set(INSTANCE_ID.findall(body.decode()))
    return [one for backend in ec2_state.backends() for one in ec2_state.instances(backend) if one.id in ids]


def end(instance: Instance, reason: str, seconds: float) -> None:
    """The instance ends so many seconds from now, for that reason."""
    instance._state = TimedState(PENDING, TERMINATED, seconds)
    instance.failed_with = StateReason(f"{reason}: {documented()[reason]}", reason)
    instance.state_reason = instance.failed_with
