"""What the steps of the demo share: the parts that run, and what came of it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from core.content import ClipBody
from core.errors import NotFound
from core.language import Bilingual
from core.review import ReviewState
from desktop.commands.context import Context
from desktop.demo.app_window import AppWindow
from desktop.demo.browser import Browser
from desktop.demo.hub_process import HubPlace
from desktop.demo.people import Cast, new_cast
from desktop.home import Home
from desktop.stage.desk import Desk
from desktop.stage.processes import wait_until
from desktop.stage.receiver import Receiver

T = TypeVar("T")

if TYPE_CHECKING:
    from drafts.records import DraftSummary
    from drafts.store import Store


@dataclass(slots=True)
class World:
    """Filled in by the steps, in their order."""

    context: Context
    folder: Path
    stack: contextlib.ExitStack
    real_screen: bool
    cast: Cast = field(default_factory=new_cast)
    hub_running: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)
    app_running: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)
    browsers: dict[str, Browser] = field(default_factory=dict)
    title: str = ""
    offline_was_queued: bool = False
    board_url: str = ""
    _desk: Desk | None = None
    _receiver: Receiver | None = None
    _hub: HubPlace | None = None
    _app: AppWindow | None = None

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def spoken(self) -> Path:
        return self.folder / "spoken.wav"

    @property
    def scene_log(self) -> Path:
        return self.folder / "scene.jsonl"

    @property
    def app_home(self) -> Home:
        return Home(self.folder / "app")

    @property
    def desk(self) -> Desk:
        return _there(self._desk)

    @desk.setter
    def desk(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def receiver(self) -> Receiver:
        return _there(self._receiver)

    @receiver.setter
    def receiver(self, receiver: Receiver) -> None:
        self._receiver = receiver

    @property
    def hub(self) -> HubPlace:
        return _there(self._hub)

    @hub.setter
    def hub(self, hub: HubPlace) -> None:
        self._hub = hub

    @property
    def app(self) -> AppWindow:
        return _there(self._app)

    @app.setter
    def app(self, app: AppWindow) -> None:
        self._app = app

    def say(self, english: str, dutch: str) -> str:
        return Bilingual(en=english, nl=dutch).in_(self.context.language)

    @contextlib.contextmanager
    def store(self) -> Iterator[Store]:
        """The app's own store, opened beside it as the command line does."""
        from desktop.commands.sync import opened_store

        with opened_store(replace(self.context, home=self.app_home)) as store:
            yield store

    def clip(self, store: Store) -> DraftSummary:
        """The clip among the learning moments. NotFound before it was kept."""
        for summary in store.summaries():
            if summary.media is not None:
                return summary
        raise NotFound(Bilingual(en="There is no clip yet.", nl="Er is nog geen clip."))

    def wait_for_clip(self, true: Callable[[DraftSummary], bool], what: str, seconds: float) -> None:
        with self.store() as store:
            wait_until(lambda: true(self.clip(store)), what, seconds, every_s=0.2)

    def outcome(self) -> dict[str, object]:
        """The object that the demo prints, without its steps."""
        with self.store() as store:
            summary = self.clip(store)
            body = store.draft(summary.id).content.body
            media = summary.media
            return {
                "clip": str(store.blobs.path(media)) if media is not None else "",
                "duration_s": body.duration_ms / 1000 if isinstance(body, ClipBody) else 0.0,
                "draft_id": summary.id,
                "item_id": summary.id,
                "board_url": self.board_url,
                "review_state": ReviewState(summary.review).value,
                "channel_posts": [
                    {"kind": request.kind, "status": request.status, "payload": request.payload}
                    for request in self.receiver.received
                ],
                "offline_was_queued": self.offline_was_queued,
            }


def _there(part: T | None) -> T:
    if part is None:
        raise AssertionError("a step of the demo stands before the one it needs")
    return part
