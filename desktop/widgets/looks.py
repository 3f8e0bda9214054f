"""How formats and states look: the drawing of each, and the meaning that colours it. A word always stands beside it."""

from __future__ import annotations

from typing import Final

from core.formats import Format
from core.language import Bilingual
from core.review import ReviewState
from core.status import STATUS_WORDS, Status
from desktop.widgets.components import Meaning

FORMAT_ICONS: Final[dict[Format, str]] = {
    Format.CLIP: "clip",
    Format.SLIDES: "slides",
    Format.TIP: "tip",
    Format.RECOMMENDATION: "recommendation",
    Format.MENTOR: "mentor",
}
STATUS_LOOKS: Final[dict[Status, tuple[Meaning, str]]] = {
    Status.DRAFT: ("neutral", "pen"),
    Status.TWO_VERSIONS: ("warn", "copy"),
    Status.NO_HUB_YET: ("neutral", "cloud"),
    Status.WAITING: ("neutral", "clock"),
    Status.QUEUED: ("neutral", "clock"),
    Status.PAUSED: ("neutral", "pause"),
    Status.SENDING: ("info", "send"),
    Status.IN_REVIEW: ("info", "eye"),
    Status.CHANGES_ASKED: ("warn", "pen"),
    Status.APPROVED: ("ok", "check"),
    Status.ON_BOARD: ("ok", "check-circle"),
    Status.HANDED_OVER: ("info", "outbox"),
    Status.POSTED: ("ok", "check-circle"),
    Status.UNCERTAIN: ("warn", "question"),
    Status.FAILED: ("danger", "warn"),
    Status.STILL_RIGHT: ("warn", "clock"),
    Status.RETIRED: ("neutral", "box"),
}
REVIEW_WORDS: Final[dict[ReviewState, Bilingual]] = {
    ReviewState.DRAFT: STATUS_WORDS[Status.DRAFT],
    ReviewState.SUBMITTED: STATUS_WORDS[Status.IN_REVIEW],
    ReviewState.CHANGES_REQUESTED: STATUS_WORDS[Status.CHANGES_ASKED],
    ReviewState.APPROVED: STATUS_WORDS[Status.APPROVED],
    ReviewState.PUBLISHED: STATUS_WORDS[Status.ON_BOARD],
    ReviewState.RETIRED: STATUS_WORDS[Status.RETIRED],
}
