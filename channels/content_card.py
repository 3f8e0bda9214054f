"""A card that holds the item itself, for channels without a board behind them: its words, in its own language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from channels.card import LONGEST_NAME, LONGEST_URL, ChannelCard, clock, one_line, texts_of
from channels.direct_post import DirectPost
from core.content import ClipBody, Content, MentorBody, RecommendationBody, SlidesBody, TipBody, blobs_of
from core.errors import Malformed
from core.formats import Format
from core.language import Bilingual, Language

_LONGEST_LINE: Final = 20_000


@dataclass(frozen=True, slots=True)
class Part:
    """`lead` is ours, `lines` are what the maker wrote, each one line."""

    lead: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostTexts:
    """The post in words: plain text, not yet escaped for any service. `link` is a web address, checked."""

    kind: str
    headline: str
    title: str
    parts: tuple[Part, ...]
    remarks: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    link: tuple[str, str] | None
    """(button, address)"""


def texts_of_post(post: DirectPost, *, with_files: bool) -> PostTexts:
    """Every word of the post. Without its files the card says from whom they are to be had."""
    content, language = post.content, post.content.language
    texts = texts_of(_card_of(post))
    maker = one_line(post.maker, LONGEST_NAME)
    link = _link_of(content)
    return PostTexts(
        kind=texts.kind,
        headline=texts.headline,
        title=texts.title or texts.kind,
        parts=_parts_of(content),
        remarks=()
        if with_files or not blobs_of(content)
        else (_ASK[content.format].format(maker=maker).in_(language),),
        facts=texts.facts,
        link=(_OPEN.in_(language), link) if link else None,
    )


def step_lead(number: int) -> str:
    """What stands above a step of slides, counted from 1."""
    return f"{number}."


def fitting_in(
    texts: PostTexts, language: Language, room: int, most_lines: int, cost: Callable[[str], int]
) -> PostTexts:
    """The same post with what people wrote cut to `room`, and then a remark that it is cut. `cost` is of one line."""
    parts: list[Part] = []
    cut = False
    for part in texts.parts:
        kept: list[str] = []
        for line in part.lines:
            short = _cut_to(line, room, cost) if most_lines > 0 else ""
            if short:
                kept.append(short)
                room, most_lines = room - cost(short), most_lines - 1
            if short != line:
                cut, room = True, 0
        if kept:
            parts.append(Part(part.lead, tuple(kept)))
    remarks = (*texts.remarks, _CUT.in_(language)) if cut else texts.remarks
    return replace(texts, parts=tuple(parts), remarks=remarks)


def _cut_to(line: str, room: int, cost: Callable[[str], int]) -> str:
    """The longest beginning that fits, with … when it is not all; "" when nothing does."""
    if cost(line) <= room:
        return line
    low, high = 0, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if cost(line[:middle] + "…") <= room else (low, middle - 1)
    return line[:low].rstrip() + "…" if low else ""


def _card_of(post: DirectPost) -> ChannelCard:
    content, body = post.content, post.content.body
    language = content.language
    return ChannelCard(
        title=content.title,
        format=content.format,
        maker=post.maker,
        experience=content.experience,
        reviewer=None,
        valid_until=content.review_by,
        audience=_EVERYONE.in_(language) if content.audience.everyone else ", ".join(post.team_names),
        url="",
        duration_ms=body.duration_ms if isinstance(body, ClipBody) else None,
        language=language,
        is_test=post.is_test,
    )


def _parts_of(content: Content) -> tuple[Part, ...]:
    language = content.language
    told = [(_LEADS[lead].in_(language) if lead in _LEADS else lead, text) for lead, text in _said(content)]
    parts = (Part(lead, _lines(text)) for lead, text in told)
    return tuple(part for part in parts if part.lines)


def _lines(text: str) -> tuple[str, ...]:
    """Each line by itself, so that none can pretend to be a line of ours."""
    lines = (one_line(line, _LONGEST_LINE) for line in text.splitlines())
    return tuple(line for line in lines if line)


def _said(content: Content) -> list[tuple[str, str]]:
    """(lead, what the maker wrote); a lead that is no key of the table is the words themselves."""
    match content.body:
        case TipBody(situation=situation, action=action, gain=gain):
            return [("situation", situation), ("action", action), ("gain", gain)]
        case ClipBody(summary=summary, duration_ms=duration_ms):
            return [("summary", summary), ("length", clock(duration_ms) if duration_ms else "")]
        case RecommendationBody() as body:
            takes = _MINUTES.format(minutes=body.minutes).in_(content.language) if body.minutes else ""
            access = _ACCESS[body.access].in_(content.language)
            return [("reason", body.reason), ("part", body.part), ("takes", takes), ("access", access)]
        case SlidesBody(slides=slides, goal=goal, done_when=done_when):
            steps = [
                (step_lead(number), f"{slide.title}\n{slide.text}\n{slide.note}")
                for number, slide in enumerate(slides, 1)
            ]
            return [("goal", goal), *steps, ("done_when", done_when)]
        case MentorBody() as body:
            takes = _MINUTES.format(minutes=body.minutes).in_(content.language)
            when = "\n".join(body.slots)
            told = [("scope", body.scope), ("not_for", body.not_for), ("form", body.form)]
            return [*told, ("takes", takes), ("slots", when)]


def _link_of(content: Content) -> str | None:
    body = content.body
    if not isinstance(body, RecommendationBody) or not body.url:
        return None
    if len(body.url) > LONGEST_URL or not body.url.isprintable() or not body.url.startswith(("https://", "http://")):
        raise Malformed(_NO_LINK, _NOTHING_POSTED)
    return body.url


_NO_LINK: Final = Bilingual(
    en="The link of this recommendation does not work.", nl="De link van deze aanrader werkt niet."
)
_NOTHING_POSTED: Final = Bilingual(en="Nothing was posted.", nl="Er is niets geplaatst.")
_EVERYONE: Final = Bilingual(en="Everyone", nl="Iedereen")
_OPEN: Final = Bilingual(en="Open the source", nl="Open de bron")
_CUT: Final = Bilingual(
    en="This is the beginning; the whole did not fit here.", nl="Dit is het begin; het geheel paste hier niet."
)
_MINUTES: Final = Bilingual(en="{minutes} min", nl="{minutes} min")
_ACCESS: Final[dict[str, Bilingual]] = {
    "free": Bilingual(en="free", nl="gratis"),
    "login": Bilingual(en="with an account", nl="met een account"),
    "paid": Bilingual(en="paid", nl="betaald"),
}
_PICTURES: Final = Bilingual(
    en="The pictures are not here; ask {maker} for them.", nl="De plaatjes staan hier niet; vraag ze aan {maker}."
)
_ASK: Final[dict[Format, Bilingual]] = {
    Format.CLIP: Bilingual(
        en="The clip itself is not here; ask {maker} for it.", nl="De clip zelf staat hier niet; vraag die aan {maker}."
    ),
    Format.SLIDES: _PICTURES,
    Format.TIP: Bilingual(
        en="The picture is not here; ask {maker} for it.", nl="Het plaatje staat hier niet; vraag het aan {maker}."
    ),
    Format.RECOMMENDATION: _PICTURES,
    Format.MENTOR: _PICTURES,
}
_LEADS: Final[dict[str, Bilingual]] = {
    "situation": Bilingual(en="If you…", nl="Als je…"),
    "action": Bilingual(en="then…", nl="doe dan…"),
    "gain": Bilingual(en="so that…", nl="zo…"),
    "summary": Bilingual(en="What you see", nl="Wat je ziet"),
    "length": Bilingual(en="Length", nl="Duur"),
    "reason": Bilingual(en="Why this one?", nl="Waarom deze?"),
    "part": Bilingual(en="Which part?", nl="Welk stuk?"),
    "takes": Bilingual(en="Takes", nl="Duurt"),
    "access": Bilingual(en="Access", nl="Toegang"),
    "goal": Bilingual(en="Goal", nl="Doel"),
    "done_when": Bilingual(en="Done when", nl="Klaar als"),
    "scope": Bilingual(en="I can help you with", nl="Hiermee kijk ik graag mee"),
    "not_for": Bilingual(en="Not with", nl="Niet met"),
    "form": Bilingual(en="How", nl="Hoe"),
    "slots": Bilingual(en="When", nl="Wanneer"),
}
