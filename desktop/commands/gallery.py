"""`vonk gallery`: all components of the design system in one window, for whoever builds a screen."""

from __future__ import annotations

import argparse
from typing import Any

from desktop.commands.context import Context


def add(commands: Any) -> None:  # noqa: ANN401 - argparse keeps this type to itself
    # Without `help` it is not in the list of commands: it is for makers, not for people who record.
    parser = commands.add_parser("gallery")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Until the window is closed. Touches no data."""
    from desktop.app import show_gallery

    return show_gallery(context.language)
