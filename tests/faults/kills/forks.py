"""A server that forks: modules are read once, so that a process that is killed costs a fork, not a start of Python.

    with Forks("tests.faults.kills.app_worker", log, str(home)) as app:
        app.fork({"seed": 7})            # a child runs `work(order, *words)` of that module
        app.wait("asked", 2.0)           # a word that it said since the fork
        app.kill()                       # SIGKILL; returns when it is gone

A child says a word as a line of JSON, `[word, value]`, on its standard output; other lines of the program are heard as
`said`. Whatever was written before the kill is heard.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
_PATIENCE_S = 60
_PR_SET_PDEATHSIG = 1


def tell(word: str, value: object) -> None:
    """In one write, so that a kill leaves the whole line or nothing."""
    os.write(1, (json.dumps([word, value]) + "\n").encode())


class Forks(AbstractContextManager["Forks"]):
    def __init__(self, module: str, log: Path, *words: str, **environment: str) -> None:
        self.told: list[tuple[str, Any]] = []
        self.pid: int | None = None
        self._since = 0
        self._news = threading.Condition()
        with log.open("ab") as errors:
            self._server = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.kills.forks", module, *words],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                cwd=ROOT,
                text=True,
                bufsize=1,
                env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
            )
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()
        assert self.wait("ready", _PATIENCE_S), log.read_text(encoding="utf-8")

    def __exit__(self, *_: object) -> None:
        if self.running:
            self.kill()
        assert self._server.stdin is not None
        self._server.stdin.close()
        self._server.wait(_PATIENCE_S)
        self._listener.join()
        assert self._server.stdout is not None
        self._server.stdout.close()

    @property
    def running(self) -> bool:
        return self.pid is not None and not self.heard("dead")

    def fork(self, order: dict[str, Any]) -> None:
        assert not self.running
        with self._news:
            self._since = len(self.told)
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps(order) + "\n")
        assert self.wait("pid", _PATIENCE_S)
        self.pid = self.values("pid")[-1]

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Returns when it is gone, and all that it said is heard."""
        if self.running:
            assert self.pid is not None
            os.kill(self.pid, how)
            assert self.wait("dead", _PATIENCE_S)

    def values(self, word: str) -> list[Any]:
        """All that was said with this word, also by those that were killed before."""
        with self._news:
            return [value for told, value in self.told if told == word]

    def heard(self, word: str) -> bool:
        """Since the last fork."""
        with self._news:
            return self._heard(word)

    def wait(self, word: str, within_s: float) -> bool:
        """Whether it was said since the last fork, or is within so many seconds."""
        with self._news:
            return self._news.wait_for(lambda: self._heard(word), within_s)

    def _heard(self, word: str) -> bool:
        return any(told == word for told, _ in self.told[self._since :])

    def _listen(self) -> None:
        assert self._server.stdout is not None
        for line in self._server.stdout:
            try:
                word, value = json.loads(line)
            except ValueError:
                word, value = "said", line.rstrip("\n")
            with self._news:
                self.told.append((word, value))
                self._news.notify_all()


def end_with_the_parent() -> None:
    """A test that breaks off leaves no hub behind."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def serve(work: Callable[..., object], words: list[str]) -> None:
    end_with_the_parent()
    tell("ready", os.getpid())
    for line in iter(sys.stdin.readline, ""):
        pid = os.fork()
        if pid == 0:
            _become_a_child(work, json.loads(line), words)
        tell("pid", pid)
        _, status = os.waitpid(pid, 0)
        tell("dead", status)


def _become_a_child(work: Callable[..., object], order: dict[str, Any], words: list[str]) -> None:
    end_with_the_parent()
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    status = 1
    try:
        work(order, *words)
        status = 0
    except BaseException:  # noqa: BLE001 - a fork must not fall back into its parent's loop
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    # What it was given first is the name of the module; it is read here, before anything forks.
    serve(importlib.import_module(sys.argv[1]).work, sys.argv[2:])
