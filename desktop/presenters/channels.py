"""The channels a person posts to without a hub: adding one, trying it, giving its address anew, removing it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QObject, Signal, Slot

from core.errors import AppError, Malformed
from desktop.presenters.ports import Channel, ChannelDoor, ChannelStore, TrialOutcome
from desktop.tasks import TaskRunner

KINDS: Final = ("slack_webhook", "slack_bot", "teams", "folder", "webhook")
"""In the order they are offered."""
Kept = Literal["kept", "until_quit", "missing"]
"""Where the address of a channel is: in the keyring, in memory until the app ends, or no longer known."""

_SOUND: Final[dict[str, dict[str, str]]] = {
    "slack_bot": {"token": "xoxb-0000000000", "channel": "C000000000"},
    "webhook": {"url": "https://example.org/", "secret": f"whsec_{'A' * 32}"},
}
"""Parts that pass: where a whole address does not, each part is tried among these, to name the one that is wrong."""


@dataclass(frozen=True, slots=True)
class ListedChannel:
    channel: Channel
    address: Kept

    @property
    def id(self) -> str:
        return self.channel.id


class _WrongField(AppError):
    """What was typed in this field is `why` there is no channel."""

    def __init__(self, field: str, why: Malformed) -> None:
        super().__init__(why.title, why.hint)
        self.field, self.why = field, why


def compose(kind: str, parts: Mapping[str, str]) -> str:
    """The one address that the parts of a form make. A kind with one field has it as `address`."""
    return json.dumps(dict(parts)) if kind in _SOUND else parts["address"]


class ChannelsPresenter(QObject):
    """`changed` when `channels`, `busy` or what a test said are others; `kept` when what was typed became a channel, or
    its new address. `refused` names the field that is wrong and says why; all other trouble is `failed`."""

    changed = Signal()
    kept = Signal(str)
    refused = Signal(str, AppError)
    failed = Signal(AppError)

    def __init__(self, store: ChannelStore, door: ChannelDoor, tasks: TaskRunner, parent: QObject | None) -> None:
        super().__init__(parent)
        self._store, self._door, self._tasks = store, door, tasks
        self._channels: tuple[ListedChannel, ...] = ()
        self._until_quit: set[str] = set()
        self._tried: dict[str, TrialOutcome] = {}
        self._trying: frozenset[str] = frozenset()
        self._busy = False

    @property
    def channels(self) -> tuple[ListedChannel, ...]:
        """In the order they were added."""
        return self._channels

    @property
    def busy(self) -> bool:
        """Whether what was typed is being looked at."""
        return self._busy

    def tried(self, channel_id: str) -> TrialOutcome | None:
        """What became of the last test since the app began."""
        return self._tried.get(channel_id)

    def is_trying(self, channel_id: str) -> bool:
        return channel_id in self._trying

    @Slot()
    def load(self) -> None:
        self._tasks.run(self._look_through, self._on_loaded, self.failed.emit)

    def add(self, kind: str, name: str, parts: Mapping[str, str]) -> None:
        """Make a channel of what was typed: `name` and the parts of its address, by field."""
        self._begin(lambda: self._added(kind, name, parts))

    def renew(self, channel: Channel, parts: Mapping[str, str]) -> None:
        """Another address for a channel that is there; what waits for it goes there."""
        self._begin(lambda: self._renewed(channel, parts))

    def test(self, channel: Channel) -> None:
        if channel.id in self._trying:
            return
        self._trying |= {channel.id}
        self._tried.pop(channel.id, None)
        self.changed.emit()
        self._tasks.run(
            lambda: self._door.test(channel),
            lambda outcome: self._on_tried(channel.id, outcome),
            lambda error: self._on_not_tried(channel.id, error),
        )

    def remove(self, channel_id: str) -> None:
        """Only after the person was asked."""
        self._tasks.run(lambda: self._removed(channel_id), self._on_loaded, self.failed.emit)

    # On the lane

    def _look_through(self) -> tuple[ListedChannel, ...]:
        return tuple(ListedChannel(channel, self._where(channel)) for channel in self._store.channels())

    def _where(self, channel: Channel) -> Kept:
        if channel.place or channel.kind == "folder":
            return "kept"
        if not self._door.has(channel.id):
            return "missing"
        return "until_quit" if channel.id in self._until_quit else "kept"

    def _added(self, kind: str, name: str, parts: Mapping[str, str]) -> str:
        address = self._checked(kind, parts)
        folder = kind == "folder"
        try:
            channel = self._store.add_channel(kind, name, address if folder else "")
        except Malformed as error:
            raise _WrongField("name", error) from None
        if not folder:
            self._keep(channel.id, address)
        return channel.id

    def _renewed(self, channel: Channel, parts: Mapping[str, str]) -> str:
        self._keep(channel.id, self._checked(channel.kind, parts))
        return channel.id

    def _removed(self, channel_id: str) -> tuple[ListedChannel, ...]:
        self._store.remove_channel(channel_id)
        self._door.forget(channel_id)
        return self._look_through()

    def _keep(self, channel_id: str, address: str) -> None:
        if self._door.keep(channel_id, address):
            self._until_quit.discard(channel_id)
        else:
            self._until_quit.add(channel_id)

    def _checked(self, kind: str, parts: Mapping[str, str]) -> str:
        address = compose(kind, parts)
        try:
            self._door.check(kind, address)
        except Malformed as error:
            raise _WrongField(self._wrong_part(kind, parts), error) from None
        return address

    def _wrong_part(self, kind: str, parts: Mapping[str, str]) -> str:
        for field, sound in _SOUND.get(kind, {}).items():
            try:
                self._door.check(kind, compose(kind, {**_SOUND[kind], field: parts.get(field, sound)}))
            except Malformed:
                return field
        return next(iter(parts))

    # On the thread of the windows

    def _begin(self, work: Callable[[], str]) -> None:
        if not self._busy:
            self._busy = True
            self.changed.emit()
            self._tasks.run(work, self._on_kept, self._on_refused)

    def _on_kept(self, channel_id: str) -> None:
        self._busy = False
        self._tried.pop(channel_id, None)
        self.load()
        self.kept.emit(channel_id)

    def _on_refused(self, error: AppError) -> None:
        self._busy = False
        self.changed.emit()
        if isinstance(error, _WrongField):
            self.refused.emit(error.field, error.why)
        else:
            self.failed.emit(error)

    def _on_tried(self, channel_id: str, outcome: TrialOutcome) -> None:
        self._trying -= {channel_id}
        self._tried[channel_id] = outcome
        self.changed.emit()

    def _on_not_tried(self, channel_id: str, error: AppError) -> None:
        self._trying -= {channel_id}
        self.load()
        self.failed.emit(error)

    def _on_loaded(self, found: Sequence[ListedChannel]) -> None:
        self._channels = tuple(found)
        self.changed.emit()
