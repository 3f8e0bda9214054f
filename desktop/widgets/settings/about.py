"""Which Vonk this is, and where it keeps its things."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import QObject, Qt, Signal

from desktop.widgets.components import Button, label
from desktop.widgets.settings.rows import Section, SettingRow, SettingsCard


class AboutVonk(QObject):
    """`section` shows it. `folder_asked` with the folder somebody wants to see."""

    folder_asked = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = ""
        self._open = Button(self.tr("Open the folder"), self._ask, icon="external", name="openDataFolder")
        self._where = label("", "small", name="dataFolder")
        self._where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._where.setAccessibleName(self.tr("Your drafts and recordings"))
        which = SettingsCard(
            "",
            SettingRow(self.tr("Version"), "", label(_version(), "secondary", name="version", wrap=False)),
            SettingRow(
                self.tr("Licence"),
                self.tr("Free to use, to change and to pass on."),
                label("Apache 2.0", "secondary", name="licence", wrap=False),
            ),
        )
        self._row = SettingRow(
            self.tr("Your drafts and recordings"),
            self.tr("They are on this computer. Nothing leaves it until you ask for review."),
            self._open,
            find_by=self.tr("folder data privacy"),
        )
        self._row.below(self._where)
        self._data = SettingsCard(self.tr("Your data"), self._row)
        self.section = Section(self.tr("About Vonk"), which, self._data)
        self.show_folder("")

    def show_folder(self, path: str) -> None:
        """Where everything is kept; empty while that is not known."""
        self._folder = path
        self._where.setText(path)
        self._where.setVisible(bool(path))
        self._open.setVisible(bool(path))
        self._open.setAccessibleDescription(path)

    def _ask(self) -> None:
        self.folder_asked.emit(self._folder)


def _version() -> str:
    try:
        return version("vonk")
    except PackageNotFoundError:
        return ""
