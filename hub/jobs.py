"""Work that is done after a request: rows in a table, a thread that does them.

A job is enqueued in the transaction that makes it necessary. Its handler may run again after a crash, so it must
be able to; a running job whose lease has passed is free for another worker. No job is ever given up: what somebody
approved is published and posted when the trouble is over, however long it took.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import structlog
from sqlalchemy import Connection, and_, func, insert, or_, select, update

from core.clock import Clock
from core.draft import random_id
from core.errors import AppError
from hub.database import JOBS_WAIT, Database
from hub.schema import jobs

LEASE: Final = timedelta(minutes=10)
LONGEST_WAIT_S: Final = 3600.0
"""The worker looks again at least this often, should a clock have jumped."""
LONGEST_AFTER_DEATH_S: Final = 30.0
MOST_ATTEMPTS: Final = 5
"""So often a handler may blame this machine; then it settles the matter another way."""

log = structlog.get_logger("vonk.jobs")


class JobKind(StrEnum):
    PREPARE = "prepare"
    """Subject: a version's sequence. Make what the hub serves of it, then publish it if it may be."""
    POST = "post"
    """Subject: a delivery's id. Post it to its channel."""
    TIDY = "tidy"
    """Subject: `daily`. Take away expired uploads and sessions."""


@dataclass(frozen=True, slots=True)
class Job:
    id: str
    kind: JobKind
    subject: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Later:
    """A handler's wish to be called again."""

    at: datetime


Handler = Callable[[Job], Later | None]
"""Does the job, in transactions of its own; None when there is nothing left to do."""


def enqueue(db: Connection, now: datetime, kind: JobKind, subject: str, *, due_at: datetime | None = None) -> None:
    """One job for each kind and subject; asking for one that is finished starts it anew."""
    due = due_at or now
    again = update(jobs).where(jobs.c.kind == kind.value, jobs.c.subject == subject, jobs.c.state != "running")
    present = select(jobs.c.id).where(jobs.c.kind == kind.value, jobs.c.subject == subject)
    if db.execute(present).first():
        db.execute(again.values(state="ready", attempts=0, due_at=due, lease_until=None))
    else:
        db.execute(
            insert(jobs).values(
                id=random_id(),
                kind=kind.value,
                subject=subject,
                state="ready",
                attempts=0,
                due_at=due,
                created_at=now,
            )
        )
    db.info[JOBS_WAIT] = True


def free_all(db: Connection, now: datetime) -> None:
    """At the start of the only worker: what was running died with the one before; `failed` is a word of older hubs.

    What was running each time that the hub died may be what it died of: it lets the others go first, for a while.
    """
    free = update(jobs).values(state="ready", lease_until=None)
    for row in db.execute(
        select(jobs.c.id, jobs.c.attempts, jobs.c.due_at).where(jobs.c.state == "running", jobs.c.attempts > 1)
    ):
        due = now + timedelta(seconds=min(LONGEST_AFTER_DEATH_S, 2.0 ** min(row.attempts - 1, 20)))
        later = row.due_at if row.due_at is not None and row.due_at > due else due
        db.execute(free.where(jobs.c.id == row.id).values(due_at=later))
    db.execute(free.where(jobs.c.state.in_(("running", "failed"))))


def claim(db: Connection, now: datetime) -> Job | None:
    """The longest waiting job that is due, now this worker's until the lease ends."""
    free = or_(jobs.c.state == "ready", and_(jobs.c.state == "running", jobs.c.lease_until < now))
    row = db.execute(
        select(jobs).where(free, jobs.c.due_at <= now).order_by(jobs.c.due_at, jobs.c.created_at).limit(1)
    ).one_or_none()
    if row is None:
        return None
    db.execute(
        update(jobs)
        .where(jobs.c.id == row.id)
        .values(state="running", attempts=row.attempts + 1, lease_until=now + LEASE)
    )
    return Job(row.id, JobKind(row.kind), row.subject, row.attempts + 1)


def wait_until(db: Connection, kind: JobKind, subject: str, moment: datetime) -> None:
    """Not before then, also when the hub ends before the job is settled."""
    this = (jobs.c.kind == kind.value) & (jobs.c.subject == subject)
    db.execute(update(jobs).where(this).values(due_at=moment))


def settle(db: Connection, job: Job, outcome: Later | None) -> None:
    """What the handler said. Waiting for its turn is no failure, so the attempts begin anew."""
    mine = update(jobs).where(jobs.c.id == job.id)
    if outcome is None:
        db.execute(mine.values(state="done", lease_until=None))
    else:
        db.execute(mine.values(state="ready", lease_until=None, due_at=outcome.at, attempts=0))


def put_off(db: Connection, now: datetime, job: Job) -> None:
    """After a failure: again in twice as long as before, at most an hour."""
    wait_s = min(LONGEST_WAIT_S, 2.0 ** min(job.attempts, 20))
    due = now + timedelta(seconds=wait_s)
    db.execute(update(jobs).where(jobs.c.id == job.id).values(state="ready", lease_until=None, due_at=due))


def next_due(db: Connection) -> datetime | None:
    waiting: datetime | None = db.execute(select(func.min(jobs.c.due_at)).where(jobs.c.state == "ready")).scalar()
    return waiting


class Worker:
    """One thread that does the jobs, one after the other. It sleeps until something is due or `wake` is called."""

    def __init__(self, database: Database, handlers: Mapping[JobKind, Handler], clock: Clock) -> None:
        self._database = database
        self._handlers = handlers
        self._clock = clock
        self._something = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="vonk-jobs")

    def start(self) -> None:
        with self._database.write() as db:
            free_all(db, self._clock())
        self._thread.start()

    def wake(self) -> None:
        self._something.set()

    def stop(self) -> None:
        """Finish the job in hand, then end."""
        self._stopping.set()
        self._something.set()
        if self._thread.is_alive():
            self._thread.join()

    def run_until_idle(self) -> int:
        """Do what is due now, in the caller's thread; answers how many jobs were done."""
        done = 0
        while not self._stopping.is_set() and self._do_one():
            done += 1
        return done

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._something.clear()
            self.run_until_idle()
            if not self._stopping.is_set():
                self._something.wait(self._seconds_to_wait())

    def _seconds_to_wait(self) -> float:
        with self._database.read() as db:
            due = next_due(db)
        if due is None:
            return LONGEST_WAIT_S
        return min(LONGEST_WAIT_S, max(0.0, (due - self._clock()).total_seconds()))

    def _do_one(self) -> bool:
        now = self._clock()
        with self._database.read() as db:
            due = next_due(db)
        if due is None or due > now:
            return False
        with self._database.write() as db:
            job = claim(db, now)
        if job is None:
            return False
        self._attempt(job)
        return True

    def _attempt(self, job: Job) -> None:
        try:
            outcome = self._handlers[job.kind](job)
        except Exception as error:  # noqa: BLE001 - one broken job must not end the thread that does all others
            self._note_failure(job, error)
            return
        with self._database.write() as db:
            settle(db, job, outcome)

    def _note_failure(self, job: Job, error: Exception) -> None:
        told = error.title.en if isinstance(error, AppError) else type(error).__name__
        log.warning("job failed", kind=job.kind.value, subject=job.subject, attempt=job.attempts, error=told)
        with self._database.write() as db:
            put_off(db, self._clock(), job)
