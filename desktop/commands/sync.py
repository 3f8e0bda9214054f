"""`vonk sync --once`: one pass over the outbox, and over what waits for channels."""

from __future__ import annotations

import argparse
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from core.clock import to_iso, utc_now
from core.draft import random_id
from core.errors import AppError, HubTrouble
from core.language import Bilingual
from desktop.commands.context import Context
from desktop.home import Home
from desktop.settings import load_settings

if TYPE_CHECKING:
    from drafts.store import Store
    from sync.credentials import Credentials
    from sync.engine import SyncEngine, SyncReport
    from sync.posting import PostingReport

_PATIENCE_S: Final = 60.0


def add(commands: Any) -> None:  # noqa: ANN401 - argparse keeps this type to itself
    parser = commands.add_parser("sync", help="send what waits, and take what the hub has to say")
    parser.add_argument("--once", action="store_true", required=True, help="one pass, then end")
    parser.add_argument("--json", action="store_true", help="one object as the last line of standard output")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Status 0 when the pass was made, also without a network: what waits is safe and goes later."""
    with opened_store(context) as store:
        # Made here and not in the thread: two threads that import the same libraries can find them half made.
        post = _poster(store, context)
        with engine_for(store, context.home, credentials_of(context.home)) as engine, ThreadPoolExecutor(1) as beside:
            # Neither waits for the other: an upload may take an hour, a channel that hangs half a minute.
            posting = beside.submit(post)
            report = _run_in_turn(engine)
            posts = posting.result()
        connected = store.hub() is not None
    if args.json:
        context.print_json(_report_json(report, posts, connected))
    else:
        context.say(_summary(report, connected))
        if posts != type(posts)():
            context.say(_posts_summary(posts))
    if report.trouble is not None:
        context.say(report.trouble.in_(context.language))
    return 1 if report.trouble is not None and not report.offline else 0


@contextmanager
def opened_store(context: Context) -> Iterator[Store]:
    """The store of this home, closed at the end; what the person must know about it is said."""
    from drafts.store import open_store

    context.home.make()
    store = open_store(context.home.drafts_db, context.home.blobs, clock=utc_now, new_id=random_id)
    try:
        if store.notice is not None:
            context.say(store.notice)
        yield store
    finally:
        store.close()


def credentials_of(home: Home) -> Credentials:
    """Keep this one value for as long as the program runs: without a keyring it is where the tokens are."""
    from sync.credentials import Credentials, service_name

    return Credentials(service_name(home.identity()))


@contextmanager
def engine_for(
    store: Store, home: Home, credentials: Credentials, stopped: Callable[[], bool] | None = None
) -> Iterator[SyncEngine]:
    """An engine for the hub that is connected now. Make a new one after connecting or disconnecting."""
    from drafts.turn import Turn
    from sync.engine import SyncEngine
    from sync.hub_client import HubClient
    from sync.line import new_session
    from sync.tokens import TokenKeeper
    from sync.upload import Pace

    link = store.hub()
    with new_session(link.url if link else "") as session:
        hub = None
        if link is not None:
            keeper = TokenKeeper(link.url, credentials, session, Turn(home.tokens_lock), utc_now)
            hub = HubClient(link.url, keeper, session, link.identity.id)
        yield SyncEngine(
            store.outbox,
            store.blobs,
            hub,
            store,
            clock=utc_now,
            random=random.SystemRandom().random,
            monotonic=time.monotonic,
            stopped=stopped or (lambda: False),
            pace=Pace(lambda: load_settings(home.settings).upload_bytes_a_second),
        )


def _poster(store: Store, context: Context) -> Callable[[], PostingReport]:
    from desktop.commands.channels import channel_secrets_of
    from desktop.platform.posting import egress_for, post_until_quiet, posting_engine

    secrets = channel_secrets_of(context.home)
    engine = posting_engine(store, secrets, egress_for(context.environ), utc_now)
    return partial(post_until_quiet, engine, utc_now, _PATIENCE_S)


def _run_in_turn(engine: SyncEngine) -> SyncReport:
    """One pass of our own: where the app is sending just now, after it."""
    end = time.monotonic() + _PATIENCE_S
    report = engine.run_once()
    while report.busy and time.monotonic() < end:
        threading.Event().wait(0.2)
        report = engine.run_once()
    return report


def _report_json(report: SyncReport, posts: PostingReport, connected: bool) -> dict[str, object]:
    wakes = [wake for wake in (report.next_wake, posts.next_wake) if wake is not None]
    return {
        "connected": connected,
        "sent": report.sent,
        "waiting": report.waiting,
        "parked": report.parked,
        "received": report.received,
        "offline": report.offline,
        "busy": report.busy,
        "trouble": _trouble_json(report.trouble),
        "next_wake": to_iso(min(wakes)) if wakes else None,
        "posts": {
            "posted": posts.posted,
            "handed_over": posts.handed_over,
            "uncertain": posts.uncertain,
            "failed": posts.failed,
            "waiting": posts.waiting,
        },
    }


def _trouble_json(trouble: AppError | None) -> dict[str, str] | None:
    if trouble is None:
        return None
    code = getattr(trouble, "code", type(trouble).__name__) if isinstance(trouble, HubTrouble) else ""
    return {"code": code, "title_en": trouble.title.en, "title_nl": trouble.title.nl}


def _summary(report: SyncReport, connected: bool) -> Bilingual:
    if not connected:
        return NO_HUB.format(waiting=report.waiting)
    return DONE.format(sent=report.sent, waiting=report.waiting, parked=report.parked, received=report.received)


def _posts_summary(posts: PostingReport) -> Bilingual:
    there = posts.posted + posts.handed_over
    return POSTS.format(posted=there, waiting=posts.waiting, uncertain=posts.uncertain, failed=posts.failed)


NO_HUB: Final = Bilingual(
    en="No hub yet. Waiting: {waiting}. `vonk hub connect URL` connects one.",
    nl="Nog geen hub. In de wachtrij: {waiting}. `vonk hub connect URL` verbindt er een.",
)
DONE: Final = Bilingual(
    en="Sent: {sent}. Waiting: {waiting}. Refused: {parked}. Received: {received}.",
    nl="Verzonden: {sent}. In de wachtrij: {waiting}. Geweigerd: {parked}. Ontvangen: {received}.",
)
POSTS: Final = Bilingual(
    en="To channels: posted {posted}, waiting {waiting}, not certain {uncertain}, not taken {failed}.",
    nl="Naar kanalen: geplaatst {posted}, in de wachtrij {waiting}, niet zeker {uncertain}, niet aangenomen {failed}.",
)
