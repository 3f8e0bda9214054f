"""What the hub takes away by itself, once a day: uploads that nobody went on with, sessions that have ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from core.clock import Clock
from hub import sessions, uploads
from hub.database import Database
from hub.jobs import Job, Later
from hub.uploads import UploadFolder

EVERY: Final = timedelta(days=1)


class Tidier:
    """The handler of the TIDY job."""

    def __init__(self, database: Database, folder: UploadFolder, clock: Clock) -> None:
        self._database = database
        self._folder = folder
        self._clock = clock

    def __call__(self, job: Job) -> Later | None:
        now = self._clock()
        uploads.clear_expired(self._database, self._folder, now)
        with self._database.write() as db:
            sessions.clear_old(db, now)
        return Later(now + EVERY)
