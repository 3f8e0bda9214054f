"""`vonk data`: what is kept of the person on this computer, as a whole."""

from __future__ import annotations

import argparse
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from core.clock import to_iso
from core.errors import Malformed, NotFound
from core.language import Bilingual
from desktop.commands import data_as_a_whole
from desktop.commands.context import Context
from desktop.commands.sync import opened_store

if TYPE_CHECKING:
    from drafts.restoring import KeptBackup
    from drafts.store import Store

_WHEN: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?(Z|[+-]\d\d:\d\d)?\Z")


def add(commands: Any) -> None:  # noqa: ANN401 - argparse keeps this type to itself
    parser = commands.add_parser("data", help="your data as a whole: backups, export, import, erase")
    what = parser.add_subparsers(metavar="WHAT", dest="what", required=True)
    backup = what.add_parser("backup", help="make a verified backup of your drafts now")
    listed = what.add_parser("list", help="the backups there are, newest first")
    restore = what.add_parser("restore", help="go back to a backup; how it is now is backed up first")
    restore.add_argument(
        "when",
        metavar="WHEN",
        nargs="?",
        help="the newest backup of this moment or before it, such as 2026-11-24T14:30 or 2026-11-24; "
        "without it the newest",
    )
    for each, does in ((backup, _backup), (listed, _list), (restore, _restore)):
        each.add_argument("--json", action="store_true", help="one object as the last line of standard output")
        each.set_defaults(run=run, does=does)
    data_as_a_whole.add(what)


def run(args: argparse.Namespace, context: Context) -> int:
    with opened_store(context) as store:
        return int(args.does(args, context, store))


def _backup(args: argparse.Namespace, context: Context, store: Store) -> int:
    moment = store.back_up_now()
    if args.json:
        context.print_json({"made_at": to_iso(moment)})
    else:
        context.say(MADE.format(when=_local(moment)))
    return 0


def _list(args: argparse.Namespace, context: Context, store: Store) -> int:
    found = store.kept_backups()
    if args.json:
        context.print_json({"backups": [{"made_at": to_iso(one.made_at), "drafts": one.drafts} for one in found]})
        return 0
    for one in found:
        holds = UNREADABLE if one.drafts is None else (ONE if one.drafts == 1 else MANY).format(number=one.drafts)
        context.print(f"{_local(one.made_at)}  {holds.in_(context.language)}")
    return 0


def _restore(args: argparse.Namespace, context: Context, store: Store) -> int:
    before = None if args.when is None else end_of(args.when)
    went = store.go_back(_newest(store.kept_backups(), before).made_at)
    if args.json:
        context.print_json({"went_back_to": to_iso(went.to), "undo": to_iso(went.undo)})
    else:
        context.say(WENT.format(when=_local(went.to), undo=_local(went.undo)))
    return 0


def _newest(found: tuple[KeptBackup, ...], before: datetime | None) -> KeptBackup:
    """The newest that was made before this moment. NotFound."""
    for one in found:
        if before is None or one.made_at < before:
            return one
    raise NotFound(NONE_SO_OLD, NONE_SO_OLD_HINT)


def end_of(when: str) -> datetime:
    """The moment after the day, minute, second or part of it that was typed, on this computer's clock unless it says
    another. Malformed."""
    found = _WHEN.match(when)
    if not found:
        raise Malformed(NO_MOMENT, NO_MOMENT_HINT)
    day, hour, minute, second, part, zone = found.groups()
    text = f"{day}T{hour or '00'}:{minute or '00'}:{second or '00'}.{(part or '0').ljust(6, '0')}{zone or ''}"
    try:
        return datetime.fromisoformat(text).astimezone(UTC) + _length(minute, second, part)
    except (ValueError, OverflowError):
        raise Malformed(NO_MOMENT, NO_MOMENT_HINT) from None


def _length(minute: str | None, second: str | None, part: str | None) -> timedelta:
    if part:
        return timedelta(microseconds=10 ** (6 - len(part)))
    if second:
        return timedelta(seconds=1)
    return timedelta(minutes=1) if minute else timedelta(days=1)


def _local(moment: datetime) -> str:
    """As `restore` takes it."""
    return moment.astimezone().replace(tzinfo=None).isoformat(timespec="milliseconds")


MADE: Final = Bilingual(en="Backup of {when} made.", nl="Reservekopie van {when} gemaakt.")
ONE: Final = Bilingual(en="{number} learning moment", nl="{number} leermoment")
MANY: Final = Bilingual(en="{number} learning moments", nl="{number} leermomenten")
UNREADABLE: Final = Bilingual(en="cannot be read", nl="niet te lezen")
WENT: Final = Bilingual(
    en="Your drafts are as they were at {when}. To undo: `vonk data restore {undo}`.",
    nl="Je concepten zijn zoals ze waren op {when}. Ongedaan maken: `vonk data restore {undo}`.",
)
NONE_SO_OLD: Final = Bilingual(en="There is no backup that old.", nl="Zo'n oude reservekopie is er niet.")
NONE_SO_OLD_HINT: Final = Bilingual(
    en="Nothing was changed. `vonk data list` shows which there are.",
    nl="Er is niets veranderd. `vonk data list` laat zien welke er zijn.",
)
NO_MOMENT: Final = Bilingual(en="This is not a moment.", nl="Dit is geen moment.")
NO_MOMENT_HINT: Final = Bilingual(
    en="Nothing was changed. Type it as `vonk data list` does, or a day such as 2026-11-24.",
    nl="Er is niets veranderd. Typ het zoals `vonk data list` doet, of een dag zoals 2026-11-24.",
)
