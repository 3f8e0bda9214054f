"""`vonk demo`: the whole main job on this machine, with a private hub and, where there is no screen, a virtual one."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, Final

from core.language import Bilingual
from desktop.commands.context import Context

_ASK: Final = Bilingual(
    en="Use your own screen? Windows open there for a minute. Without it a screen is used that nobody sees. [y/N] ",
    nl="Je eigen scherm gebruiken? Daar gaan dan een minuut lang vensters open. Anders gaat het op een scherm dat "
    "niemand ziet. [j/N] ",
)
_YES: Final = frozenset({"y", "yes", "j", "ja"})


def add(commands: Any) -> None:  # noqa: ANN401 - argparse keeps this type to itself
    parser = commands.add_parser("demo", help="do the whole main job once, on this machine, with a private hub")
    parser.add_argument("--home", type=Path, metavar="DIR", help="keep everything in this folder (new or empty)")
    parser.add_argument("--json", action="store_true", help="one object as the last line of standard output")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Status 0 when every step was done; 1 with the step and the place of the logs when one was not."""
    from desktop.demo.play import play

    folder = args.home.expanduser().absolute() if args.home else None
    outcome = play(context, folder, real_screen=_may_use_real_screen(context))
    if outcome is None:
        return 1
    if args.json:
        context.print_json(outcome)
    return 0


def _may_use_real_screen(context: Context) -> bool:
    if not context.environ.get("DISPLAY") or not (context.stdin.isatty() and context.err.isatty()):
        return False
    print(_ASK.in_(context.language), end="", file=context.err, flush=True)
    return context.stdin.readline().strip().lower() in _YES
