"""Drives a program the way a screen reader does: AT-SPI over D-Bus.

Names are the accessible names of controls, roles those of AT-SPI (`push button`, `text`, `radio button`, `menu item`).
"""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from jeepney import DBusAddress, DBusErrorResponse, HeaderFields, MatchRule, Message, MessageType, Properties
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection

from core.errors import Impossible
from core.language import Bilingual
from desktop.stage.bus import call

PERIOD_S: Final = 0.1
"""How often a tree is looked at while waiting: AT-SPI's own events miss what toolkits forget to announce."""

_STATES: Final[dict[int, str]] = {
    1: "active",
    4: "checked",
    7: "editable",
    8: "enabled",
    9: "expandable",
    10: "expanded",
    11: "focusable",
    12: "focused",
    23: "selected",
    24: "sensitive",
    25: "showing",
    30: "visible",
}
_REGISTRY: Final = "org.a11y.atspi.Registry"
_EVENTS: Final = ("object:state-changed:focused", "object:state-changed:showing")
_SCREEN: Final = 0
"""ATSPI_COORD_TYPE_SCREEN."""
_MOST_ELEMENTS: Final = 5000
_PRESSING: Final = ("Press", "Toggle", "Check", "click")


class NotOnScreen(Impossible):
    """A control that was expected did not come; `tree` is what was there instead, for the log."""

    def __init__(self, what: str, seconds: float, tree: str) -> None:
        super().__init__(
            Bilingual(
                en=f"The app did not show {what} within {seconds:.0f} seconds.",
                nl=f"De app toonde {what} niet binnen {seconds:.0f} seconden.",
            ),
            Bilingual(
                en="What it did show is in the log of this run.",
                nl="Wat de app wel toonde staat in het logboek van deze keer.",
            ),
        )
        self.tree = tree


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for; None means any."""

    role: str | None = None
    name: str | None = None
    id: str | None = None
    showing: bool = True

    def fits(self, element: Element) -> bool:
        return (
            (self.id is None or element.id == self.id)
            and (self.name is None or element.name == self.name)
            and (self.role is None or element.role == self.role)
            and (not self.showing or "showing" in element.states)
        )

    def __str__(self) -> str:
        said = " ".join(part for part in (self.role, self.id, f"“{self.name}”" if self.name else None) if part)
        return said or "anything"


@dataclass(frozen=True, slots=True)
class Element:
    """One accessible object. It may be gone by the time it is asked: then each question raises DBusErrorResponse."""

    connection: DBusConnection
    owner: str
    path: str

    def _at(self, interface: str) -> DBusAddress:
        return DBusAddress(self.path, bus_name=self.owner, interface=f"org.a11y.atspi.{interface}")

    def _ask(self, interface: str, method: str, signature: str = "", *body: object) -> Any:  # noqa: ANN401
        return call(self.connection, self._at(interface), method, signature, body)[0]

    def _property(self, interface: str, name: str) -> Any:  # noqa: ANN401
        answer = self.connection.send_and_get_reply(Properties(self._at(interface)).get(name), timeout=5.0)
        if answer.header.message_type is MessageType.error:
            raise DBusErrorResponse(answer)
        return answer.body[0][1]

    @property
    def name(self) -> str:
        return str(self._property("Accessible", "Name"))

    @property
    def id(self) -> str:
        """Qt's object name of the control, the same in every language; the class name where it has none."""
        return str(self._property("Accessible", "AccessibleId")).rpartition(".")[2]

    @property
    def role(self) -> str:
        return str(self._ask("Accessible", "GetRoleName"))

    @property
    def states(self) -> frozenset[str]:
        low, high = self._ask("Accessible", "GetState")
        bits = low | high << 32
        return frozenset(word for bit, word in _STATES.items() if bits >> bit & 1)

    @property
    def children(self) -> tuple[Element, ...]:
        return tuple(Element(self.connection, owner, path) for owner, path in self._ask("Accessible", "GetChildren"))

    @property
    def text(self) -> str:
        """What a text field holds; for everything else its name."""
        if "org.a11y.atspi.Text" in self._ask("Accessible", "GetInterfaces"):
            return str(self._ask("Text", "GetText", "ii", 0, -1))
        return self.name

    @property
    def place(self) -> tuple[int, int, int, int]:
        """Left, top, width and height on the screen, in physical pixels."""
        left, top, width, height = self._ask("Component", "GetExtents", "u", _SCREEN)
        return int(left), int(top), int(width), int(height)

    @property
    def actions(self) -> tuple[str, ...]:
        try:
            return tuple(str(name) for name, *_ in self._ask("Action", "GetActions"))
        except DBusErrorResponse:
            return ()

    def do(self, action: str) -> None:
        """Do one of `actions`. KeyError where it has no such action."""
        known = self.actions
        if action not in known:
            raise KeyError(f"{self.role} {self.name!r} can {known}, not {action}")
        self._ask("Action", "DoAction", "i", known.index(action))

    def press(self) -> None:
        """Press, toggle or check, whichever the control knows."""
        known = self.actions
        self.do(next((action for action in _PRESSING if action in known), "Press"))

    def focus(self) -> None:
        self._ask("Component", "GrabFocus")

    def set_text(self, text: str) -> None:
        """Replace what a text field holds."""
        self._ask("EditableText", "SetTextContents", "s", text)

    def select(self, index: int) -> None:
        """Choose the child with this number, counted from 0, in a list or a choice box."""
        self._ask("Selection", "SelectChild", "i", index)

    def walk(self, *, showing: bool = False) -> Iterator[tuple[int, Element]]:
        """This element and all below it, each with its depth; what vanishes on the way is passed over.

        With `showing`, whatever stands in something hidden is left out unasked.
        """
        waiting = [(0, self)]
        for _ in range(_MOST_ELEMENTS):
            if not waiting:
                return
            depth, element = waiting.pop()
            with contextlib.suppress(DBusErrorResponse):
                if showing and depth and "showing" not in element.states:
                    continue
                yield depth, element
                waiting.extend((depth + 1, child) for child in reversed(element.children))

    def look(self, wanted: Wanted) -> Element | None:
        """The first that fits, now. None where there is none."""
        for _, element in self.walk(showing=wanted.showing):
            with contextlib.suppress(DBusErrorResponse):
                if wanted.fits(element):
                    return element
        return None

    def ids(self) -> dict[str, Element]:
        """Everything that shows, by object name; one walk for many questions."""
        found: dict[str, Element] = {}
        for _, element in self.walk(showing=True):
            with contextlib.suppress(DBusErrorResponse):
                found.setdefault(element.id, element)
        return found

    def find(self, role: str | None, name: str | None, timeout: float = 10.0, *, showing: bool = True) -> Element:
        """The first with this role and accessible name (None: any), as soon as it is there. Else NotOnScreen."""
        return self.find_wanted(Wanted(role=role, name=name, showing=showing), timeout)

    def find_id(self, name: str, timeout: float = 10.0, *, showing: bool = True) -> Element:
        """The first with this object name, as soon as it is there. Else NotOnScreen."""
        return self.find_wanted(Wanted(id=name, showing=showing), timeout)

    def find_wanted(self, wanted: Wanted, timeout: float) -> Element:
        found: list[Element] = []

        def there() -> bool:
            element = self.look(wanted)
            found.extend([element] if element else [])
            return bool(found)

        self._wait(there, str(wanted), timeout)
        return found[0]

    def wait_for(self, true: Callable[[Element], bool], what: str, timeout: float = 10.0) -> None:
        """Until `true` of this element. NotOnScreen, calling it `what`, after `timeout` seconds."""
        self._wait(lambda: true(self), what, timeout)

    def _wait(self, true: Callable[[], bool], what: str, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        while True:
            with contextlib.suppress(DBusErrorResponse):
                if true():
                    return
            if time.monotonic() > deadline:
                raise NotOnScreen(what, timeout, self.describe())
            time.sleep(PERIOD_S)

    def describe(self) -> str:
        """The tree as indented lines, for logs."""
        lines: list[str] = []
        for depth, element in self.walk():
            with contextlib.suppress(DBusErrorResponse):
                shown = "" if "showing" in element.states else " (hidden)"
                can = ",".join(element.actions)
                lines.append(f"{'  ' * depth}{element.role} {element.name!r} #{element.id}{shown} {can}")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Trail:
    """What a program's own events tell: what gets the focus, what appears and goes."""

    connection: DBusConnection
    owner: str
    events: deque[Message]

    def next(self, state: str, role: str, timeout: float, *, on: bool = True) -> Element | None:
        """The next of this role that got (or, not `on`, lost) a state; None when none did for `timeout` seconds."""
        deadline = time.monotonic() + timeout
        while True:
            try:
                left = max(0.0, deadline - time.monotonic())
                event = self.connection.recv_until_filtered(self.events, timeout=left)
            except TimeoutError:
                return None
            element = Element(self.connection, self.owner, str(event.header.fields[HeaderFields.path]))
            with contextlib.suppress(DBusErrorResponse):
                if event.body[:2] == (state, int(on)) and element.role == role:
                    return element


@dataclass(frozen=True, slots=True)
class Accessibility:
    """The AT-SPI bus as a client sees it."""

    connection: DBusConnection

    def application(self, pid: int, timeout: float = 15.0) -> Element:
        """The program with this process id, as soon as it is there."""
        desktop = Element(self.connection, _REGISTRY, "/org/a11y/atspi/accessible/root")
        found: list[Element] = []

        def there() -> bool:
            found.extend(element for element in desktop.children if self._pid_of(element.owner) == pid)
            return bool(found)

        desktop.wait_for(lambda _: there(), f"the program {pid}", timeout)
        return found[0]

    @contextlib.contextmanager
    def trail_of(self, application: Element) -> Iterator[Trail]:
        """What happens in this program from here on, menus included."""
        registry = DBusAddress("/org/a11y/atspi/registry", bus_name=_REGISTRY, interface=_REGISTRY)
        rule = MatchRule(type="signal", sender=application.owner, interface="org.a11y.atspi.Event.Object")
        for event in _EVENTS:
            call(self.connection, registry, "RegisterEvent", "s", (event,))
        Proxy(message_bus, self.connection).AddMatch(rule)
        try:
            with self.connection.filter(rule, bufsize=1000) as events:
                yield Trail(self.connection, application.owner, events)
        finally:
            Proxy(message_bus, self.connection).RemoveMatch(rule)
            for event in _EVENTS:
                call(self.connection, registry, "DeregisterEvent", "s", (event,))

    def _pid_of(self, owner: str) -> int:
        return int(Proxy(message_bus, self.connection).GetConnectionUnixProcessID(owner)[0])


@contextlib.contextmanager
def accessibility_client(session_bus: str) -> Iterator[Accessibility]:
    """A connection to the AT-SPI bus that belongs to this session bus."""
    session = open_dbus_connection(bus=session_bus)
    try:
        where = DBusAddress("/org/a11y/bus", bus_name="org.a11y.Bus", interface="org.a11y.Bus")
        (address,) = call(session, where, "GetAddress")
    finally:
        session.close()
    connection = open_dbus_connection(bus=str(address).split(",guid=")[0])
    try:
        yield Accessibility(connection)
    finally:
        connection.close()
