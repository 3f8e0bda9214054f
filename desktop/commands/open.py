"""`vonk open`: start the app, or ask the one that runs, for one thing; what shortcuts and menu entries call."""

from __future__ import annotations

import argparse
from typing import Any

from desktop.commands.context import Context
from desktop.start_request import WISHES, StartRequest


def add(commands: Any) -> None:  # noqa: ANN401 - argparse keeps this type to itself
    parser = commands.add_parser("open", help="start the app, or ask the running one, for one thing")
    parser.add_argument("wish", nargs="?", choices=WISHES, default="show", help="what to show or to begin")
    parser.add_argument("link", nargs="?", default="", help="with `recommend`: the address of the page")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """As `vonk` without a command: until the app is quit, or at once where it was running already."""
    from desktop.app import run_app

    return run_app(context, StartRequest(args.wish, args.link))
