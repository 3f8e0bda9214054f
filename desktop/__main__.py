"""`vonk`: the tray app, or one command of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Final

from core.errors import AppError
from core.language import Language, language_of
from desktop.commands import parser
from desktop.commands.context import Context
from desktop.home import home_from_environment
from desktop.settings import load_settings

RECORDER: Final = "--recorder"
"""In a bundle there is no `python -m capture`: the same program is the recorder when called with this word."""


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status: 0 done; 1 valid but impossible here; 2 not a valid command."""
    given = sys.argv[1:] if argv is None else argv
    if given[:1] == [RECORDER]:
        from capture.__main__ import main as record

        return record()
    args = parser().parse_args(given)
    home = home_from_environment(os.environ)
    spoken = args.lang or load_settings(home.settings).language or _language_of_system()
    context = Context(home, spoken, os.environ, sys.stdin, sys.stdout, sys.stderr)
    try:
        if args.run is None:
            from desktop.app import run_app

            return run_app(context)
        return int(args.run(args, context))
    except AppError as error:
        context.say(error.in_(context.language))
        return 1
    except KeyboardInterrupt:
        return 130


def _language_of_system() -> Language:
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return language_of(next((name for name in names if name), None))


if __name__ == "__main__":
    sys.exit(main())
