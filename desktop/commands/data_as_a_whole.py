"""`vonk data export | import | erase`: everything that is the person's, out, in, and gone."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from core.delivery import DeliveryState
from core.errors import AppError, HubTrouble, Refused
from core.language import Bilingual
from core.wire import hash_of
from desktop.commands.context import Context
from desktop.commands.sync import credentials_of, opened_store
from desktop.home import Home

if TYPE_CHECKING:
    from drafts.exporting import Beside
    from drafts.records import HubLink
    from drafts.store import Store

_OURS: Final = (
    "backups", "drafts.db*", "damaged", "blobs", "takes", "shown", "settings.json", "settings.tmp", "logs",
    ".reading", ".template.db*", ".importing-*", ".adding-*", "app.lock", "tokens.*", "home-id",
)  # fmt: skip
"""All that this program makes in a home."""
_SHOWN_TITLES: Final = 20


def add(what: Any) -> None:  # noqa: ANN401 - argparse keeps this type to itself
    export = what.add_parser("export", help="everything in open formats: one zip file, or a folder")
    export.add_argument("target", metavar="FILE.zip|DIR", type=Path)
    import_ = what.add_parser("import", help="take in an export; nothing that is here is overwritten")
    import_.add_argument("source", metavar="FILE|DIR", type=Path)
    erase = what.add_parser("erase", help="erase everything of you on this computer, for good")
    erase.add_argument("--yes-erase-everything", action="store_true", dest="yes", help="do not ask")
    for each, does in ((export, _export), (import_, _import), (erase, _erase)):
        each.add_argument("--json", action="store_true", help="one object as the last line of standard output")
        each.set_defaults(run=run, does=does)


def run(args: argparse.Namespace, context: Context) -> int:
    return int(args.does(args, context))


def beside(home: Home) -> Beside:
    """What an export holds beside the store."""
    from capture.takes import is_being_written
    from drafts.exporting import Beside

    return Beside(home.takes, home.settings, is_being_written)


def version_here() -> str:
    try:
        return version("vonk")
    except PackageNotFoundError:
        return "?"


def _export(args: argparse.Namespace, context: Context) -> int:
    target: Path = args.target.expanduser().absolute()
    refuse_inside(target, context.home)
    with opened_store(context) as store:
        done = store.export(beside(context.home), target, version_here(), _progress(context), lambda: False)
    if args.json:
        context.print_json({**asdict(done), "path": str(done.path)})
    else:
        context.say(EXPORTED.format(drafts=done.drafts + done.in_bin, media=done.media, takes=done.takes, path=target))
        if done.missing:
            context.say(MISSING.format(number=done.missing))
    return 0


def refuse_inside(target: Path, home: Home) -> None:
    """An export in Vonk's own folder would go with it."""
    if target.resolve().is_relative_to(home.root.resolve()):
        raise Refused(INSIDE, INSIDE_HINT)


def _import(args: argparse.Namespace, context: Context) -> int:
    with opened_store(context) as store:
        source: Path = args.source.expanduser().absolute()
        done = store.import_(beside(context.home), source, _progress(context), lambda: False)
    if args.json:
        context.print_json(asdict(done))
        return 0
    context.say(IMPORTED.format(made=done.made, same=done.same, two=done.two_versions))
    told = ((done.newer, NEWER), (done.two_versions, CHOOSE), (done.earlier, EARLIER), (done.unasked, UNASKED))
    for number, words in (*told, (done.takes, TAKES)):
        if number:
            context.say(words.format(number=number))
    if done.hub:
        context.say(CONNECT.format(hub=done.hub))
    return 0


def _progress(context: Context) -> Callable[[int, int], None]:
    """Whole percents, on one line of a terminal; nothing where nobody sees it."""
    shown = -1

    def told(done: int, total: int) -> None:
        nonlocal shown
        percent = 100 if total == 0 else done * 100 // total
        if percent != shown and context.err.isatty():
            shown = percent
            print(f"\r{percent} %", end="\n" if done >= total else "", file=context.err, flush=True)

    return told


@dataclass(frozen=True, slots=True)
class _There:
    """What an erasing takes away. Counts are None where the store cannot be read."""

    drafts: int | None
    in_bin: int | None
    backups: int | None
    unsent: tuple[str, ...]
    hub: HubLink | None
    channels: tuple[str, ...]


