"""Programs that are started for a while and ended by their own number."""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Final

from core.errors import Impossible
from core.language import Bilingual

PACKAGES: Final[dict[str, str]] = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "trayer": "trayer",
    "dbus-daemon": "dbus",
    "gnome-keyring-daemon": "gnome-keyring",
    "pipewire": "pipewire",
    "wireplumber": "wireplumber",
    "pipewire-pulse": "pipewire-pulse",
    "pactl": "pulseaudio-utils",
    "paplay": "pulseaudio-utils",
    "espeak-ng": "espeak-ng",
    "setpriv": "util-linux",
    "at-spi-bus-launcher": "at-spi2-core",
}
"""Which Debian package carries a program."""

_BESIDE_PATH: Final = "/usr/libexec:/usr/lib/at-spi2-core:/usr/lib/x86_64-linux-gnu/at-spi2-core"
_GRACE_S: Final = 5.0


class TookTooLong(Impossible):
    """Something that was started did not get ready before its deadline; `what` names it."""

    def __init__(self, what: str, seconds: float) -> None:
        super().__init__(
            Bilingual(
                en=f"{what} was not ready within {seconds:.0f} seconds.",
                nl=f"{what} was niet klaar binnen {seconds:.0f} seconden.",
            ),
            Bilingual(
                en="Your own data was not touched. The logs of this run say more.",
                nl="Je eigen gegevens zijn niet aangeraakt. In de logboeken van deze keer staat meer.",
            ),
        )
        self.what = what


class Ended(Impossible):
    """A program of the stage ended by itself while it was needed."""

    def __init__(self, name: str, status: int, log: Path | None) -> None:
        super().__init__(
            Bilingual(en=f"{name} stopped by itself (status {status}).", nl=f"{name} stopte zelf (status {status})."),
            Bilingual(
                en=f"What it said is in {log.name if log else 'its output'}.",
                nl=f"Wat het zei staat in {log.name if log else 'de uitvoer'}.",
            ),
        )


def find_program(name: str) -> str | None:
    """The full path of a program, also where programs stand that people do not call themselves."""
    return shutil.which(name) or shutil.which(name, path=_BESIDE_PATH)


def require(names: Iterable[str]) -> None:
    """Impossible, with the list of packages to install, unless every program is here."""
    missing = [name for name in names if find_program(name) is None]
    if not missing:
        return
    packages = " ".join(sorted({PACKAGES.get(name, name) for name in missing}))
    raise Impossible(
        Bilingual(
            en=f"This needs programs that are not here: {', '.join(missing)}.",
            nl=f"Hiervoor ontbreken programma's: {', '.join(missing)}.",
        ),
        Bilingual(
            en=f"On Debian or Ubuntu: apt-get install --no-install-recommends {packages}",
            nl=f"Op Debian of Ubuntu: apt-get install --no-install-recommends {packages}",
        ),
    )


@contextlib.contextmanager
def started(
    command: Sequence[str],
    environ: Mapping[str, str],
    log: Path,
    *,
    grace_s: float = _GRACE_S,
    pass_fds: tuple[int, ...] = (),
    stdin: int | IO[bytes] = subprocess.DEVNULL,
    cwd: Path | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """A running program in a process group of its own; output goes to `log`.

    At the end the group gets SIGTERM, after `grace_s` seconds SIGKILL. The kernel sends SIGTERM when we die first.
    """
    program = find_program(command[0])
    if program is None:
        require((command[0],))
    argv = [find_program("setpriv") or "setpriv", "--pdeathsig", "TERM", "--", program or "", *command[1:]]
    with log.open("ab") as output:
        process = subprocess.Popen(
            argv,
            env=dict(environ),
            stdin=stdin,
            stdout=output,
            stderr=output,
            pass_fds=pass_fds,
            cwd=cwd,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        end(process, grace_s)


def end(process: subprocess.Popen[bytes], grace_s: float = _GRACE_S) -> int:
    """End the program and all of its group. Returns its exit status; harmless when it ended before."""
    if process.returncode is not None:
        return process.returncode
    _signal_group(process.pid, signal.SIGTERM)
    _ended_within(process.pid, grace_s)
    # Not reaped yet, so the number still belongs to this group and to nobody else.
    _signal_group(process.pid, signal.SIGKILL)
    if process.stdin is not None:
        process.stdin.close()
    return process.wait()


def _signal_group(group: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def _ended_within(pid: int, seconds: float) -> bool:
    """Whether the child ended; it is left unreaped."""
    handle = os.pidfd_open(pid)
    try:
        return bool(select.select([handle], [], [], seconds)[0])
    finally:
        os.close(handle)


def check_alive(process: subprocess.Popen[bytes], name: str, log: Path | None = None) -> None:
    status = process.poll()
    if status is not None:
        raise Ended(name, status, log)


def wait_until(
    ready: Callable[[], bool],
    what: str,
    seconds: float,
    *,
    every_s: float = 0.1,
    alive: Callable[[], None] | None = None,
) -> None:
    """Look until `ready`, at most each `every_s`. For what gives no event; TookTooLong after `seconds`."""
    deadline = time.monotonic() + seconds
    while not ready():
        if alive is not None:
            alive()
        if time.monotonic() > deadline:
            raise TookTooLong(what, seconds)
        time.sleep(every_s)


def wait_for_file(path: Path, what: str, seconds: float, process: subprocess.Popen[bytes]) -> None:
    """Until `path` exists, told by the kernel (inotify on its folder, which must exist), or the process ended."""
    libc = ctypes.CDLL(None, use_errno=True)
    watch = libc.inotify_init1(os.O_CLOEXEC | os.O_NONBLOCK)
    ended = os.pidfd_open(process.pid)
    deadline = time.monotonic() + seconds
    try:
        created_or_moved_in = 0x100 | 0x80
        libc.inotify_add_watch(watch, os.fsencode(path.parent), created_or_moved_in)
        while not path.exists():
            ready = select.select([watch, ended], [], [], max(0.0, deadline - time.monotonic()))[0]
            if ended in ready:
                check_alive(process, what)
            if not ready:
                raise TookTooLong(what, seconds)
            if watch in ready:
                os.read(watch, 4096)
    finally:
        os.close(watch)
        os.close(ended)


def read_line(handle: int, what: str, seconds: float) -> str:
    """One line from a pipe that a program was told to answer on."""
    collected = b""
    deadline = time.monotonic() + seconds
    while not collected.endswith(b"\n"):
        if not select.select([handle], [], [], max(0.0, deadline - time.monotonic()))[0]:
            raise TookTooLong(what, seconds)
        chunk = os.read(handle, 4096)
        if not chunk:
            raise Ended(what, 1, None)
        collected += chunk
    return collected.decode("utf-8", "replace").strip()
