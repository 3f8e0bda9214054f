"""Erasing all that is the person's from a home. There is no way back."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from core.errors import Refused
from core.language import Bilingual
from drafts.files import flush_folder, plain_disk_errors
from drafts.opening import in_use
from drafts.turn import Turn

_LEAVING: Final = ".erasing-"
_OPENING_S: Final = 5.0
_TURNS: Final = (".in-use", ".opening", ".sending", ".posting")


@contextmanager
def alone_with(database: Path) -> Iterator[None]:
    """Nobody has the store open, and nobody opens it meanwhile. Refused, with everything as it was, otherwise."""
    opening = Turn(database.with_name(f"{database.name}.opening"))
    with plain_disk_errors(), opening.taken(_OPENING_S) as first, in_use(database).taken() as alone:
        if not first or not alone:
            raise Refused(RUNNING, RUNNING_HINT)
        yield


def erase(
    root: Path, database: Path, names: Sequence[str], before: Callable[[], None] = lambda: None
) -> tuple[str, ...]:
    """Erase what in `root` has one of these names, which may hold a `*`. Returns what else lies there: it is not ours.

    `before` is called once nobody else has the store open. Everything is put aside first, in a folder that no start of
    the program looks at, so that nothing comes back of what was not erased yet when the machine went down; erasing
    again removes that too. Refused while the store is open; Impossible where the disk refuses.
    """
    with alone_with(database), plain_disk_errors():
        before()
        aside = Path(tempfile.mkdtemp(prefix=_LEAVING, dir=root))
        turns = {database.name + ending for ending in _TURNS}
        for name in names:
            for path in sorted(root.glob(name)):
                if path.name not in turns:
                    path.rename(aside / path.name)
        flush_folder(root)
        for left in root.glob(f"{_LEAVING}*"):
            shutil.rmtree(left)
    with plain_disk_errors():
        for ending in _TURNS:
            database.with_name(database.name + ending).unlink(missing_ok=True)
        flush_folder(root)
        others = tuple(sorted(path.name for path in root.iterdir()))
        if not others:
            root.rmdir()
    return others


RUNNING: Final = Bilingual(en="Vonk is still running.", nl="Vonk draait nog.")
RUNNING_HINT: Final = Bilingual(
    en="Nothing was erased. Quit Vonk (in the menu of its icon), and erase then.",
    nl="Er is niets gewist. Sluit Vonk af (in het menu van het pictogram) en wis dan.",
)
