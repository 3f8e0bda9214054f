"""Whether Vonk starts when its person signs in. On Linux by a file that every desktop reads; elsewhere not yet."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, Protocol

from core.errors import Impossible
from core.language import NOTHING, Bilingual

NOT_HERE: Final = Bilingual(
    en="On this system Vonk cannot do that yet. Put Vonk in the system's own list of programs to start.",
    nl="Op dit systeem kan Vonk dat nog niet. Zet Vonk zelf in de lijst van programma’s die het systeem start.",
)
_NOT_KEPT: Final = Bilingual(
    en="Whether Vonk starts when you sign in could not be changed.",
    nl="Of Vonk start als je je aanmeldt, kon niet veranderd worden.",
)
_NOT_KEPT_HINT: Final = Bilingual(
    en="Vonk goes on as it was. Look whether your settings folder is full or read-only, then try again.",
    nl="Vonk gaat door zoals het was. Kijk of je map met instellingen vol of alleen-lezen is en probeer het opnieuw.",
)
_ENTRY: Final = """[Desktop Entry]
Type=Application
Version=1.4
Name=Vonk
Comment=Capture what you just learned and pass it on
Comment[nl]=Leg vast wat je net leerde en geef het door
Exec={command}
Icon=io.github.vonk.Vonk
Terminal=false
X-GNOME-Autostart-enabled=true
"""


class AutostartHere(Protocol):
    @property
    def why_not(self) -> Bilingual: ...
    def is_on(self) -> bool: ...
    def switch(self, on: bool) -> None: ...


def autostart_here(environ: Mapping[str, str]) -> AutostartHere:
    """That of this system. The registry of Windows and the login items of macOS have their place here."""
    if not sys.platform.startswith("linux"):
        return NoAutostart()
    named = Path(environ.get("XDG_CONFIG_HOME") or "")
    config = named if named.is_absolute() else Path(environ.get("HOME") or Path.home()) / ".config"
    return DesktopAutostart(config / "autostart", own_program)


def own_program() -> str:
    """The `vonk` that runs: of the bundle, of the same environment, or the first on the path."""
    if getattr(sys, "frozen", False):
        return sys.executable
    beside = Path(sys.executable).with_name("vonk")
    return str(beside) if beside.exists() else shutil.which("vonk") or "vonk"


class NoAutostart:
    """Never on, and says why."""

    @property
    def why_not(self) -> Bilingual:
        return NOT_HERE

    def is_on(self) -> bool:
        return False

    def switch(self, on: bool) -> None:
        return


class DesktopAutostart:
    """`vonk.desktop` in the autostart folder is the truth: a desktop's own settings may change it too.

    Reads and writes files: never on the GUI thread.
    """

    def __init__(self, folder: Path, program: Callable[[], str]) -> None:
        self._file, self._program = folder / "vonk.desktop", program

    @property
    def why_not(self) -> Bilingual:
        return NOTHING

    def is_on(self) -> bool:
        """False too where it is there but hidden, or cannot be read."""
        try:
            lines = self._file.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return False
        told = {key.strip(): value.strip() for key, _, value in (line.partition("=") for line in lines)}
        return told.get("Hidden") != "true" and told.get("X-GNOME-Autostart-enabled", "true") == "true"

    def switch(self, on: bool) -> None:
        """Impossible where the folder cannot be written; then it is as it was."""
        try:
            if on:
                self._write(_ENTRY.format(command=_quoted(self._program())))
            else:
                self._file.unlink(missing_ok=True)
        except OSError:
            raise Impossible(_NOT_KEPT, _NOT_KEPT_HINT) from None

    def _write(self, text: str) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = self._file.with_suffix(".tmp")
        with unfinished.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self._file)


def _quoted(program: str) -> str:
    """As the Desktop Entry Specification writes a program: quoted, and then escaped as a string."""
    if all(letter.isalnum() or letter in "/._-+" for letter in program):
        return program
    for letter in '\\"`$':
        program = program.replace(letter, f"\\{letter}")
    return '"' + program.replace("%", "%%").replace("\\", "\\\\") + '"'
