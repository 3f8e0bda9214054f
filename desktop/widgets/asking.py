"""The one question before what cannot be undone, or changes everything at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.widgets.components import Button, DialogFrame, column, label
from desktop.widgets.components.button import Kind


def ask_once(
    parent: QWidget,
    title: str,
    sentences: Sequence[str],
    *,
    yes: str,
    no: str,
    done: Callable[[], object],
    kind: Kind = "danger",
) -> DialogFrame:
    """Open the question above `parent` and return; `done` when the person says yes. Enter and Esc are no."""
    agree = Button(yes, kind=kind, name="agree")
    stay = Button(no, name="stay")
    words = column(*(label(sentence, "secondary") for sentence in sentences), gap=3)
    question = DialogFrame(title, words, stay, agree, parent=parent.window())
    question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    stay.clicked.connect(question.reject)
    agree.clicked.connect(question.accept)
    question.accepted.connect(lambda: done())
    question.setAccessibleDescription(" ".join(sentences))
    stay.setDefault(True)
    stay.setFocus()
    question.open()
    return question
