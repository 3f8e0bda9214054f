"""From a template and its values to a page, in the visitor's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from core.formats import FORMAT_NAMES, Format
from core.language import LANGUAGES, Bilingual, Language
from core.status import STATUS_WORDS, Status
from hub.access import Role
from hub.pages import words
from hub.pages.icons import icon
from hub.pages.language import NAMES, chosen_language, chosen_theme, translations
from hub.pages.static import static_address
from hub.pages.theme import FONT_FILES

THEME_NAMES: Final = (
    ("system", Bilingual(en="As the system", nl="Zoals het systeem")),
    ("light", Bilingual(en="Light", nl="Licht")),
    ("dark", Bilingual(en="Dark", nl="Donker")),
)

ROLE_NAMES: Final[dict[Role, Bilingual]] = {
    Role.READER: Bilingual(en="Colleague", nl="Collega"),
    Role.AMBASSADOR: Bilingual(en="Ambassador", nl="Ambassadeur"),
    Role.CURATOR: Bilingual(en="Curator", nl="Curator"),
    Role.ADMIN: Bilingual(en="Admin", nl="Beheerder"),
}

TIP_LEADS: Final = {
    "situation": Bilingual(en="If you…", nl="Als je…"),
    "action": Bilingual(en="then…", nl="doe dan…"),
    "gain": Bilingual(en="so that…", nl="zo…"),
    "reason": Bilingual(en="Why this one?", nl="Waarom deze?"),
    "part": Bilingual(en="Which part?", nl="Welk stuk?"),
    "scope": Bilingual(en="I can help you with", nl="Hiermee kijk ik graag mee"),
    "not_for": Bilingual(en="Not with", nl="Niet met"),
    "form": Bilingual(en="How", nl="Hoe"),
    "slots": Bilingual(en="When", nl="Wanneer"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is drawn: the tone is a class of the stylesheet, the icon stands before the word."""

    tone: str
    icon: str


STATUS_LOOKS: Final[dict[Status, Look]] = {
    Status.DRAFT: Look("", "pen"),
    Status.NO_HUB_YET: Look("", "cloud"),
    Status.WAITING: Look("", "clock"),
    Status.QUEUED: Look("", "clock"),
    Status.SENDING: Look("info", "send"),
    Status.IN_REVIEW: Look("info", "eye"),
    Status.CHANGES_ASKED: Look("warn", "pen"),
    Status.APPROVED: Look("ok", "check"),
    Status.ON_BOARD: Look("ok", "check-circle"),
    Status.HANDED_OVER: Look("info", "send"),
    Status.POSTED: Look("ok", "check-circle"),
    Status.UNCERTAIN: Look("warn", "question"),
    Status.FAILED: Look("bad", "warn"),
    Status.STILL_RIGHT: Look("warn", "clock"),
    Status.RETIRED: Look("", "box"),
}


def render(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401
    """The page. Its language is the visitor's choice; nothing of it is kept by a cache in between."""
    language = language_of_visit(request)
    page = _environment(language).get_template(template)
    state = request.state
    frame: dict[str, Any] = {
        "person": None,
        "navigation": (),
        "now": None,
        "theme": chosen_theme(request.cookies),
        "here": own_address(request),
        "nonce": getattr(state, "nonce", ""),
        "csrf_field": lambda: _csrf_field(getattr(state, "csrf_token", "")),
    }
    text = page.render(frame | values)
    headers = {"Cache-Control": "private, no-store", "Content-Language": language, "Vary": "Cookie, Accept-Language"}
    return HTMLResponse(text, status, headers)


def language_of_visit(request: Request) -> Language:
    """The browser's own choice, else that of the person who signed in, else what the browser asks for."""
    person = getattr(request.state, "person", None)
    known = person.language if person is not None else request.headers.get("accept-language", "")
    return chosen_language(request.cookies, known)


def local_address(address: str) -> str:
    """The address if it is a path on this hub, else `/`: nobody is sent elsewhere by a link to us."""
    parts = urlsplit(address)
    local = address.startswith("/") and not address.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return address if local and address.isprintable() and "\\" not in address else "/"


def own_address(request: Request) -> str:
    if request.method not in ("GET", "HEAD"):
        return local_address(urlsplit(request.headers.get("referer", "/")).path or "/")
    query = f"?{request.url.query}" if request.url.query else ""
    return local_address(request.url.path + query)


def _csrf_field(token: str) -> Markup:
    return Markup('<input type="hidden" name="csrf" value="{}">').format(token)


@cache
def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=PackageLoader("hub", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(
        icon=icon,
        static=static_address,
        language=language,
        language_names={code: NAMES[code] for code in LANGUAGES},
        themes=THEME_NAMES,
        fonts=tuple(FONT_FILES),
        leads=TIP_LEADS,
    )
    environment.filters.update(_filters(language))
    return environment


def _filters(language: Language) -> dict[str, Callable[..., Any]]:
    return {
        "said": lambda words_: words_.in_(language),
        "said_in": lambda words_, other: words_.in_(other),
        "format_name": lambda format_: FORMAT_NAMES[Format(format_)].in_(language),
        "role_name": lambda role: ROLE_NAMES[Role(role)].in_(language),
        "status_word": lambda status: STATUS_WORDS[Status(status)].in_(language),
        "status_look": lambda status: STATUS_LOOKS[Status(status)],
        "day": lambda moment: words.day(moment, language).replace(" ", "\N{NO-BREAK SPACE}"),
        "moment": _moment,
        "with_keys": words.with_keys,
        "as_sentence": words.as_sentence,
        "markdown": words.markdown,
        "host": lambda url: urlsplit(url).hostname or "",
    }


@pass_context
def _moment(context: Context, at: Any) -> str:  # noqa: ANN401
    return words.moment(at, context["language"], context.get("now"))
