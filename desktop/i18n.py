"""The language of the windows, switched while they are open."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import as_file, files

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal

from core.language import Bilingual, Language, language_of

LOCALES: dict[Language, QLocale] = {
    "nl": QLocale(QLocale.Language.Dutch, QLocale.Country.Netherlands),
    "en": QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
}


def language_of_system() -> Language:
    return language_of(QLocale.system().name())


def translators(language: Language) -> list[QTranslator]:
    """Qt's own words and ours. The sources are English: of English only the plurals stand in a file."""
    ours, of_qt = QTranslator(), QTranslator()
    with as_file(files("resources") / "translations" / f"vonk_{language}.qm") as file:
        found = [ours] if file.exists() and ours.load(str(file)) else []
    if language != "en" and of_qt.load(
        f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    ):
        return [of_qt, *found]
    return found


class Speech(QObject):
    """What language is spoken. `translators` give the words of the windows, `voice` says a pair."""

    changed = Signal()

    def __init__(
        self,
        language: Language,
        parent: QObject | None = None,
        *,
        translators: Callable[[Language], list[QTranslator]] = translators,
        voice: Callable[[Bilingual, Language], str] = Bilingual.in_,
    ) -> None:
        super().__init__(parent)
        self._language: Language = language
        self._translators_of, self._voice = translators, voice
        self._translators: list[QTranslator] = []

    @property
    def language(self) -> Language:
        return self._language

    @property
    def locale(self) -> QLocale:
        return LOCALES[self._language]

    def say(self, text: Bilingual) -> str:
        return self._voice(text, self._language)

    def use(self, language: Language) -> None:
        """Speak this language from now on; `changed` tells the windows to build themselves anew."""
        for translator in self._translators:
            QCoreApplication.removeTranslator(translator)
        self._language = language
        self._translators = self._translators_of(language)
        for translator in self._translators:
            QCoreApplication.installTranslator(translator)
        QLocale.setDefault(self.locale)
        self.changed.emit()
