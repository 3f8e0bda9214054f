"""A session bus of one's own, with accessibility and a keyring on it."""

from __future__ import annotations

import contextlib
import os
import secrets
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from jeepney import DBusAddress, DBusErrorResponse, MatchRule, MessageType, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection

from desktop.stage.processes import TookTooLong, read_line, require, started

PROGRAMS: Final = ("setpriv", "dbus-daemon", "at-spi-bus-launcher", "gnome-keyring-daemon")
_READY_S: Final = 15.0

# No service folders: nothing starts on this bus that was not started here by name.
_CONFIG: Final = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <keep_umask/>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@contextlib.contextmanager
def session_bus(environ: Mapping[str, str], runtime: Path, logs: Path) -> Iterator[str]:
    """The address of a bus whose socket stands in `runtime` (a short path)."""
    require(PROGRAMS[:2])
    config = runtime / "bus.conf"
    config.write_text(_CONFIG.format(socket=runtime / "bus"), encoding="utf-8")
    answer, question = os.pipe()
    try:
        command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile", f"--print-address={question}"]
        with started(command, environ, logs / "dbus.log", pass_fds=(question,)):
            os.close(question)
            question = -1
            yield read_line(answer, "dbus-daemon", _READY_S)
    finally:
        os.close(answer)
        if question >= 0:
            os.close(question)


@contextlib.contextmanager
def accessibility(environ: Mapping[str, str], logs: Path) -> Iterator[None]:
    """The AT-SPI bus, found by asking `org.a11y.Bus` on the session bus of `environ`."""
    require(("at-spi-bus-launcher",))
    address = environ["DBUS_SESSION_BUS_ADDRESS"]
    command = ["at-spi-bus-launcher", "--launch-immediately", "--a11y=1"]
    with _name_watch(address, "org.a11y.Bus") as wait, started(command, environ, logs / "at-spi.log"):
        wait()
        yield


@contextlib.contextmanager
def keyring(environ: Mapping[str, str], logs: Path) -> Iterator[None]:
    """An unlocked Secret Service on the session bus of `environ`; its files go below the HOME in it.

    Its password is thrown away at once: nobody opens this keyring again.
    """
    require(("gnome-keyring-daemon",))
    command = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
    with (
        _name_watch(environ["DBUS_SESSION_BUS_ADDRESS"], "org.freedesktop.secrets") as wait,
        started(command, environ, logs / "keyring.log", stdin=subprocess.PIPE) as process,
    ):
        if process.stdin is not None:
            process.stdin.write(secrets.token_urlsafe(24).encode("ascii"))
            process.stdin.close()
        wait()
        yield


def call(
    connection: DBusConnection, address: DBusAddress, method: str, signature: str = "", body: tuple[object, ...] = ()
) -> tuple[object, ...]:
    """One call and its answer within five seconds. DBusErrorResponse for an error, TimeoutError for silence."""
    answer = connection.send_and_get_reply(new_method_call(address, method, signature, body), timeout=5.0)
    if answer.header.message_type is MessageType.error:
        raise DBusErrorResponse(answer)
    return tuple(answer.body)


def has_name(address: str, name: str) -> bool:
    """Whether somebody on the bus at `address` has this name; False where there is no bus."""
    try:
        connection = open_dbus_connection(bus=address)
    except OSError:
        return False
    try:
        return bool(Proxy(message_bus, connection, timeout=2.0).NameHasOwner(name)[0])
    except (OSError, TimeoutError):
        return False
    finally:
        connection.close()


class _NameWatch:
    def __init__(self, connection: DBusConnection, name: str) -> None:
        self._connection = connection
        self._name = name

    def __call__(self) -> None:
        """Until the name has an owner; the bus tells."""
        rule = MatchRule(type="signal", sender="org.freedesktop.DBus", member="NameOwnerChanged")
        rule.add_arg_condition(0, self._name)
        deadline = time.monotonic() + _READY_S
        with self._connection.filter(rule) as changes:
            Proxy(message_bus, self._connection).AddMatch(rule)
            while not Proxy(message_bus, self._connection).NameHasOwner(self._name)[0]:
                if changes:
                    changes.clear()
                    continue
                try:
                    self._connection.recv_until_filtered(changes, timeout=max(0.0, deadline - time.monotonic()))
                except TimeoutError:
                    raise TookTooLong(self._name, _READY_S) from None


@contextlib.contextmanager
def _name_watch(address: str, name: str) -> Iterator[_NameWatch]:
    connection = open_dbus_connection(bus=address)
    try:
        yield _NameWatch(connection, name)
    finally:
        connection.close()
