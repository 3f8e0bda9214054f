"""The way back from what changed more than one sees at once: an earlier version, an earlier moment."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, Slot

from core.draft import ItemId
from desktop.widgets.main_window import Presenters
from desktop.widgets.overlays import Overlays


class WayBack(QObject):
    """Offers Undo after going back, as after throwing something away."""

    def __init__(self, parts: Presenters, overlays: Overlays, parent: QObject) -> None:
        super().__init__(parent)
        self._parts, self._overlays = parts, overlays
        parts.history.used.connect(self._on_version_used)
        parts.backups.went_back.connect(self._on_went_back)

    @Slot(str, int)
    def _on_version_used(self, item_id: str, before: int) -> None:
        undo = self._parts.history.undo
        words = self.tr("You go on with an earlier version. The one from just now is kept.")
        self._overlays.toast.tell(words, self.tr("Undo"), lambda: undo(ItemId(item_id), before))

    @Slot(datetime, datetime)
    def _on_went_back(self, to: datetime, undo: datetime) -> None:
        """Sync looks at once: what the hub said since then comes again."""
        back = self._parts.backups.go_back
        words = self.tr("You are back at an earlier moment. How it was just now is kept as a backup.")
        self._overlays.toast.tell(words, self.tr("Undo"), lambda: back(undo))
        self._parts.syncing.wake()
