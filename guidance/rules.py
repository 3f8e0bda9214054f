"""The rules of the format advice as data: what decides at once, and what each answer adds to a format's score.

Signs follow the named sources; weights are our own choice. A rule's id is stable: people's choices are logged with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from core.formats import Format
from core.language import Bilingual
from guidance.answers import Answers, Change, Goal, Source, Steps, Use


@dataclass(frozen=True, slots=True)
class HardRule:
    """When it applies, the result is this format, whatever the score says. The first that applies wins."""

    id: str
    applies: Callable[[Answers], bool]
    result: Format
    text: Bilingual
    source: str


@dataclass(frozen=True, slots=True)
class Signal:
    """One row of the score table. A format that is not in `weights` gets nothing."""

    id: str
    applies: Callable[[Answers], bool]
    weights: Mapping[Format, int]
    text: Bilingual
    """Why the answer speaks for the formats with a positive weight."""
    against: Bilingual
    """Why it speaks against those with a negative one."""
    source: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something to say with the advice; it changes no result."""

    id: str
    applies: Callable[[Answers, Format], bool]
    text: Bilingual


def _one_or_two_people(answers: Answers) -> bool:
    return not answers.whom.everyone and (answers.whom.people or 0) in (1, 2)


def in_person(answers: Answers) -> bool:
    """True when the answers ask for help in person, whatever else they say."""
    return answers.goal is Goal.JUDGEMENT or _one_or_two_people(answers)


def _a_procedure(answers: Answers) -> bool:
    # A snag that takes three to seven steps to fix is a procedure too; so is one whose goal nobody named.
    return answers.steps is Steps.SOME and answers.goal in (None, Goal.FIX, Goal.PROCEDURE)


HARD_RULES: Final = (
    HardRule(
        "source.point",
        lambda answers: answers.source is Source.POINT,
        Format.RECOMMENDATION,
        Bilingual(
            en="A good source exists already: point at it and say why it helped you.",
            nl="Er is al een goede bron: wijs ernaar en zeg waarom die jou hielp.",
        ),
        "founding article: content recommendations",
    ),
    HardRule(
        "goal.judgement",
        lambda answers: answers.goal is Goal.JUDGEMENT,
        Format.MENTOR,
        Bilingual(
            en="The answer depends on the case: that goes best in person.",
            nl="Het antwoord hangt van het geval af: dat gaat het best persoonlijk.",
        ),
        "founding article: mentor moments",
    ),
    HardRule(
        "audience.one_or_two",
        _one_or_two_people,
        Format.MENTOR,
        Bilingual(
            en="It is for one or two people: helping them in person is quicker than making something.",
            nl="Het is voor een of twee mensen: even meekijken is sneller dan iets maken.",
        ),
        "founding article: mentor moments",
    ),
    HardRule(
        "steps.few_no_motion",
        lambda answers: answers.steps is Steps.FEW and answers.motion is False,
        Format.TIP,
        Bilingual(
            en="One or two steps and nothing that moves: a few sentences say it all.",
            nl="Een of twee stappen en niets dat beweegt: een paar zinnen zeggen alles.",
        ),
        "founding article: a handy shortcut; coherence d=0.70 (Mayer 2017)",
    ),
    HardRule(
        "sensitive",
        lambda answers: answers.sensitive,
        Format.SLIDES,
        Bilingual(
            en="Customer or personal data is on the screen: in pictures you can cover it, in a clip it slips through.",
            nl="Er staan klant- of persoonsgegevens in beeld: op een plaatje dek je die af, in een clip lukt dat niet.",
        ),
        "privacy: solid fill on pictures only",
    ),
)

