"""A server on TCP, with TLS and with faults: a small gate before the real one, and what answers in its stead."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable

from matrx_orm_migrate.embedded import EmbeddedServer

__all__ = ["Gate", "free_port", "listening", "refusal", "saying", "silent"]


class Gate:
    """Listens on 127.0.0.1 and passes connections on to the server's socket."""

    def __init__(self, server: EmbeddedServer, *, tls: ssl.SSLContext | None = None) -> None:
        self._path = str(server.socket_dir / f".s.PGSQL.{server.port}")
        self._tls = tls

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            first = await reader.readexactly(8)
            if first[4:] == b"\x04\xd2\x16\x2f":  # SSLRequest
                writer.write(b"S" if self._tls else b"N")
                await writer.drain()
                if self._tls:
                    await writer.start_tls(self._tls)
                first = b""
            far_reader, far_writer = await asyncio.open_unix_connection(self._path)
            far_writer.write(first)
            with contextlib.closing(far_writer):
                await asyncio.gather(_pass_on(reader, far_writer), _pass_on(far_reader, writer))


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


@contextlib.asynccontextmanager
async def listening(
    handle: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]], port: int = 0
) -> AsyncIterator[int]:
    """Give every connection to ``handle``; the port, on 127.0.0.1, that it listens on."""
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(OSError):
                await handle(reader, writer)
        finally:
            writer.transport.abort()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.create_task(serve(reader, writer)))

    listener = await asyncio.start_server(accept, "127.0.0.1", port)
    try:
        yield listener.sockets[0].getsockname()[1]
    finally:
        listener.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0.01)  # what was aborted is closed by the loop


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A server that takes connections and says nothing."""
    await reader.read()


def saying(answer: bytes) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    """A server that says one thing and hangs up."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(8)
        writer.write(answer)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    return handle


def refusal(sqlstate: str, message: str) -> bytes:
    """PostgreSQL's ErrorResponse."""
    fields = f"SFATAL\0VFATAL\0C{sqlstate}\0M{message}\0\0".encode()
    return b"E" + (len(fields) + 4).to_bytes(4, "big") + fields


def free_port() -> int:
    """A port of 127.0.0.1 where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
