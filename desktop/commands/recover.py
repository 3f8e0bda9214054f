"""`vonk recover`: takes that a crash left behind, made into clips."""

from __future__ import annotations

import argparse
from typing import Any, Final

from core.clock import to_iso
from core.errors import AppError
from core.language import Bilingual
from desktop.commands.context import Context


def add(commands: Any) -> None:  # noqa: ANN401 - argparse does not name this type
    parser = commands.add_parser("recover", help="bring back recordings that a crash left behind")
    parser.add_argument("--json", action="store_true", help="print the result as one line of JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Make a playable clip of every take left behind. Nothing is deleted, also where that does not work."""
    from capture.recovery import find_unfinished, recover

    takes: list[dict[str, object]] = []
    lost: list[dict[str, object]] = []
    for unfinished in find_unfinished(context.home.takes):
        began = to_iso(unfinished.began_at)
        try:
            take = recover(unfinished)
        except AppError as error:
            context.say(error.in_(context.language))
            lost.append({"take_id": unfinished.take_id, "folder": str(unfinished.folder), "began_at": began})
            continue
        context.say(
            _BACK.format(length=f"{take.duration_ms // 60000}:{take.duration_ms // 1000 % 60:02d}", path=take.path)
        )
        takes.append(
            {
                "take_id": take.take_id,
                "path": str(take.path),
                "duration_s": take.duration_ms / 1000,
                "width": take.width,
                "height": take.height,
                "frames": take.frames,
                "audio": take.audio,
                "began_at": began,
            }
        )
    if not takes and not lost:
        context.say(_NOTHING)
    if args.json:
        context.print_json({"takes": takes, "empty": lost})
    return 0


_BACK: Final = Bilingual(en="Recovered {length}: {path}", nl="Teruggehaald: {length}, {path}")
_NOTHING: Final = Bilingual(en="No recordings were left behind.", nl="Er zijn geen opnamen achtergebleven.")
