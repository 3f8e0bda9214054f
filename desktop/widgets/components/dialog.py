"""The frame of every window of its own: a title, what it says, and the actions below it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLayout, QWidget

from desktop.widgets.components.button import Button
from desktop.widgets.components.layout import column, frame, row
from desktop.widgets.components.text import label
from desktop.widgets.theme import app_icon
from resources.tokens import pixels


class DialogFrame(QDialog):
    """Esc closes it, Enter does its primary action. The title says what it is about as a question or a verb."""

    def __init__(self, title: str, body: QWidget | QLayout, *actions: Button, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setWindowTitle(title)
        self.setWindowIcon(app_icon())
        self.setAccessibleName(title)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        for action in actions:
            action.setDefault(action.property("kind") == "primary")
        foot = row(None, *actions, margin=(5, 3, 5, 3))
        whole = column(column(label(title, "title"), body, margin=5, gap=3), None, frame("footer", foot), gap=0)
        self.setLayout(whole)
        self.setMinimumWidth(pixels("component.emptyState.text"))
