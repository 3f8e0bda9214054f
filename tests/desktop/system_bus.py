"""A system bus of the test's own: a real dbus-daemon, and programs of the system on it as far as a test needs them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_call, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection

from desktop.stage.bus import session_bus

LOGIN1 = DBusAddress("/org/freedesktop/login1", "org.freedesktop.login1", "org.freedesktop.login1.Manager")
NETWORK_MANAGER = "org.freedesktop.NetworkManager"


class Bus:
    """`address` is for DBUS_SYSTEM_BUS_ADDRESS."""

    def __init__(self, address: str, held: ExitStack) -> None:
        self.address, self._held = address, held

    def connect(self) -> DBusConnection:
        return self._held.enter_context(open_dbus_connection(bus=self.address))


@contextmanager
def system_bus(logs: Path) -> Iterator[Bus]:
    with ExitStack() as held:
        runtime = held.enter_context(tempfile.TemporaryDirectory(prefix="vonk-"))
        yield Bus(held.enter_context(session_bus(os.environ, Path(runtime), logs)), held)


class Login1:
    """Has the name that tells of sleep."""

    def __init__(self, bus: Bus) -> None:
        self.connection = bus.connect()
        Proxy(message_bus, self.connection, timeout=5).RequestName(LOGIN1.bus_name)


def tell_sleep(connection: DBusConnection, *, begins: bool) -> None:
    """The computer goes to sleep, or woke. Returns when the bus has passed it on."""
    connection.send(new_signal(LOGIN1, "PrepareForSleep", "b", (begins,)))
    Proxy(message_bus, connection, timeout=5).GetId()


class Listeners:
    """Sees who listens for what on this bus, from now on."""

    def __init__(self, bus: Bus) -> None:
        self.connection = bus.connect()
        monitoring = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus.Monitoring")
        asked = new_method_call(monitoring, "BecomeMonitor", "asu", (["member='AddMatch'"], 0))
        self.connection.send_and_get_reply(asked, timeout=5)

    def wait_for(self, member: str) -> None:
        """Until somebody has asked for this signal. What is sent after that reaches them."""
        while not (told := self.connection.receive(timeout=10)).body or f"member='{member}'" not in told.body[0]:
            continue


class NetworkManager:
    """Answers what Qt asks, and tells what changes. `state` and `connectivity` are those of NetworkManager's manual."""

    def __init__(self, bus: Bus) -> None:
        self.properties: dict[str, tuple[str, Any]] = {
            "State": ("u", 70),
            "Connectivity": ("u", 4),
            "PrimaryConnectionType": ("s", "802-3-ethernet"),
            "PrimaryConnection": ("o", "/"),
            "Metered": ("u", 4),
        }
        self.connection = bus.connect()
        Proxy(message_bus, self.connection, timeout=5).RequestName(NETWORK_MANAGER)
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    def become(self, **properties: int) -> None:
        changed = {name: ("u", value) for name, value in properties.items()}
        self.properties |= changed
        manager = DBusAddress("/org/freedesktop/NetworkManager", NETWORK_MANAGER, "org.freedesktop.DBus.Properties")
        self.connection.send(new_signal(manager, "PropertiesChanged", "sa{sv}as", (NETWORK_MANAGER, changed, [])))

    def close(self) -> None:
        self.connection.sock.shutdown(2)
        self._thread.join()

    def _serve(self) -> None:
        while True:
            try:
                asked = self.connection.receive()
            except (OSError, EOFError):
                return
            if asked.header.message_type is MessageType.method_call:
                self.connection.send(self._answer(asked))

    def _answer(self, asked: Any) -> Any:
        match asked.header.fields.get(HeaderFields.member):
            case "GetAll":
                return new_method_return(asked, "a{sv}", (self.properties,))
            case "Get":
                return new_method_return(asked, "v", (self.properties[asked.body[1]],))
            case _:
                return new_method_return(asked)


def on_the_bus(bus: Bus) -> Mapping[str, str]:
    return {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": bus.address, "QT_QPA_PLATFORM": "offscreen"}
