"""Finding items by their words. The one module that speaks SQLite's FTS5; PostgreSQL gets its own beside it.

Kept for published versions only: `item_search.rowid` is the version's sequence. Words are found as they are
written, by their beginning, and by their Dutch and English stems; accents do not count.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

import snowballstemmer
from sqlalchemy import ColumnElement, Connection, Integer, column, select, table, text

from core.content import ClipBody, Content, MentorBody, RecommendationBody, SlidesBody, TipBody
from hub.schema import versions

WORD: Final = re.compile(r"\w+")
MOST_WORDS: Final = 12
CREATE: Final = (
    "CREATE VIRTUAL TABLE item_search USING fts5(title, body, stems, tokenize = 'unicode61 remove_diacritics 2')"
)
_TABLE: Final = table("item_search", column("rowid", Integer))


def put(db: Connection, version: int, content: Content) -> None:
    """Make this version findable."""
    remove(db, version)
    body = _text_of(content)
    stems = " ".join(sorted({stem for word in _words(f"{content.title} {body}") for stem in _stems(word)}))
    db.execute(
        text("INSERT INTO item_search (rowid, title, body, stems) VALUES (:version, :title, :body, :stems)"),
        {"version": version, "title": content.title, "body": body, "stems": stems},
    )


def remove(db: Connection, version: int) -> None:
    db.execute(text("DELETE FROM item_search WHERE rowid = :version"), {"version": version})


def found_by(query: str) -> ColumnElement[bool] | None:
    """SQL: the versions that hold every word of the query. None where the query has no words."""
    asked = _words(query)[:MOST_WORDS]
    if not asked:
        return None
    match = text("item_search MATCH :asked").bindparams(asked=" AND ".join(_asked(word) for word in asked))
    return versions.c.sequence.in_(select(_TABLE.c.rowid).where(match))


def _asked(word: str) -> str:
    # Each word is quoted, so that no character of a person's query is an operator; \w holds no quotation mark.
    stems = " OR ".join(f'stems : "{stem}"' for stem in sorted(_stems(word)))
    return f'({{title body}} : "{word}" * OR {stems})'


def _words(written: str) -> list[str]:
    return [word.lower() for word in WORD.findall(written)]


@cache
def _stemmers() -> tuple[Any, ...]:
    return tuple(snowballstemmer.stemmer(language) for language in ("dutch", "english"))


def _stems(word: str) -> set[str]:
    return {stemmer.stemWord(word) for stemmer in _stemmers()}


def _text_of(content: Content) -> str:
    return "\n".join((*_texts_of_body(content), *content.subjects, content.experience))


def _texts_of_body(content: Content) -> tuple[str, ...]:
    match content.body:
        case ClipBody(summary=summary):
            return (summary,)
        case SlidesBody() as deck:
            each = (part for slide in deck.slides for part in (slide.title, slide.text, slide.alt, slide.note))
            return (deck.goal, deck.done_when, *each)
        case TipBody() as tip:
            return (tip.situation, tip.action, tip.gain, tip.alt)
        case RecommendationBody() as recommendation:
            return (recommendation.reason, recommendation.part, recommendation.url)
        case MentorBody() as offer:
            return (offer.scope, offer.not_for, offer.form, *offer.slots)
