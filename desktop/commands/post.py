"""`vonk post ID --to CHANNEL`: post in a channel without a hub. Queued first, then sent at once if that can be."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, Final

from core.clock import utc_now
from core.delivery import DeliveryState
from core.errors import AppError, NotFound
from core.language import Bilingual
from core.review import CRITERION_QUESTIONS, Criterion
from core.wire import hash_of
from desktop.commands.channels import channel_named, channel_secrets_of, in_words, post_json
from desktop.commands.context import Context
from desktop.commands.sync import opened_store

if TYPE_CHECKING:
    from drafts.records import PostSummary
    from drafts.store import Store

_PATIENCE_S: Final = 60.0
_SETTLED_BADLY: Final = (DeliveryState.UNCERTAIN, DeliveryState.FAILED)


def add(commands: Any) -> None:  # noqa: ANN401 - argparse keeps this type to itself
    parser = commands.add_parser("post", help="post in a channel, without a hub")
    parser.add_argument("id", metavar="ID")
    parser.add_argument("--to", required=True, metavar="CHANNEL", help="its id, or its name")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "--confirm",
        type=_criteria,
        metavar="clear,correct,applicable",
        help="what you answer for yourself, as nobody reviews it: is it clear, is it right, can it be used tomorrow",
    )
    which.add_argument("--again", action="store_true", help="post once more what failed or is not certain")
    which.add_argument("--it-is-there", action="store_true", help="you looked: the uncertain post has arrived")
    which.add_argument("--take-back", action="store_true", help="do not post what still waits")
    parser.add_argument("--json", action="store_true", help="one object as the last line of standard output")
    parser.set_defaults(run=run)


def _criteria(words: str) -> frozenset[Criterion]:
    try:
        return frozenset(Criterion(word.strip()) for word in words.split(",") if word.strip())
    except ValueError:
        known = ", ".join(criterion.value for criterion in Criterion)
        raise argparse.ArgumentTypeError(f"not among {known}") from None


def run(args: argparse.Namespace, context: Context) -> int:
    """Status 0 when it is there, or waits and goes by itself; 1 when it is not certain or was not taken."""
    with opened_store(context) as store:
        channel = channel_named(store, args.to)
        if args.confirm is not None:
            _ask(store, args.id, channel.id, args.confirm, context)
            version = hash_of(store.draft(args.id).content)
        else:
            version = _latest(store, args.id, channel.id)
            _decide(args, store, channel.id, version)
        if args.take_back:
            return _taken_back(args, context, channel.name)
        if not args.it_is_there:
            _send(store, context)
        post = _post(store, args.id, channel.id, version)
    if args.json:
        context.print_json(post_json(post))
    else:
        context.say(in_words(post))
    return 1 if post.state in _SETTLED_BADLY else 0


def _ask(store: Store, item_id: str, channel_id: str, criteria: frozenset[Criterion], context: Context) -> None:
    try:
        store.post(item_id, channel_id, criteria)
    except AppError:
        for criterion in Criterion:
            if criterion not in criteria:
                context.say(CRITERION_QUESTIONS[criterion])
        raise


def _decide(args: argparse.Namespace, store: Store, channel_id: str, version: str) -> None:
    if args.again:
        store.post_again(args.id, version, channel_id)
    elif args.it_is_there:
        store.it_is_there(args.id, version, channel_id)
    else:
        store.take_back_post(args.id, version, channel_id)


def _latest(store: Store, item_id: str, channel_id: str) -> str:
    """The version that was last asked to be posted there. NotFound."""
    for post in store.posts():
        if (post.item_id, post.channel_id) == (item_id, channel_id):
            return post.content_hash
    from drafts.posts import NO_POST, NO_POST_HINT

    raise NotFound(NO_POST, NO_POST_HINT)


def _post(store: Store, item_id: str, channel_id: str, version: str) -> PostSummary:
    this = (item_id, channel_id, version)
    return next(post for post in store.posts() if (post.item_id, post.channel_id, post.content_hash) == this)


def _send(store: Store, context: Context) -> None:
    from desktop.platform.posting import egress_for, post_until_quiet, posting_engine

    secrets = channel_secrets_of(context.home)
    engine = posting_engine(store, secrets, egress_for(context.environ), utc_now)
    post_until_quiet(engine, utc_now, _PATIENCE_S)


def _taken_back(args: argparse.Namespace, context: Context, name: str) -> int:
    if args.json:
        context.print_json({"id": args.id, "taken_back": True})
    else:
        context.say(TAKEN_BACK.format(name=name))
    return 0


TAKEN_BACK: Final = Bilingual(en="It will not be posted in {name}.", nl="Het wordt niet in {name} geplaatst.")
