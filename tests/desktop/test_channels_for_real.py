"""The whole window over everything real, in a process of its own: `posting_for_real.py` holds what is tested.

It has threads that post, lanes and a whole window; nothing of it outlives its process, and nothing of other tests
comes into it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CASES = Path(__file__).with_name("posting_for_real.py")


@pytest.mark.parametrize(
    "case",
    [
        "test_into_a_folder_through_the_whole_window",
        "test_a_service_that_falls_silent_asks_the_person_and_is_asked_only_once",
    ],
)
def test_posting_through_the_whole_window(case):
    asked = [sys.executable, "-m", "pytest", "-q", "-rA", f"{CASES}::{case}"]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=180, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout
