"""`vonk open`: start the app, or ask the one that runs, for one thing; what shortcuts and menu entries call."""

from __future__ import annotations

import argparse
from typing import Any

from desktop.commands.context import Context
from desktop.start_request import WISHES, from_link, is_link, of_words


def add(commands: Any) -> None:  # noqa: ANN401 - argparse keeps this type to itself
    parser = commands.add_parser("open", help="start the app, or ask the running one, for one thing")
    parser.add_argument(
        "wish", nargs="?", type=_wish_or_link, default="show", help=f"{', '.join(WISHES)}, or a vonk:// link"
    )
    parser.add_argument("link", nargs="?", default="", help="`recommend`: the address of the page; `item`: its id")
    parser.set_defaults(run=run)


def _wish_or_link(word: str) -> str:
    if word not in WISHES and not is_link(word):
        raise argparse.ArgumentTypeError(f"{word!r} is neither a wish nor a vonk:// link")
    return word


def run(args: argparse.Namespace, context: Context) -> int:
    """As `vonk` without a command: until the app is quit, or at once where it was running already."""
    from desktop.app import run_app

    request = from_link(args.wish) if is_link(args.wish) else of_words(args.wish, args.link)
    return run_app(context, request)