SIGNALS: Final = (
    Signal(
        "motion",
        lambda answers: answers.motion is True,
        {Format.CLIP: 3, Format.SLIDES: -1, Format.TIP: -1},
        Bilingual(en="The movement itself is what you want to show.", nl="De beweging zelf is wat je wilt laten zien."),
        Bilingual(en="A still cannot show the movement.", nl="Een stilstaand beeld laat de beweging niet zien."),
        "van der Meij 2013; multimedia d=1.67 (Mayer 2017)",
    ),
    Signal(
        "procedure.some_steps",
        _a_procedure,
        {Format.CLIP: 1, Format.SLIDES: 2, Format.TIP: -2},
        Bilingual(
            en="Three to seven steps, worked out one by one.", nl="Drie tot zeven stappen, een voor een uitgewerkt."
        ),
        Bilingual(
            en="Three or more steps do not fit on a card.", nl="Drie of meer stappen passen niet op een kaartje."
        ),
        "worked examples g=0.48 (Barbieri 2023)",
    ),
    Signal(
        "steps.many",
        lambda answers: answers.steps is Steps.MANY,
        {Format.CLIP: -2, Format.SLIDES: 2, Format.TIP: -3},
        Bilingual(
            en="With many steps people want to stop at each one.",
            nl="Bij veel stappen wil je bij elke stap kunnen stoppen.",
        ),
        Bilingual(en="Eight or more steps are too many for this.", nl="Acht of meer stappen zijn hiervoor te veel."),
        "segmenting d=0.70 (Mayer 2017)",
    ),
    Signal(
        "use.keep_at_hand",
        lambda answers: answers.use in (Use.FOLLOW, Use.LOOK_UP),
        {Format.CLIP: -1, Format.SLIDES: 3, Format.TIP: 1},
        Bilingual(
            en="People keep it beside them while they work, at their own pace.",
            nl="Je houdt het ernaast terwijl je werkt, in je eigen tempo.",
        ),
        Bilingual(
            en="A clip is too slow to follow along with or to look something up in.",
            nl="Een clip is te traag om mee te doen of iets in op te zoeken.",
        ),
        "van der Meij 2013 on reference use; idratherbewriting 2010",
    ),
    Signal(
        "use.once_by_beginners",
        lambda answers: answers.use is Use.WATCH_ONCE and answers.whom.level == "new",
        {Format.CLIP: 2, Format.SLIDES: 1},
        Bilingual(
            en="For people who are new to it, seeing it done once helps most.",
            nl="Voor wie nieuw is, helpt het meest om het één keer voorgedaan te zien.",
        ),
        Bilingual(en="", nl=""),
        "van der Meij 2013; help suits novices d=0.505 (Tetzlaff 2025)",
    ),
    Signal(
        "audience.experienced",
        lambda answers: answers.whom.level == "experienced",
        {Format.CLIP: -1, Format.TIP: 2},
        Bilingual(en="Experienced colleagues need only the point.", nl="Ervaren collega's hebben genoeg aan de kern."),
        Bilingual(
            en="Much help gets in the way of experienced people.", nl="Veel uitleg zit ervaren mensen in de weg."
        ),
        "expertise reversal d=-0.428 (Tetzlaff 2025)",
    ),
    Signal(
        "goal.understand",
        lambda answers: answers.goal is Goal.UNDERSTAND,
        {Format.CLIP: 1, Format.SLIDES: 2, Format.TIP: -1},
        Bilingual(
            en="To understand or decide, words with pictures work well.",
            nl="Om iets te begrijpen of te kiezen werken woorden met beelden goed.",
        ),
        Bilingual(en="A card is too short to explain why.", nl="Een kaartje is te kort om uit te leggen waarom."),
        "multimedia d=1.67 (Mayer 2017)",
    ),
    Signal(
        "audience.no_sound",
        lambda answers: answers.whom.no_sound_or_other_language,
        {Format.CLIP: -1, Format.SLIDES: 1, Format.TIP: 1},
        Bilingual(
            en="Text can be read without sound, and in another language.",
            nl="Tekst lees je ook zonder geluid, en in een andere taal.",
        ),
        Bilingual(
            en="Part of your audience cannot hear or follow the voice.",
            nl="Een deel van je doelgroep kan de stem niet horen of volgen.",
        ),
        "Gernsbacher 2015 (more than 100 studies)",
    ),
    Signal(
        "change.soon",
        lambda answers: answers.change is Change.UNDER_3_MONTHS,
        {Format.CLIP: -2, Format.SLIDES: 1, Format.TIP: 1},
        Bilingual(
            en="It changes soon: text and pictures are quick to mend.",
            nl="Het verandert snel: tekst en beelden pas je zo aan.",
        ),
        Bilingual(
            en="It changes soon: a clip has to be made anew.", nl="Het verandert snel: een clip moet dan opnieuw."
        ),
        "our own rule, from what keepers of manuals ask",
    ),
    Signal(
        "minutes.two",
        lambda answers: answers.minutes == 2,
        {Format.CLIP: -1, Format.SLIDES: -2, Format.TIP: 3},
        Bilingual(en="You have two minutes: start small.", nl="Je hebt twee minuten: begin klein."),
        Bilingual(
            en="This takes more than the two minutes you have.", nl="Dit kost meer dan de twee minuten die je hebt."
        ),
        "founding article: start small",
    ),
    Signal(
        "source.twist",
        lambda answers: answers.source is Source.TWIST,
        {Format.TIP: 2},
        Bilingual(
            en="The source is there; your own addition fits on a card, with the link.",
            nl="De bron is er al; jouw aanvulling past op een kaartje, met de link erbij.",
        ),
        Bilingual(en="", nl=""),
        "founding article: content recommendations",
    ),
)

