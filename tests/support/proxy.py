"""A proxy in front of a server's unix socket that loses the connection at COMMIT, before or after it took place."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Literal

from sqlalchemy.engine import make_url

__all__ = ["Proxy", "proxy"]

Mode = Literal["pass", "drop before commit", "drop after commit", "refuse"]


class Proxy:
    """``url`` leads through the proxy; ``mode`` says what it does, ``then`` what it does after it has struck once."""

    def __init__(self, url: str, mode: Mode, then: Mode) -> None:
        self.url = url
        self.mode: Mode = mode
        self.then: Mode = then
        self.struck = 0

    def strike(self) -> None:
        self.struck += 1
        self.mode = self.then


@asynccontextmanager
async def proxy(url: str, mode: Mode, *, then: Mode = "pass") -> AsyncGenerator[Proxy]:
    """A proxy to the server that ``url`` leads to."""
    parts = make_url(url)
    host, port = parts.query["host"], parts.query.get("port", "5432")
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        through = parts.update_query_dict({"host": directory})
        state = Proxy(through.render_as_string(hide_password=False), mode, then)
        tasks: set[asyncio.Task[None]] = set()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            tasks.add(task)
            try:
                if state.mode == "refuse":
                    return
                up_reader, up_writer = await asyncio.open_unix_connection(f"{host}/.s.PGSQL.{port}")
                try:
                    await _relay(state, reader, writer, up_reader, up_writer)
                finally:
                    up_writer.close()
            finally:
                writer.close()
                tasks.discard(task)

        server = await asyncio.start_unix_server(serve, str(Path(directory) / f".s.PGSQL.{port}"))
        try:
            yield state
        finally:
            server.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _relay(
    state: Proxy,
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    up_reader: asyncio.StreamReader,
    up_writer: asyncio.StreamWriter,
) -> None:
    swallowing = asyncio.Event()
    cut = asyncio.Event()

    async def forward() -> None:
        while data := await reader.read(65536):
            # Only what records a migration, not the tool's other transactions.
            commits = b"COMMIT" in data and b"INTO" in data and b"_matrx_migrations" in data
            if commits and state.mode == "drop before commit":
                state.strike()
                cut.set()
                return
            if commits and state.mode == "drop after commit":
                swallowing.set()
            up_writer.write(data)
            await up_writer.drain()

    async def back() -> None:
        while data := await up_reader.read(65536):
            if swallowing.is_set():
                state.strike()
                cut.set()
                return
            writer.write(data)
            await writer.drain()

    pumps = [asyncio.ensure_future(forward()), asyncio.ensure_future(back()), asyncio.ensure_future(cut.wait())]
    await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
    for pump in pumps:
        pump.cancel()
        with suppress(asyncio.CancelledError, OSError):
            await pump
