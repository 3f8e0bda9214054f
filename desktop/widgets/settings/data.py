"""What is kept of the person on this computer: where it is, its backups, and going back to one of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout

from desktop.announcing import announce
from desktop.i18n import Speech
from desktop.presenters.backups import Backup, BackupsPresenter
from desktop.presenters.data import DataPresenter
from desktop.widgets.asking import ask_once
from desktop.widgets.components import Button, column, empty, held, label, line, row
from desktop.widgets.editor.history import capital, when_words
from desktop.widgets.settings.everything import Everything
from desktop.widgets.settings.rows import Section, SettingRow, SettingsCard, WholeRow

_AT_FIRST: Final = 5


class YourData(QObject):
    """`section` shows it. `folder_asked` with the folder somebody wants to see."""

    folder_asked = Signal(str)

    def __init__(
        self,
        backups: BackupsPresenter,
        speech: Speech,
        clock: Callable[[], datetime],
        parent: QObject,
        data: DataPresenter | None = None,
    ) -> None:
        """`clock` gives the present moment in the zone of the person who reads. Without `data` there is no export."""
        super().__init__(parent)
        self._backups, self._speech, self._clock = backups, speech, clock
        self._folder, self._all = "", False
        self._ways: dict[str, Button] = {}
        self._listed: tuple[object, ...] | None = None
        self._open = Button(self.tr("Open the folder"), self._ask, icon="external", name="openDataFolder")
        self._where = label("", "small", name="dataFolder")
        self._where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._where.setAccessibleName(self.tr("Your drafts and recordings"))
        kept = SettingRow(
            self.tr("Your drafts and recordings"),
            self.tr("They are on this computer. Nothing leaves it until you ask for review."),
            self._open,
            find_by=self.tr("folder data privacy"),
        )
        kept.below(self._where)
        self._make = Button(self.tr("Make a backup now"), backups.back_up, icon="disk", name="backUpNow")
        self._newest = label("", "small", name="newestBackup")
        now = SettingRow(
            self.tr("Backups of your drafts"),
            self.tr(
                "Vonk makes one by itself every ten minutes while you work. It keeps 24, the older the further apart."
            ),
            self._make,
            find_by=self.tr("backup copy safe restore"),
        )
        now.below(self._newest)
        self._box = QVBoxLayout()
        self._box.setSpacing(0)
        self._box.setContentsMargins(0, 0, 0, 0)
        listed = WholeRow(held(self._box), self.tr("Go back to an earlier moment backup restore undo"))
        cards = [SettingsCard("", kept, now)]
        if data is not None:
            self._everything = Everything(data, speech, self)
            cards.append(self._everything.card)
        cards.append(SettingsCard(self.tr("Go back to an earlier moment"), listed))
        self.section = Section(self.tr("Your data"), *cards)
        self.show_folder("")
        backups.changed.connect(self._show)
        backups.made.connect(self._on_made)
        self._show()

    def show_folder(self, path: str) -> None:
        """Where everything is kept; empty while that is not known."""
        self._folder = path
        self._where.setText(path)
        self._where.setVisible(bool(path))
        self._open.setVisible(bool(path))
        self._open.setAccessibleDescription(path)

    def _ask(self) -> None:
        self.folder_asked.emit(self._folder)

    def _show(self) -> None:
        found = self._backups.backups
        self._make.busy(self.tr("One moment") if self._backups.busy else "")
        told = self.tr("%n backup(s)", "", len(found))
        if found:
            newest = when_words(found[0].made_at, self._clock(), self._speech)
            told = self.tr("{number}, the newest of {when}").format(number=told, when=newest)
        self._newest.setText(told)
        listed = (found, self._all, self._clock().date())
        if listed == self._listed:
            return
        self._listed = listed
        focused = QApplication.focusWidget()
        name = focused.objectName() if focused is not None and self.section.isAncestorOf(focused) else ""
        self._list(found)
        if name in self._ways:
            self._ways[name].setFocus()

    def _list(self, found: tuple[Backup, ...]) -> None:
        empty(self._box)
        self._ways = {}
        if not found:
            self._box.addWidget(label(self.tr("There is no backup yet. Make the first one above."), "secondary"))
        times = [when_words(backup.made_at, self._clock(), self._speech) for backup in found]
        shown = found if self._all else found[:_AT_FIRST]
        for at, backup in enumerate(shown):
            if at:
                self._box.addLayout(column(2, line(), 2, gap=0))
            # Two of one minute are told apart by their seconds.
            twins = times.count(times[at]) > 1
            self._box.addLayout(
                self._row(backup, when_words(backup.made_at, self._clock(), self._speech, seconds=twins))
            )
        if len(found) > len(shown):
            words = self.tr("Show all %n", "", len(found))
            more = Button(words, self._show_all, kind="flat", size="compact", name="allBackups")
            self._box.addLayout(column(2, row(None, more)))

    def _row(self, backup: Backup, when: str) -> QVBoxLayout:
        holds = self.tr("It cannot be read.")
        if backup.drafts is not None:
            holds = self.tr("%n learning moment(s)", "", backup.drafts)
        back = Button(
            self.tr("Go back to this one"), lambda: self._ask_first(backup, when), kind="flat", size="compact",
            name=f"goBack-{backup.made_at:%Y%m%dT%H%M%S%f}",
        )  # fmt: skip
        back.setAccessibleName(self.tr("Go back to {when}").format(when=when))
        back.setAccessibleDescription(holds)
        self._ways[back.objectName()] = back
        back.setEnabled(backup.drafts is not None)
        shown = row(column(label(capital(when), "strong", wrap=True), label(holds, "small"), gap=0), back, gap=4)
        shown.setStretch(0, 1)
        return column(shown, gap=0)

    def _show_all(self) -> None:
        """The focus goes to the first that was not shown yet."""
        self._all = True
        self._show()
        list(self._ways.values())[_AT_FIRST].setFocus()

    def _ask_first(self, backup: Backup, when: str) -> None:
        ask_once(
            self.section,
            self.tr("Go back to {when}?").format(when=when),
            (
                self.tr("Your learning moments become as they were then. What you made or changed since is not shown."),
                self.tr("First Vonk makes a backup of how it is now, so you can always come back to it here."),
                self.tr(
                    "Recordings stay on this computer, and the hub and the board keep what you sent. What was waiting "
                    "then waits again; if it has arrived since, nothing is posted twice."
                ),
            ),
            yes=self.tr("Go back"),
            no=self.tr("Stay here"),
            done=lambda: self._backups.go_back(backup.made_at),
            kind="",
        )

    def _on_made(self, moment: datetime) -> None:
        announce(self.section, self.tr("A backup was made."))
