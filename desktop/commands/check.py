"""`vonk check`: what stands out in a draft, or in an item that is still a file."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path
from typing import Final

from core.content import Content
from core.language import Bilingual
from desktop.commands.context import Context

_NOTHING_FOUND: Final = Bilingual(en="Nothing stands out.", nl="Er valt niets op.")
_SEVERITIES: Final[dict[str, Bilingual]] = {
    "block": Bilingual(en="Needed first", nl="Eerst nodig"),
    "warn": Bilingual(en="Look at this", nl="Kijk hier eens naar"),
}


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("check", help="what stands out in a draft")
    command.add_argument("item", metavar="ID|F.json", help="a draft's id, or a file as `drafts add --file` takes it")
    command.add_argument("--json", action="store_true", help="one object on one line")
    command.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    from guidance.checks import check, findings_to_json

    findings = check(_content(args.item, context))
    if args.json:
        context.print_json({"findings": findings_to_json(findings, context.language)})
        return 0
    for finding in findings:
        said = (finding.message, finding.reason, finding.fix)
        sentence = " ".join(part.in_(context.language) for part in said)
        context.print(f"{_SEVERITIES[finding.severity].in_(context.language)}: {sentence} [{finding.rule}]")
    if not findings:
        context.print(_NOTHING_FOUND.in_(context.language))
    return 0


def _content(item: str, context: Context) -> Content:
    """The content of a file (a name that ends in .json, or of a file that exists), else of the draft with this id."""
    from core.reading import parse_json
    from core.wire import content_from_json
    from desktop.commands.guide import read_document

    if item == "-" or item.endswith(".json") or Path(item).is_file():
        return content_from_json(parse_json(read_document(item, context)))
    from core.clock import utc_now
    from core.draft import ItemId, random_id
    from drafts.store import open_store

    with closing(open_store(context.home.drafts_db, context.home.blobs, clock=utc_now, new_id=random_id)) as store:
        return store.draft(ItemId(item)).content
