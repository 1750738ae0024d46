"""Runs a coroutine from the command line, so that Ctrl-C and SIGTERM end it cleanly, and a second one at once."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

from matrx_orm_migrate.cli.errors import Interrupted

__all__ = ["interruptible", "run"]

_T = TypeVar("_T")


def _ending() -> list[int]:
    """The signals that end a command.  A terminal that is closed hangs up, unless ``nohup`` said not to mind."""
    ending: list[int] = [signal.SIGINT, signal.SIGTERM]
    hang_up = getattr(signal, "SIGHUP", None)
    if hang_up is not None and signal.getsignal(hang_up) is not signal.SIG_IGN:
        ending.append(hang_up)
    return ending


_STOP = """\
import sys, pathlib
from matrx_orm_migrate.embedded import start_embedded
start_embedded(pathlib.Path(sys.argv[1])).stop()
"""


def _leave_servers() -> None:
    """This process ends at once: let another one join its embedded servers, and stop what nobody else uses."""
    from matrx_orm_migrate.embedded import in_use_here

    for directory in in_use_here:
        subprocess.Popen(
            [sys.executable, "-c", _STOP, str(directory)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )


class _Signals:
    """What the signal handler knows.  The first signal cancels the task, which rolls back; the second exits."""

    def __init__(self) -> None:
        self.received = 0
        self.task: asyncio.Task[Any] | None = None

    def handle(self, number: int, _frame: FrameType | None) -> None:
        if self.received:
            _leave_servers()
            if os.isatty(1):
                os.write(1, b"\x1b[?25h")  # a spinner may have hidden the cursor
            os._exit(128 + number)
        self.received = number
        if self.task is None:
            raise Interrupted(number)
        # In the main thread, between two bytecodes: the loop may be asleep, and this wakes it up.
        self.task.get_loop().call_soon_threadsafe(self.task.cancel)


def run(work: Coroutine[Any, Any, _T]) -> _T:
    """Run ``work`` in an event loop of its own and return its result.  Raises `Interrupted` where a signal ended it."""
    signals = _Signals()
    # What was imported stays, and a history's thousands of values hold no circles: looking for them costs a fifth.
    gc.freeze()
    gc.set_threshold(100_000)

    async def main() -> _T:
        signals.task = asyncio.current_task()
        return await work

    with _handlers(signals), asyncio.Runner() as runner:
        try:
            return runner.run(main())
        except (asyncio.CancelledError, Exception) as error:
            if not signals.received:
                raise
            raise Interrupted(signals.received, error if isinstance(error, Exception) else None) from None
        finally:
            work.close()  # where it was never started


@contextmanager
def _handlers(signals: _Signals) -> Iterator[None]:
    before = {number: signal.signal(number, signals.handle) for number in _ending()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def interruptible() -> Iterator[None]:
    """While a question waits for an answer, Ctrl-C is a ``KeyboardInterrupt`` again, and ends what `run` runs."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        raise Interrupted(signal.SIGINT) from None
    finally:
        signal.signal(signal.SIGINT, before)
