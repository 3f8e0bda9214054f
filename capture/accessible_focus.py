"""Which kind of control has the focus: asked of programs over the accessibility bus (AT-SPI), by jeepney.

Roles and states: atspi-constants.h of at-spi2-core. The bus is found as its "D-Bus and AT-SPI" pages say.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from jeepney import (
    DBusAddress,
    DBusErrorResponse,
    HeaderFields,
    MatchRule,
    Message,
    MessageFlag,
    MessageType,
    new_method_call,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from core.clock import Monotonic

PATIENCE_S: Final = 0.2
"""Of one question, however many calls it takes."""

_CONNECT_S: Final = 1.0
_MOST_REMEMBERED: Final = 256
_REGISTRY: Final = "org.a11y.atspi.Registry"
_FOCUS_EVENT: Final = "object:state-changed:focused"

_PASSWORD_TEXT: Final = 40
_TELLS_NOTHING: Final = frozenset({0, 23, 67, 69, 75, 79})
"""Invalid, frame, unknown, window, application, embedded: the focus is somewhere inside."""

_ACTIVE: Final = 1 << 1
_FOCUSED: Final = 1 << 12
_SHOWING: Final = 1 << 25


class Focus(Enum):
    """Where the keys go. UNKNOWN where the program does not say."""

    PASSWORD = "password"  # noqa: S105 - a kind of control
    PLAIN = "plain"
    UNKNOWN = "unknown"


Place = tuple[str, str]
"""An accessible object: the bus name of its program, and its path there."""


class BusSilent(Exception):
    """The accessibility bus cannot be asked."""


@dataclass(slots=True)
class AccessibleFocus:
    """A connection to the accessibility bus that hears where the focus goes. For one thread."""

    connection: DBusConnection
    monotonic: Monotonic
    events: deque[Message]
    password_at: Place | None = None
    """The password field that got the focus last, while nobody said that it lost it."""
    _focused: dict[str, Place] = field(default_factory=dict)
    """By bus name: what got the focus last."""
    _pids: dict[str, int] = field(default_factory=dict)

    def hear(self) -> bool:
        """Take in what programs told since the last call, without waiting for more. Whether a password field has or
        had the focus meanwhile. BusSilent when the bus is gone.
        """
        had = self.password_at is not None
        try:
            while True:
                self.connection.recv_messages(timeout=0)
        except TimeoutError:
            pass
        except (OSError, RuntimeError, ValueError) as error:
            raise BusSilent(type(error).__name__) from None
        while self.events:
            self._moved(self.events.popleft())
            had = had or self.password_at is not None
        return had

    def ask(self, pid: int) -> Focus:
        """What has the focus in this program now, by its own word. UNKNOWN where it does not answer in time."""
        end = self.monotonic() + PATIENCE_S
        found = Focus.UNKNOWN
        with suppress(DBusErrorResponse, TimeoutError, OSError, RuntimeError, ValueError, IndexError, TypeError):
            for program in self._programs(pid, end):
                kind = self._look(program, end)
                if kind is Focus.PASSWORD:
                    return kind
                found = kind if found is Focus.UNKNOWN else found
        return found

    def close(self) -> None:
        self.connection.close()

    # --- events

    def _moved(self, event: Message) -> None:
        fields = event.header.fields
        place = (str(fields.get(HeaderFields.sender)), str(fields.get(HeaderFields.path)))
        if len(event.body) < 2 or event.body[0] != "focused":
            return
        if event.body[1]:
            if len(self._focused) >= _MOST_REMEMBERED:
                self._focused.clear()
            self._focused[place[0]] = place
            # A program that is slow to say what this is may well have a password there.
            self.password_at = place if self._role(place) in (_PASSWORD_TEXT, None) else None
        elif place == self.password_at:
            self.password_at = None

    def _role(self, place: Place) -> int | None:
        """None where it is not told in time; 0 where the object is gone already."""
        try:
            return int(self._call(place, "Accessible", "GetRole", self.monotonic() + PATIENCE_S))
        except DBusErrorResponse:
            return 0
        except (TimeoutError, OSError, RuntimeError, ValueError, IndexError, TypeError):
            return None

    # --- questions

    def _programs(self, pid: int, end: float) -> Iterator[Place]:
        """The roots of this program on the bus; a few have more than one connection."""
        root = (_REGISTRY, "/org/a11y/atspi/accessible/root")
        for owner, path in self._call(root, "Accessible", "GetChildren", end):
            if self._pid_of(str(owner), end) == pid:
                yield str(owner), str(path)

    def _pid_of(self, owner: str, end: float) -> int:
        if owner not in self._pids:
            if len(self._pids) >= _MOST_REMEMBERED:
                self._pids.clear()
            asked = message_bus.GetConnectionUnixProcessID(owner)
            try:
                self._pids[owner] = int(self._send(asked, end)[0])
            except DBusErrorResponse:
                return 0  # it has just ended
        return self._pids[owner]

    def _look(self, program: Place, end: float) -> Focus:
        for place in self._likely(program, end):
            with suppress(DBusErrorResponse):
                if self._states(place, end) & _FOCUSED and (kind := self._kind(place, end)) is not Focus.UNKNOWN:
                    self._focused[program[0]] = place
                    return kind
        return Focus.UNKNOWN

    def _likely(self, program: Place, end: float) -> Iterator[Place]:
        if program[0] in self._focused:
            yield self._focused[program[0]]
        yield from self._walk(program, end)

    def _walk(self, program: Place, end: float) -> Iterator[Place]:
        """What shows in the program's active windows, the nearest to a window first; until the time is up."""
        waiting: deque[Place] = deque()
        for window in self._children(program, end):
            if self._states(window, end) & _ACTIVE:
                waiting.append(window)
        while waiting:
            place = waiting.popleft()
            yield place
            with suppress(DBusErrorResponse):
                if self._states(place, end) & _SHOWING:
                    waiting.extend(self._children(place, end))

    def _children(self, place: Place, end: float) -> list[Place]:
        return [(str(owner), str(path)) for owner, path in self._call(place, "Accessible", "GetChildren", end)]

    def _states(self, place: Place, end: float) -> int:
        low, high = self._call(place, "Accessible", "GetState", end)
        return int(low) | int(high) << 32

    def _kind(self, place: Place, end: float) -> Focus:
        role = int(self._call(place, "Accessible", "GetRole", end))
        if role == _PASSWORD_TEXT:
            return Focus.PASSWORD
        return Focus.UNKNOWN if role in _TELLS_NOTHING else Focus.PLAIN

    def _call(self, place: Place, interface: str, method: str, end: float) -> Any:  # noqa: ANN401 - D-Bus
        where = DBusAddress(place[1], bus_name=place[0], interface=f"org.a11y.atspi.{interface}")
        return self._send(new_method_call(where, method), end)[0]

    def _send(self, message: Message, end: float) -> tuple[Any, ...]:
        return _answer(self.connection, message, end - self.monotonic())


