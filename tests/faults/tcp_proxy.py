"""A line that fails as it is told to: a TCP proxy in front of a real server.

    with TcpProxy(server_port) as proxy:
        proxy.plan = always(Line(up=Way(bytes_per_s=1_250_000, cut_at=300_000)))   # every connection from now on
        proxy.order(Line(down=Way(cut_at=0)))                                      # the next connection alone
        ... connect to 127.0.0.1:proxy.port ...
        proxy.passed.up, proxy.passed.down                                         # bytes that came through

`up` is towards the server. What happens follows from the values alone: byte N is byte N of that direction of that
connection, from 0, wherever the system's buffers put their borders. Only pacing (latency, bandwidth) uses the clock.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

_STEP: Final = 16 * 1024
_BUFFER: Final = 64 * 1024
"""Of each socket: what a sender believes to have sent and nobody has yet. Small, as on a line that is slow."""


@dataclass(frozen=True, slots=True)
class Way:
    """What happens to the bytes of one direction. Without values they pass as they came.

    `latency_s`: each piece arrives so much later; the pieces stay as close together as they were.
    `bytes_per_s`, `piece`: no faster than this, and no more than so many bytes at a time.
    `cut_at`: this many bytes pass; where one more would, the connection ends for both. 0 as `down`: the request went
    through and its answer is lost.
    `reset`: it then ends by RST, and not as if all had been said.
    `hold`: the server is not told of the cut until `TcpProxy.release`.
    `swallow_from`: bytes from there on are taken and go nowhere, and nothing says so.
    `flip`: this bit (byte * 8 + bit) is another one. `flip_in_body`: the same, counted from behind the first HTTP head.
    """

    latency_s: float = 0.0
    bytes_per_s: float | None = None
    piece: int = _STEP
    cut_at: int | None = None
    reset: bool = False
    hold: bool = False
    swallow_from: int | None = None
    flip: int | None = None
    flip_in_body: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Both directions of one connection."""

    up: Way = Way()
    down: Way = Way()


Plan = Callable[[int], Line]
"""From the number of a connection, from 0, what happens to it."""

STEADY: Final[Plan] = lambda _number: Line()  # noqa: E731
BLACK_HOLE: Final = Line(up=Way(swallow_from=0))
ANSWER_LOST: Final = Line(down=Way(cut_at=0))


def always(line: Line) -> Plan:
    return lambda _number: line


def in_turn(*lines: Line) -> Plan:
    """The first connection gets the first of these, and so on; those that come later are steady."""
    return lambda number: lines[number] if number < len(lines) else Line()


@dataclass(slots=True)
class Passed:
    """Bytes that were sent on."""

    up: int = 0
    down: int = 0


class _End(Enum):
    FINISHED = "finished"
    CUT = "cut"


@dataclass(eq=False, slots=True)
class _Connection:
    line: Line
    client: socket.socket
    server: socket.socket | None = None
    task: asyncio.Task[None] | None = None


