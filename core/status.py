"""The one table from review x delivery x freshness to the words a person reads."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from core.delivery import DeliveryState
from core.language import Bilingual
from core.review import ReviewState


class Status(StrEnum):
    DRAFT = "draft"
    TWO_VERSIONS = "two_versions"
    NO_HUB_YET = "no_hub_yet"
    WAITING = "waiting"
    QUEUED = "queued"
    PAUSED = "paused"
    SENDING = "sending"
    IN_REVIEW = "in_review"
    CHANGES_ASKED = "changes_asked"
    APPROVED = "approved"
    ON_BOARD = "on_board"
    HANDED_OVER = "handed_over"
    POSTED = "posted"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    STILL_RIGHT = "still_right"
    RETIRED = "retired"


STATUS_WORDS: Final[dict[Status, Bilingual]] = {
    Status.DRAFT: Bilingual(en="Draft", nl="Concept"),
    Status.TWO_VERSIONS: Bilingual(en="Two versions", nl="Twee versies"),
    Status.NO_HUB_YET: Bilingual(en="No hub yet", nl="Nog geen hub"),
    Status.WAITING: Bilingual(en="Waiting for network", nl="Wacht op netwerk"),
    Status.QUEUED: Bilingual(en="Waiting", nl="Wacht"),
    Status.PAUSED: Bilingual(en="Paused", nl="Gepauzeerd"),
    Status.SENDING: Bilingual(en="Sending", nl="Verzenden"),
    Status.IN_REVIEW: Bilingual(en="In review", nl="In beoordeling"),
    Status.CHANGES_ASKED: Bilingual(en="Changes asked", nl="Aanpassing gevraagd"),
    Status.APPROVED: Bilingual(en="Approved", nl="Goedgekeurd"),
    Status.ON_BOARD: Bilingual(en="On the board", nl="Op het leerbord"),
    Status.HANDED_OVER: Bilingual(en="Handed over", nl="Overgedragen"),
    Status.POSTED: Bilingual(en="Posted", nl="Geplaatst"),
    Status.UNCERTAIN: Bilingual(en="Uncertain", nl="Onzeker"),
    Status.FAILED: Bilingual(en="Failed", nl="Mislukt"),
    Status.STILL_RIGHT: Bilingual(en="Still right?", nl="Klopt dit nog?"),
    Status.RETIRED: Bilingual(en="Retired", nl="Van het bord gehaald"),
}

_ON_ITS_WAY: Final[dict[DeliveryState, Status]] = {
    DeliveryState.WAITING: Status.WAITING,
    DeliveryState.SENDING: Status.SENDING,
    DeliveryState.HANDED_OVER: Status.IN_REVIEW,
    DeliveryState.POSTED: Status.IN_REVIEW,
    DeliveryState.UNCERTAIN: Status.UNCERTAIN,
    DeliveryState.FAILED: Status.FAILED,
}

_REVIEWED: Final[dict[ReviewState, Status]] = {
    ReviewState.DRAFT: Status.DRAFT,
    ReviewState.CHANGES_REQUESTED: Status.CHANGES_ASKED,
    ReviewState.APPROVED: Status.APPROVED,
    ReviewState.PUBLISHED: Status.ON_BOARD,
    ReviewState.RETIRED: Status.RETIRED,
}

_AT_CHANNEL: Final[dict[DeliveryState, Status]] = {
    DeliveryState.WAITING: Status.QUEUED,
    DeliveryState.SENDING: Status.SENDING,
    DeliveryState.HANDED_OVER: Status.HANDED_OVER,
    DeliveryState.POSTED: Status.POSTED,
    DeliveryState.UNCERTAIN: Status.UNCERTAIN,
    DeliveryState.FAILED: Status.FAILED,
}


def item_status(
    review: ReviewState,
    to_hub: DeliveryState,
    *,
    hub_connected: bool = True,
    review_due: bool = False,
    held: bool = False,
    two_versions: bool = False,
) -> Status:
    """What to call an item: `to_hub` is how far its upload is, `review_due` that its review-by date has passed, `held`
    that the person holds it back, `two_versions` that they have to choose between two."""
    if two_versions:
        return Status.TWO_VERSIONS
    if review is ReviewState.PUBLISHED and review_due:
        return Status.STILL_RIGHT
    if review is not ReviewState.SUBMITTED:
        return _REVIEWED[review]
    if held and to_hub in (DeliveryState.WAITING, DeliveryState.SENDING):
        return Status.PAUSED
    if to_hub is DeliveryState.WAITING and not hub_connected:
        return Status.NO_HUB_YET
    return _ON_ITS_WAY[to_hub]


def channel_status(delivery: DeliveryState) -> Status:
    """What to call one post to one channel."""
    return _AT_CHANNEL[delivery]
