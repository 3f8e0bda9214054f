"""All of the person's data at once: out, in, and how to erase it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from core.errors import AppError
from desktop.announcing import announce
from desktop.i18n import Speech
from desktop.presenters.data import DataPresenter, In, Out
from desktop.widgets.asking import ask_once
from desktop.widgets.components import Button, held, label, row
from desktop.widgets.settings.rows import SettingRow, SettingsCard
from desktop.wording import size_words

ERASE_COMMAND = "vonk data erase"


class Everything(QObject):
    """`card` shows it."""

    def __init__(self, data: DataPresenter, speech: Speech, parent: QObject) -> None:
        super().__init__(parent)
        self._data, self._speech = data, speech
        self._picker: QFileDialog | None = None
        self._export = Button(self.tr("Export everything…"), self._pick_target, icon="download", name="exportAll")
        self._import = Button(self.tr("Import…"), self._pick_source, name="importAll")
        self._stop = Button(self.tr("Stop"), data.stop, kind="flat", name="stopData")
        self._erase = Button(self.tr("Erase everything…"), self._ask_to_erase, kind="danger", name="eraseAll")
        self._told = label("", "small", name="dataTold")
        self._out = SettingRow(
            self.tr("Take everything with you"),
            self.tr(
                "One file with all your learning moments, every version, recordings and what reviewers said, in open "
                "formats. No passwords are in it."
            ),
            held(row(self._stop, self._export)),
            find_by=self.tr("export copy zip move another computer"),
        )
        self._out.below(self._told)
        into = SettingRow(
            self.tr("Take in an export"),
            self.tr("It comes beside what is here. Nothing is overwritten, and nothing is sent."),
            self._import,
            find_by=self.tr("import another computer"),
        )
        gone = SettingRow(
            self.tr("Erase everything"),
            self.tr("All of you on this computer, for good. What you handed in stays at the hub."),
            self._erase,
            find_by=self.tr("delete remove privacy"),
        )
        self.card = SettingsCard(self.tr("All your data"), self._out, into, gone)
        data.changed.connect(self._show)
        data.exported.connect(self._on_exported)
        data.imported.connect(self._on_imported)
        data.stopped.connect(self._on_stopped)
        self._say("")
        self._show()

    def _show(self) -> None:
        doing, percent = self._data.doing, self._data.percent
        self._export.busy(self.tr("{percent} %").format(percent=percent) if doing == "export" else "")
        self._import.busy(self.tr("{percent} %").format(percent=percent) if doing == "import" else "")
        for button in (self._export, self._import, self._erase):
            button.setEnabled(not doing)
        self._stop.setVisible(bool(doing))
        if doing and percent == 0:
            self._say("")

    def _say(self, words: str) -> None:
        self._told.setText(words)
        self._told.setVisible(bool(words))
        if words:
            announce(self.card, words)

    def _pick_target(self) -> None:
        picker = self._open_picker(self.tr("Export everything"))
        picker.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        # An export never takes the place of another file, so there is nothing to ask.
        picker.setOption(QFileDialog.Option.DontConfirmOverwrite)
        picker.setNameFilter(self.tr("Zip file (*.zip)"))
        picker.setDefaultSuffix("zip")
        picker.selectFile(self.tr("vonk-export.zip"))
        picker.fileSelected.connect(lambda path: self._data.export(Path(path)))
        picker.open()

    def _pick_source(self) -> None:
        picker = self._open_picker(self.tr("Import"))
        picker.setFileMode(QFileDialog.FileMode.ExistingFile)
        picker.setNameFilter(self.tr("Zip file (*.zip)"))
        picker.fileSelected.connect(lambda path: self._data.import_(Path(path)))
        picker.open()

    def _open_picker(self, title: str) -> QFileDialog:
        self._picker = QFileDialog(self._window(), title, str(Path.home()))
        return self._picker

    def _window(self) -> QWidget:
        return self.card.window()

    def _on_exported(self, done: Out) -> None:
        words = self.tr("%n learning moment(s)", "", done.drafts + done.in_bin)
        size = size_words(done.size, self._speech.locale)
        told = [self.tr("{what}, {size}, in {path}.").format(what=words, size=size, path=done.path)]
        if done.missing:
            told.append(self.tr("%n recording(s) or picture(s) are no longer whole here.", "", done.missing))
        self._say(" ".join(told))

    def _on_imported(self, done: In) -> None:
        told = [
            self.tr("New: {made}. Here already: {same}.").format(made=done.made + done.newer, same=done.same),
        ]
        if done.two_versions:
            told.append(self.tr("Of %n both versions were kept: open it to choose.", "", done.two_versions))
        if done.earlier:
            told.append(self.tr("Of %n the imported version is among the earlier ones.", "", done.earlier))
        if done.unasked:
            told.append(
                self.tr(
                    "%n waited to be sent there; here it is a draft, so that nothing is sent twice.", "", done.unasked
                )
            )
        self._say(" ".join(told))

    def _on_stopped(self, error: AppError) -> None:
        self._say(error.in_(self._speech.language))

    def _ask_to_erase(self) -> None:
        ask_once(
            self.card,
            self.tr("Erase everything of you on this computer?"),
            (
                self.tr("Learning moments with all versions, recordings, backups, settings: all of it, for good."),
                self.tr("What you handed in stays at the hub and in channels; ask there to have it erased."),
                self.tr("Export everything first if you want to keep a copy."),
            ),
            yes=self.tr("Go on"),
            no=self.tr("Keep everything"),
            done=self._tell_how,
        )

    def _tell_how(self) -> None:
        ask_once(
            self.card,
            self.tr("Vonk cannot erase its own files while it runs"),
            (
                self.tr("Quit Vonk in the menu of its icon, and type this in a terminal:"),
                ERASE_COMMAND,
                self.tr("It tells what goes and asks for a word. Only then everything is erased."),
            ),
            yes=self.tr("Copy the command"),
            no=self.tr("Keep everything"),
            done=lambda: QGuiApplication.clipboard().setText(ERASE_COMMAND),
            kind="",
        )
