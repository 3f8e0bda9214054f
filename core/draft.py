"""An item while it is still on its maker's machine."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from core.content import Content
from core.review import ReviewState

ItemId = NewType("ItemId", str)
"""A UUID in its usual lower-case form, made by the maker's machine; the same on the hub."""

NewId = Callable[[], str]


def random_id() -> str:
    return str(uuid.uuid4())


@dataclass(frozen=True, slots=True)
class Draft:
    """`revision` grows with every saved change; `review` is the state of the version last submitted, else draft."""

    id: ItemId
    content: Content
    created_at: datetime
    changed_at: datetime
    revision: int = 1
    review: ReviewState = ReviewState.DRAFT
    submitted_hash: str | None = None
    take_id: str | None = None
