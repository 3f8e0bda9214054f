"""Contents as hypothesis makes them: every format, every field, within the limits of the wire."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import strategies as st

from core.content import (
    Audience,
    BlobRef,
    ClipBody,
    Content,
    MentorBody,
    RecommendationBody,
    Slide,
    SlidesBody,
    TipBody,
)

_SIGNS = st.characters(exclude_categories=["Cs"])
TEXTS = st.text(_SIGNS, max_size=40)
LINES = st.text(_SIGNS, max_size=20)
MANY_LINES = st.lists(LINES, max_size=4).map(tuple)
BLOBS = st.builds(
    BlobRef,
    sha256=st.text("0123456789abcdef", min_size=64, max_size=64),
    size=st.integers(1, 2 * 1024**3),
    type=st.sampled_from(["video/mp4", "image/png", "image/jpeg", "image/webp"]),
)
PICTURES = st.none() | BLOBS
BODIES: st.SearchStrategy[Any] = st.one_of(
    st.builds(
        ClipBody,
        media=PICTURES,
        duration_ms=st.integers(0, 36_000_000),
        width=st.integers(0, 16384),
        height=st.integers(0, 16384),
        has_sound=st.booleans(),
        summary=TEXTS,
    ),
    st.builds(
        SlidesBody,
        slides=st.lists(
            st.builds(Slide, text=TEXTS, title=LINES, picture=PICTURES, alt=LINES, note=TEXTS), max_size=3
        ).map(tuple),
        goal=TEXTS,
        done_when=TEXTS,
    ),
    st.builds(TipBody, situation=TEXTS, action=TEXTS, gain=TEXTS, picture=PICTURES, alt=LINES),
    st.builds(
        RecommendationBody,
        url=st.just("") | st.from_regex(r"https?://[a-z]{1,9}\.example/[a-z0-9?=&]{0,9}", fullmatch=True),
        reason=TEXTS,
        part=LINES,
        minutes=st.integers(0, 100_000),
        access=st.sampled_from(["free", "login", "paid"]),
    ),
    st.builds(MentorBody, scope=TEXTS, not_for=TEXTS, form=LINES, minutes=st.integers(1, 1440), slots=MANY_LINES),
)
CONTENTS = st.builds(
    Content,
    body=BODIES,
    title=LINES,
    language=st.sampled_from(["nl", "en"]),
    audience=st.builds(
        Audience,
        teams=MANY_LINES,
        everyone=st.booleans(),
        level=st.sampled_from(["new", "mixed", "experienced"]),
        not_for=LINES,
        no_sound_or_other_language=st.booleans(),
    ),
    experience=LINES,
    review_by=st.none() | st.dates(date(1, 1, 1)),
    subjects=MANY_LINES,
    framework=LINES,
)


@pytest.fixture(scope="session")
def contents() -> st.SearchStrategy[Content]:
    return CONTENTS
