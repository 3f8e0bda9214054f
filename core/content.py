"""What an item says: the part that is hashed, reviewed and shown. All values are frozen.

A draft's content may be unfinished (empty title, no action yet); what is still missing is for guidance to say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from core.formats import Format
from core.language import Language

Level = Literal["new", "mixed", "experienced"]


@dataclass(frozen=True, slots=True)
class BlobRef:
    """Bytes kept elsewhere, named by what they are. `size` in bytes; `type` a media type such as `video/mp4`."""

    sha256: str
    size: int
    type: str


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom an item is meant for. `teams` are team ids of the hub's directory; `not_for` is the maker's own words.

    Nobody but the maker and the curators sees an item with no team and `everyone` false.
    """

    teams: tuple[str, ...] = ()
    everyone: bool = False
    level: Level = "mixed"
    not_for: str = ""
    no_sound_or_other_language: bool = False

    @property
    def chosen(self) -> bool:
        return self.everyone or bool(self.teams)


@dataclass(frozen=True, slots=True)
class ClipBody:
    """A screen recording. `duration_ms` in milliseconds, `width` and `height` in physical pixels."""

    media: BlobRef | None = None
    duration_ms: int = 0
    width: int = 0
    height: int = 0
    has_sound: bool = False
    summary: str = ""
    format: Literal[Format.CLIP] = Format.CLIP


@dataclass(frozen=True, slots=True)
class Slide:
    """One step: an imperative sentence (Markdown), at most one picture with its alternative text, a spoken note."""

    text: str
    title: str = ""
    picture: BlobRef | None = None
    alt: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SlidesBody:
    slides: tuple[Slide, ...] = ()
    goal: str = ""
    done_when: str = ""
    format: Literal[Format.SLIDES] = Format.SLIDES


@dataclass(frozen=True, slots=True)
class TipBody:
    """If you `situation`, then `action`, so that `gain`."""

    situation: str = ""
    action: str = ""
    gain: str = ""
    picture: BlobRef | None = None
    alt: str = ""
    format: Literal[Format.TIP] = Format.TIP


@dataclass(frozen=True, slots=True)
class RecommendationBody:
    """A good source and one's own reason. `minutes` is what the part takes; 0 where the maker did not say."""

    url: str = ""
    reason: str = ""
    part: str = ""
    minutes: int = 0
    access: Literal["free", "login", "paid"] = "free"
    format: Literal[Format.RECOMMENDATION] = Format.RECOMMENDATION


@dataclass(frozen=True, slots=True)
class MentorBody:
    """An offer to help in person: with what, not with what, in which form, when."""

    scope: str = ""
    not_for: str = ""
    form: str = ""
    minutes: int = 15
    slots: tuple[str, ...] = ()
    format: Literal[Format.MENTOR] = Format.MENTOR


Body = ClipBody | SlidesBody | TipBody | RecommendationBody | MentorBody

EMPTY_BODIES: dict[Format, Body] = {
    Format.CLIP: ClipBody(),
    Format.SLIDES: SlidesBody(),
    Format.TIP: TipBody(),
    Format.RECOMMENDATION: RecommendationBody(),
    Format.MENTOR: MentorBody(),
}


@dataclass(frozen=True, slots=True)
class Content:
    """The content manifest of one version of an item."""

    body: Body
    title: str = ""
    language: Language = "nl"
    audience: Audience = field(default_factory=Audience)
    experience: str = ""
    """The maker's part of the trust line, in their own words."""
    review_by: date | None = None
    subjects: tuple[str, ...] = ()
    framework: str = ""
    """Name and version of the framework it was made with, such as `tip/1`."""

    @property
    def format(self) -> Format:
        return self.body.format


def blobs_of(content: Content) -> tuple[BlobRef, ...]:
    """Every blob the content names, in order of appearance, each once."""
    return tuple(dict.fromkeys(ref for ref in _named_blobs(content.body) if ref is not None))


def _named_blobs(body: Body) -> list[BlobRef | None]:
    match body:
        case ClipBody(media=media):
            return [media]
        case TipBody(picture=picture):
            return [picture]
        case SlidesBody(slides=slides):
            return [slide.picture for slide in slides]
        case RecommendationBody() | MentorBody():
            return []
