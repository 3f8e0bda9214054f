"""The page of a shared folder: every item in it, in one file that any browser opens from the disk. No script.

What stands in the folder was written by others too: each entry is read as strictly as the wire, each text is escaped,
and only files of its own folder are shown.
"""

from __future__ import annotations

import json
import os
import re
import stat
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import quote

from channels.card import one_line
from channels.content_card import PostTexts, step_lead, texts_of_post
from channels.direct_post import DirectPost
from core.clock import from_iso
from core.content import BlobRef, ClipBody, Content, SlidesBody, TipBody, blobs_of
from core.errors import Malformed
from core.language import LANGUAGES, Bilingual, Language
from core.wire import content_from_json

PAGE: Final = "index.html"
LARGEST_MANIFEST: Final = 4 * 1024 * 1024
_OUR_FOLDER: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,120}\Z")
_SAFE_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,80}\.(mp4|png|jpg|webp)\Z")


@dataclass(frozen=True, slots=True)
class Entry:
    """One item in the folder. `files` names, per blob, the file in `folder_name` that is there now."""

    folder_name: str
    key: str
    maker: str
    team_names: tuple[str, ...]
    posted_at: datetime
    is_test: bool
    content: Content
    files: dict[str, str]


def read_entry(folder: Path) -> Entry | None:
    """The item in this folder; None when there is none that can be read. No link is followed."""
    if not _OUR_FOLDER.match(folder.name):
        return None
    try:
        said = json.loads(_bytes_of(folder / "item.json"))
        key, maker, teams, files = said["key"], said["maker"], said["teams"], said["files"]
        texts = [key, maker, *teams, *files, *files.values()]
        if not isinstance(teams, list) or not all(isinstance(text, str) for text in texts):
            return None
        content = content_from_json(said["content"])
        posted_at = from_iso(said["posted_at"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, Malformed):
        return None
    shown = {sha256: name for sha256, name in files.items() if _is_file_of_its_own(folder, name)}
    return Entry(folder.name, key, maker, tuple(teams), posted_at, said.get("test") is True, content, shown)


def _bytes_of(path: Path) -> bytes:
    """The regular file's bytes. OSError for a link, a pipe, or more than a manifest can be."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if path.parent.is_symlink() or path.is_symlink():
        raise OSError("a link")
    with os.fdopen(os.open(path, flags), "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST_MANIFEST:
            raise OSError("no manifest")
        return file.read(LARGEST_MANIFEST)


def _is_file_of_its_own(folder: Path, name: str) -> bool:
    try:
        return _SAFE_NAME.match(name) is not None and stat.S_ISREG((folder / name).lstat().st_mode)
    except (OSError, ValueError):
        return False


def page(entries: tuple[Entry, ...]) -> str:
    """The whole page, newest first, tests last. The same entries always give the same page."""
    ordered = sorted(entries, key=_place, reverse=True)
    dutch = sum(entry.content.language == "nl" for entry in ordered)
    language: Language = "nl" if dutch * 2 >= len(ordered) else "en"
    seen: set[str] = set()
    articles = []
    for entry in ordered:
        item = entry.key.partition(":")[0]
        articles.append(_article(entry, is_older=item in seen))
        seen.add(item)
    both = " / ".join(_NONE.in_(each) for each in (language, *(each for each in LANGUAGES if each != language)))
    return _PAGE.format(
        language=language,
        title=escape(_TITLE.in_(language)),
        intro=escape(_INTRO.in_(language) if ordered else both),
        articles="\n".join(articles),
    )


def _place(entry: Entry) -> tuple[bool, datetime, str, str]:
    return not entry.is_test, entry.posted_at, entry.key, entry.folder_name


def _article(entry: Entry, *, is_older: bool) -> str:
    language = entry.content.language
    post = DirectPost(entry.key, entry.content, entry.maker, entry.team_names, is_test=entry.is_test)
    try:
        texts = texts_of_post(post, with_files=_has_all(entry))
    except Malformed:
        return ""
    parts = [
        f'<p class="kind">{escape(texts.kind)}</p>',
        f"<h2>{_written(texts.title)}</h2>",
        f'<p class="older">{escape(_OLDER.in_(language))}</p>' if is_older else "",
        _media(entry, texts),
        _parts(entry, texts),
        "".join(f'<p class="remark">{escape(remark)}</p>' for remark in texts.remarks),
        _link(texts),
        "<dl>"
        + "".join(f"<div><dt>{escape(label)}</dt><dd>{_written(value)}</dd></div>" for label, value in texts.facts)
        + "</dl>",
    ]
    return f'<article lang="{language}">' + "\n".join(part for part in parts if part) + "</article>"


def _parts(entry: Entry, texts: PostTexts) -> str:
    """Each part as a quote under its lead; a step's picture stands between the two."""
    pictures = _pictures_of_steps(entry)
    told = []
    for part in texts.parts:
        quoted = "".join(f"<p>{_written(line)}</p>" for line in part.lines)
        picture = pictures.pop(part.lead, "")
        told.append(f"<h3>{escape(part.lead)}</h3>{picture}<blockquote>{quoted}</blockquote>")
    return "".join([*told, *pictures.values()])


def _pictures_of_steps(entry: Entry) -> dict[str, str]:
    body = entry.content.body
    if not isinstance(body, SlidesBody):
        return {}
    return {step_lead(at): _picture(entry, slide.picture, slide.alt) for at, slide in enumerate(body.slides, 1)}


def _has_all(entry: Entry) -> bool:
    return all(blob.sha256 in entry.files for blob in blobs_of(entry.content))


def _written(text: str) -> str:
    """What a person wrote: escaped, and no text of it turns what stands around it."""
    return f"<bdi>{escape(text)}</bdi>"


def _link(texts: PostTexts) -> str:
    if texts.link is None:
        return ""
    button, url = texts.link
    shown = escape(one_line(url, 80))
    return (
        f'<p><a href="{escape(url)}" rel="noopener noreferrer nofollow">{escape(button)}</a> <small>{shown}</small></p>'
    )


def _media(entry: Entry, texts: PostTexts) -> str:
    match entry.content.body:
        case ClipBody(media=media) if media is not None:
            address = _address(entry, media)
            label = escape(texts.title)
            return (
                f'<video controls preload="metadata" src="{address}" aria-label="{label}"></video>' if address else ""
            )
        case TipBody(picture=picture, alt=alt):
            return _picture(entry, picture, alt)
    return ""


def _picture(entry: Entry, picture: BlobRef | None, alt: str) -> str:
    address = _address(entry, picture) if picture is not None else None
    return f'<img src="{address}" alt="{escape(one_line(alt, 500))}" loading="lazy">' if address else ""


def _address(entry: Entry, blob: BlobRef) -> str | None:
    """Relative, and of this folder only."""
    name = entry.files.get(blob.sha256)
    return f"./{escape(quote(entry.folder_name, safe=''))}/{quote(name, safe='')}" if name else None


_TITLE: Final = Bilingual(en="Learned here", nl="Hier geleerd")
_INTRO: Final = Bilingual(
    en="What colleagues passed on, newest first. Each was made by one person; none of it was reviewed.",
    nl="Wat collega's doorgaven, nieuwste eerst. Elk is door één persoon gemaakt; niets ervan is nagekeken.",
)
_NONE: Final = Bilingual(en="There is nothing here yet.", nl="Er staat hier nog niets.")
_OLDER: Final = Bilingual(
    en="There is a newer version of this, higher on the page.",
    nl="Hiervan staat een nieuwere versie hoger op de pagina.",
)
_PAGE: Final = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' file:; \
media-src 'self' file:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --ink: #1c2330; --quiet: #556070; --paper: #fff; --ground: #f3f5f8; \
--line: #cfd6e0; --link: #1a56b0 }}
@media (prefers-color-scheme: dark) {{ :root {{ --ink: #eef1f6; --quiet: #aeb8c6; --paper: #1e2530; --ground: #141922; \
--line: #3a4452; --link: #8fbcff }} }}
body {{ margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 46rem; background: var(--ground); color: var(--ink); \
font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere }}
article {{ margin: 1.5rem 0; padding: 1.25rem 1.5rem; background: var(--paper); border: 1px solid var(--line); \
border-radius: .75rem }}
h1, h2, h3 {{ line-height: 1.25 }}
h2 {{ margin: 0 0 .75rem }}
h3 {{ margin: 1rem 0 .25rem; font-size: 1rem }}
blockquote {{ margin: 0; padding-left: .9rem; border-left: 3px solid var(--line) }}
blockquote p {{ margin: .25rem 0 }}
video, img {{ display: block; max-width: 100%; height: auto; margin: .75rem 0; border-radius: .5rem }}
video {{ width: 100%; max-height: 32rem; background: #000 }}
.kind, .older, .remark, small, dl {{ color: var(--quiet) }}
.kind {{ margin: 0 }}
.older {{ font-weight: 600 }}
a {{ color: var(--link) }}
dl {{ margin: 1rem 0 0; font-size: .9rem }}
dl div {{ display: flex; gap: .5rem }}
dt {{ font-weight: 600 }}
dd {{ margin: 0 }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{intro}</p>
{articles}
</main>
</body>
</html>
"""
