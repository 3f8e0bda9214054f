"""A learning moment in the outbox: what it waits for or what was asked, and what one can do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.status import Status
from desktop.models.items import ItemRow
from desktop.widgets.components import Button
from desktop.widgets.outbox_line import Circumstances, Line, OutboxLine
from desktop.wording import about_words, day_words, size_words


@dataclass(frozen=True, slots=True)
class RowVerbs:
    """What a row asks for, each with its item."""

    open: Callable[[ItemRow], None]
    take_back: Callable[[ItemRow], None]
    send_again: Callable[[ItemRow], None]
    hold: Callable[[ItemRow], None]
    go_on: Callable[[ItemRow], None]
    show: Callable[[ItemRow], None]


class OutboxRow(OutboxLine):
    """One learning moment on its way to the hub."""

    def __init__(self, verbs: RowVerbs) -> None:
        super().__init__()
        self._verbs = verbs
        self._item: ItemRow | None = None

    @property
    def item(self) -> ItemRow | None:
        return self._item

    def show_item(self, item: ItemRow, around: Circumstances) -> None:
        self._item = item
        part = item.sent / item.total if item.total else None
        words = self._sentence_of(item, around)
        self.show_line(Line(item.title, item.format, item.status, words, _actions_of(item), part), around.speech)

    def open_it(self) -> None:
        self._do(self._verbs.open)

    def make_button(self, name: str) -> Button:
        verbs = self._verbs
        if name == "changeIt":
            return Button(self.tr("Change it"), lambda: self._do(verbs.open), size="compact", name=name)
        if name == "chooseVersion":
            return Button(self.tr("Choose"), lambda: self._do(verbs.open), size="compact", name=name)
        if name == "pauseSending":
            return Button(self.tr("Pause"), lambda: self._do(verbs.hold), icon="pause", size="compact", name=name)
        if name == "goOnSending":
            return Button(self.tr("Go on"), lambda: self._do(verbs.go_on), icon="play", size="compact", name=name)
        if name == "sendAgain":
            return Button(self.tr("Send again"), lambda: self._do(verbs.send_again), size="compact", name=name)
        if name == "showOnBoard":
            words = self.tr("Show on the board")
            show = verbs.show
            return Button(words, lambda: self._do(show), kind="flat", icon="external", size="compact", name=name)
        return Button(
            self.tr("Take it back"), lambda: self._do(verbs.take_back), kind="flat", size="compact", name=name
        )

    def _do(self, verb: Callable[[ItemRow], None]) -> None:
        if self._item is not None:
            verb(self._item)

    def _sentence_of(self, item: ItemRow, around: Circumstances) -> str:
        if item.note:
            return item.note
        match item.status:
            case Status.CHANGES_ASKED:
                return self._asked(item)
            case Status.UNCERTAIN:
                return self.tr("The hub did not answer in time. It may have arrived.")
            case Status.FAILED:
                return self.tr("The hub did not take it. Your work is safe on this computer.")
            case Status.NO_HUB_YET:
                return self.tr("Kept on this computer. It goes by itself once a hub is connected.")
            case Status.TWO_VERSIONS:
                return self.tr("You changed it on another computer too. Both versions are safe; choose one.")
            case Status.PAUSED:
                return self._paused(item, around)
            case Status.APPROVED:
                return self.tr("The hub makes it ready for the board.")
            case Status.HANDED_OVER:
                return self.tr("The channel took the message. It does not tell whether it shows there.")
            case Status.IN_REVIEW:
                return self._in_review(item, around)
            case _:
                return self._on_its_way(item, around)

    def _asked(self, item: ItemRow) -> str:
        if not item.said:
            return self.tr("The reviewer asks for a change. Open it to read which.")
        return self.tr("Reviewer: “{words}”").format(words=item.said)

    def _in_review(self, item: ItemRow, around: Circumstances) -> str:
        if item.submitted_at is None:
            return self.tr("A reviewer looks at it.")
        when = day_words(item.submitted_at, around.now, around.speech.locale)
        return self.tr("Review asked for {when}.").format(when=when)

    def _paused(self, item: ItemRow, around: Circumstances) -> str:
        held = self.tr("You paused it. It is safe here and goes on when you say so.")
        return f"{self._part_sent(item, around)} {held}" if item.total else held

    def _part_sent(self, item: ItemRow, around: Circumstances) -> str:
        locale = around.speech.locale
        sent, total = size_words(item.sent, locale), size_words(item.total, locale)
        return self.tr("{sent} of {total} is at the hub already.").format(sent=sent, total=total)

    def _on_its_way(self, item: ItemRow, around: Circumstances) -> str:
        if item.total:
            told = self._part_sent(item, around)
            if item.status is not Status.SENDING or not item.rate:
                return told
            rate = size_words(item.rate, around.speech.locale)
            left = about_words((item.total - item.sent) / item.rate)
            return self.tr("{told} {rate} a second, {left} left.").format(told=told, rate=rate, left=left)
        if item.status is Status.SENDING:
            return self.tr("On its way to the hub.")
        if around.signed_out:
            return self.tr("It goes once you have connected with the hub again.")
        return self.tr("It goes by itself as soon as the hub can be reached.")


def _actions_of(item: ItemRow) -> tuple[str, ...]:
    """What the store can do with it now, the likeliest last, at the right edge."""
    match item.status:
        case Status.CHANGES_ASKED:
            return ("changeIt",)
        case Status.FAILED:
            return ("takeBack", "sendAgain")
        case Status.APPROVED | Status.HANDED_OVER:
            return ("showOnBoard",) if item.board_url else ()
        case Status.TWO_VERSIONS:
            return ("chooseVersion",)
        case Status.WAITING | Status.SENDING:
            return ("takeBack", "pauseSending")
        case Status.PAUSED:
            return ("takeBack", "goOnSending")
        case Status.UNCERTAIN | Status.NO_HUB_YET | Status.IN_REVIEW:
            return ("takeBack",)
        case _:
            return ("sendAgain",) if item.note else ()
