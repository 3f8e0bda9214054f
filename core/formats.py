"""The five formats an item can have."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from core.language import Bilingual


class Format(StrEnum):
    CLIP = "clip"
    SLIDES = "slides"
    TIP = "tip"
    RECOMMENDATION = "recommendation"
    MENTOR = "mentor"


FORMAT_NAMES: Final[dict[Format, Bilingual]] = {
    Format.CLIP: Bilingual(en="Clip", nl="Clip"),
    Format.SLIDES: Bilingual(en="Slides", nl="Slides"),
    Format.TIP: Bilingual(en="Tip", nl="Tip"),
    Format.RECOMMENDATION: Bilingual(en="Recommendation", nl="Aanrader"),
    Format.MENTOR: Bilingual(en="Help in person", nl="Meekijken"),
}
