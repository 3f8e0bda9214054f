from __future__ import annotations

import subprocess
import sys

import pytest

EMITS = """
from desktop.platform.none_kept import keep_none
if {kept}: keep_none()
from PySide6.QtCore import QObject, Signal
class Bell(QObject):
    rung = Signal(bool)
bell = Bell()
for _ in range(50_000):
    bell.rung.emit(True)
    bell.setObjectName("b")
print("whole")
"""


def run(*, kept: bool) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", EMITS.format(kept=kept)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_thousands_of_signals_leave_the_interpreter_whole():
    done = run(kept=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "whole\n", "")


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="the constants are immortal")
def test_it_is_still_needed():
    """Once this fails, PySide6 has mended it, and `none_kept` can go."""
    assert run(kept=False).returncode != 0
