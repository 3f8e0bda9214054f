"""The two files of an export that people read: a text and a page without any script. Both languages in one."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.clock import to_iso
from core.formats import FORMAT_NAMES, Format


@dataclass(frozen=True, slots=True, order=True)
class PageItem:
    """One line of the page. `media` are paths inside the export."""

    created_at: str
    id: str
    title: str
    format: str
    changed_at: str
    in_bin: bool
    media: tuple[str, ...]


def readme(now: datetime, version: str, drafts: int) -> str:
    return _README.format(when=to_iso(now), version=version, drafts=drafts)


def page(now: datetime, items: Sequence[PageItem]) -> Iterator[str]:
    """HTML in parts. What the person wrote stands in it as text only; it loads nothing and runs nothing."""
    yield _HEAD.format(when=html.escape(to_iso(now)))
    for item in items:
        yield _row(item)
    yield "</tbody></table></main></body></html>\n"


def _row(item: PageItem) -> str:
    names = FORMAT_NAMES[Format(item.format)]
    bin_ = " <small>(bin / prullenbak)</small>" if item.in_bin else ""
    links = " ".join(f'<a href="{html.escape(path)}">{html.escape(path.rsplit("/", 1)[-1])}</a>' for path in item.media)
    folder = f"items/{item.id}/item.json"
    return (
        f"<tr><td>{html.escape(item.title or '-')}{bin_}</td><td>{html.escape(names.en)} / {html.escape(names.nl)}</td>"
        f"<td>{html.escape(item.changed_at[:16].replace('T', ' '))}</td>"
        f'<td><a href="{html.escape(folder)}">item.json</a> {links}</td></tr>\n'
    )


_HEAD: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Vonk: export</title>
<style>body{{font:16px/1.5 sans-serif;margin:2rem}}table{{border-collapse:collapse}}
td,th{{text-align:left;padding:.3rem .8rem;border-bottom:1px solid #ccc}}</style></head>
<body><main><h1>Vonk: export</h1><p>{when}</p>
<p>README.txt says what is in here. <span lang="nl">README.txt zegt wat hierin zit.</span></p>
<table><thead><tr><th>Title / Titel</th><th>Format / Vorm</th>
<th>Changed / Gewijzigd (UTC)</th><th>Files / Bestanden</th>
</tr></thead><tbody>
"""
_README: Final = """Vonk: all your data, exported {when} by Vonk {version} ({drafts} learning moments)

ENGLISH
Open index.html to see what there is. Everything is in open formats; you do not need Vonk to read it.
  items/ID/item.json        a learning moment as it is now
  items/ID/revisions.jsonl  every version you saved, one a line
  items/ID/feedback.json    what reviewers said;  history.jsonl, posts.jsonl: what was sent where, and when
  items/ID/draft.json       its dates and states
  media/, takes/            recordings and pictures, and recordings that are no learning moment yet
  settings.json, hub.json, channels.json
  manifest.json             the size and SHA-256 of every file
Passwords, tokens and addresses of channels are not in here. Keep this export as private as your learning moments.
To bring it to another computer: `vonk data import FILE`. What was waiting to be sent arrives there as a draft that was
not asked for review, so that nothing is sent from two computers. The hub and channels are connected there anew.

NEDERLANDS
Open index.html om te zien wat er is. Alles staat in open formaten; je hebt Vonk niet nodig om het te lezen.
  items/ID/item.json        een leermoment zoals het nu is
  items/ID/revisions.jsonl  elke versie die je bewaarde, een per regel
  items/ID/feedback.json    wat beoordelaars zeiden;  history.jsonl, posts.jsonl: wat waarheen ging, en wanneer
  items/ID/draft.json       de data en toestanden
  media/, takes/            opnamen en plaatjes, en opnamen die nog geen leermoment zijn
  settings.json, hub.json, channels.json
  manifest.json             de grootte en SHA-256 van elk bestand
Wachtwoorden, tokens en adressen van kanalen zitten er niet in. Bewaar dit net zo goed als je leermomenten zelf.
Naar een andere computer: `vonk data import BESTAND`. Wat nog verzonden moest worden, komt daar aan als concept
waarvoor nog niets is gevraagd; zo gaat niets vanaf twee computers. De hub en kanalen verbind je daar opnieuw.
"""