CHEAPEST_FIRST: Final = (Format.TIP, Format.RECOMMENDATION, Format.SLIDES, Format.CLIP, Format.MENTOR)

CHEAPER_ON_A_TIE: Final = (
    "tie.cheaper",
    Bilingual(
        en="Nothing speaks more for another form, and this is the quickest to make.",
        nl="Niets pleit sterker voor een andere vorm, en dit is het snelst gemaakt.",
    ),
    "founding article: start small",
)

EXCLUDED: Final[dict[str, Bilingual]] = {
    "excluded.sensitive": Bilingual(
        en="Not with customer or personal data on the screen.",
        nl="Niet met klant- of persoonsgegevens op het scherm.",
    ),
    "excluded.no_source": Bilingual(
        en="There is no source to point at yet.",
        nl="Er is nog geen bron om naar te wijzen.",
    ),
    "excluded.needs_twist": Bilingual(
        en="The source alone is not enough: put its link with your own addition.",
        nl="De bron alleen is niet genoeg: zet de link bij je eigen aanvulling.",
    ),
    "excluded.source_first": Bilingual(
        en="Let the source do its work first; help in person can follow.",
        nl="Laat eerst de bron het werk doen; meekijken kan daarna nog.",
    ),
    "excluded.no_case": Bilingual(
        en="You can answer this once for all; no meeting needed.",
        nl="Dit kun je in één keer voor iedereen beantwoorden; daar hoeft geen gesprek voor.",
    ),
}

NOTES: Final = (
    Note(
        "split",
        lambda answers, format_: answers.steps is Steps.MANY and format_ in (Format.SLIDES, Format.CLIP),
        Bilingual(
            en="Split it into parts of at most seven steps, each with its own goal.",
            nl="Knip het in delen van hooguit zeven stappen, elk met een eigen doel.",
        ),
    ),
    Note(
        "text_beside_clip",
        lambda answers, format_: format_ is Format.CLIP and answers.whom.no_sound_or_other_language,
        Bilingual(
            en="Write what you say under the clip: part of your audience cannot hear it.",
            nl="Schrijf onder de clip wat je zegt: een deel van je doelgroep kan het niet horen.",
        ),
    ),
    Note(
        "tip_afterwards",
        lambda answers, format_: format_ is Format.MENTOR,
        Bilingual(
            en="Does the same question come back? Then make a tip of it afterwards.",
            nl="Komt dezelfde vraag terug? Maak er dan na afloop een tip van.",
        ),
    ),
    Note(
        "link_in_tip",
        lambda answers, format_: answers.source is Source.TWIST and format_ is not Format.RECOMMENDATION,
        Bilingual(en="Add the link to the source.", nl="Zet de link naar de bron erbij."),
    ),
    Note(
        "discover_without_source",
        lambda answers, format_: answers.goal is Goal.DISCOVER and answers.source in (None, Source.NONE),
        Bilingual(
            en="You want to point at a source, but none is named. Do you have a link?",
            nl="Je wilt naar een bron wijzen, maar er is er nog geen. Heb je een link?",
        ),
    ),
    Note(
        "few_steps_many_words",
        lambda answers, format_: answers.steps is Steps.FEW and answers.motion is None,
        Bilingual(
            en="Does the movement itself matter? Then a short clip may be better.",
            nl="Gaat het om de beweging zelf? Dan is een korte clip misschien beter.",
        ),
    ),
    Note(
        "sensitive_on_screen",
        lambda answers, format_: answers.sensitive and format_ is not Format.SLIDES,
        Bilingual(
            en="Leave out customer and personal data, also in a picture.",
            nl="Laat klant- en persoonsgegevens weg, ook in een beeld.",
        ),
    ),
)
