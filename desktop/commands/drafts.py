"""`vonk drafts`: what is on this computer."""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from core.clock import to_iso
from core.content import ClipBody, Content, blobs_of
from core.errors import Impossible, Malformed, Refused
from core.formats import FORMAT_NAMES
from core.language import Bilingual
from core.reading import parse_json
from core.status import STATUS_WORDS, Status, item_status
from core.wire import content_from_json, content_to_json
from desktop.commands.context import Context
from desktop.commands.sync import opened_store

if TYPE_CHECKING:
    from core.draft import Draft
    from core.feed import ReviewEvent
    from drafts.records import DraftSummary
    from drafts.store import Store

_EXTENSIONS: Final = {"video/mp4": ".mp4", "image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}


def add(commands: Any) -> None:  # noqa: ANN401 - argparse keeps this type to itself
    parser = commands.add_parser("drafts", help="what is on this computer")
    what = parser.add_subparsers(metavar="WHAT", dest="what", required=True)
    listed = what.add_parser("list", help="all drafts, last changed first")
    listed.add_argument("--bin", action="store_true", help="what was thrown away instead")
    show = what.add_parser("show", help="one draft, whole, with what reviewers said")
    added = what.add_parser("add", help="a new draft from a file (docs/wire has one example per format)")
    added.add_argument("--file", type=Path, required=True, metavar="F.json")
    added.add_argument("--media", type=Path, metavar="F.mp4", help="the recording of a clip")
    export = what.add_parser("export", help="write a draft and its files to a folder")
    delete = what.add_parser("delete", help="throw away; it stays in the bin for 30 days")
    restore = what.add_parser("restore", help="take out of the bin")
    for each in (show, export, delete, restore):
        each.add_argument("id", metavar="ID")
    export.add_argument("dir", type=Path, metavar="DIR")
    doers = (
        (listed, _list),
        (show, _show),
        (added, _add),
        (export, _export),
        (delete, _delete),
        (restore, _restore),
    )
    for each, does in doers:
        each.add_argument("--json", action="store_true", help="one object as the last line of standard output")
        each.set_defaults(run=run, does=does)


def run(args: argparse.Namespace, context: Context) -> int:
    with opened_store(context) as store:
        store.empty_bin_of_old()
        return int(args.does(args, context, store))


def _list(args: argparse.Namespace, context: Context, store: Store) -> int:
    if args.bin:
        return _list_bin(args, context, store)
    connected = store.hub() is not None
    summaries = store.summaries()
    if args.json:
        context.print_json({"drafts": [_summary_json(each, connected) for each in summaries]})
        return 0
    for each in summaries:
        words = (STATUS_WORDS[_status_of(each, connected)], FORMAT_NAMES[each.format])
        context.print("  ".join((each.id, *(word.in_(context.language) for word in words), each.title)))
    if not summaries:
        context.say(NONE)
    return 0


def _list_bin(args: argparse.Namespace, context: Context, store: Store) -> int:
    binned = store.bin()
    if args.json:
        rows = [{"id": each.id, "title": each.title, "goes_at": to_iso(each.goes_at)} for each in binned]
        context.print_json({"bin": rows})
        return 0
    for each in binned:
        context.print(f"{each.id}  {each.goes_at:%Y-%m-%d}  {each.title}")
    return 0


def _status_of(summary: DraftSummary, connected: bool) -> Status:
    return item_status(summary.review, summary.to_hub, hub_connected=connected)


def _summary_json(summary: DraftSummary, connected: bool) -> dict[str, object]:
    return {
        "id": summary.id,
        "format": summary.format.value,
        "title": summary.title,
        "status": _status_of(summary, connected).value,
        "review": summary.review.value,
        "to_hub": summary.to_hub.value,
        "changed_at": to_iso(summary.changed_at),
        "submitted_at": to_iso(summary.submitted_at) if summary.submitted_at else None,
        "has_feedback": summary.has_feedback,
        "board_url": summary.board_url,
        "media_sha256": summary.media.sha256 if summary.media else None,
        "blocked": summary.blocked.en if summary.blocked else None,
    }


def _show(args: argparse.Namespace, context: Context, store: Store) -> int:
    draft = store.draft(args.id)
    summary = next((each for each in store.summaries() if each.id == draft.id), None)
    connected = store.hub() is not None
    shown: dict[str, object] = {
        "id": draft.id,
        "revision": draft.revision,
        "created_at": to_iso(draft.created_at),
        "submitted_hash": draft.submitted_hash,
        "in_bin": summary is None,
        "content": content_to_json(draft.content),
        "files": {blob.sha256: str(store.blobs.path(blob)) for blob in blobs_of(draft.content)},
        "feedback": [_event_json(event) for event in store.feedback(draft.id)],
    }
    shown |= _summary_json(summary, connected) if summary else {}
    if args.json:
        context.print_json(shown)
    else:
        context.print(json.dumps(shown, ensure_ascii=False, indent=2))
    return 0


def _event_json(event: ReviewEvent) -> dict[str, object]:
    return {
        "at": to_iso(event.at),
        "state": event.state.value,
        "by": event.by,
        "comment": event.comment,
        "content_hash": event.content_hash,
        "feedback": [
            {"criterion": word.criterion.value, "score": word.score, "comment": word.comment} for word in event.feedback
        ],
    }


def _add(args: argparse.Namespace, context: Context, store: Store) -> int:
    content = content_from_json(parse_json(_bytes_of(args.file)))
    if args.media is not None:
        content = with_clip(content, args.media, context.home.root, store)
    draft = store.new_draft(content)
    if args.json:
        context.print_json(_added_json(draft))
    else:
        context.print(draft.id)
    return 0


def _added_json(draft: Draft) -> dict[str, object]:
    media = next(iter(blobs_of(draft.content)), None)
    return {"id": draft.id, "format": draft.content.format.value, "media_sha256": media.sha256 if media else None}


def with_clip(content: Content, media: Path, scratch: Path, store: Store) -> Content:
    """The content with this recording as its clip: probed, without its metadata, kept as a blob. Malformed, Refused."""
    from media.probe import probe
    from media.remux import to_faststart

    if not isinstance(content.body, ClipBody):
        raise Refused(ONLY_CLIPS, ONLY_CLIPS_HINT)
    if not media.is_file():
        raise Malformed(NO_FILE, NO_FILE_HINT)
    probe(media)
    with tempfile.TemporaryDirectory(prefix="adding-", dir=scratch) as folder:
        clean = Path(folder) / "clip.mp4"
        to_faststart(media, clean)
        facts = probe(clean)
        blob = store.blobs.add_file(clean, "video/mp4")
    body = replace(
        content.body,
        media=blob,
        duration_ms=facts.duration_ms,
        width=facts.width,
        height=facts.height,
        has_sound=facts.audio_codec is not None,
    )
    return replace(content, body=body)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Malformed(NO_FILE, NO_FILE_HINT) from error


def _export(args: argparse.Namespace, context: Context, store: Store) -> int:
    draft = store.draft(args.id)
    folder = args.dir / draft.id
    manifest = json.dumps(content_to_json(draft.content), ensure_ascii=False, indent=2)
    written = [folder / "item.json"]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written[0].write_text(manifest + "\n", encoding="utf-8")
        for blob in blobs_of(draft.content):
            target = folder / f"{blob.sha256}{_EXTENSIONS[blob.type]}"
            shutil.copyfile(store.blobs.path(blob), target)
            written.append(target)
    except OSError as error:
        raise Impossible(NOT_WRITTEN, NOT_WRITTEN_HINT) from error
    if args.json:
        context.print_json({"id": draft.id, "folder": str(folder), "files": [str(path) for path in written]})
    else:
        context.print(str(folder))
    return 0


def _delete(args: argparse.Namespace, context: Context, store: Store) -> int:
    store.put_in_bin(args.id)
    if args.json:
        context.print_json({"id": args.id, "in_bin": True})
    else:
        context.say(BINNED)
    return 0


def _restore(args: argparse.Namespace, context: Context, store: Store) -> int:
    draft = store.restore(args.id)
    if args.json:
        context.print_json({"id": draft.id, "in_bin": False})
    else:
        context.say(RESTORED)
    return 0


NONE: Final = Bilingual(
    en="Nothing yet. What did you explain to somebody today?", nl="Nog niets. Wat legde jij vandaag aan iemand uit?"
)
ONLY_CLIPS: Final = Bilingual(en="Only a clip takes a recording.", nl="Alleen bij een clip hoort een opname.")
ONLY_CLIPS_HINT: Final = Bilingual(
    en='Nothing was changed. Leave out --media, or make it a "clip".',
    nl='Er is niets veranderd. Laat --media weg, of maak er een "clip" van.',
)
NO_FILE: Final = Bilingual(en="This file cannot be read.", nl="Dit bestand is niet te lezen.")
NO_FILE_HINT: Final = Bilingual(en="Nothing was changed. Check the name.", nl="Er is niets veranderd. Kijk de naam na.")
NOT_WRITTEN: Final = Bilingual(en="Not everything could be written.", nl="Niet alles kon worden geschreven.")
NOT_WRITTEN_HINT: Final = Bilingual(
    en="The draft is safe here. Check the folder and the room on the disk.",
    nl="Het concept is hier veilig. Kijk de map en de ruimte op de schijf na.",
)
BINNED: Final = Bilingual(
    en="Thrown away. It stays in the bin for 30 days: `vonk drafts restore` takes it out.",
    nl="Weggegooid. Het blijft 30 dagen in de prullenbak: `vonk drafts restore` haalt het eruit.",
)
RESTORED: Final = Bilingual(en="It is back.", nl="Het is terug.")
