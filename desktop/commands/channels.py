"""`vonk channels`: where you post without a hub. An address is a secret: it is read, never given as an argument."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from core.canonical import publish_key
from core.clock import to_iso, utc_now
from core.delivery import DeliveryAction, DeliveryState
from core.draft import random_id
from core.errors import Impossible, Malformed, NotFound
from core.language import Bilingual
from desktop.commands.context import Context
from desktop.commands.sync import opened_store
from desktop.home import Home

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drafts.records import Channel, PostSummary
    from drafts.store import Store
    from sync.credentials import ChannelSecrets

_KINDS: Final = ("slack_webhook", "slack_bot", "teams", "webhook", "folder")
_LONGEST_ADDRESS: Final = 8192


def add(commands: Any) -> None:  # noqa: ANN401 - argparse keeps this type to itself
    parser = commands.add_parser("channels", help="where you post without a hub")
    what = parser.add_subparsers(metavar="WHAT", dest="what", required=True)
    listed = what.add_parser("list", help="the channels there are")
    posts = what.add_parser("posts", help="what became of your posts, the newest first")
    added = what.add_parser("add", help="a new channel; its address is read from standard input")
    added.add_argument("--kind", choices=_KINDS, required=True)
    added.add_argument("--name", required=True, help="what you call it")
    added.add_argument("--folder", type=Path, metavar="DIR", help="for the kind `folder`: where it is")
    address = what.add_parser("address", help="give a channel's address anew, on standard input")
    test = what.add_parser("test", help="post a message there at once that says it is a test")
    removed = what.add_parser("remove", help="forget a channel and its address; what stands there stays")
    for each in (address, test, removed):
        each.add_argument("id", metavar="ID", help="its id, or its name")
    doers = (
        (listed, _list),
        (posts, _posts),
        (added, _add),
        (address, _address),
        (test, _test),
        (removed, _remove),
    )
    for each, does in doers:
        each.add_argument("--json", action="store_true", help="one object as the last line of standard output")
        each.set_defaults(run=run, does=does)


def run(args: argparse.Namespace, context: Context) -> int:
    with opened_store(context) as store:
        return int(args.does(args, context, store))


def channel_secrets_of(home: Home) -> ChannelSecrets:
    """Keep this one value for as long as the program runs: without a keyring it is where the addresses are."""
    from sync.credentials import ChannelSecrets, service_name

    return ChannelSecrets(service_name(home.identity()))


def channel_named(store: Store, word: str) -> Channel:
    """By its id, or by a name that only one has. NotFound."""
    channels = store.channels()
    found = [channel for channel in channels if channel.id == word] or [
        channel for channel in channels if channel.name.casefold() == word.casefold()
    ]
    if len(found) > 1:
        raise NotFound(MANY_SO_NAMED, MANY_HINT)
    if not found:
        from drafts.posts import NO_CHANNEL, NO_CHANNEL_HINT

        raise NotFound(NO_CHANNEL, NO_CHANNEL_HINT)
    return found[0]


def _list(args: argparse.Namespace, context: Context, store: Store) -> int:
    from channels.direct import KIND_NAMES, DirectKind

    channels, secrets = store.channels(), channel_secrets_of(context.home)
    if args.json:
        context.print_json({"channels": [_channel_json(each, secrets) for each in channels]})
        return 0
    for each in channels:
        kind = KIND_NAMES[DirectKind(each.kind)].in_(context.language)
        missing = () if _has_address(each, secrets) else (NO_ADDRESS_HERE.in_(context.language),)
        context.print("  ".join((each.id, kind, each.name, *([each.place] if each.place else ()), *missing)))
    if not channels:
        context.say(NONE)
    return 0


def _channel_json(channel: Channel, secrets: ChannelSecrets) -> dict[str, object]:
    return {
        "id": channel.id,
        "kind": channel.kind,
        "name": channel.name,
        "folder": channel.place or None,
        "added_at": to_iso(channel.added_at),
        "has_address": _has_address(channel, secrets),
    }


def _has_address(channel: Channel, secrets: ChannelSecrets) -> bool:
    return bool(channel.place) or secrets.load(channel.id) is not None


def _posts(args: argparse.Namespace, context: Context, store: Store) -> int:
    posts = store.posts()
    if args.json:
        context.print_json({"posts": [post_json(each) for each in posts]})
        return 0
    for each in posts:
        context.print("  ".join((each.item_id, each.title, in_words(each).in_(context.language))))
    if not posts:
        context.say(NO_POSTS)
    return 0


def post_json(post: PostSummary) -> dict[str, object]:
    return {
        "id": post.item_id,
        "content_hash": post.content_hash,
        "title": post.title,
        "format": post.format.value,
        "channel": post.channel_id,
        "channel_name": post.channel_name,
        "kind": post.kind,
        "state": post.state.value,
        "reason_en": post.reason.en if post.reason else None,
        "reason_nl": post.reason.nl if post.reason else None,
        "asked_at": to_iso(post.asked_at),
        "changed_at": to_iso(post.changed_at),
    }


def in_words(post: PostSummary) -> Bilingual:
    """`Inkoop: posted`, with the reason where it is not."""
    said = SAYS.format(channel=post.channel_name, en=WORDS[post.state].en, nl=WORDS[post.state].nl)
    if post.reason is None:
        return said
    return Bilingual(en=f"{said.en} {post.reason.en}", nl=f"{said.nl} {post.reason.nl}")


def _add(args: argparse.Namespace, context: Context, store: Store) -> int:
    folder = args.kind == "folder"
    if folder != (args.folder is not None):
        raise Malformed(FOLDER_NEEDED if folder else NO_FOLDER_HERE, NOTHING_ADDED)
    address = str(args.folder.absolute()) if folder else read_address(args.kind, context)
    _check(args.kind, address, context.environ)
    channel = store.add_channel(args.kind, args.name, address if folder else "")
    secrets = channel_secrets_of(context.home)
    if not folder and not secrets.keep(channel.id, address):
        store.remove_channel(channel.id)
        raise Impossible(NO_KEYRING, NO_KEYRING_HINT)
    if args.json:
        context.print_json(_channel_json(channel, secrets))
    else:
        context.say(ADDED.format(name=channel.name, id=channel.id))
    return 0


def _address(args: argparse.Namespace, context: Context, store: Store) -> int:
    channel = channel_named(store, args.id)
    if channel.place:
        raise Malformed(NO_FOLDER_HERE, FOLDER_ANEW)
    address = read_address(channel.kind, context)
    _check(channel.kind, address, context.environ)
    secrets = channel_secrets_of(context.home)
    if not secrets.keep(channel.id, address):
        raise Impossible(NO_KEYRING, NO_KEYRING_HINT)
    if args.json:
        context.print_json(_channel_json(channel, secrets))
    else:
        context.say(KEPT.format(name=channel.name))
    return 0


def _check(kind: str, address: str, environ: Mapping[str, str]) -> None:
    from channels.direct import check
    from desktop.platform.posting import egress_for

    check(kind, address, egress_for(environ))


def _test(args: argparse.Namespace, context: Context, store: Store) -> int:
    from desktop.platform.person_name import person_name
    from desktop.platform.posting import egress_for, sender_over
    from sync.posting import NO_ADDRESS, send_test

    channel = channel_named(store, args.id)
    address = channel.place or channel_secrets_of(context.home).load(channel.id)
    if address is None:
        raise NotFound(NO_ADDRESS)
    maker = store.post_queue.maker() or person_name()
    # In a folder the next test takes the place of the last one; elsewhere each is a message of its own.
    key = publish_key(channel.id if channel.place else random_id(), "0" * 64)
    send = sender_over(egress_for(context.environ))
    outcome = send_test(send, channel.kind, address, maker, context.language, key)
    arrived = outcome.action in (DeliveryAction.CONFIRM, DeliveryAction.HAND_OVER)
    reason = outcome.reason
    if args.json:
        said = {"reason_en": reason.en if reason else None, "reason_nl": reason.nl if reason else None}
        context.print_json({"id": channel.id, "outcome": outcome.action.value, "at": to_iso(utc_now()), **said})
    else:
        context.say(TESTED.format(name=channel.name) if arrived else NOT_TESTED.format(name=channel.name))
        if reason is not None:
            context.say(reason)
    return 0 if arrived else 1


def _remove(args: argparse.Namespace, context: Context, store: Store) -> int:
    channel = channel_named(store, args.id)
    store.remove_channel(channel.id)
    channel_secrets_of(context.home).forget(channel.id)
    if args.json:
        context.print_json({"id": channel.id, "removed": True})
    else:
        context.say(REMOVED.format(name=channel.name))
    return 0


def read_address(kind: str, context: Context) -> str:
    """The address from standard input; asked for without showing it where a person sits at a terminal. Malformed."""
    if context.stdin.isatty():
        parts = {name: getpass.getpass(ask.in_(context.language), sys.stderr) for name, ask in _ASKS[kind].items()}
        return parts[""].strip() if "" in parts else json.dumps({name: part.strip() for name, part in parts.items()})
    text = context.stdin.read(_LONGEST_ADDRESS + 1).strip()
    if not text or len(text) > _LONGEST_ADDRESS:
        raise Malformed(NO_ADDRESS_READ, NOTHING_ADDED)
    return text


_ADDRESS: Final = {"": Bilingual(en="Address of the webhook (not shown): ", nl="Adres van de webhook (onzichtbaar): ")}
_ASKS: Final[Mapping[str, Mapping[str, Bilingual]]] = {
    "slack_webhook": _ADDRESS,
    "teams": _ADDRESS,
    "slack_bot": {
        "token": Bilingual(
            en="Token of the bot, xoxb-... (not shown): ", nl="Token van de bot, xoxb-... (onzichtbaar): "
        ),
        "channel": Bilingual(en="Id of the channel, C... (not shown): ", nl="Id van het kanaal, C... (onzichtbaar): "),
    },
    "webhook": {
        "url": Bilingual(en="Address, https://... (not shown): ", nl="Adres, https://... (onzichtbaar): "),
        "secret": Bilingual(en="Secret, whsec_... (not shown): ", nl="Geheim, whsec_... (onzichtbaar): "),
    },
}
WORDS: Final[Mapping[DeliveryState, Bilingual]] = {
    DeliveryState.WAITING: Bilingual(en="waiting.", nl="wacht."),
    DeliveryState.SENDING: Bilingual(en="being sent.", nl="wordt verzonden."),
    DeliveryState.HANDED_OVER: Bilingual(en="handed over.", nl="afgegeven."),
    DeliveryState.POSTED: Bilingual(en="posted.", nl="geplaatst."),
    DeliveryState.UNCERTAIN: Bilingual(en="not certain.", nl="niet zeker."),
    DeliveryState.FAILED: Bilingual(en="not posted.", nl="niet geplaatst."),
}
SAYS: Final = Bilingual(en="{channel}: {en}", nl="{channel}: {nl}")
NONE: Final = Bilingual(
    en="No channels yet. `vonk channels add --kind teams --name TEAM` adds one.",
    nl="Nog geen kanalen. `vonk channels add --kind teams --name TEAM` voegt er een toe.",
)
NO_POSTS: Final = Bilingual(en="Nothing was posted yet.", nl="Er is nog niets geplaatst.")
NO_ADDRESS_HERE: Final = Bilingual(en="(its address is not here)", nl="(het adres is hier niet)")
MANY_SO_NAMED: Final = Bilingual(en="More than one channel has this name.", nl="Meer dan één kanaal heeft deze naam.")
MANY_HINT: Final = Bilingual(
    en="Nothing was done. Give its id; `vonk channels list` shows it.",
    nl="Er is niets gedaan. Geef de id; `vonk channels list` laat die zien.",
)
NOTHING_ADDED: Final = Bilingual(en="Nothing was added.", nl="Er is niets toegevoegd.")
FOLDER_NEEDED: Final = Bilingual(en="Say which folder: --folder DIR.", nl="Zeg welke map: --folder DIR.")
NO_FOLDER_HERE: Final = Bilingual(
    en="Only the kind `folder` has a folder, and no address.",
    nl="Alleen de soort `folder` heeft een map, en geen adres.",
)
FOLDER_ANEW: Final = Bilingual(
    en="Nothing was changed. Add the other folder as a channel.",
    nl="Er is niets veranderd. Voeg de andere map toe als kanaal.",
)
NO_ADDRESS_READ: Final = Bilingual(
    en="There is no address on standard input.", nl="Er staat geen adres op de standaardinvoer."
)
NO_KEYRING: Final = Bilingual(
    en="This computer has no keyring that can keep the address.",
    nl="Deze computer heeft geen sleutelbos die het adres kan bewaren.",
)
NO_KEYRING_HINT: Final = Bilingual(
    en="Nothing was written down. The app can use the address until it ends; a folder needs no address.",
    nl="Er is niets opgeschreven. De app kan het adres gebruiken tot die stopt; een map heeft geen adres nodig.",
)
ADDED: Final = Bilingual(
    en="{name} is added. Try it: `vonk channels test {id}`.",
    nl="{name} is toegevoegd. Probeer: `vonk channels test {id}`.",
)
KEPT: Final = Bilingual(en="The address of {name} is kept.", nl="Het adres van {name} is bewaard.")
TESTED: Final = Bilingual(en="A test is in {name}.", nl="Er staat een test in {name}.")
NOT_TESTED: Final = Bilingual(en="The test is not in {name}.", nl="De test staat niet in {name}.")
REMOVED: Final = Bilingual(
    en="{name} is removed, with its address. What you posted there stays there.",
    nl="{name} is verwijderd, met het adres. Wat je er plaatste, blijft daar staan.",
)
