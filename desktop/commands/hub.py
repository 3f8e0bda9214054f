"""`vonk hub connect URL | status | disconnect`."""

from __future__ import annotations

import argparse
import platform
import threading
from typing import TYPE_CHECKING, Any, Final

from core.clock import to_iso, utc_now
from core.errors import HubTrouble
from core.language import Bilingual
from desktop.commands.context import Context
from desktop.commands.sync import credentials_of, opened_store

if TYPE_CHECKING:
    from drafts.store import Store
    from sync.credentials import Credentials
    from sync.pairing import Pairing
    from sync.tokens import Tokens


def add(commands: Any) -> None:  # noqa: ANN401 - argparse keeps this type to itself
    parser = commands.add_parser("hub", help="the shared place this app sends to")
    what = parser.add_subparsers(metavar="WHAT", dest="what", required=True)
    connect = what.add_parser("connect", help="connect this computer; you allow it in your browser")
    connect.add_argument("url", metavar="URL")
    connect.add_argument("--name", default=platform.node() or "Vonk", help="this computer's name, as the hub shows it")
    status = what.add_parser("status", help="which hub, and who you are there")
    disconnect = what.add_parser("disconnect", help="forget the hub; drafts stay")
    for each, does in ((connect, _connect), (status, _status), (disconnect, _disconnect)):
        each.add_argument("--json", action="store_true", help="one object as the last line of standard output")
        each.set_defaults(run=run, does=does)


def run(args: argparse.Namespace, context: Context) -> int:
    return int(args.does(args, context))


def _connect(args: argparse.Namespace, context: Context) -> int:
    from sync.pairing import begin

    credentials = credentials_of(context.home)
    with opened_store(context) as store:
        pairing = begin(args.url, args.name)
        context.say(CODE.format(address=pairing.verification_uri_complete, code=pairing.user_code))
        kept = finish_pairing(store, credentials, pairing, _wait_for(pairing))
        if not kept:
            from sync.credentials import NOT_KEPT

            context.say(NOT_KEPT)
        result = _status_json(store, True) | {"kept": kept}
    if args.json:
        context.print_json(result)
    else:
        context.say(CONNECTED.format(hub=result["hub"], person=result["person"]))
    return 0


def _wait_for(pairing: Pairing) -> Tokens:
    """Ask as often as the hub wants, until the person decided or the code expired."""
    from core.errors import HubUnreachable
    from sync.pairing import Pending, poll

    while True:
        threading.Event().wait(pairing.interval_s)
        try:
            answer = poll(pairing)
        except HubUnreachable as error:
            if error.retry_after_s is not None:
                threading.Event().wait(error.retry_after_s)
            if utc_now() >= pairing.expires_at:
                raise
            continue
        if not isinstance(answer, Pending):
            return answer
        pairing = answer.pairing


def finish_pairing(store: Store, credentials: Credentials, pairing: Pairing, tokens: Tokens) -> bool:
    """Keep the tokens and the hub, and take its directory. True when the tokens outlive this program."""
    from drafts.records import HubLink
    from sync.hub_client import HubClient
    from sync.line import new_session

    with new_session(pairing.url) as session:
        directory = HubClient(pairing.url, _Given(tokens), session, pairing.identity.id).directory()
    kept = credentials.keep(tokens)
    person = directory.person_name if directory else ""
    store.connect_hub(HubLink(pairing.url, pairing.identity, utc_now(), person))
    if directory is not None:
        store.keep_directory(directory)
    return kept


class _Given:
    """Tokens that are a moment old need no renewing."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    def access(self) -> str:
        return self._tokens.access

    def renewed(self, refused: str) -> str:
        from sync.errors import sign_in_needed

        raise sign_in_needed()


def _status(args: argparse.Namespace, context: Context) -> int:
    credentials = credentials_of(context.home)
    with opened_store(context) as store:
        result = _status_json(store, credentials.load() is not None)
    if args.json:
        context.print_json(result)
    elif result["connected"]:
        context.say(CONNECTED.format(hub=result["hub"], person=result["person"]))
        if not result["signed_in"]:
            context.say(NOT_SIGNED_IN)
    else:
        context.say(NONE)
    return 0


def _status_json(store: Store, signed_in: bool) -> dict[str, object]:
    link, count = store.hub(), store.outbox.count()
    return {
        "connected": link is not None,
        "signed_in": link is not None and signed_in,
        "url": link.url if link else None,
        "hub": link.identity.name if link else None,
        "hub_id": link.identity.id if link else None,
        "person": link.person if link else None,
        "connected_at": to_iso(link.connected_at) if link else None,
        "waiting": count.waiting,
        "parked": count.parked,
    }


def _disconnect(args: argparse.Namespace, context: Context) -> int:
    from sync.line import new_session
    from sync.pairing import revoke

    credentials = credentials_of(context.home)
    with opened_store(context) as store:
        link, tokens = store.hub(), credentials.load()
        credentials.forget()
        store.disconnect_hub()
    told = False
    if link is not None and tokens is not None:
        try:
            with new_session(link.url) as session:
                revoke(link.url, tokens, session)
            told = True
        except HubTrouble:
            context.say(NOT_TOLD)
    if args.json:
        context.print_json({"connected": False, "hub_told": told})
    else:
        context.say(GONE)
    return 0


CODE: Final = Bilingual(
    en="Open {address} in your browser and allow this computer. The code is {code}.",
    nl="Open {address} in je browser en sta deze computer toe. De code is {code}.",
)
CONNECTED: Final = Bilingual(en="Connected to {hub} as {person}.", nl="Verbonden met {hub} als {person}.")
NOT_SIGNED_IN: Final = Bilingual(
    en="The hub asks you to connect again. Your drafts are safe.",
    nl="De hub vraagt je om opnieuw te verbinden. Je concepten zijn veilig.",
)
NONE: Final = Bilingual(
    en="No hub yet. Your drafts are safe on this computer. `vonk hub connect URL` connects one.",
    nl="Nog geen hub. Je concepten staan veilig op deze computer. `vonk hub connect URL` verbindt er een.",
)
NOT_TOLD: Final = Bilingual(
    en="The hub could not be told now. Withdraw this computer on the hub's page of devices.",
    nl="De hub kon dit nu niet horen. Trek deze computer in op de apparatenpagina van de hub.",
)
GONE: Final = Bilingual(
    en="The hub is disconnected. Your drafts and what waits are still here.",
    nl="De hub is losgekoppeld. Je concepten en wat wacht, zijn er nog.",
)
