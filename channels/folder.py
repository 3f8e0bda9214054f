"""A folder as a channel: a shared disk, or one that something else watches. The card becomes a text file."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from channels.card import ChannelCard, address_of, texts_of
from channels.naming import slug, version_of
from channels.posting import Outcome
from core.delivery import DeliveryAction
from core.language import Bilingual

_NO_FOLDER: Final = Bilingual(
    en="The folder cannot be written to. Is the disk connected?",
    nl="In de map kan niet geschreven worden. Is de schijf verbonden?",
)


def post(folder: Path, key: str, card: ChannelCard) -> Outcome:
    """Write the card, whole or not at all. The same publish key always gives the same file, so again is harmless."""
    target = folder / file_name(key, card)
    beside = target.with_suffix(".part")
    try:
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text_of(card))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        return Outcome(DeliveryAction.FAIL, reason=_NO_FOLDER)
    return Outcome(DeliveryAction.CONFIRM)


def text_of(card: ChannelCard) -> str:
    """The card as plain text, one fact a line."""
    texts = texts_of(card)
    lines = [texts.title, "", texts.kind, *(f"{label}: {value}" for label, value in texts.facts), "", address_of(card)]
    return "\n".join(lines) + "\n"


def file_name(key: str, card: ChannelCard) -> str:
    """A name that every file system takes: words of the title, then the item and version."""
    return f"{slug(card.title, card.format.value)}-{version_of(key)}.txt"
