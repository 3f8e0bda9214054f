from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.errors import Impossible
from desktop.stage.processes import TookTooLong, require, started, wait_until

NOTHING = {"PATH": os.environ["PATH"]}


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _numbers(file: Path) -> list[int]:
    wait_until(lambda: file.exists() and len(file.read_text().split()) == 2, "two numbers", 5, every_s=0.02)
    return [int(word) for word in file.read_text().split()]


def test_a_program_ends_with_all_it_started_itself(tmp_path: Path) -> None:
    script = f"sleep 100 & echo $$ $! > {tmp_path}/pids; trap '' TERM; wait"
    with started(["sh", "-c", script], NOTHING, tmp_path / "log", grace_s=0.2):
        pids = _numbers(tmp_path / "pids")
        assert all(_alive(pid) for pid in pids)
    wait_until(lambda: not any(_alive(pid) for pid in pids), "the end", 5, every_s=0.02)


def test_a_program_ends_when_its_starter_is_killed(tmp_path: Path) -> None:
    code = f"""
import os, pathlib, sys
from desktop.stage.processes import started
with started(["sleep", "100"], {{"PATH": os.environ["PATH"]}}, pathlib.Path({str(tmp_path / "log")!r})) as child:
    pathlib.Path({str(tmp_path / "pids")!r}).write_text(f"{{os.getpid()}} {{child.pid}}")
    sys.stdin.read()
"""
    starter = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE)
    _, child = _numbers(tmp_path / "pids")
    starter.send_signal(signal.SIGKILL)
    starter.communicate()
    wait_until(lambda: not _alive(child), "the end of the child", 5, every_s=0.02)


def test_missing_programs_are_named_with_their_packages() -> None:
    with pytest.raises(Impossible) as told:
        require(["sh", "a-program-nobody-has"])
    assert "a-program-nobody-has" in told.value.title.nl
    assert "apt-get install" in told.value.hint.en


def test_waiting_ends_at_the_deadline() -> None:
    at = time.monotonic()
    with pytest.raises(TookTooLong):
        wait_until(lambda: False, "never", 0.2, every_s=0.02)
    assert time.monotonic() - at < 2
