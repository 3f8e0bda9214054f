"""From the open clip to its picture and its film: files are found and decoded off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QImage

from core.content import ClipBody
from core.errors import AppError
from desktop.models.items import ItemRow
from desktop.presenters.editing import EditingPresenter
from desktop.presenters.ports import Files
from desktop.tasks import TaskRunner
from desktop.widgets.main_window import MainWindow
from desktop.widgets.notices import NO_PLAYER, NO_PLAYER_HINT
from desktop.widgets.posters import decode


class ClipFiles:
    """`tell` shows what went wrong."""

    def __init__(
        self, editing: EditingPresenter, files: Files, media: TaskRunner, tell: Callable[[AppError], None]
    ) -> None:
        self._editing, self._files, self._media, self._tell = editing, files, media, tell

    def play(self, window: MainWindow) -> None:
        """Play the open clip in its page."""
        content = self._editing.content
        if content is None or not isinstance(content.body, ClipBody) or content.body.media is None:
            return
        blob = content.body.media

        def opened(file: Path) -> None:
            if (form := window.editor_page.clip) is not None:
                form.player.play_file(file)

        self._media.run(lambda: self._files.clip(blob), opened)

    def play_outside(self, file: object) -> None:
        """Where Qt cannot play it, the system's own player may."""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))):
            self._tell(AppError(NO_PLAYER, NO_PLAYER_HINT))

    def show_poster(self, window: MainWindow, sha256: str) -> None:
        """A picture less where it cannot be made: the facts of the clip stand beside it."""
        self._media.run(
            lambda: QImage(str(self._files.poster(sha256))),
            lambda image: window.editor_page.show_poster(image),
            lambda _: None,
        )

    def show_card_poster(self, window: MainWindow, item: ItemRow) -> None:
        """The picture of one clip in the library; an empty one where it cannot be made."""
        sha256 = item.poster
        self._media.run(
            lambda: decode(self._files.poster(sha256)),
            lambda image: window.library_page.show_poster(sha256, image),
            lambda _: window.library_page.show_poster(sha256, QImage()),
        )