def _erase(args: argparse.Namespace, context: Context) -> int:
    from capture.takes import is_being_written
    from drafts.erasing import RUNNING, RUNNING_HINT, alone_with, erase

    home = context.home
    if not home.root.is_dir():
        context.say(NOTHING_THERE)
        return 0
    with alone_with(home.drafts_db):
        if home.takes.is_dir() and any(is_being_written(take) for take in home.takes.iterdir() if take.is_dir()):
            raise Refused(RUNNING, RUNNING_HINT)
    there = _look(context)
    _tell(context, there)
    if not args.yes and not _agreed(context):
        context.say(KEPT)
        return 1
    told = False

    def before() -> None:
        nonlocal told
        told = _forget(context, there)

    left = erase(home.root, home.drafts_db, _OURS, before)
    if args.json:
        context.print_json({"erased": True, "hub_told": told, "left": list(left)})
    else:
        context.say(ERASED)
        if left:
            context.say(LEFT.format(names=", ".join(left), folder=home.root))
    return 0


def _look(context: Context) -> _There:
    """Also of a store that cannot be opened: that can be erased too."""
    try:
        with opened_store(context) as store:
            unsent = tuple(_unsent(store))
            channels = tuple(channel.id for channel in store.channels())
            counts = len(store.summaries()), len(store.bin()), len(store.kept_backups())
            return _There(*counts, unsent, store.hub(), channels)
    except AppError as error:
        context.say(error.title)
        return _There(None, None, None, (), None, ())


def _unsent(store: Store) -> list[str]:
    """Titles of what no hub has as it is now."""
    unsent = []
    for summary in store.summaries():
        draft = store.draft(summary.id)
        there = draft.submitted_hash == hash_of(draft.content) and summary.to_hub is DeliveryState.POSTED
        if not there:
            unsent.append(summary.title or "-")
    return unsent


def _tell(context: Context, there: _There) -> None:
    if there.drafts is None:
        context.say(GOES_UNREAD.format(folder=context.home.root))
    else:
        counts = {"drafts": there.drafts, "in_bin": there.in_bin or 0, "backups": there.backups or 0}
        context.say(GOES.format(**counts, folder=context.home.root))
    if there.unsent:
        context.say(UNSENT.format(number=len(there.unsent)))
        for title in there.unsent[:_SHOWN_TITLES]:
            context.say(f"  {title}")
        if len(there.unsent) > _SHOWN_TITLES:
            context.say(AND_MORE.format(number=len(there.unsent) - _SHOWN_TITLES))
    context.say(AT_HUB.format(hub=there.hub.url) if there.hub else AT_NO_HUB)


def _agreed(context: Context) -> bool:
    word = WORD.in_(context.language)
    context.say(ASK.format(word=word))
    typed = context.stdin.readline().strip().casefold()
    return typed in (WORD.en, WORD.nl)


def _forget(context: Context, there: _There) -> bool:
    """The hub's word for this device, and the keyring's entries. Whether the hub heard it."""
    from sync.credentials import ChannelSecrets, service_name
    from sync.line import new_session
    from sync.pairing import revoke

    credentials = credentials_of(context.home)
    secrets = ChannelSecrets(service_name(context.home.identity()))
    tokens, told = credentials.load(), False
    if there.hub is not None and tokens is not None:
        try:
            with new_session(there.hub.url) as session:
                revoke(there.hub.url, tokens, session)
            told = True
        except HubTrouble:
            context.say(HUB_NOT_TOLD)
    credentials.forget()
    for channel in there.channels:
        secrets.forget(channel)
    return told


