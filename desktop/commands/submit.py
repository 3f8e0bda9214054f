"""`vonk submit ID`: ask for review. Queued at once, sent when there is a hub."""

from __future__ import annotations

import argparse
from typing import Any, Final

from core.language import Bilingual
from core.status import STATUS_WORDS, item_status
from desktop.commands.context import Context
from desktop.commands.sync import opened_store


def add(commands: Any) -> None:  # noqa: ANN401 - argparse keeps this type to itself
    parser = commands.add_parser("submit", help="ask for review")
    parser.add_argument("id", metavar="ID")
    parser.add_argument("--withdraw", action="store_true", help="take it back instead")
    parser.add_argument("--again", action="store_true", help="queue again what was refused")
    parser.add_argument("--json", action="store_true", help="one object as the last line of standard output")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    with opened_store(context) as store:
        if args.again:
            store.send_again(args.id)
            draft = store.draft(args.id)
        else:
            draft = store.withdraw(args.id) if args.withdraw else store.submit(args.id)
        summary = next(entry for entry in store.summaries() if entry.id == draft.id)
        connected = store.hub() is not None
    status = item_status(summary.review, summary.to_hub, hub_connected=connected)
    if args.json:
        context.print_json(
            {"id": draft.id, "status": status.value, "review": draft.review.value, "content_hash": draft.submitted_hash}
        )
    else:
        context.say(SAYS.format(title=summary.title, en=STATUS_WORDS[status].en, nl=STATUS_WORDS[status].nl))
    return 0


SAYS: Final = Bilingual(en="{title}: {en}", nl="{title}: {nl}")
