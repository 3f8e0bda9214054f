"""`vonk-hub`: start the hub, and everything an admin does without a browser."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from typing import Final

from core.errors import AppError
from core.language import Language, is_language, language_of
from hub.commands import COMMANDS

DONE: Final = 0
IMPOSSIBLE: Final = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """0 done; 1 valid but impossible here, with a sentence on standard error; 2 not a valid command."""
    args = _parser().parse_args(arguments)
    try:
        answer = args.run(args)
    except AppError as error:
        sys.stderr.write(error.in_(_language(args)) + "\n")
        return IMPOSSIBLE
    if answer is not None:
        _show(answer, as_json=args.json)
    return DONE if answer is None or answer.get("ok", True) else IMPOSSIBLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="vonk-hub", description="The shared place of Vonk.")
    commands = parser.add_subparsers(dest="command", required=True)
    for add in COMMANDS:
        add(commands)
    return parser


def _show(answer: dict[str, object], *, as_json: bool) -> None:
    """One JSON object on one line, or the same facts as plain lines."""
    if as_json:
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        return
    for key, value in answer.items():
        if isinstance(value, list):
            for row in value:
                sys.stdout.write("  ".join(str(part) for part in row.values()) + "\n")
        elif key != "ok":
            sys.stdout.write(f"{key}: {value}\n")


def _language(args: argparse.Namespace) -> Language:
    chosen = getattr(args, "lang", None)
    if is_language(chosen):
        return chosen
    return language_of(os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG"))


if __name__ == "__main__":
    sys.exit(main())
