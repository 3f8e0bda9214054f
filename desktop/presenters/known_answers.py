"""What the wizard knows already, in a few words each: to read back while answering the next question."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from core.language import Bilingual
from guidance.answers import Answers, Change, Goal, Source, Steps, Use

_WORDS: Final[dict[StrEnum, Bilingual]] = {
    Goal.FIX: Bilingual(en="getting past a snag", nl="een probleem oplossen"),
    Goal.PROCEDURE: Bilingual(en="doing something", nl="iets doen"),
    Goal.UNDERSTAND: Bilingual(en="understanding something", nl="iets begrijpen"),
    Goal.DISCOVER: Bilingual(en="something you found", nl="iets dat je vond"),
    Goal.JUDGEMENT: Bilingual(en="it depends", nl="dat hangt ervan af"),
    Source.NONE: Bilingual(en="no explanation yet", nl="nog geen uitleg"),
    Source.POINT: Bilingual(en="a good explanation exists", nl="er is al een goede uitleg"),
    Source.TWIST: Bilingual(en="an explanation you add to", nl="een uitleg die jij aanvult"),
    Steps.FEW: Bilingual(en="one or two steps", nl="een of twee stappen"),
    Steps.SOME: Bilingual(en="three to seven steps", nl="drie tot zeven stappen"),
    Steps.MANY: Bilingual(en="eight steps or more", nl="acht stappen of meer"),
    Use.WATCH_ONCE: Bilingual(en="look once", nl="één keer kijken"),
    Use.FOLLOW: Bilingual(en="follow along", nl="meedoen"),
    Use.LOOK_UP: Bilingual(en="look up later", nl="later opzoeken"),
    Change.UNDER_3_MONTHS: Bilingual(en="changes within three months", nl="verandert binnen drie maanden"),
    Change.FROM_3_TO_12_MONTHS: Bilingual(en="changes within a year", nl="verandert binnen een jaar"),
    Change.STABLE: Bilingual(en="stays as it is", nl="blijft zoals het is"),
}
_MOTION: Final = {
    True: Bilingual(en="it has to be seen moving", nl="je moet het zien bewegen"),
    False: Bilingual(en="a still will do", nl="een stilstaand beeld volstaat"),
}


def known_answers(answers: Answers) -> tuple[Bilingual, ...]:
    """One short phrase per answer, in the order of the questions. The audience is not among them: it has its page."""
    given = (answers.goal, answers.source, answers.steps, answers.use, answers.change)
    goal, source, steps, use, change = (None if value is None else _WORDS[value] for value in given)
    motion = None if answers.motion is None else _MOTION[answers.motion]
    return tuple(words for words in (goal, source, steps, motion, use, change) if words is not None)
