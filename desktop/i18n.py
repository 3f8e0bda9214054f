"""The language of the windows, switched while they are open."""

from __future__ import annotations

from importlib.resources import as_file, files

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal

from core.language import Bilingual, Language, language_of

LOCALES: dict[Language, QLocale] = {
    "nl": QLocale(QLocale.Language.Dutch, QLocale.Country.Netherlands),
    "en": QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
}


def language_of_system() -> Language:
    return language_of(QLocale.system().name())


class Speech(QObject):
    """What language is spoken. The sources are English; Dutch comes from `resources/translations/vonk_nl.qm`."""

    changed = Signal()

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language: Language = language
        self._translators: list[QTranslator] = []

    @property
    def language(self) -> Language:
        return self._language

    @property
    def locale(self) -> QLocale:
        return LOCALES[self._language]

    def say(self, text: Bilingual) -> str:
        return text.in_(self._language)

    def use(self, language: Language) -> None:
        """Speak this language from now on; `changed` tells the windows to build themselves anew."""
        for translator in self._translators:
            QCoreApplication.removeTranslator(translator)
        self._language = language
        self._translators = _translators(language)
        for translator in self._translators:
            QCoreApplication.installTranslator(translator)
        QLocale.setDefault(self.locale)
        self.changed.emit()


def _translators(language: Language) -> list[QTranslator]:
    if language == "en":
        return []
    ours, of_qt = QTranslator(), QTranslator()
    with as_file(files("resources") / "translations" / f"vonk_{language}.qm") as file:
        found = ours.load(str(file)) if file.exists() else False
    of_qt.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    return [of_qt, ours] if found else [of_qt]
