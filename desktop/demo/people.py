"""The people of the demo, and what they do on the hub's pages."""

from __future__ import annotations

import secrets
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.errors import Impossible
from core.language import Bilingual
from desktop.demo.browser import Browser, Page
from desktop.stage.processes import wait_until
from desktop.stage.receiver import Receiver

TEAM: Final = "Planning"
_CLIP_READY_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    email: str
    role: str
    password: str


def new_person(name: str, role: str) -> Person:
    return Person(name, f"{name.split(maxsplit=1)[0].lower()}@demo.example", role, secrets.token_urlsafe(18))


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays. The maker, the curator and the reader are three people; the owner only sets things up."""

    owner: Person
    maker: Person
    curator: Person
    reader: Person


def new_cast() -> Cast:
    return Cast(
        owner=new_person("Anna Beheer", "admin"),
        maker=new_person("Mila de Vries", "ambassador"),
        curator=new_person("Noor Bakker", "curator"),
        reader=new_person("Sam Jansen", "reader"),
    )


def set_up(url: str, first_start_link: Path, cast: Cast, receiver: Receiver) -> dict[str, Browser]:
    """The owner takes the hub, makes a team, invites three people and adds two channels. Browsers by e-mail."""
    owner = Browser(url)
    _accept(owner, first_start_link.read_text(encoding="utf-8").strip(), cast.owner)
    page = owner.open("/admin/teams")
    owner.send(page, page.form("name"), {"name": TEAM})
    browsers = {cast.owner.email: owner}
    for person in (cast.maker, cast.curator, cast.reader):
        browsers[person.email] = _invite(owner, url, person)
    for kind, address in (("slack", receiver.slack_url), ("teams", receiver.teams_url)):
        page = owner.open("/admin/channels")
        values = {"name": f"# {TEAM.lower()} ({kind})", "kind": kind, "team": page.options[TEAM], "address": address}
        owner.send(page, page.form("kind", "address"), values)
    return browsers


def _invite(owner: Browser, url: str, person: Person) -> Browser:
    page = owner.open("/admin")
    values = {"name": person.name, "email": person.email, "role": person.role, "team": page.options[TEAM]}
    answer = owner.send(page, page.form("name", "email", "role"), values)
    if not answer.once:
        raise Impossible(Bilingual(en="The hub gave no invitation.", nl="De hub gaf geen uitnodiging."))
    browser = Browser(url)
    _accept(browser, answer.once, person)
    return browser


def _accept(browser: Browser, link: str, person: Person) -> None:
    page = browser.open(urllib.parse.urlsplit(link).path)
    values = {"name": person.name, "email": person.email, "password": person.password}
    browser.send(page, page.form("name", "password"), values)


def sign_in(url: str, person: Person) -> Browser:
    browser = Browser(url)
    page = browser.open("/sign-in")
    browser.send(page, page.form("email", "password"), {"email": person.email, "password": person.password})
    return browser


def allow_device(browser: Browser, code: str) -> None:
    page = browser.open(f"/pair?code={urllib.parse.quote(code)}")
    browser.send(page, page.form("decision", "code"), {"decision": "allow"})


def judge(browser: Browser, item_id: str, decision: str, scores: Mapping[str, int], comments: Mapping[str, str]) -> int:
    """Open the form, play the clip, judge. Returns how many bytes of the clip were played."""
    page = _with_clip(browser, f"/review/{item_id}")
    played = play(browser, page)
    words = {name: str(score) for name, score in scores.items()}
    said = {f"comment_{name}" if name in scores else name: comment for name, comment in comments.items()}
    browser.send(page, page.form("content_hash", "decision"), {**words, **said, "decision": decision})
    return played


def _with_clip(browser: Browser, path: str) -> Page:
    """The page once its clip is ready; the hub prepares it in the background, so a person looks again."""
    pages = [browser.open(path)]

    def ready() -> bool:
        if not _clips(pages[-1]):
            pages.append(browser.open(path))
        return bool(_clips(pages[-1]))

    wait_until(ready, "the clip on the hub", _CLIP_READY_S, every_s=0.3)
    return pages[-1]


def _clips(page: Page) -> list[str]:
    return [source for source in page.sources if ".mp4" in source]


def play(browser: Browser, page: Page) -> int:
    """Fetch the clip of a page. Impossible where the page has none, or what came is no MP4."""
    clips = _clips(page)
    if not clips:
        raise Impossible(
            Bilingual(en="The page has no clip that can be played.", nl="De pagina heeft geen clip die speelt.")
        )
    _, content = browser.bytes_at(clips[0])
    if content[4:8] != b"ftyp":
        raise Impossible(Bilingual(en="What the hub plays is no clip.", nl="Wat de hub afspeelt is geen clip."))
    return len(content)
