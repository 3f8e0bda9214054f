"""Which Vonk this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import QObject

from desktop.widgets.components import label
from desktop.widgets.settings.rows import Section, SettingRow, SettingsCard


class AboutVonk(QObject):
    """`section` shows it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        which = SettingsCard(
            "",
            SettingRow(self.tr("Version"), "", label(_version(), "secondary", name="version", wrap=False)),
            SettingRow(
                self.tr("Licence"),
                self.tr("Free to use, to change and to pass on."),
                label("Apache 2.0", "secondary", name="licence", wrap=False),
            ),
        )
        self.section = Section(self.tr("About Vonk"), which)


def _version() -> str:
    try:
        return version("vonk")
    except PackageNotFoundError:
        return ""