class TcpProxy:
    """Listens on `port` of this machine as long as it is entered. `target` may be changed for connections to come.

    `connections` counts those that were accepted, `cuts` those that a fault ended.
    """

    def __init__(self, target: int = 0, plan: Plan = STEADY) -> None:
        self.target = target
        self._plan = plan
        self._since_plan = 0
        self.passed = Passed()
        self.connections = 0
        self.cuts = 0
        self._ordered: deque[Line] = deque()
        self._open: set[_Connection] = set()
        self._held: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER)
        self._listener.setblocking(False)
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="tcp-proxy")

    def __enter__(self) -> TcpProxy:
        self._thread.start()
        self._accepting = asyncio.run_coroutine_threadsafe(self._accept(), self._loop)
        return self

    def __exit__(self, *_: object) -> None:
        self._run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def plan(self) -> Plan:
        return self._plan

    @plan.setter
    def plan(self, plan: Plan) -> None:
        """The next connection is number 0 of this plan. Those that are open keep what they got."""
        self._plan, self._since_plan = plan, 0

    def order(self, *lines: Line) -> None:
        """The next connections get these, before the plan is asked again."""
        self._ordered.extend(lines)

    def drop_orders(self) -> None:
        self._ordered.clear()

    def cut_now(self) -> int:
        """End every connection, for both sides; says how many."""
        return self._run(self._cut_all())

    def release(self) -> int:
        """Tell the server of the cuts it was not told of; says how many."""
        return self._run(self._release())

    @property
    def held(self) -> int:
        """Connections that the server believes to be there, and whose client is gone."""
        return len(self._held)

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _accept(self) -> None:
        while True:
            client, _ = await self._loop.sock_accept(self._listener)
            client.setblocking(False)
            self.connections += 1
            line = self._ordered.popleft() if self._ordered else self._next_of_plan()
            connection = _Connection(line, client)
            self._open.add(connection)
            connection.task = self._loop.create_task(self._serve(connection))

    def _next_of_plan(self) -> Line:
        number = self._since_plan
        self._since_plan += 1
        return self._plan(number)

    async def _serve(self, connection: _Connection) -> None:
        end = _End.CUT
        try:
            connection.server = await self._reach()
            ways = (
                self._loop.create_task(self._carry(connection, up=True)),
                self._loop.create_task(self._carry(connection, up=False)),
            )
            try:
                for done in asyncio.as_completed(ways):
                    end = await done
                    if end is _End.CUT:
                        break
            finally:
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)
        except OSError:
            # The server is not there, or one of the two is gone: the other one learns it.
            end = _End.CUT
        finally:
            self._finish(connection, end)

    async def _reach(self) -> socket.socket:
        server = socket.socket()
        server.setblocking(False)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
        server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            await self._loop.sock_connect(server, ("127.0.0.1", self.target))
        except BaseException:
            server.close()
            raise
        return server

    def _finish(self, connection: _Connection, end: _End) -> None:
        self._open.discard(connection)
        up, down = connection.line.up, connection.line.down
        server, reset = connection.server, end is _End.CUT and (up.reset or down.reset)
        if server is None:
            reset = True
        elif end is _End.CUT and (up.hold or down.hold):
            self._held.append(server)
        else:
            _close(server, reset=reset)
        _close(connection.client, reset=reset)

    async def _carry(self, connection: _Connection, *, up: bool) -> _End:
        assert connection.server is not None
        way = connection.line.up if up else connection.line.down
        pair = (connection.client, connection.server)
        source, target = pair if up else reversed(pair)
        coming: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(maxsize=1 if way.latency_s == 0 else 64)
        taking = self._loop.create_task(self._take(source, way, coming))
        try:
            return await self._give(target, way, coming, up=up)
        finally:
            taking.cancel()
            await asyncio.gather(taking, return_exceptions=True)

    async def _take(self, source: socket.socket, way: Way, coming: asyncio.Queue[tuple[float, bytes]]) -> None:
        while True:
            try:
                data = await self._loop.sock_recv(source, way.piece)
            except OSError:
                data = b""
            await coming.put((self._loop.time() + way.latency_s, data))
            if not data:
                return

    async def _give(
        self, target: socket.socket, way: Way, coming: asyncio.Queue[tuple[float, bytes]], *, up: bool
    ) -> _End:
        at, free_at, body = 0, 0.0, _Body()
        while True:
            due, data = await coming.get()
            if not data:
                with suppress(OSError):
                    target.shutdown(socket.SHUT_WR)
                return _End.FINISHED
            flips = (way.flip, body.place(at, data, way.flip_in_body))
            for flip in flips:
                data = _flipped(data, at, flip)
            kept = len(data) if way.cut_at is None else min(len(data), way.cut_at - at)
            if way.bytes_per_s is not None:
                free_at = max(free_at, self._loop.time()) + kept / way.bytes_per_s
            await asyncio.sleep(max(due, free_at) - self._loop.time())
            passing = kept if way.swallow_from is None else max(0, min(kept, way.swallow_from - at))
            await self._loop.sock_sendall(target, data[:passing])
            if up:
                self.passed.up += passing
            else:
                self.passed.down += passing
            at += kept
            if kept < len(data):
                self.cuts += 1
                return _End.CUT

    async def _cut_all(self) -> int:
        cut = [connection.task for connection in self._open if connection.task is not None]
        for task in cut:
            task.cancel()
        await asyncio.gather(*cut, return_exceptions=True)
        self.cuts += len(cut)
        return len(cut)

    async def _release(self) -> int:
        held, self._held = self._held, []
        for server in held:
            _close(server, reset=False)
        return len(held)

    async def _close(self) -> None:
        self._accepting.cancel()
        await self._cut_all()
        await self._release()
        self._listener.close()


class _Body:
    """Where in the stream the body begins, once its head has come by."""

    def __init__(self) -> None:
        self._head = b""
        self._begins: int | None = None

    def place(self, at: int, data: bytes, flip: int | None) -> int | None:
        """The bit of the stream that is bit `flip` of the body."""
        if flip is None:
            return None
        if self._begins is None:
            self._head += data
            found = self._head.find(b"\r\n\r\n")
            if found < 0:
                return None
            self._begins = at + len(data) - len(self._head) + found + 4
        return self._begins * 8 + flip


def _flipped(data: bytes, at: int, flip: int | None) -> bytes:
    if flip is None or not at <= flip // 8 < at + len(data):
        return data
    changed = bytearray(data)
    changed[flip // 8 - at] ^= 1 << flip % 8
    return bytes(changed)


def _close(ended: socket.socket, *, reset: bool) -> None:
    if reset:
        ended.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    ended.close()
