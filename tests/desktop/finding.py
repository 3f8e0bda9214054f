"""Finds what a person sees in a window, by object name."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QApplication, QLabel, QWidget  # noqa: TID251 - looks at widgets

Kind = TypeVar("Kind", bound=QWidget)


def find(window: QWidget, kind: type[Kind], name: str) -> Kind:
    """The one visible control with this name. AssertionError where there is none, or more than one."""
    QApplication.processEvents()
    found = [part for part in window.findChildren(kind, name) if part.isVisible()]
    assert len(found) == 1, f"{len(found)} visible {name}"
    return found[0]


def is_shown(window: QWidget, name: str) -> bool:
    QApplication.processEvents()
    return any(part.isVisible() for part in window.findChildren(QWidget, name))


def words(window: QWidget) -> str:
    """All texts that show, a line each."""
    QApplication.processEvents()
    return "\n".join(part.text() for part in window.findChildren(QLabel) if part.isVisible())
