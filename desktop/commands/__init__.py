"""The command line: one module a command, the same code paths as the windows."""

from __future__ import annotations

import argparse
import importlib
from typing import Final

COMMANDS: Final = (
    "record",
    "recover",
    "guide",
    "drafts",
    "data",
    "check",
    "submit",
    "channels",
    "post",
    "sync",
    "hub",
    "demo",
    "doctor",
    "open",
    "gallery",
)
"""Every module here has `add(commands)`, which describes the command, and `run(args, context)`, which does it."""


def parser() -> argparse.ArgumentParser:
    language = argparse.ArgumentParser(add_help=False)
    whole = argparse.ArgumentParser(
        prog="vonk",
        description="Capture what you just learned and pass it on. Without a command: the tray app.",
        parents=[language],
    )
    whole.add_argument("--lang", choices=("nl", "en"), help="language of what is shown")
    whole.set_defaults(run=None)
    commands = whole.add_subparsers(metavar="COMMAND", dest="command")
    for name in COMMANDS:
        importlib.import_module(f"desktop.commands.{name}").add(commands)
    return whole
