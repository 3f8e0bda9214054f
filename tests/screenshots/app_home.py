"""A believable home for the pictures of the app: learning moments in every state, with a hub that is not there."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from core.content import Audience, BlobRef, Body, ClipBody, Content, MentorBody, RecommendationBody, SlidesBody, TipBody
from core.feed import Directory, Feedback, HubIdentity, ReviewEvent, Team
from core.formats import Format
from core.review import Criterion, ReviewState
from desktop.home import Home
from drafts.records import HubLink
from drafts.store import Store
from media import ffmpeg

TEAMS: Final = (
    Team("t1", "Planning", 9),
    Team("t2", "Balie", 14),
    Team("t3", "Telefoon", 18),
    Team("t4", "Finance", 12),
    Team("t5", "Inkoop", 7),
)
SAID: Final = "Ik maak deze planning nu twee jaar"
BOARD: Final = "http://127.0.0.1:9/items/"


@dataclass(frozen=True, slots=True)
class Film:
    """A made-up program that was recorded: its colours, and where its blocks stand."""

    name: str
    bar: str
    blocks: tuple[tuple[int, int, int, str], ...]


FILMS: Final = (
    Film("planning", "#3B4A63", ((180, 150, 210, "#BFE0D0"), (420, 150, 210, "#BFCEEC"), (640, 150, 210, "#FBCF95"),
                                 (180, 250, 420, "#D9C2E8"), (420, 350, 260, "#F5D3AA"))),
    Film("receipts", "#2F5D8A", ((180, 150, 760, "#DCE6F0"), (180, 240, 640, "#DCE6F0"), (180, 330, 500, "#C9DDF0"),
                                 (180, 420, 700, "#DCE6F0"))),
    Film("rooms", "#7A4B3A", ((160, 150, 200, "#F5D3AA"), (420, 250, 180, "#BFE0D0"), (680, 350, 220, "#BFCEEC"),
                              (420, 450, 180, "#E8B9CC"))),
    Film("figures", "#434B57", ((200, 420, 90, "#B6C7DA"), (340, 320, 90, "#B6C7DA"), (480, 240, 90, "#F2B469"),
                                (620, 300, 90, "#B6C7DA"))),
)  # fmt: skip


def draw(film: Film, out: Path) -> None:
    """The window of a made-up program, as a picture."""
    image = QImage(1280, 720, QImage.Format.Format_RGB32)
    image.fill(QColor("#F4F6F9"))
    painter = QPainter(image)
    painter.fillRect(QRect(0, 0, 1280, 70), QColor(film.bar))
    painter.fillRect(QRect(40, 26, 160, 18), QColor("#FFFFFF"))
    for line in range(5):
        painter.fillRect(QRect(40, 150 + 100 * line, 90, 22), QColor("#B9C3D1"))
    for left, top, wide, color in film.blocks:
        painter.fillRect(QRect(left, top, wide, 56), QColor(color))
    painter.end()
    image.save(str(out))


def filmed(store: Store, film: Film, folder: Path) -> BlobRef:
    picture, clip = folder / f"{film.name}.png", folder / f"{film.name}.mp4"
    draw(film, picture)
    line = [ffmpeg.executable(), "-loglevel", "error", "-loop", "1", "-i", str(picture), "-t", "3", "-r", "10"]
    subprocess.run([*line, "-pix_fmt", "yuv420p", "-y", str(clip)], check=True, timeout=60)
    return store.blobs.add_file(clip, "video/mp4")


def connected(store: Store) -> None:
    now = datetime.now(UTC)
    store.connect_hub(HubLink("http://127.0.0.1:9", HubIdentity("hub-1", 1, "Vonk Utrecht"), now, "Sanne"))
    store.keep_directory(Directory("p1", "Sanne", ("ambassador",), ("t1",), TEAMS, (Format.TIP,)))


def fill(store: Store, home: Home) -> dict[str, str]:
    """The ids by a name for each; the newest stands on top of the list."""
    films = {film.name: filmed(store, film, home.root) for film in FILMS}
    ids: dict[str, str] = {}

    def add(name: str, body: Body, title: str, teams: tuple[str, ...] = ("t1",)) -> str:
        content = Content(body, title, "nl", Audience(teams), SAID, review_by=date(2027, 5, 1))
        ids[name] = store.new_draft(content).id
        return ids[name]

    def clip(film: str, seconds: int, summary: str = "") -> ClipBody:
        return ClipBody(films[film], seconds * 1000, 1280, 720, True, summary)

    events: list[tuple[str, ReviewState]] = []

    def sent(name: str, *states: ReviewState) -> None:
        store.submit(ids[name])
        events.extend((name, state) for state in states)

    add(
        "figures",
        clip("figures", 132, "Daarna ververs je de cijfers zelf."),
        "Kwartaalcijfers verversen in het rapport",
        ("t4",),
    )
    sent("figures", ReviewState.APPROVED, ReviewState.PUBLISHED)
    add(
        "offer",
        MentorBody("Lastige gesprekken met leveranciers", "", "samen kijken", 15, ("dinsdag 10:00",)),
        "Lastig gesprek met een leverancier",
        ("t5",),
    )
    sent("offer", ReviewState.APPROVED, ReviewState.PUBLISHED)
    add(
        "slides",
        SlidesBody(goal="Een zaal vinden waar iedereen in past"),
        "Vergaderzaal boeken voor een groep",
        ("t1", "t2"),
    )
    add(
        "pivot",
        RecommendationBody(
            "https://intranet.example.org/draaitabellen",
            "Ik snapte draaitabellen pas na dit filmpje, en maak nu elke maand het overzicht zelf.",
            "Kijk van 2:10 tot 6:30",
            8,
        ),
        "Draaitabellen, eindelijk duidelijk",
        ("t4",),
    )
    add("rooms", clip("rooms", 52, "Daarna boek je zelf een zaal."), "Een zaal boeken in drie klikken")
    sent("rooms")
    add(
        "receipts",
        clip("receipts", 64, "Daarna declareer je zelf."),
        "Declaratie indienen met een foto van de bon",
        ("t1", "t2", "t3", "t4", "t5"),
    )
    sent("receipts", ReviewState.CHANGES_REQUESTED)
    add(
        "search",
        TipBody("een oud gesprek zoekt", "typ in:chat en dan je zoekwoord", "zie je alleen gesprekken"),
        "Zoek terug in gesprekken",
    )
    sent("search")
    add(
        "tip",
        TipBody(
            "iets wilt plakken zonder de opmaak mee te nemen",
            "druk op Ctrl+Shift+V in plaats van Ctrl+V",
            "krijgt de tekst meteen het lettertype van je document",
        ),
        "Plak zonder opmaak",
    )
    add("clip", clip("planning", 97), "Diensten verplaatsen in de weekplanning", ("t1", "t2", "t3"))
    tell(store, ids, events)
    return ids


def tell(store: Store, ids: dict[str, str], events: list[tuple[str, ReviewState]]) -> None:
    """What the hub would have told of these."""
    now, told = datetime.now(UTC), []
    words = (
        Feedback(Criterion.CLEAR, 2, "Laat je aan het eind nog zien waar de bon staat?"),
        Feedback(Criterion.CORRECT, 4, ""),
        Feedback(Criterion.APPLICABLE, 4, ""),
    )
    for at, (name, state) in enumerate(events):
        draft = store.draft(ids[name])
        said = words if state is ReviewState.CHANGES_REQUESTED else ()
        comment = "Mooi kort." if said else ""
        url = f"{BOARD}{draft.id}" if state is ReviewState.PUBLISHED else None
        told.append(
            ReviewEvent(
                at + 1,
                now - timedelta(hours=3),
                draft.id,
                draft.submitted_hash or "",
                state,
                "Joris",
                comment,
                said,
                url,
            )
        )
    store.received(told, len(told))
