"""Instances take their time: pending → running, stopping → stopped, shutting-down → terminated.

The state is a function of the clock, so nothing has to run at the moment of a transition. What a
termination frees (address, interface, volumes) is freed by settle(), once the instance is terminated.
"""

import contextlib
import time

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.instances import Instance, InstanceState
from moto.ec2.responses._base_response import EC2BaseResponse

from . import ec2_state
from .latency import Latency
from .patching import replaces

PENDING, RUNNING = ("pending", 0), ("running", 16)
SHUTTING_DOWN, TERMINATED = ("shutting-down", 32), ("terminated", 48)
STOPPING, STOPPED = ("stopping", 64), ("stopped", 80)


class TimedState:
    """First `before`, then, from `due` on, `after`."""

    def __init__(self, before: tuple[str, int], after: tuple[str, int], seconds: float):
        self._before, self._after = before, after
        self.due = time.monotonic() + seconds

    def _now(self) -> tuple[str, int]:
        return self._after if time.monotonic() >= self.due else self._before

    @property
    def name(self) -> str:
        return self._now()[0]

    @property
    def code(self) -> int:
        return self._now()[1]

    def __copy__(self) -> InstanceState:
        return InstanceState(*self._now())


def seconds_to_next_transition() -> float | None:
    now = time.monotonic()
    waits = [instance._state.due - now for backend in ec2_state.backends() for instance in ec2_state.instances(backend)]
    return min((wait for wait in waits if wait > 0), default=None)


def settle() -> None:
    """Give back what terminated instances held. Call it before EC2 is looked at or changed."""
    for backend in ec2_state.backends():
        for instance in ec2_state.instances(backend):
            if instance.state_code == TERMINATED[1] and not instance.released:
                release(instance)


def release(instance: Instance) -> None:
    instance.released = True
    timed = instance._state
    reason = getattr(instance, "failed_with", None)
    _original_terminate(_with_plain_state(instance))
    instance.state_reason = reason or instance.state_reason
    instance._state = timed
    for address in list(instance._private_ips):
        with contextlib.suppress(EC2ClientError):  # the subnet may be gone, and the address with it
            instance.ec2_backend.get_subnet(instance.subnet_id).del_subnet_ip(address)


_original_terminate = Instance.terminate


def install(latency: Latency) -> None:
    # moto answers every RunInstances with "pending"; let it show the state, also for a repeated client token
    EC2BaseResponse.RESPONSE_KEY_PATH_TO_TRANSFORMER.pop("RunInstances.Reservation.Instances.Instance.State")
    _install_launch(latency)
    _install_stop(latency)
    _install_terminate(latency)


def _install_launch(latency: Latency) -> None:
    @replaces(Instance, "__init__")
    def launch(original, self, *arguments, **named):
        self.released = False
        original(self, *arguments, **named)
        if not self.security_groups and self.nics:
            self.security_groups = list(self.nics[0]._group_set)
        self._state = TimedState(PENDING, RUNNING, latency.seconds("pendingSeconds"))


def _install_stop(latency: Latency) -> None:
    @replaces(Instance, "stop")
    def stop(original, self):
        previous = _require(self, RUNNING, STOPPING, STOPPED)
        if previous.code == RUNNING[1]:
            original(_with_plain_state(self))
            self._state = TimedState(STOPPING, STOPPED, latency.seconds("shuttingDownSeconds"))
        return previous

    @replaces(Instance, "start")
    def start(original, self):
        previous = _require(self, PENDING, RUNNING, STOPPED)
        if previous.code == STOPPED[1]:
            original(_with_plain_state(self))
            self._state = TimedState(PENDING, RUNNING, latency.seconds("pendingSeconds"))
        return previous

    @replaces(Instance, "reboot")
    def reboot(original, self):
        _require(self, PENDING, RUNNING)


def _install_terminate(latency: Latency) -> None:
    @replaces(Instance, "terminate")
    def terminate(original, self):
        previous = InstanceState(self._state.name, self._state.code)
        if previous.code not in (SHUTTING_DOWN[1], TERMINATED[1]):
            self._state = TimedState(SHUTTING_DOWN, TERMINATED, latency.seconds("shuttingDownSeconds"))
        return previous


def _require(instance: Instance, *allowed: tuple[str, int]) -> InstanceState:
    current = InstanceState(instance._state.name, instance._state.code)
    if (current.name, current.code) not in allowed:
        raise EC2ClientError(
            "IncorrectInstanceState",
            f"The instance '{instance.id}' is not in a state from which it can be"
            f" started or stopped. Its state is {current.name}.",
        )
    return current


def _with_plain_state(instance: Instance) -> Instance:
    """moto's own methods assign to the state's fields."""
    instance._state = InstanceState(instance._state.name, instance._state.code)
    return instance
