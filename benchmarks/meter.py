"""What something costs: CPU seconds of this process, of the programs it starts, and of the PostgreSQL server.

Wall time is not looked at: on a machine with neighbours it says more about the neighbours.  The sides of a comparison
take turns, and each side's median counts, so that both meet the same weather.
"""

from __future__ import annotations

import gc
import inspect
import resource
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from matrx_orm_migrate.embedded import EmbeddedServer

__all__ = ["Cost", "Side", "compare_costs"]

_TICK = 1 / 100  # USER_HZ, the unit of /proc/<pid>/stat on every Linux platform (proc_pid_stat(5))
_SECONDS_TO_SETTLE = 10.0

Work = Callable[[], Awaitable[object] | object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """CPU seconds: ``client`` is this process and the programs it ran, ``server`` all of PostgreSQL's processes."""

    client: float
    server: float = 0.0

    @property
    def total(self) -> float:
        """Client and server together."""
        return self.client + self.server


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the things compared.  ``work`` is measured; ``prepare`` runs before each turn and is not."""

    name: str
    work: Work
    prepare: Work | None = None


class ServerClock:
    """The CPU seconds that a server's processes have used, those that have ended included."""

    def __init__(self, server: EmbeddedServer) -> None:
        self._postmaster = int((server.directory / "data" / "postmaster.pid").read_text().split("\n", 1)[0])
        self._background = self._children()

    def seconds(self) -> float:
        """Read the clock once every session has ended.

        The postmaster's own time and that of the children it has waited for come in ticks of 10 ms, that of running
        children in nanoseconds.
        """
        self._wait_for_sessions()
        fields = _stat(self._postmaster)
        seconds = sum(int(field) for field in fields[11:15]) * _TICK  # utime, stime, cutime, cstime
        for pid in self._children():
            seconds += int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
        return seconds

    def _wait_for_sessions(self) -> None:
        deadline = time.monotonic() + _SECONDS_TO_SETTLE
        while not self._children() <= self._background:
            if time.monotonic() > deadline:
                raise RuntimeError("a session of the benchmark does not end, so its cost cannot be read")
            time.sleep(0.01)

    def _children(self) -> set[int]:
        text = Path(f"/proc/{self._postmaster}/task/{self._postmaster}/children").read_text()
        return {int(pid) for pid in text.split()}


def _stat(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat from the third one on; the second may hold spaces."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _client_seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


async def compare_costs(
    sides: Sequence[Side], *, rounds: int, times: int = 1, clock: ServerClock | None = None, warm_up: bool = True
) -> Mapping[str, Cost]:
    """Let the sides take turns; each one's median over the rounds.

    A turn runs the work ``times`` times and is divided by that.  With ``warm_up``, a first round does not count.
    """
    costs: dict[str, list[Cost]] = {side.name: [] for side in sides}
    for number in range(-1 if warm_up else 0, rounds):
        for side in sides:
            cost = await _turn(side, times if number >= 0 else 1, clock)
            if number >= 0:
                costs[side.name].append(cost)
    return {
        name: Cost(
            client=statistics.median(cost.client for cost in turns),
            server=statistics.median(cost.server for cost in turns),
        )
        for name, turns in costs.items()
    }


async def _turn(side: Side, times: int, clock: ServerClock | None) -> Cost:
    if side.prepare is not None:
        await _run(side.prepare)
    gc.collect()
    server = clock.seconds() if clock is not None else 0.0
    client = _client_seconds()
    for _ in range(times):
        await _run(side.work)
    client = _client_seconds() - client
    server = clock.seconds() - server if clock is not None else 0.0
    return Cost(client=client / times, server=server / times)


async def _run(work: Work) -> None:
    result = work()
    if inspect.isawaitable(result):
        await result
