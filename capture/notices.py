"""What the recorder may have to tell a person, by code."""

from __future__ import annotations

from typing import Final

from core.errors import AppError, CaptureImpossible, DiskAlmostFull
from core.language import Bilingual

Notice = tuple[Bilingual, Bilingual]

_KEPT: Final = Bilingual(
    en="What was recorded until then is safe and ready as a clip.",
    nl="Wat tot dan toe is opgenomen, is veilig en staat klaar als clip.",
)

NOTICES: Final[dict[str, Notice]] = {
    "no_microphone": (
        Bilingual(en="There is no microphone.", nl="Er is geen microfoon."),
        Bilingual(
            en="The screen is recorded without sound. Connect a microphone: the sound then joins by itself.",
            nl="Het scherm wordt zonder geluid opgenomen. Sluit een microfoon aan: het geluid komt er dan vanzelf bij.",
        ),
    ),
    "microphone_lost": (
        Bilingual(en="The microphone stopped.", nl="De microfoon is gestopt."),
        Bilingual(
            en="The picture goes on, with silence. Connect the microphone again: the sound then comes back by itself.",
            nl="Het beeld gaat door, met stilte. Sluit de microfoon weer aan: het geluid komt dan vanzelf terug.",
        ),
    ),
    "microphone_back": (
        Bilingual(en="The microphone works again.", nl="De microfoon doet het weer."),
        Bilingual(en="The sound is being recorded.", nl="Het geluid wordt opgenomen."),
    ),
    "silence": (
        Bilingual(en="No sound is heard.", nl="Er is geen geluid te horen."),
        Bilingual(
            en="The recording goes on. Check whether the microphone is muted, or choose another one in the settings.",
            nl="De opname gaat door. Kijk of de microfoon gedempt is, of kies een andere in de instellingen.",
        ),
    ),
    "sound_heard": (
        Bilingual(en="Sound is heard again.", nl="Er is weer geluid te horen."),
        Bilingual(en="The sound is being recorded.", nl="Het geluid wordt opgenomen."),
    ),
    "no_shortcuts": (
        Bilingual(en="Shortcuts are not noted here.", nl="Sneltoetsen worden hier niet genoteerd."),
        Bilingual(
            en="The recording goes on. Vonk cannot tell here where passwords are typed, so it notes no keys.",
            nl="De opname gaat door. Vonk kan hier niet zien waar je wachtwoorden typt, en noteert geen toetsen.",
        ),
    ),
    "recorder_restarted": (
        Bilingual(
            en="The recorder broke off and was started again.", nl="De opname haperde en is opnieuw op gang gebracht."
        ),
        Bilingual(
            en="It goes on in the same clip. A moment may be missing: look at it before you share it.",
            nl="Ze gaat door in dezelfde clip. Er kan een moment missen: bekijk haar voordat je haar deelt.",
        ),
    ),
    "slept": (
        Bilingual(en="The computer stood still for a while.", nl="De computer stond even stil."),
        Bilingual(
            en="The recording goes on; that time is left out of the clip.",
            nl="De opname gaat door; die tijd zit niet in de clip.",
        ),
    ),
    "screen_gone": (
        Bilingual(en="The screen you record is not there now.", nl="Het scherm dat je opneemt, is er nu niet."),
        Bilingual(
            en="The recording is paused; no other screen is recorded. It goes on when this one is back; or stop here.",
            nl="De opname staat stil en neemt niets anders op. Ze gaat door als het scherm terug is; of stop hier.",
        ),
    ),
    "screen_back": (
        Bilingual(en="The screen is back.", nl="Het scherm is er weer."),
        Bilingual(en="The recording goes on.", nl="De opname gaat door."),
    ),
    "file_broken": (
        Bilingual(
            en="Recording stopped: the disk did not take the video any more.",
            nl="De opname is gestopt: de schijf nam de video niet meer aan.",
        ),
        _KEPT,
    ),
    "screen_lost": (
        Bilingual(en="Recording stopped: the screen went away.", nl="De opname is gestopt: het scherm viel weg."),
        _KEPT,
    ),
    "window_closed": (
        Bilingual(
            en="Recording stopped: the window was closed or hidden.",
            nl="De opname is gestopt: het venster is gesloten of verborgen.",
        ),
        _KEPT,
    ),
    "disk_reserve": (
        Bilingual(en="Recording stopped: the disk is almost full.", nl="De opname is gestopt: de schijf is bijna vol."),
        _KEPT,
    ),
    "app_gone": (
        Bilingual(en="The app stopped during the recording.", nl="De app stopte tijdens de opname."),
        _KEPT,
    ),
    "nothing_recorded": (
        Bilingual(en="Nothing was recorded.", nl="Er is niets opgenomen."),
        Bilingual(
            en="The recording broke off before its first moment was on disk. Record it again.",
            nl="De opname brak af voordat het eerste moment op schijf stond. Neem het opnieuw op.",
        ),
    ),
    "recorder_died": (
        Bilingual(en="The recorder broke off.", nl="De opname brak af."),
        Bilingual(
            en="What was recorded until then is safe. Recover it from the app, or with `vonk recover`.",
            nl="Wat tot dan toe is opgenomen, is veilig. Haal het terug in de app, of met `vonk recover`.",
        ),
    ),
    "recorder_unstartable": (
        Bilingual(en="The recorder does not start.", nl="De recorder start niet."),
        Bilingual(
            en="Nothing was recorded and your drafts are safe. Start Vonk again; `vonk doctor` tells what is missing.",
            nl="Er is niets opgenomen en je concepten zijn veilig. Start Vonk opnieuw; `vonk doctor` zegt wat er mist.",
        ),
    ),
    "no_screen": (
        Bilingual(en="There is no screen to record here.", nl="Er is hier geen scherm om op te nemen."),
        Bilingual(
            en="Nothing was started. Run Vonk inside your desktop session, or make a tip: that needs no recording.",
            nl="Er is niets gestart. Start Vonk binnen je bureaublad, of maak een tip: daar is geen opname voor nodig.",
        ),
    ),
    "wayland": (
        Bilingual(
            en="Recording the screen does not work yet in a Wayland session.",
            nl="Het scherm opnemen kan nog niet in een Wayland-sessie.",
        ),
        Bilingual(
            en="Nothing was started. Choose an X11 (Xorg) session when you sign in.",
            nl="Er is niets gestart. Kies bij het aanmelden een X11-sessie (Xorg).",
        ),
    ),
    "no_such_screen": (
        Bilingual(en="That screen is not connected.", nl="Dat scherm is niet aangesloten."),
        Bilingual(en="Nothing was started. Choose another screen.", nl="Er is niets gestart. Kies een ander scherm."),
    ),
    "outside_screen": (
        Bilingual(en="That area lies outside the screen.", nl="Dat gebied ligt buiten het scherm."),
        Bilingual(
            en="Nothing was started. Choose an area on the screen of at least 16 by 16 pixels.",
            nl="Er is niets gestart. Kies een gebied op het scherm van minstens 16 bij 16 pixels.",
        ),
    ),
    "no_such_window": (
        Bilingual(en="There is no open window with that title.", nl="Er is geen open venster met die titel."),
        Bilingual(
            en="Nothing was started. Open the window, or choose a screen.",
            nl="Er is niets gestart. Open het venster, of kies een scherm.",
        ),
    ),
    "disk_almost_full": (
        Bilingual(en="The disk is almost full.", nl="De schijf is bijna vol."),
        Bilingual(
            en="Nothing was started and your drafts are safe. Free at least 1 GB, then record again.",
            nl="Er is niets gestart en je concepten zijn veilig. Maak minstens 1 GB vrij en neem dan op.",
        ),
    ),
    "folder_used": (
        Bilingual(en="This folder holds a recording already.", nl="In deze map staat al een opname."),
        Bilingual(
            en="Nothing was started, and that recording is safe. Choose another folder.",
            nl="Er is niets gestart en die opname is veilig. Kies een andere map.",
        ),
    ),
    "folder_unwritable": (
        Bilingual(
            en="The folder for recordings cannot be written.", nl="In de map voor opnamen kan niet worden geschreven."
        ),
        Bilingual(
            en="Nothing was started. Check the rights of the folder, or the disk.",
            nl="Er is niets gestart. Controleer de rechten van de map, of de schijf.",
        ),
    ),
}


def impossible(code: str) -> CaptureImpossible:
    """The error a person reads when a recording cannot start."""
    title, hint = NOTICES[code]
    return CodedImpossible(code, title, hint)


class CodedImpossible(CaptureImpossible):
    """`code` is a key of NOTICES."""

    def __init__(self, code: str, title: Bilingual, hint: Bilingual) -> None:
        super().__init__(title, hint)
        self.code = code


def disk_almost_full() -> DiskAlmostFull:
    return DiskAlmostFull(*NOTICES["disk_almost_full"])


def code_of(error: AppError) -> str:
    """The code of an error raised here; `impossible` for any other."""
    if isinstance(error, CodedImpossible):
        return error.code
    return "disk_almost_full" if isinstance(error, DiskAlmostFull) else "impossible"
