"""Renders every screen of the app, from the real app on a virtual display, into docs/screenshots.

    python tests/desktop/make_screenshots.py [--out DIR] [--only NAME]

Starts Xvfb, a window manager and a tray of its own. The home it shows is made up and temporary; the hub is not there.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("nl", "en")
LARGEST = 150_000


@contextlib.contextmanager
def own_display() -> Iterator[None]:
    reading, writing = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    ) as server:
        os.close(writing)
        with os.fdopen(reading) as numbers:
            os.environ["DISPLAY"] = f":{numbers.readline().strip()}"
        companions = [
            subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for command in (["openbox"], ["trayer", "--edge", "top", "--align", "right", "--widthtype", "request"])
        ]
        try:
            yield
        finally:
            for companion in (*companions, server):
                companion.terminate()
                companion.wait()


def seed(store: object, home: object) -> dict[str, str]:
    from core.content import Audience, ClipBody, Content, TipBody
    from core.feed import Directory, Feedback, HubIdentity, ReviewEvent, Team
    from core.formats import Format
    from core.review import Criterion, ReviewState
    from drafts.records import HubLink
    from media import ffmpeg

    teams = (Team("t1", "Planning", 9), Team("t2", "Balie", 14), Team("t3", "Telefoon", 18), Team("t4", "Finance", 12))
    now = datetime.now(UTC)
    clip = home.root / "clip.mp4"
    subprocess.run(
        [
            ffmpeg.executable(),
            "-loglevel",
            "error",
            "-f",
            "lavfi",
            "-i",
            "smptehdbars=s=1280x720:r=10:d=3",
            "-y",
            str(clip),
        ],
        check=True,
    )
    blob = store.blobs.add_file(clip, "video/mp4")
    store.connect_hub(HubLink("http://127.0.0.1:9", HubIdentity("hub-1", 1, "Vonk Utrecht"), now, "Sanne"))
    store.keep_directory(Directory("p1", "Sanne", ("ambassador",), ("t1",), teams, (Format.TIP,)))
    said = "Ik maak deze planning nu twee jaar"
    ids = {}

    def add(name: str, body: object, title: str, audience: Audience | None = None) -> str:
        content = Content(body, title, "nl", audience or Audience(teams=("t1",)), said)
        ids[name] = store.new_draft(content).id
        return ids[name]

    add("asked", ClipBody(blob, 97_000, 1280, 720, True, "Daarna boek je zelf."), "Vergaderzaal boeken voor een groep")
    store.submit(ids["asked"])
    add(
        "changes",
        ClipBody(blob, 64_000, 1280, 720, True, "Daarna declareer je zelf."),
        "Declaratie indienen met een foto van de bon",
    )
    sent = store.submit(ids["changes"])
    add(
        "clip",
        ClipBody(blob, 112_000, 1280, 720, True),
        "Diensten verplaatsen in de weekplanning",
        Audience(("t1", "t2")),
    )
    add(
        "tip",
        TipBody(
            "iets wilt plakken zonder de opmaak mee te nemen",
            "druk op Ctrl+Shift+V in plaats van Ctrl+V",
            "krijgt de tekst meteen het lettertype van je document",
        ),
        "Plak zonder opmaak",
    )
    event = ReviewEvent(
        1, now - timedelta(hours=3), sent.id, sent.submitted_hash, ReviewState.CHANGES_REQUESTED, "Joris", "Mooi kort.",
        (
            Feedback(Criterion.CLEAR, 2, "Laat je aan het eind nog zien waar de bon staat?"),
            Feedback(Criterion.CORRECT, 4, ""),
            Feedback(Criterion.APPLICABLE, 4, ""),
        ),
        None,
    )  # fmt: skip
    store.received([event], 1)
    return ids


class Camera:
    def __init__(self, app: object, out: Path, only: str) -> None:
        self.app, self.out, self.only = app, out, only

    def until(self, true: Callable[[], bool], seconds: float = 8.0) -> None:
        from PySide6.QtCore import QDeadlineTimer, QEventLoop

        deadline = QDeadlineTimer(round(seconds * 1000))
        while not true() and not deadline.hasExpired():
            self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        for _ in range(8):
            self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

    def settle(self, seconds: float = 0.5) -> None:
        self.until(lambda: False, seconds)

    def take(self, widget: object, name: str) -> None:
        if self.only and self.only not in name:
            return
        self.settle(0.2)
        file = self.out / f"app-{name}.png"
        widget.grab().save(str(file))
        subprocess.run(
            ["convert", str(file), "-strip", "-dither", "None", "-colors", "192", f"PNG8:{file}"], check=True
        )
        size = file.stat().st_size
        assert size < LARGEST, f"{file.name} is {size} bytes"
        print(file.name, size)


def tour(app: object, running: object, camera: Camera, ids: dict[str, str], tag: str) -> None:
    from core.content import Audience

    shell, parts = running.shell, running.parts
    window = shell.window
    window.resize(1120, 720)
    window.go("library")
    window.come_forward()
    camera.until(lambda: len(parts.library.model.rows) > 3)
    camera.take(window, f"library-{tag}")
    window.go("outbox")
    camera.until(lambda: parts.syncing.line == "offline", 3)
    camera.take(window, f"outbox-{tag}")
    shell.pass_on()
    camera.settle()
    wizard = window.wizard_page
    wizard._pick(1)
    camera.take(window, f"question-{tag}")
    for value in ("procedure", "none", "1-2", "no"):
        parts.wizard.answer(value)
        camera.settle(0.2)
    camera.take(window, f"audience-{tag}")
    parts.wizard.answer_audience(Audience(teams=("t1", "t2")))
    parts.wizard.answer("stable")
    camera.take(window, f"advice-{tag}")
    for name in ("tip", "clip", "changes"):
        parts.editing.open(ids[name])
        camera.until(lambda name=name: parts.editing.current and parts.editing.current.draft.id == ids[name])
        camera.settle()
        camera.take(window, f"{name}-{tag}")
    window.go("settings")
    camera.settle()
    camera.take(window, f"settings-{tag}")
    window.hide()
    shell.toast.tell(*_undo(shell))
    camera.take(shell.toast, f"undo-{tag}")
    shell.toast.hide()
    _menu(shell, camera, tag)


def _undo(shell: object) -> tuple:
    return shell.tr("Discarded: {title}.").format(title="Plak zonder opmaak"), shell.tr("Undo"), lambda: None


def _menu(shell: object, camera: Camera, tag: str) -> None:
    menu = shell.tray.menu
    menu.popup(shell.window.pos())
    camera.settle(0.3)
    camera.take(menu, f"menu-{tag}")
    menu.hide()


def recording(app: object, running: object, camera: Camera, tag: str) -> None:
    shell, presenter = running.shell, running.shell._recording
    from desktop.presenters.recording import Phase

    shell.record()
    camera.until(lambda: shell.countdown.isVisible())
    camera.take(shell.countdown, f"countdown-{tag}")
    camera.until(lambda: presenter.phase is Phase.RECORDING, 10)
    shell.bar.appear(app.primaryScreen())
    camera.settle(2.2)
    camera.take(shell.bar, f"recorder-{tag}")
    presenter.discard()
    camera.until(lambda: presenter.phase is Phase.IDLE, 15)
    camera.settle(1)
    shell.toast.hide()
    shell.window._forget_trouble()  # no microphone here: that belongs to the recording, not to the other pictures


def run(out: Path, only: str) -> None:
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
    from desktop.app import _application, _Running
    from desktop.home import Home
    from desktop.i18n import Speech
    from desktop.widgets.theme import wear

    out.mkdir(parents=True, exist_ok=True)
    app = _application()
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "vonk")
        home.make()
        speech = Speech("en")
        running = _Running.start(home, "en", speech)
        camera = Camera(app, out, only)
        running.shell.open(show_window=True)
        camera.settle(1)
        for tag, language, dark in [
            (f"{lang}-{t}", lang, t == "dark") for lang in LANGUAGES for t in ("light", "dark")
        ]:
            wear(app, dark=dark)
            speech.use(language)
            camera.settle(0.3)
            running.shell.window.resize(1120, 720)
            camera.take(running.shell.window, f"empty-{tag}")
            running.shell.window.go("settings")
            camera.take(running.shell.window, f"connect-{tag}")
            running.shell.window.go("library")
        ids = seed(running.store, home)
        running.parts.connecting.load()
        for language in LANGUAGES:
            for theme in ("light", "dark"):
                wear(app, dark=theme == "dark")
                speech.use(language)
                camera.settle(0.3)
                tour(app, running, camera, ids, f"{language}-{theme}")
            recording(app, running, camera, f"{language}-light")
        running.end()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screenshots")
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    with own_display():
        run(args.out, args.only)
    return 0


if __name__ == "__main__":
    sys.exit(main())
