"""A TCP proxy in front of a server or a pooler that loses the connection at a chosen moment."""

from __future__ import annotations

import asyncio
import ctypes
import socket
import struct
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, Literal

from sqlalchemy.engine import make_url

__all__ = ["Proxy", "proxy", "recording"]

Mode = Literal["pass", "drop before", "drop after", "hold after", "black hole", "black hole after", "refuse"]
Moment = Callable[[bytes], bool]


def recording(data: bytes) -> bool:
    """The moment of a migration's COMMIT: with the statement that records it, and not the tool's other transactions."""
    return b"COMMIT" in data and b"INTO" in data and b"_matrx_migrations" in data


class Proxy:
    """``url`` leads through the proxy; ``mode`` says what it does at the ``moment``, ``then`` what after it has struck.

    ``drop before`` cuts the connection off and sends nothing on; ``drop after`` sends on, swallows the answer and cuts;
    ``hold after`` keeps the answer for itself; ``black hole`` has the whole network go: packets are neither
    acknowledged nor refused, on this connection, on the others and on new ones.
    """

    def __init__(self, mode: Mode, then: Mode, moment: Moment) -> None:
        self.url = ""
        self.mode: Mode = mode
        self.then: Mode = then
        self.moment = moment
        self.struck = asyncio.Event()
        self._sockets: set[Any] = set()
        self._relays: set[asyncio.Task[None]] = set()
        self._gone = False

    def strike(self) -> None:
        self.struck.set()
        self.mode = self.then

    def swallow(self) -> None:
        """Let the network go."""
        self._gone = True
        for channel in self._sockets:
            _drop_packets(channel)

    def heal(self) -> None:
        """Let new connections pass again; the old ones are cut off on both sides."""
        self.mode, self._gone = "pass", False
        for channel in self._sockets:
            with suppress(OSError):
                channel.setsockopt(socket.SOL_SOCKET, _SO_DETACH_FILTER, 0)
        for relay in self._relays:
            relay.cancel()

    def add(self, channel: Any) -> None:
        self._sockets.add(channel)
        if self._gone:
            _drop_packets(channel)


@asynccontextmanager
async def proxy(url: str, mode: Mode, *, then: Mode = "pass", moment: Moment = recording) -> AsyncGenerator[Proxy]:
    """A proxy to what ``url`` leads to, on TCP or on a unix socket."""
    parts = make_url(url)
    host = str(parts.query.get("host", parts.host))
    port = int(str(parts.query.get("port", parts.port or 5432)))
    state = Proxy(mode, then, moment)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        state._relays.add(task)
        state.add(writer.get_extra_info("socket"))
        with suppress(OSError, asyncio.CancelledError):
            if state.mode != "refuse":
                await _relay(state, reader, writer, host, port)
        state._sockets.discard(writer.get_extra_info("socket"))
        state._relays.discard(task)
        writer.transport.abort()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    listener = server.sockets[0]
    state.add(listener)
    through = parts.difference_update_query(["host", "port"]).set(host="127.0.0.1", port=listener.getsockname()[1])
    state.url = through.render_as_string(hide_password=False)
    try:
        yield state
    finally:
        server.close()
        for relay in state._relays:
            relay.cancel()
        await asyncio.gather(*state._relays, return_exceptions=True)
        await asyncio.sleep(0.01)  # what was aborted is closed by the loop


async def _relay(
    state: Proxy, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, port: int
) -> None:
    if host.startswith("/"):
        up_reader, up_writer = await asyncio.open_unix_connection(f"{host}/.s.PGSQL.{port}")
    else:
        up_reader, up_writer = await asyncio.open_connection(host, port)
    swallowing: list[Mode] = []

    async def forward() -> None:
        while data := await reader.read(65536):
            if state.mode not in ("pass", "refuse") and state.moment(data):
                if state.mode == "drop before":
                    state.strike()
                    return
                if state.mode == "black hole":
                    state.swallow()
                    state.strike()
                    await asyncio.Event().wait()
                swallowing.append(state.mode)
            up_writer.write(data)
            await up_writer.drain()

    async def back() -> None:
        while data := await up_reader.read(65536):
            if swallowing:
                if swallowing[0] == "black hole after":
                    state.swallow()
                state.strike()
                if swallowing[0] != "drop after":
                    await asyncio.Event().wait()
                return
            writer.write(data)
            await writer.drain()

    pumps = [asyncio.ensure_future(forward()), asyncio.ensure_future(back())]
    try:
        await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for pump in pumps:
            pump.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)
        up_writer.transport.abort()


# linux/filter.h and asm-generic/socket.h; Python's socket module does not name them.
_SO_ATTACH_FILTER = 26
_SO_DETACH_FILTER = 27
_RETURN_NOTHING = ctypes.create_string_buffer(struct.pack("HBBI", 0x06, 0, 0, 0))


def _drop_packets(channel: Any) -> None:
    """Have the kernel drop every packet for this socket, unseen and unacknowledged, as a network that is gone does."""
    program = struct.pack("HL", 1, ctypes.addressof(_RETURN_NOTHING))
    channel.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, program)
