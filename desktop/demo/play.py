"""Plays the demo: each step in its turn, said as it happens, with what it took."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

import platformdirs
from jeepney import DBusErrorResponse

from core.errors import AppError, Impossible
from core.language import Bilingual
from desktop.commands.context import Context
from desktop.demo.steps import STEPS
from desktop.demo.world import World
from desktop.stage.accessible import NotOnScreen

_STOPPED: Final = Bilingual(
    en="The demo stopped at: {step}. {why} The logs are in {logs}.",
    nl="De demo stopte bij: {step}. {why} De logboeken staan in {logs}.",
)
_STRANGE: Final = Bilingual(
    en="A program of the demo gave an answer that was not expected.",
    nl="Een programma van de demo gaf een antwoord dat niet verwacht was.",
)
_KEPT: Final = Bilingual(
    en="Everything is kept in {folder}. See it again with: vonk-hub serve --data {hub}",
    nl="Alles staat in {folder}. Bekijk het nog eens met: vonk-hub serve --data {hub}",
)
_TAKEN: Final = Bilingual(en="This folder is not empty: {folder}.", nl="Deze map is niet leeg: {folder}.")
_TAKEN_HINT: Final = Bilingual(
    en="Nothing was changed. Choose a new folder for --home.",
    nl="Er is niets veranderd. Kies een nieuwe map bij --home.",
)


def play(context: Context, folder: Path | None, *, real_screen: bool) -> dict[str, object] | None:
    """The whole demo in `folder` (None: a new one in the person's cache). What came of it, or None when a step failed.

    Every process that was started is ended, also when this one is asked to end.
    """
    place = _prepared(folder or _fresh_folder())
    context.say(_KEPT.format(folder=place, hub=place / "hub"))
    steps: list[dict[str, object]] = []
    with _ended_by_signal(), contextlib.ExitStack() as stack:
        world = World(context, place, stack, real_screen)
        begun = time.monotonic()
        for step in STEPS:
            at = time.monotonic()
            try:
                step.do(world)
            except (AppError, DBusErrorResponse, OSError, subprocess.SubprocessError) as error:
                _tell_failure(context, place, step.words, error)
                return None
            took = time.monotonic() - at
            steps.append({"name": step.name, "seconds": round(took, 2)})
            context.say(f"{time.monotonic() - begun:6.1f} s  {step.words.in_(context.language)}  ({took:.1f} s)")
        outcome: dict[str, object] = {**world.outcome(), "steps": steps, "data_dir": str(place)}
    (place / "demo.json").write_text(json.dumps(outcome, ensure_ascii=False, indent=1), encoding="utf-8")
    return outcome


def _fresh_folder() -> Path:
    name = datetime.now().astimezone().strftime("demo-%Y%m%d-%H%M%S")
    return Path(platformdirs.user_cache_dir("vonk", False)) / f"{name}-{os.getpid()}"


def _prepared(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(folder.iterdir()):
        raise Impossible(_TAKEN.format(folder=folder), _TAKEN_HINT)
    (folder / "logs").mkdir()
    return folder


def _tell_failure(context: Context, place: Path, step: Bilingual, error: Exception) -> None:
    logs = place / "logs"
    why = Bilingual(en=error.in_("en"), nl=error.in_("nl")) if isinstance(error, AppError) else _STRANGE
    with (logs / "demo.log").open("a", encoding="utf-8") as file:
        print(f"{step.en}: {error!r}", file=file)
        if isinstance(error, NotOnScreen):
            print(error.tree, file=file)
    for language in ("en", "nl"):
        if context.language == language:
            words = _STOPPED.in_(language).format(step=step.in_(language), why=why.in_(language), logs=logs)
            context.say(words)


@contextlib.contextmanager
def _ended_by_signal() -> Iterator[None]:
    """SIGTERM ends the demo as Ctrl+C does: everything that was started is ended first."""

    def end(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
