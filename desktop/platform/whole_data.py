"""All data of the person, out of this home and into it. Called on a lane of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.home import Home

if TYPE_CHECKING:
    from drafts.exporting import Exported
    from drafts.importing import Imported
    from drafts.store import Store


class WholeData:
    """Satisfies `DataDoor`. `store` may have to wait until the store is open."""

    def __init__(self, store: Callable[[], Store], home: Home) -> None:
        self._store, self._home = store, home

    def export(self, path: Path, told: Callable[[int, int], None], stopped: Callable[[], bool]) -> Exported:
        from desktop.commands.data_as_a_whole import beside, refuse_inside, version_here

        refuse_inside(path, self._home)
        return self._store().export(beside(self._home), path, version_here(), told, stopped)

    def import_(self, path: Path, told: Callable[[int, int], None], stopped: Callable[[], bool]) -> Imported:
        from desktop.commands.data_as_a_whole import beside

        return self._store().import_(beside(self._home), path, told, stopped)
