"""`vonk guide`: which format fits, and why. The same advice as the wizard gives."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

from core.errors import NotFound
from core.language import Bilingual, Language
from desktop.commands.context import Context

if TYPE_CHECKING:
    from guidance.advice import Advice

LARGEST_DOCUMENT: Final = 4 * 1024**2

_WORDS: Final[dict[str, Bilingual]] = {
    "advice": Bilingual(en="This fits best", nl="Dit past het best"),
    "runner_up": Bilingual(en="Next best", nl="Daarna"),
    "structure": Bilingual(en="How it is built", nl="Zo bouw je het op"),
}


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("guide", help="which format fits, and why")
    command.add_argument(
        "--answers", metavar="F.json", required=True, help="the answers of the wizard; - reads them here"
    )
    command.add_argument("--json", action="store_true", help="one object on one line")
    command.set_defaults(run=run)


def run(args: argparse.Namespace, context: Context) -> int:
    from core.reading import parse_json
    from guidance.advice import advice_to_json, advise
    from guidance.answers import answers_from_json

    advice = advise(answers_from_json(parse_json(read_document(args.answers, context))))
    if args.json:
        context.print_json(advice_to_json(advice, context.language))
    else:
        _tell(advice, context)
    return 0


def read_document(name: str, context: Context) -> str | bytes:
    """A small file, or standard input for `-`. NotFound where there is none, or where it is larger than 4 MiB."""
    if name == "-":
        return context.stdin.read(LARGEST_DOCUMENT)
    try:
        with Path(name).open("rb") as file:
            data = file.read(LARGEST_DOCUMENT + 1)
    except OSError:
        raise NotFound(
            Bilingual(en=f"{name} cannot be read.", nl=f"{name} is niet te lezen."),
            Bilingual(en="Check the name and try again.", nl="Kijk of de naam klopt en probeer het nog eens."),
        ) from None
    if len(data) > LARGEST_DOCUMENT:
        raise NotFound(
            Bilingual(en=f"{name} is too large to be this.", nl=f"{name} is te groot om dit te zijn."),
            Bilingual(en="Nothing was changed.", nl="Er is niets veranderd."),
        )
    return data


def _tell(advice: Advice, context: Context) -> None:
    from core.formats import FORMAT_NAMES

    language: Language = context.language
    context.print(f"{_WORDS['advice'].in_(language)}: {FORMAT_NAMES[advice.recommended].in_(language)}")
    for reason in advice.why:
        context.print(f"  {reason.text.in_(language)}")
    if advice.runner_up is not None:
        context.print(f"{_WORDS['runner_up'].in_(language)}: {FORMAT_NAMES[advice.runner_up].in_(language)}")
    for note in advice.notes:
        context.print(note.in_(language))
    context.print(f"{_WORDS['structure'].in_(language)}:")
    for part in advice.template.parts:
        context.print(f"  {part.name.in_(language)}: {part.prompt.in_(language)}")
