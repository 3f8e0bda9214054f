from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SLOW_DISK = """
import logging, sys, threading, time
from logging.handlers import RotatingFileHandler
from pathlib import Path
from desktop.logs import start_log
go, write = threading.Event(), RotatingFileHandler.emit
RotatingFileHandler.emit = lambda self, record: (go.wait(), write(self, record))
start_log(Path(sys.argv[1]))
log = logging.getLogger("vonk")
for number in range(100):
    log.info("number %d", number)
try:
    raise ValueError("broken")
except ValueError:
    log.exception("not caught")
print("went on", flush=True)
go.set()
"""


def test_nobody_waits_for_the_log_and_all_of_it_is_written_in_order(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SLOW_DISK, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert (done.returncode, done.stdout, done.stderr) == (0, "went on\n", "")
    lines = (tmp_path / "vonk.log").read_text(encoding="utf-8").splitlines()
    assert [line.split()[-1] for line in lines[:100]] == [str(number) for number in range(100)]
    assert "ERROR vonk not caught" in lines[100]
    assert lines[-1] == "ValueError: broken"
