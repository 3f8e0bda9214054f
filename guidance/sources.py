"""Where the rules of the advice come from, as a person reads it. Studies are cited the same in both languages."""

from __future__ import annotations

from typing import Final

from core.language import Bilingual

_SAID: Final = {
    "founding article: content recommendations": Bilingual(
        en="The article on learning ambassadors: recommend what is there",
        nl="Het artikel over leerambassadeurs: raad aan wat er al is",
    ),
    "founding article: mentor moments": Bilingual(
        en="The article on learning ambassadors: moments of help in person",
        nl="Het artikel over leerambassadeurs: momenten om mee te kijken",
    ),
    "founding article: start small": Bilingual(
        en="The article on learning ambassadors: start small",
        nl="Het artikel over leerambassadeurs: begin klein",
    ),
    "founding article: a handy shortcut; coherence d=0.70 (Mayer 2017)": Bilingual(
        en="The article on learning ambassadors: a handy shortcut; Mayer 2017 on leaving things out (d = 0.70)",
        nl="Het artikel over leerambassadeurs: een handige sneltoets; Mayer 2017 over weglaten (d = 0,70)",
    ),
    "privacy: solid fill on pictures only": Bilingual(
        en="Privacy: only on a picture can you cover something for good",
        nl="Privacy: alleen op een plaatje dek je iets voorgoed af",
    ),
    "our own rule, from what keepers of manuals ask": Bilingual(
        en="Our own rule, from what people who keep manuals ask",
        nl="Onze eigen regel, naar wat makers van handleidingen vragen",
    ),
    "van der Meij 2013; multimedia d=1.67 (Mayer 2017)": Bilingual(
        en="Van der Meij 2013; Mayer 2017 on words with pictures (d = 1.67)",
        nl="Van der Meij 2013; Mayer 2017 over woorden met beelden (d = 1,67)",
    ),
    "worked examples g=0.48 (Barbieri 2023)": Bilingual(
        en="Barbieri 2023 on worked examples (g = 0.48)", nl="Barbieri 2023 over uitgewerkte voorbeelden (g = 0,48)"
    ),
    "segmenting d=0.70 (Mayer 2017)": Bilingual(
        en="Mayer 2017 on learning in parts (d = 0.70)", nl="Mayer 2017 over leren in delen (d = 0,70)"
    ),
    "van der Meij 2013 on reference use; idratherbewriting 2010": Bilingual(
        en="Van der Meij 2013 on looking things up; I'd Rather Be Writing 2010",
        nl="Van der Meij 2013 over naslaan; I'd Rather Be Writing 2010",
    ),
    "van der Meij 2013; help suits novices d=0.505 (Tetzlaff 2025)": Bilingual(
        en="Van der Meij 2013; Tetzlaff 2025 on help for beginners (d = 0.505)",
        nl="Van der Meij 2013; Tetzlaff 2025 over hulp voor beginners (d = 0,505)",
    ),
    "expertise reversal d=-0.428 (Tetzlaff 2025)": Bilingual(
        en="Tetzlaff 2025 on help for experienced people (d = -0.428)",
        nl="Tetzlaff 2025 over hulp voor ervaren mensen (d = -0,428)",
    ),
    "multimedia d=1.67 (Mayer 2017)": Bilingual(
        en="Mayer 2017 on words with pictures (d = 1.67)", nl="Mayer 2017 over woorden met beelden (d = 1,67)"
    ),
    "Gernsbacher 2015 (more than 100 studies)": Bilingual(
        en="Gernsbacher 2015 on captions (more than 100 studies)",
        nl="Gernsbacher 2015 over ondertitels (meer dan 100 studies)",
    ),
}


def source_words(source: str) -> Bilingual:
    """The source of a reason in both languages; one that is not known here is cited as it stands."""
    return _SAID.get(source, Bilingual(en=source, nl=source))