EXPORTED: Final = Bilingual(
    en="Exported to {path}: {drafts} learning moments, {media} media, {takes} other recordings.",
    nl="Geëxporteerd naar {path}: {drafts} leermomenten, {media} media, {takes} andere opnamen.",
)
MISSING: Final = Bilingual(
    en="{number} recordings or pictures are no longer whole on this computer; manifest.json says which.",
    nl="{number} opnamen of plaatjes staan niet meer heel op deze computer; manifest.json zegt welke.",
)
INSIDE: Final = Bilingual(en="That is inside Vonk's own folder.", nl="Dat is in de map van Vonk zelf.")
INSIDE_HINT: Final = Bilingual(
    en="Nothing was exported. Choose another folder, such as one on another disk.",
    nl="Er is niets geëxporteerd. Kies een andere map, bijvoorbeeld op een andere schijf.",
)
IMPORTED: Final = Bilingual(
    en="New: {made}. Here already: {same}. Two versions: {two}.",
    nl="Nieuw: {made}. Was er al: {same}. Twee versies: {two}.",
)
NEWER: Final = Bilingual(
    en="{number} of yours went on from a newer version.", nl="{number} van je gingen verder vanaf een nieuwere versie."
)
CHOOSE: Final = Bilingual(
    en="Of {number} both versions were kept. Open them in Vonk to choose.",
    nl="Van {number} zijn beide versies bewaard. Open ze in Vonk om te kiezen.",
)
EARLIER: Final = Bilingual(
    en="{number} already had two versions; the imported one is among their earlier versions.",
    nl="{number} had al twee versies; de geïmporteerde staat bij de eerdere versies.",
)
UNASKED: Final = Bilingual(
    en="{number} were waiting to be sent on the other computer. Here they are drafts that nobody asked review for, "
    "so that nothing is sent twice.",
    nl="{number} wachtten op de andere computer op verzending. Hier zijn het concepten waarvoor nog niets is gevraagd, "
    "zodat niets dubbel wordt verzonden.",
)
TAKES: Final = Bilingual(
    en="{number} recordings that were no learning moment yet came along.",
    nl="{number} opnamen die nog geen leermoment waren, kwamen mee.",
)
CONNECT: Final = Bilingual(
    en="It came from a computer connected to {hub}. `vonk hub connect` connects this one.",
    nl="Hij kwam van een computer die met {hub} verbonden is. `vonk hub connect` verbindt deze.",
)
NOTHING_THERE: Final = Bilingual(
    en="There is nothing of you on this computer.", nl="Er staat niets van je op deze computer."
)
GOES: Final = Bilingual(
    en="This goes for good: {drafts} learning moments with all their versions and recordings, {in_bin} in the bin, "
    "{backups} backups, your settings, the logs, and what the keyring holds of Vonk. All in {folder}.",
    nl="Dit gaat voorgoed weg: {drafts} leermomenten met al hun versies en opnamen, {in_bin} in de prullenbak, "
    "{backups} reservekopieën, je instellingen, de logboeken en wat de sleutelbos van Vonk heeft. Alles in {folder}.",
)
GOES_UNREAD: Final = Bilingual(
    en="Everything of Vonk in {folder} goes for good. How much that is cannot be read.",
    nl="Alles van Vonk in {folder} gaat voorgoed weg. Hoeveel dat is, valt niet te lezen.",
)
UNSENT: Final = Bilingual(
    en="No hub has these {number} as they are now:", nl="Deze {number} heeft geen hub zoals ze nu zijn:"
)
AND_MORE: Final = Bilingual(en="  and {number} more", nl="  en nog {number}")
AT_HUB: Final = Bilingual(
    en="What you handed in stays at the hub and in channels. To have that erased, ask those who look after {hub}.",
    nl="Wat je inleverde, blijft op de hub en in kanalen. Wil je dat ook weg, vraag het de beheerders van {hub}.",
)
AT_NO_HUB: Final = Bilingual(
    en="What you posted in channels stays there; erase it there.",
    nl="Wat je in kanalen plaatste, blijft daar; verwijder het daar.",
)
WORD: Final = Bilingual(en="erase", nl="wissen")
ASK: Final = Bilingual(
    en='There is no way back; `vonk data export` keeps a copy. Type "{word}" to erase everything.',
    nl='Er is geen weg terug; `vonk data export` bewaart een kopie. Typ "{word}" om alles te wissen.',
)
KEPT: Final = Bilingual(en="Nothing was erased.", nl="Er is niets gewist.")
HUB_NOT_TOLD: Final = Bilingual(
    en="The hub could not be told now. Withdraw this computer on the hub's page of devices.",
    nl="De hub kon dit nu niet horen. Trek deze computer in op de apparatenpagina van de hub.",
)
ERASED: Final = Bilingual(
    en="Everything of you on this computer is erased.", nl="Alles van je op deze computer is gewist."
)
LEFT: Final = Bilingual(
    en="These were not made by Vonk and are still in {folder}: {names}.",
    nl="Dit is niet door Vonk gemaakt en staat nog in {folder}: {names}.",
)
