"""The wire format, version 1: what an item looks like between machines and in `vonk drafts add --file`.

The JSON Schemas and one example per format stand in docs/wire; frozen fixtures are replayed by the tests.
Writing gives every field, so that a content has one manifest and one hash. Reading fills what may be left
out with its default, and refuses what it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, Literal, cast

from core.canonical import Json, content_hash
from core.content import (
    Audience,
    BlobRef,
    Body,
    ClipBody,
    Content,
    Level,
    MentorBody,
    RecommendationBody,
    Slide,
    SlidesBody,
    TipBody,
)
from core.errors import MalformedWire
from core.formats import Format
from core.language import LANGUAGES, Language
from core.reading import Reader

WIRE_VERSION: Final = 1

MEDIA_TYPES: Final = ("video/mp4", "image/png", "image/jpeg", "image/webp")
LARGEST_BLOB: Final = 2 * 1024**3
LONGEST_CLIP_MS: Final = 10 * 3600 * 1000
_LEVELS: Final = ("new", "mixed", "experienced")
_ACCESS: Final = ("free", "login", "paid")
_SHA256: Final = re.compile(r"[0-9a-f]{64}\Z")
_WEB_ADDRESS: Final = re.compile(r"https?://[^\s]+\Z")


def content_to_json(content: Content) -> dict[str, Json]:
    """The content manifest, every field present. Its hash is the content's identity."""
    audience = content.audience
    return {
        "vonk": WIRE_VERSION,
        "format": content.format.value,
        "title": content.title,
        "language": content.language,
        "audience": {
            "teams": list(audience.teams),
            "everyone": audience.everyone,
            "level": audience.level,
            "not_for": audience.not_for,
            "no_sound_or_other_language": audience.no_sound_or_other_language,
        },
        "experience": content.experience,
        "review_by": content.review_by.isoformat() if content.review_by else None,
        "subjects": list(content.subjects),
        "framework": content.framework,
        "body": _body_to_json(content.body),
    }


def content_from_json(value: object) -> Content:
    """The content of a manifest; MalformedWire, with the place, for anything that is not one."""
    read = Reader(value)
    version = read.raw("vonk")
    if type(version) is not int or version != WIRE_VERSION:
        raise MalformedWire("vonk", "has an unknown version")
    format_ = Format(read.one_of("format", tuple(Format)))
    content = Content(
        body=_BODY_READERS[format_](read.child("body")),
        title=read.line("title", ""),
        language=cast("Language", read.one_of("language", LANGUAGES, "nl")),
        audience=_read_audience(read.child("audience")) if read.has("audience") else Audience(),
        experience=read.line("experience", ""),
        review_by=read.day("review_by"),
        subjects=read.lines("subjects"),
        framework=read.line("framework", ""),
    )
    read.raw("audience", None)
    read.finish()
    return content


def hash_of(content: Content) -> str:
    return content_hash(content_to_json(content))


def blob_to_json(blob: BlobRef | None) -> Json:
    return None if blob is None else {"sha256": blob.sha256, "size": blob.size, "type": blob.type}


def _body_to_json(body: Body) -> Json:
    match body:
        case ClipBody():
            return {
                "media": blob_to_json(body.media),
                "duration_ms": body.duration_ms,
                "width": body.width,
                "height": body.height,
                "has_sound": body.has_sound,
                "summary": body.summary,
            }
        case SlidesBody():
            return {
                "goal": body.goal,
                "done_when": body.done_when,
                "slides": [
                    {
                        "title": slide.title,
                        "text": slide.text,
                        "picture": blob_to_json(slide.picture),
                        "alt": slide.alt,
                        "note": slide.note,
                    }
                    for slide in body.slides
                ],
            }
        case TipBody():
            return {
                "situation": body.situation,
                "action": body.action,
                "gain": body.gain,
                "picture": blob_to_json(body.picture),
                "alt": body.alt,
            }
        case RecommendationBody():
            return {
                "url": body.url,
                "reason": body.reason,
                "part": body.part,
                "minutes": body.minutes,
                "access": body.access,
            }
        case MentorBody():
            return {
                "scope": body.scope,
                "not_for": body.not_for,
                "form": body.form,
                "minutes": body.minutes,
                "slots": list(body.slots),
            }


def _read_audience(read: Reader) -> Audience:
    audience = Audience(
        teams=read.lines("teams"),
        everyone=read.truth("everyone", False),
        level=cast("Level", read.one_of("level", _LEVELS, "mixed")),
        not_for=read.line("not_for", ""),
        no_sound_or_other_language=read.truth("no_sound_or_other_language", False),
    )
    read.finish()
    return audience


def _read_blob(read: Reader, key: str) -> BlobRef | None:
    if not read.has(key):
        read.raw(key, None)
        return None
    inner = read.child(key)
    sha256 = inner.line("sha256")
    if not _SHA256.match(sha256):
        raise MalformedWire(inner.place("sha256"), "is not known")
    blob = BlobRef(sha256, inner.number("size", 1, LARGEST_BLOB), inner.one_of("type", MEDIA_TYPES))
    inner.finish()
    return blob


def _read_clip(read: Reader) -> ClipBody:
    body = ClipBody(
        media=_read_blob(read, "media"),
        duration_ms=read.number("duration_ms", 0, LONGEST_CLIP_MS, 0),
        width=read.number("width", 0, 16384, 0),
        height=read.number("height", 0, 16384, 0),
        has_sound=read.truth("has_sound", False),
        summary=read.text("summary", ""),
    )
    read.finish()
    return body


def _read_slides(read: Reader) -> SlidesBody:
    body = SlidesBody(
        slides=tuple(_read_slide(slide) for slide in read.children("slides")),
        goal=read.text("goal", ""),
        done_when=read.text("done_when", ""),
    )
    read.finish()
    return body


def _read_slide(read: Reader) -> Slide:
    slide = Slide(
        text=read.text("text"),
        title=read.line("title", ""),
        picture=_read_blob(read, "picture"),
        alt=read.line("alt", ""),
        note=read.text("note", ""),
    )
    read.finish()
    return slide


def _read_tip(read: Reader) -> TipBody:
    body = TipBody(
        situation=read.text("situation", ""),
        action=read.text("action", ""),
        gain=read.text("gain", ""),
        picture=_read_blob(read, "picture"),
        alt=read.line("alt", ""),
    )
    read.finish()
    return body


def _read_recommendation(read: Reader) -> RecommendationBody:
    url = read.text("url", "", 2000)
    if url and not _WEB_ADDRESS.match(url):
        raise MalformedWire(read.place("url"), "is not a web address")
    body = RecommendationBody(
        url=url,
        reason=read.text("reason", ""),
        part=read.line("part", ""),
        minutes=read.number("minutes", 0, 100_000, 0),
        access=cast("Literal['free', 'login', 'paid']", read.one_of("access", _ACCESS, "free")),
    )
    read.finish()
    return body


def _read_mentor(read: Reader) -> MentorBody:
    body = MentorBody(
        scope=read.text("scope", ""),
        not_for=read.text("not_for", ""),
        form=read.line("form", ""),
        minutes=read.number("minutes", 1, 1440, 15),
        slots=read.lines("slots"),
    )
    read.finish()
    return body


_BODY_READERS: Final[dict[Format, Callable[[Reader], Body]]] = {
    Format.CLIP: _read_clip,
    Format.SLIDES: _read_slides,
    Format.TIP: _read_tip,
    Format.RECOMMENDATION: _read_recommendation,
    Format.MENTOR: _read_mentor,
}
