"""A post to a channel in the outbox: whether it is there, and what only a person can settle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.delivery import DeliveryState
from core.status import channel_status
from desktop.presenters.ports import Post
from desktop.widgets.components import Button
from desktop.widgets.outbox_line import Circumstances, Line, OutboxLine
from desktop.wording import day_words


@dataclass(frozen=True, slots=True)
class PostVerbs:
    """What such a row asks for, each with its post."""

    open: Callable[[Post], None]
    it_is_there: Callable[[Post], None]
    post_again: Callable[[Post], None]
    take_back: Callable[[Post], None]
    give_address: Callable[[Post], None]


class PostLine(OutboxLine):
    """`show_post` with whether its channel's address must be given again, and whether the channel is still there."""

    def __init__(self, verbs: PostVerbs) -> None:
        super().__init__()
        self._verbs = verbs
        self._post: Post | None = None

    @property
    def post(self) -> Post | None:
        return self._post

    def show_post(self, post: Post, around: Circumstances, *, needs_address: bool, has_channel: bool) -> None:
        self._post = post
        said = f"{post.channel_name}: {self._sentence_of(post, around, needs_address=needs_address)}"
        actions = _actions_of(post, needs_address=needs_address, has_channel=has_channel)
        title = post.title or self.tr("Without a title")
        self.show_line(Line(title, post.format, channel_status(post.state), said, actions), around.speech)

    def open_it(self) -> None:
        self._do(self._verbs.open)

    def make_button(self, name: str) -> Button:
        verbs = self._verbs
        if name == "itIsThere":
            return Button(self.tr("It is there"), lambda: self._do(verbs.it_is_there), size="compact", name=name)
        if name == "postAgain":
            return Button(self.tr("Post again"), lambda: self._do(verbs.post_again), size="compact", name=name)
        if name == "giveAddress":
            return Button(self.tr("Give the address"), lambda: self._do(verbs.give_address), size="compact", name=name)
        return Button(
            self.tr("Take it back"), lambda: self._do(verbs.take_back), kind="flat", size="compact", name="takeBackPost"
        )

    def _do(self, verb: Callable[[Post], None]) -> None:
        if self._post is not None:
            verb(self._post)

    def _sentence_of(self, post: Post, around: Circumstances, *, needs_address: bool) -> str:
        why = around.speech.say(post.reason) if post.reason is not None else ""
        when = day_words(post.changed_at, around.now, around.speech.locale)
        match post.state:
            case DeliveryState.UNCERTAIN:
                asked = self.tr("Is the message there already?")
                return why if why.endswith("?") else f"{why} {asked}".strip()
            case DeliveryState.FAILED:
                return why or self.tr("The channel did not take it. Your work is safe on this computer.")
            case DeliveryState.SENDING:
                return self.tr("Being posted now.")
            case DeliveryState.POSTED:
                return self.tr("Posted {when}.").format(when=when)
            case DeliveryState.HANDED_OVER:
                return self.tr("The channel took it {when}. It does not tell whether it shows there.").format(when=when)
            case DeliveryState.WAITING:
                return why or self.tr("It is posted by itself as soon as there is a network.")


def _actions_of(post: Post, *, needs_address: bool, has_channel: bool) -> tuple[str, ...]:
    """What can be done about it now, the likeliest last, at the right edge."""
    match post.state:
        case DeliveryState.UNCERTAIN:
            return ("postAgain", "itIsThere") if has_channel else ("itIsThere",)
        case DeliveryState.FAILED:
            return ("postAgain",) if has_channel else ()
        case DeliveryState.WAITING:
            return ("takeBackPost", "giveAddress") if needs_address else ("takeBackPost",)
        case _:
            return ()
