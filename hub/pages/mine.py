"""What a maker passed on, how far it is, and what was said about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from core.content import Content
from core.delivery import DeliveryState
from core.feed import ReviewEvent
from core.language import Bilingual
from core.review import CRITERION_QUESTIONS, ReviewState
from core.status import Status, channel_status, item_status
from hub import feed, items, posting
from hub.items import VersionView
from hub.pages.visiting import Here, Visit
from hub.pages.words import length_of
from hub.posting import Delivery
from hub.problems import malformed

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Wish:
    question: Bilingual
    comment: str


@dataclass(frozen=True, slots=True)
class Said:
    """A judge's latest words on this version."""

    by: str
    at: datetime
    comment: str
    wishes: tuple[Wish, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """One message in one channel. `uncertain` asks a person; `failed` may be sent again."""

    id: str
    title: str
    channel: str
    status: Status
    reason: Bilingual | None
    at: datetime

    @property
    def can_send_again(self) -> bool:
        return self.status is Status.FAILED

    @property
    def uncertain(self) -> bool:
        return self.status is Status.UNCERTAIN


@dataclass(frozen=True, slots=True)
class Entry:
    item_id: str
    address: str
    content: Content
    length: str
    status: Status
    submitted_at: datetime
    older_on_board: bool
    feedback: Said | None
    posts: tuple[Post, ...]


@router.get("/mine")
def show_mine(visit: Here) -> Response:
    with visit.database.read() as db:
        views = items.my_items(db, visit.person)
        told = {view.item_id: feed.history(db, view.item_id, "") for view in views}
        posts = {view.item_id: posting.deliveries_of(db, view.item_id) for view in views}
    entries = []
    for view in views:
        due = view.content.review_by is not None and view.content.review_by < visit.now.date()
        entries.append(
            Entry(
                item_id=view.item_id,
                address=view.path if view.facts.on_board else f"{view.path}?version={view.content_hash}",
                content=view.content,
                length=length_of(view.content.body, visit.language),
                status=item_status(view.state, DeliveryState.POSTED, review_due=due),
                submitted_at=view.submitted_at,
                older_on_board=view.published_hash is not None and not view.facts.on_board,
                feedback=_feedback(view, told[view.item_id]),
                posts=tuple(shown_post(post, view.title) for post in posts[view.item_id]),
            )
        )
    return visit.page("mine.html", at="/mine", entries=entries, problem=None)


_NO_ANSWER: Final = Bilingual(
    en="Say whether the message is there, or to send it again.",
    nl="Zeg of het bericht er staat, of dat het opnieuw moet.",
)
ANSWERS: Final = {"it_is_there": posting.it_is_there, "send_again": posting.send_again}


@router.post("/mine")
def resolve_post(
    visit: Here, delivery: Annotated[str, Form(max_length=36)], do: Annotated[str, Form(max_length=20)]
) -> Response:
    """What the maker saw in the channel."""
    resolve(visit, delivery, do)
    return RedirectResponse("/mine", status_code=303)


def resolve(visit: Visit, delivery_id: str, answer: str) -> None:
    """`it_is_there` or `send_again`; for the maker, the curators of the item, and admins."""
    if answer not in ANSWERS:
        raise malformed("do", _NO_ANSWER)
    with visit.database.write() as db:
        ANSWERS[answer](db, visit.now, visit.person, delivery_id)


def shown_post(post: Delivery, title: str) -> Post:
    return Post(post.id, title, post.channel_name, channel_status(post.state), post.reason, post.at)


def _feedback(view: VersionView, told: tuple[ReviewEvent, ...]) -> Said | None:
    decisions = (ReviewState.CHANGES_REQUESTED, ReviewState.APPROVED)
    for event in reversed(told):
        if event.content_hash == view.content_hash and event.state in decisions:
            wishes = tuple(
                Wish(CRITERION_QUESTIONS[word.criterion], word.comment) for word in event.feedback if word.comment
            )
            comment = event.comment if not _only_repeats(event.comment, wishes) else ""
            return Said(event.by, event.at, comment, wishes) if comment or wishes else None
    return None


def _only_repeats(comment: str, wishes: tuple[Wish, ...]) -> bool:
    return comment == " ".join(wish.comment for wish in wishes)