def open_accessible_focus(monotonic: Monotonic) -> AccessibleFocus:
    """Connect to the accessibility bus of this session; BusSilent where there is none. Starts none."""
    try:
        connection = open_dbus_connection(bus=_address(), auth_timeout=_CONNECT_S)
    except (DBusErrorResponse, OSError, KeyError, ValueError, RuntimeError, StopIteration) as error:
        raise BusSilent(type(error).__name__) from None
    try:
        connection.sock.settimeout(PATIENCE_S)
        return AccessibleFocus(connection, monotonic, _listen(connection))
    except (DBusErrorResponse, OSError, RuntimeError, ValueError) as error:
        connection.close()
        raise BusSilent(type(error).__name__) from None


def _address() -> str:
    session = open_dbus_connection(auth_timeout=_CONNECT_S)
    try:
        where = DBusAddress("/org/a11y/bus", bus_name="org.a11y.Bus", interface="org.a11y.Bus")
        question = new_method_call(where, "GetAddress")
        question.header.flags |= MessageFlag.no_auto_start
        return str(_answer(session, question, _CONNECT_S)[0]).split(",guid=")[0]
    finally:
        session.close()


def _listen(connection: DBusConnection) -> deque[Message]:
    """Where the news of the focus will be. Programs tell it only when somebody has asked the registry for it."""
    rule = MatchRule(type="signal", interface="org.a11y.atspi.Event.Object", member="StateChanged")
    rule.add_arg_condition(0, "focused")
    queue: deque[Message] = deque(maxlen=1000)
    connection.filter(rule, queue=queue)
    registry = DBusAddress("/org/a11y/atspi/registry", bus_name=_REGISTRY, interface=_REGISTRY)
    _answer(connection, message_bus.AddMatch(rule), _CONNECT_S)
    _answer(connection, new_method_call(registry, "RegisterEvent", "s", (_FOCUS_EVENT,)), _CONNECT_S)
    return queue


def _answer(connection: DBusConnection, message: Message, seconds: float) -> tuple[Any, ...]:
    """DBusErrorResponse for an error, TimeoutError for silence."""
    if seconds <= 0:
        raise TimeoutError
    answer = connection.send_and_get_reply(message, timeout=seconds)
    if answer.header.message_type is MessageType.error:
        raise DBusErrorResponse(answer)
    return tuple(answer.body)
