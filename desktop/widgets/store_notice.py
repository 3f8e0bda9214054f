"""What the store had to tell when it was opened, as a banner says it: the fact, then what is safe and what to do."""

from __future__ import annotations

from core.language import Bilingual


def in_two(notice: Bilingual) -> tuple[Bilingual, Bilingual]:
    """The first sentence, and the rest."""
    (en, en_rest), (nl, nl_rest) = (_cut(text) for text in (notice.en, notice.nl))
    return Bilingual(en=en, nl=nl), Bilingual(en=en_rest, nl=nl_rest)


def _cut(text: str) -> tuple[str, str]:
    first, dot, rest = text.partition(". ")
    return f"{first}{dot.strip()}", rest.strip()
