"""Ends this process when the one that started it dies, by whatever signal."""

import os
import select
import threading


def end_with_parent() -> None:
    """Watch the parent through a pidfd.

    prctl(PR_SET_PDEATHSIG) would be shorter, but it fires when the parent's *thread* that forked ends,
    and a JVM starts its children from short-lived threads.
    """
    parent = os.getppid()
    try:
        watch = os.pidfd_open(parent)
    except ProcessLookupError:
        os._exit(1)
    if os.getppid() != parent:
        os._exit(1)
    threading.Thread(target=_exit_after, args=(watch,), name="parent-watch", daemon=True).start()


def _exit_after(watch: int) -> None:
    select.select([watch], [], [])
    os._exit(1)
