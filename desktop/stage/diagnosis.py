"""What works on this machine. Each part is tried the way the app uses it; nothing is changed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from core.errors import AppError, Impossible
from core.language import NOTHING, Bilingual
from desktop.home import Home

_RESET_BUG_MENDED: Final = (3, 51, 3)
"""The first SQLite without the WAL-reset bug (sqlite.org/wal.html, section 11)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`needed`: without it Vonk cannot be used at all. `remedy` is empty where all is well."""

    name: str
    ok: bool
    sentence: Bilingual
    remedy: Bilingual = NOTHING
    needed: bool = False


def examine(home: Home, environ: Mapping[str, str]) -> tuple[Finding, ...]:
    """Every part in turn; no part that fails stops the others."""
    checks: tuple[Callable[[], Finding], ...] = (
        _screen,
        _microphone,
        _encoders,
        _ffmpeg,
        lambda: _tray(environ),
        lambda: _keyring(home),
        lambda: _hub(home),
        _sqlite,
    )
    return tuple(check() for check in checks)


def _good(name: str, english: str, dutch: str) -> Finding:
    return Finding(name, True, Bilingual(en=english, nl=dutch))


def _from_error(name: str, error: AppError, *, needed: bool = False) -> Finding:
    return Finding(name, False, error.title, error.hint, needed)


def _screen() -> Finding:
    from capture.screens import list_screens

    try:
        screens = list_screens()
    except Impossible as error:
        return _from_error("screen", error)
    sizes = ", ".join(f"{screen.area.width} × {screen.area.height}" for screen in screens)
    return _good("screen", f"Screens that can be recorded: {sizes}.", f"Schermen om op te nemen: {sizes}.")


def _microphone() -> Finding:
    from capture.microphones import list_microphones

    found = list_microphones()
    if found:
        return _good("microphone", f"Microphone: {found[0].label}.", f"Microfoon: {found[0].label}.")
    return Finding(
        "microphone",
        False,
        Bilingual(en="There is no microphone.", nl="Er is geen microfoon."),
        Bilingual(
            en="Connect one, or record without sound. On Linux: pipewire-pulse and pulseaudio-utils.",
            nl="Sluit er een aan, of neem op zonder geluid. Op Linux: pipewire-pulse en pulseaudio-utils.",
        ),
    )


def _encoders() -> Finding:
    from capture.sound import RATE
    from media.encoding import tried_encoders

    try:
        version = tried_encoders(RATE)
    except AppError as error:
        return _from_error("encoders", error, needed=True)
    return _good(
        "encoders",
        f"Recordings become H.264 and AAC, by PyAV {version}.",
        f"Opnamen worden H.264 en AAC, met PyAV {version}.",
    )


def _ffmpeg() -> Finding:
    from media.ffmpeg import executable

    try:
        said = subprocess.run([executable(), "-version"], capture_output=True, text=True, timeout=20, check=False)
        version = said.stdout.partition("\n")[0].removeprefix("ffmpeg version ").partition(" ")[0]
    except AppError as error:
        return _from_error("ffmpeg", error, needed=True)
    except (OSError, subprocess.TimeoutExpired):
        version = ""
    if version:
        return _good(
            "ffmpeg",
            f"ffmpeg {version} reads clips and makes posters.",
            f"ffmpeg {version} leest clips en maakt posters.",
        )
    return Finding(
        "ffmpeg",
        False,
        Bilingual(en="ffmpeg does not run here.", nl="ffmpeg start hier niet."),
        Bilingual(en="Your work is safe. Install Vonk again.", nl="Je werk is veilig. Installeer Vonk opnieuw."),
        needed=True,
    )


def _tray(environ: Mapping[str, str]) -> Finding:
    if sys.platform != "linux":
        return _good("tray", "This system has a tray.", "Dit systeem heeft een systeemvak.")
    if _has_embedding_tray(environ) or _has_notifier_tray(environ):
        return _good("tray", "There is a tray for the icon.", "Er is een systeemvak voor het pictogram.")
    return Finding(
        "tray",
        False,
        Bilingual(en="There is no tray.", nl="Er is geen systeemvak."),
        Bilingual(
            en="Vonk then shows its window. On GNOME the extension AppIndicator gives a tray.",
            nl="Vonk toont dan het venster. Op GNOME geeft de extensie AppIndicator een systeemvak.",
        ),
    )


def _has_embedding_tray(environ: Mapping[str, str]) -> bool:
    if not environ.get("DISPLAY"):
        return False
    from Xlib import display, error

    from desktop.stage.screen import tray_owner

    try:
        connection = display.Display(environ["DISPLAY"])
    except (error.DisplayError, OSError):
        return False
    try:
        return tray_owner(connection) is not None
    finally:
        connection.close()


def _has_notifier_tray(environ: Mapping[str, str]) -> bool:
    address = environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    if not address.startswith("unix:"):
        return False
    from desktop.stage.bus import has_name

    return has_name(address, "org.kde.StatusNotifierWatcher")


def _keyring(home: Home) -> Finding:
    from sync.credentials import Credentials, service_name

    # Without a folder there is nothing to keep yet, and looking must not make one.
    service = service_name(home.identity()) if home.root.exists() else service_name("doctor")
    if Credentials(service).kept:
        return _good("keyring", "The sign-in is kept in the keyring.", "De aanmelding wordt in de sleutelbos bewaard.")
    return Finding(
        "keyring",
        False,
        Bilingual(en="There is no keyring.", nl="Er is geen sleutelbos."),
        Bilingual(
            en="Vonk works, but asks you to connect to the hub again after each start. On Linux: gnome-keyring.",
            nl="Vonk werkt, maar vraagt na elke start opnieuw om te verbinden met de hub. Op Linux: gnome-keyring.",
        ),
    )


def _hub(home: Home) -> Finding:
    none = Finding(
        "hub",
        False,
        Bilingual(en="No hub yet.", nl="Nog geen hub."),
        Bilingual(
            en="Everything but sharing works. Connect one with: vonk hub connect ADDRESS",
            nl="Alles behalve delen werkt. Verbind er een met: vonk hub connect ADRES",
        ),
    )
    if not home.drafts_db.exists():
        return none
    from core.clock import utc_now
    from core.draft import random_id
    from drafts.store import open_store

    try:
        store = open_store(home.drafts_db, home.blobs, clock=utc_now, new_id=random_id)
    except AppError as error:
        return _from_error("hub", error, needed=True)
    try:
        link = store.hub()
    finally:
        store.close()
    if link is None:
        return none
    name = link.identity.name
    return _good("hub", f"Connected to {name} ({link.url}).", f"Verbonden met {name} ({link.url}).")


def _sqlite() -> Finding:
    from drafts.database import sqlite_version

    version = sqlite_version()
    if tuple(int(part) for part in version.split(".")) >= _RESET_BUG_MENDED:
        return _good("sqlite", f"SQLite {version} keeps the drafts.", f"SQLite {version} bewaart de concepten.")
    return Finding(
        "sqlite",
        False,
        Bilingual(en=f"SQLite {version} is old.", nl=f"SQLite {version} is oud."),
        Bilingual(
            en="Drafts are kept, with one known fault less well guarded. Install the package pysqlite3.",
            nl="Concepten blijven bewaard, maar een bekende fout is minder goed afgedekt. Installeer pysqlite3.",
        ),
    )
