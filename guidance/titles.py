"""A title proposed from what the maker wrote, so that a tip needs no title of its own to be found."""

from __future__ import annotations

import re
from typing import Final

from core.content import TipBody

LONGEST_PROPOSAL: Final = 60
"""Characters: what stays on two lines of a card. A person's own title may be longer."""

_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s|\n|;\s|:\s")
_LEADING: Final = re.compile(r"^\W+")


def proposed_title(body: TipBody) -> str:
    """The first sentence of what to do, begun with a capital, cut between words; empty while nothing is written."""
    first = _SENTENCE_END.split(_LEADING.sub("", body.action.strip()), maxsplit=1)[0]
    words = " ".join(first.split()).rstrip(".,;:!? ")
    if len(words) > LONGEST_PROPOSAL:
        cut = words[: LONGEST_PROPOSAL + 1].rpartition(" ")[0] or words[:LONGEST_PROPOSAL]
        words = cut.rstrip(".,;:!? ")
    return words[:1].upper() + words[1:]
