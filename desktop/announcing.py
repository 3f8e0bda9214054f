"""What a person who cannot see the screen, or not its movement, is told and spared."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication


def announce(source: QObject, sentence: str) -> None:
    """A screen reader says this once, after what it is saying now. `source` is the window or control it is about.

    For what changed without the focus going there: *Recording stopped. It is kept.* Nothing is said where no reader
    listens, or of nothing.
    """
    if sentence and QAccessible.isActive():
        told = QAccessibleAnnouncementEvent(source, sentence)
        told.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
        QAccessible.updateAccessibility(told)


def reduced_motion(*, chosen: bool = False) -> bool:
    """Whether everything is to be instant: because the person chose so in Vonk, or in the system's own settings.

    Ask anew before each movement; the system's answer may change while the app runs.
    """
    return chosen or _asked_of_system() is Qt.MotionPreference.ReducedMotion


def _asked_of_system() -> Qt.MotionPreference:
    # Held by name: Python forgets what belongs to an object it has let go of.
    style = QGuiApplication.styleHints()
    return style.accessibility().motionPreference()
