"""`vonk doctor`: what works here, and what to do about the rest."""

from __future__ import annotations

import argparse
from typing import Any

from core.language import Bilingual
from desktop.commands.context import Context


def add(commands: Any) -> None:  # noqa: ANN401 - argparse keeps this type to itself
    parser = commands.add_parser("doctor", help="what works here: screen, microphone, ffmpeg, tray, keyring, hub")
    parser.add_argument("--json", action="store_true", help="one object as the last line of standard output")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    """Status 0 also where something is missing; 1 only where Vonk cannot be used at all."""
    from desktop.stage.diagnosis import examine

    findings = examine(context.home, context.environ)
    usable = all(finding.ok or not finding.needed for finding in findings)
    if args.json:
        shown = [
            {
                "name": finding.name,
                "ok": finding.ok,
                "sentence": finding.sentence.in_(context.language),
                "remedy": finding.remedy.in_(context.language),
            }
            for finding in findings
        ]
        context.print_json({"usable": usable, "checks": shown})
        return 0 if usable else 1
    for finding in findings:
        context.print(f"{'✓' if finding.ok else '✗'} {finding.sentence.in_(context.language)}")
        if finding.remedy.en:
            context.print(f"  {finding.remedy.in_(context.language)}")
    words = (
        Bilingual(en="Vonk can be used here.", nl="Vonk is hier te gebruiken.")
        if usable
        else Bilingual(en="Vonk cannot be used here yet.", nl="Vonk is hier nog niet te gebruiken.")
    )
    context.print(words.in_(context.language))
    return 0 if usable else 1
