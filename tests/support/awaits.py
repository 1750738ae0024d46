"""Drive a coroutine, and do something at one of its awaits."""

from __future__ import annotations

import asyncio
import types
from collections.abc import Callable, Coroutine, Generator
from typing import Any, TypeVar

__all__ = ["Counter", "counting"]

T = TypeVar("T")


class Counter:
    """How many awaits went by; at number ``at`` it calls ``strike``."""

    def __init__(self, at: int = 0, strike: Callable[[], object] | None = None) -> None:
        self.seen = 0
        self._at = at
        self._strike = strike

    def count(self) -> None:
        """One more."""
        self.seen += 1
        if self.seen == self._at and self._strike is not None:
            self._strike()


async def counting(work: Coroutine[Any, Any, T], counter: Counter) -> T:
    """Await ``work`` within the same task, and count each time that it gives way to the event loop.

    A migration's function runs in a task of its own, whose awaits count as well.
    """
    loop = asyncio.get_running_loop()

    def factory(loop: asyncio.AbstractEventLoop, coroutine: Any, **options: Any) -> asyncio.Task[Any]:
        if getattr(coroutine, "__qualname__", "") != "Unit._call":
            return asyncio.Task(coroutine, loop=loop, **options)
        task = asyncio.Task(counting_too(coroutine), loop=loop, **options)
        task.add_done_callback(lambda _: coroutine.close())  # where it was cancelled before it began
        return task

    async def counting_too(inner: Coroutine[Any, Any, Any]) -> Any:
        return await _steps(inner, counter)

    loop.set_task_factory(factory)
    try:
        return await _steps(work, counter)
    finally:
        loop.set_task_factory(None)


@types.coroutine
def _steps(work: Coroutine[Any, Any, T], counter: Counter) -> Generator[Any, Any, T]:
    given: Any = None
    failed: BaseException | None = None
    while True:
        try:
            waited_for = work.send(given) if failed is None else work.throw(failed)
        except StopIteration as end:
            result: T = end.value
            return result
        counter.count()
        given, failed = None, None
        try:
            given = yield waited_for
        except BaseException as error:
            failed = error
