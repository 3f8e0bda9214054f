"""The outbox: what asks something of the person, and what goes by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.errors import AppError
from core.status import Status
from desktop.i18n import Speech
from desktop.models.items import ItemRow
from desktop.presenters.library import ON_ITS_WAY, LibraryPresenter
from desktop.presenters.ports import Post
from desktop.presenters.posting import PostingPresenter
from desktop.presenters.syncing import Cause, Line
from desktop.widgets.components import (
    Banner,
    Button,
    EmptyState,
    column,
    empty,
    held,
    label,
    row,
    scrolled,
)
from desktop.widgets.outbox_line import Circumstances, OutboxLine, RowCard
from desktop.widgets.outbox_post import PostLine, PostVerbs
from desktop.widgets.outbox_row import OutboxRow, RowVerbs
from desktop.widgets.theme import step
from desktop.wording import time_words

MOST_ROWS: Final = 100
MOST_ARRIVED: Final = 10
_ASKS: Final = frozenset({Status.TWO_VERSIONS, Status.CHANGES_ASKED, Status.UNCERTAIN, Status.FAILED})
_NEEDS_THE_HUB: Final = frozenset({Status.WAITING, Status.SENDING})


class OutboxPage(QWidget):
    """`opened` with the id of what to work on, `board_asked` with an address, `sync_asked` to look now,
    `settings_asked` to connect again, `channels_asked` to give a channel's address again. Rows change in place: focus
    and scrolling stay where they were."""

    opened = Signal(str)
    board_asked = Signal(str)
    sync_asked = Signal()
    settings_asked = Signal()
    channels_asked = Signal()

    def __init__(
        self, library: LibraryPresenter, posting: PostingPresenter, speech: Speech, clock: Callable[[], datetime]
    ) -> None:
        """`clock` gives the present moment in the zone of the person who reads."""
        super().__init__()
        self.setObjectName("page")
        self._library, self._posting, self._speech, self._clock = library, posting, speech, clock
        self._signed_out = False
        self._line: Line = "unknown"
        self._since: datetime | None = None
        self._cause: Cause = "unknown"
        self._said: list[Button] = []
        self._rows: dict[str, OutboxLine] = {}
        self._verbs = RowVerbs(
            open=lambda item: self.opened.emit(item.id),
            take_back=lambda item: library.take_back(item.id),
            send_again=lambda item: library.send_again(item.id),
            hold=lambda item: library.hold(item.id),
            go_on=lambda item: library.go_on(item.id),
            show=lambda item: self.board_asked.emit(item.board_url or ""),
        )
        self._post_verbs = PostVerbs(
            open=lambda post: self.opened.emit(post.item_id),
            it_is_there=posting.it_is_there,
            post_again=posting.post_again,
            take_back=posting.take_back,
            give_address=lambda _: self.channels_asked.emit(),
        )
        self._try_now = Button(self.tr("Try now"), self.sync_asked.emit, icon="refresh", name="tryNow")
        self._state = QVBoxLayout()
        self._asks = RowCard(self.tr("This asks something of you"), "asksOfYou")
        self._goes = RowCard(self.tr("Goes by itself"), "goesByItself")
        self._arrived = RowCard(self.tr("Posted in channels"), "postedInChannels")
        self._rest = label("", "small", name="outboxRest")
        self._list = held(column(self._asks, self._goes, self._arrived, self._rest, None, margin=(5, 0, 5, 5), gap=5))
        self._list.setObjectName("outboxItems")
        self._list.setAccessibleName(self.tr("Outbox"))
        self._area = scrolled(self._list)
        self._nothing = EmptyState(
            self.tr("Nothing waits. Everything is where it should be."),
            self.tr("What you ask review for stands here until it is on the board."),
        )
        head = column(
            row(label(self.tr("Outbox"), "title"), None, self._try_now), self._state, margin=(5, 5, 5, 0), gap=4
        )
        self.setLayout(column(head, 5, self._area, self._nothing, gap=0))
        for part in (self._area, self._nothing):
            self.layout().setStretchFactor(part, 1)  # type: ignore[union-attr]
        self._area.verticalScrollBar().rangeChanged.connect(self._leave_room)
        library.loaded.connect(self._on_loaded)
        library.to_send.connect(self.sync_asked)
        posting.loaded.connect(self._on_loaded)
        posting.to_send.connect(self.sync_asked)
        self._on_loaded()

    def focus_first(self) -> None:
        """The first row, or the way to look again where there is none."""
        next(iter(self._rows.values()), self._try_now).setFocus()

    def tell_line(self, line: Line, since: datetime | None = None, trouble: AppError | None = None) -> None:
        """How the hub is reached, and since when: above the list stands why things wait. `trouble` is what it said."""
        self._line, self._since = line, since
        empty(self._state)
        self._said = []
        if line == "offline":
            self._state.addWidget(self._offline(since))
        elif line == "sign_in":
            self._state.addWidget(self._sign_in())
        elif line == "metered":
            title = self.tr("Recordings wait for a connection without a limit")
            hint = self.tr("This one is paid by the byte. Texts go. You can change it in Settings, Hub and account.")
            self._state.addWidget(Banner("neutral", title, hint, icon="cloud", name="metered"))
        elif line == "refused" and trouble is not None:
            language = self._speech.language
            title, hint = trouble.title.in_(language), trouble.hint.in_(language)
            self._state.addWidget(Banner("warn", title, hint, icon="shield", name="hubRefused"))
        if self._signed_out != (line == "sign_in"):
            self._signed_out = line == "sign_in"
            self._on_loaded()
        self._order_tabs()

    def tell_cause(self, cause: Cause) -> None:
        """Why the hub is not reached, as far as it is known."""
        self._cause = cause
        if self._line == "offline":
            self.tell_line(self._line, self._since)

    def _offline(self, since: datetime | None) -> Banner:
        time = "" if since is None else time_words(since.astimezone(self._clock().tzinfo))
        safe = self.tr("Your work is safe on this computer. Vonk sends it by itself, once, as soon as it can.")
        title = self.tr("The hub cannot be reached since {time}") if time else self.tr("The hub cannot be reached")
        hint = safe
        match self._cause:
            case "no_network":
                title = self.tr("No network since {time}") if time else self.tr("No network")
            case "sign_in_first":
                title = self.tr("This network asks you to sign in first")
                what_to_do = self.tr("Open any page in your browser and sign in there.")
                hint = f"{what_to_do} {safe}"
            case "hub":
                title = self.tr("The hub does not answer since {time}") if time else self.tr("The hub does not answer")
                not_you = self.tr("Your network works; it is the hub that is down or busy.")
                hint = f"{not_you} {safe}"
            case "unknown":
                pass
        return Banner("neutral", title.format(time=time), hint, icon="offline", name="offline")

    def _sign_in(self) -> Banner:
        title = self.tr("The hub asks you to connect again")
        hint = self.tr("Your work is safe on this computer. It is sent once you are connected.")
        again = Button(self.tr("Connect again"), self.settings_asked.emit, size="compact", name="connectAgain")
        self._said = [again]
        return Banner("warn", title, hint, again, icon="lock", name="signIn")

    def _on_loaded(self) -> None:
        asks, goes = self._sorted()
        arrived = self._posting.arrived[:MOST_ARRIVED]
        asked, going = asks[:MOST_ROWS], goes[: max(0, MOST_ROWS - len(asks))]
        left_out = len(asks) + len(goes) - len(asked) - len(going)
        before = self._place_of_focus()
        known, self._rows = self._rows, {}
        for card, entries in ((self._asks, asked), (self._goes, going), (self._arrived, arrived)):
            card.show_rows([self._line_of(entry, known) for entry in entries])
        for gone in known.values():
            gone.hide()
            gone.deleteLater()
        self._align()
        self._rest.setText(self.tr("%n more, not shown here. They stand in My learning moments.", "", left_out))
        self._rest.setVisible(left_out > 0)
        self._area.setVisible(bool(self._rows))
        self._nothing.setVisible(not self._rows)
        self._order_tabs()
        self._focus_again(before)

    def _line_of(self, entry: ItemRow | Post, known: dict[str, OutboxLine]) -> OutboxLine:
        """The row that shows this: the one that did before, where there was one."""
        around = Circumstances(self._speech, self._clock(), self._signed_out)
        key = _key_of(entry)
        before = known.pop(key, None)
        if isinstance(entry, ItemRow):
            item = before if isinstance(before, OutboxRow) else OutboxRow(self._verbs)
            item.show_item(entry, around)
            self._rows[key] = item
            return item
        posting = self._posting
        post = before if isinstance(before, PostLine) else PostLine(self._post_verbs)
        post.show_post(
            entry, around, needs_address=posting.needs_address(entry), has_channel=posting.can_post_again(entry)
        )
        self._rows[key] = post
        return post

    def _sorted(self) -> tuple[list[ItemRow | Post], list[ItemRow | Post]]:
        """What asks something, and what goes by itself: posts first, then as the library has them, newest first."""
        waits_for_you = _ASKS | (_NEEDS_THE_HUB if self._signed_out else frozenset())
        asks: list[ItemRow | Post] = [*self._posting.asking]
        goes: list[ItemRow | Post] = [*self._posting.going]
        for item in self._library.model.rows:
            if item.status in waits_for_you or item.note:
                asks.append(item)
            elif item.status in ON_ITS_WAY:
                goes.append(item)
        return asks, goes

    def _align(self) -> None:
        rooms = [line.room for line in self._rows.values()]
        if rooms:
            tag, buttons = (max(widths) for widths in zip(*rooms, strict=True))
            for line in self._rows.values():
                line.align(tag, buttons)

    def _leave_room(self, least: int, most: int) -> None:
        """The scroll bar stands in the margin: the cards stay as wide as the banner above them."""
        bar = self._area.verticalScrollBar().sizeHint().width() if most > least else 0
        self._list.layout().setContentsMargins(step(5), 0, step(5) - bar, step(5))  # type: ignore[union-attr]

    def _order_tabs(self) -> None:
        """As it is read. Rows are made in another order than they stand in, and what a layout knows of its items is
        gone as soon as a row is: the rows themselves are asked."""
        order: list[QWidget] = [self._try_now, *self._said]
        for line in self._rows.values():
            order += line.controls
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _place_of_focus(self) -> tuple[str, int, str] | None:
        """The row that has the focus, its place, and the button in it."""
        for at, (key, line) in enumerate(self._rows.items()):
            for part in line.controls:
                if part.hasFocus():
                    return key, at, part.objectName()
        return None

    def _focus_again(self, before: tuple[str, int, str] | None) -> None:
        """Where it was; where that row is gone, on the row that took its place."""
        if before is None:
            return
        key, at, name = before
        lines = list(self._rows.values())
        target: QWidget = lines[min(at, len(lines) - 1)] if lines else self._try_now
        if key in self._rows:
            line = self._rows[key]
            target = next((control for control in line.controls if control.objectName() == name), line)
        if not target.hasFocus():
            target.setFocus()


def _key_of(entry: ItemRow | Post) -> str:
    """Names the row of this for as long as it stands here."""
    if isinstance(entry, ItemRow):
        return entry.id
    return f"{entry.item_id}:{entry.content_hash}:{entry.channel_id}"
