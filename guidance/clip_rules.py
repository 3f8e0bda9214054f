"""Rules on clips: what the manifest says, and what was measured where somebody measured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from core.content import ClipBody
from core.language import Bilingual
from guidance.findings import Finding, Rule, Subject, found

SILENT_DB: Final = -60.0
QUIET_DB: Final = -30.0
CLIPPING_DB: Final = -0.1
LONG_STILL_MS: Final = 8_000


def media(subject: Subject) -> Iterator[Finding]:
    body = subject.content.body
    if isinstance(body, ClipBody) and body.media is None:
        yield found(
            "clip.missing",
            "body.media",
            Bilingual(en="There is no recording yet.", nl="Er is nog geen opname."),
            Bilingual(en="Without it there is nothing to watch.", nl="Zonder opname valt er niets te zien."),
            Bilingual(en="Record it now.", nl="Neem het nu op."),
        )


def length(subject: Subject) -> Iterator[Finding]:
    body = subject.content.body
    if not isinstance(body, ClipBody) or body.media is None:
        return
    measured = subject.measured.duration_ms
    duration_ms = body.duration_ms if measured is None else measured
    lasts = Bilingual(en=f"The clip lasts {_clock(duration_ms)}.", nl=f"De clip duurt {_clock(duration_ms)}.")
    if duration_ms > subject.limit("longest_seconds") * 1000:
        yield found(
            "clip.much_too_long",
            "body.duration_ms",
            lasts,
            Bilingual(
                en="After six minutes most people have stopped watching.",
                nl="Na zes minuten is de meeste aandacht weg.",
            ),
            Bilingual(en="Split it into clips with one goal each.", nl="Knip het in clips met elk één doel."),
            "Guo, Kim and Rubin 2014 (6.9 million sessions)",
        )
    elif duration_ms > subject.limit("long_seconds") * 1000:
        yield found(
            "clip.long",
            "body.duration_ms",
            lasts,
            Bilingual(
                en="One task seldom needs more than one or two minutes.",
                nl="Eén taak heeft zelden meer dan een of twee minuten nodig.",
            ),
            Bilingual(en="Cut the start and the waiting.", nl="Knip het begin en het wachten eruit."),
            "one task per clip (van der Meij 2013)",
        )
    elif 0 < duration_ms < subject.limit("shortest_seconds") * 1000:
        yield found(
            "clip.short",
            "body.duration_ms",
            lasts,
            Bilingual(
                en="That is hardly time to see for whom and what.",
                nl="Dat is nauwelijks tijd om te zien voor wie en wat.",
            ),
            Bilingual(en="Make a tip of it, or record once more.", nl="Maak er een tip van, of neem het nog eens op."),
        )


def sound(subject: Subject) -> Iterator[Finding]:
    body = subject.content.body
    if not isinstance(body, ClipBody) or body.media is None:
        return
    measured, has_sound = subject.measured, _has_sound(subject, body)
    if measured.microphone_wanted and not has_sound:
        yield found(
            "clip.silent_microphone",
            "body.media",
            Bilingual(
                en="The microphone was on, but nothing was heard.",
                nl="De microfoon stond aan, maar er is niets te horen.",
            ),
            Bilingual(en="What you said is not in the clip.", nl="Wat je zei, staat niet in de clip."),
            Bilingual(
                en="Choose another microphone and record again.", nl="Kies een andere microfoon en neem opnieuw op."
            ),
        )
    elif not has_sound and not subject.content.audience.no_sound_or_other_language:
        yield found(
            "clip.no_sound",
            "body.has_sound",
            Bilingual(en="The clip has no sound.", nl="De clip heeft geen geluid."),
            Bilingual(
                en="People learn more from picture and voice together.", nl="Van beeld en stem samen leer je meer."
            ),
            Bilingual(
                en="Say what you do, or write it under the clip.", nl="Zeg wat je doet, of schrijf het onder de clip."
            ),
            "modality d=0.72 (Mayer 2017)",
        )
    if has_sound and subject.content.audience.no_sound_or_other_language and not body.summary.strip():
        yield found(
            "clip.no_text_for_silent_audience",
            "body.summary",
            Bilingual(
                en="Part of your audience cannot hear or follow this.",
                nl="Een deel van je doelgroep kan dit niet horen of volgen.",
            ),
            Bilingual(
                en="They have no sound, or speak another language.",
                nl="Zij hebben geen geluid, of spreken een andere taal.",
            ),
            Bilingual(en="Write under the clip what you say in it.", nl="Schrijf onder de clip wat je erin zegt."),
            "Gernsbacher 2015; WCAG 2.2, 1.2.2",
        )


def signal(subject: Subject) -> Iterator[Finding]:
    body, measured = subject.content.body, subject.measured
    if not isinstance(body, ClipBody) or body.media is None or not _has_sound(subject, body):
        return
    latest_s = subject.limit("first_word_seconds")
    if measured.first_sound_ms is not None and measured.first_sound_ms > latest_s * 1000:
        yield found(
            "clip.late_start",
            "body.media",
            Bilingual(
                en=f"The first sound comes at {_clock(measured.first_sound_ms)}.",
                nl=f"Het eerste geluid komt op {_clock(measured.first_sound_ms)}.",
            ),
            Bilingual(
                en="People want to hear right away what it is about.",
                nl="Kijkers willen meteen horen waar het over gaat.",
            ),
            Bilingual(
                en=f"Start at {_clock(measured.first_sound_ms)}.", nl=f"Begin bij {_clock(measured.first_sound_ms)}."
            ),
        )
    if measured.mean_db is not None and measured.mean_db < QUIET_DB:
        yield found(
            "clip.quiet",
            "body.media",
            Bilingual(en="The sound is soft.", nl="Het geluid is zacht."),
            Bilingual(
                en="On a laptop in an office it cannot be understood.",
                nl="Op een laptop op kantoor is het niet te verstaan.",
            ),
            Bilingual(
                en="Sit closer to the microphone next time.", nl="Ga de volgende keer dichter bij de microfoon zitten."
            ),
        )
    if measured.peak_db is not None and measured.peak_db >= CLIPPING_DB:
        yield found(
            "clip.clipping",
            "body.media",
            Bilingual(en="The sound is too loud in places.", nl="Het geluid is op sommige plekken te hard."),
            Bilingual(en="It crackles there.", nl="Het kraakt daar."),
            Bilingual(en="Turn the microphone down a little.", nl="Zet de microfoon wat zachter."),
        )
    if measured.longest_still_silence_ms is not None and measured.longest_still_silence_ms > LONG_STILL_MS:
        seconds = measured.longest_still_silence_ms // 1000
        yield found(
            "clip.nothing_happens",
            "body.media",
            Bilingual(en=f"For {seconds} seconds nothing happens.", nl=f"Er gebeurt {seconds} seconden niets."),
            Bilingual(en="People think that it stopped.", nl="Mensen denken dat het gestopt is."),
            Bilingual(en="Cut that part out.", nl="Knip dat stuk eruit."),
        )


def _has_sound(subject: Subject, body: ClipBody) -> bool:
    """Measured where it was measured: a track that holds silence is no sound."""
    measured = subject.measured
    if measured.has_audio is False:
        return False
    if measured.peak_db is not None:
        return measured.peak_db > SILENT_DB
    return body.has_sound if measured.has_audio is None else True


def _clock(milliseconds: int) -> str:
    seconds = milliseconds // 1000
    return f"{seconds // 60}:{seconds % 60:02}"


RULES: Final[tuple[Rule, ...]] = (media, length, sound, signal)
