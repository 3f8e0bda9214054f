"""A draft that was changed on two computers: both versions side by side, and which of them stays."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QWidget

from core.content import Content
from desktop.i18n import Speech
from desktop.presenters.editing import EditingPresenter
from desktop.presenters.ports import OtherVersion
from desktop.widgets.components import Banner, Button, column, held, row
from desktop.widgets.editor.preview import Preview
from desktop.wording import day_words


class TwoVersions(QWidget):
    """Nothing is lost by choosing: what is not chosen stays among the earlier versions."""

    def __init__(
        self, mine: Content, other: OtherVersion, editing: EditingPresenter, speech: Speech, now: datetime
    ) -> None:
        """`now` carries the zone of the person who reads."""
        super().__init__()
        self.setObjectName("twoVersions")
        self.setAccessibleName(self.tr("Two versions"))
        when = day_words(other.noticed_at, now, speech.locale)
        banner = Banner(
            "warn",
            self.tr("You changed this on another computer too, {when}").format(when=when),
            self.tr("Both versions are safe. Choose which one stays; you find the other among the earlier versions."),
            name="twoVersionsBanner",
            icon="copy",
        )
        keep_mine = Button(self.tr("Keep this one"), editing.keep_mine, name="keepMine")
        keep_other = Button(self.tr("Keep the other one"), editing.take_other, name="takeOther")
        keep_both = Button(
            self.tr("Keep both, as two learning moments"), editing.keep_both, kind="link", icon="plus", name="keepBoth"
        )
        side_by_side = row(
            self._version(self.tr("On this computer"), mine, keep_mine, speech),
            self._version(self.tr("On your other computer"), other.content, keep_other, speech),
            gap=4,
        )
        for at in (0, 1):
            side_by_side.setStretch(at, 1)
        self.setLayout(column(banner, side_by_side, row(keep_both, None), gap=4))

    @staticmethod
    def _version(heading: str, content: Content, button: Button, speech: Speech) -> QWidget:
        shown = Preview(speech, heading, complete=True)
        shown.show_content(content)
        button.setAccessibleDescription(heading)
        return held(column(shown, row(button, None), None, gap=2))
