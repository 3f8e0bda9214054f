"""A message beside the tray icon is seen on a real screen, and a click on it opens what it is about."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.stage.desk import desk
from desktop.stage.processes import started, wait_until

pytestmark = [pytest.mark.display, pytest.mark.skipif(sys.platform != "linux", reason="Linux with X11")]
TELLER = Path(__file__).with_name("news.py")
ROOT = Path(__file__).parents[2]


def test_a_message_is_seen_beside_the_icon_and_a_click_opens_the_item(tmp_path: Path) -> None:
    log = tmp_path / "news.log"
    with desk(tmp_path / "home", tmp_path, os.environ) as here:
        environ = {**here.environ, "PYTHONPATH": str(ROOT)}
        with started([sys.executable, str(TELLER)], environ, log, stdin=subprocess.PIPE) as process:
            assert here.hand is not None
            assert process.stdin is not None
            here.hand.wait_for_tray_icon(process.pid)
            process.stdin.write(b"Diensten verplaatsen\n")
            process.stdin.flush()
            app = here.accessibility.application(process.pid)
            app.find("label", "Diensten verplaatsen")
            left, top, width, height = app.find("label", "A change is asked").place
            here.hand.click(left + width // 2, top + height // 2)
            wait_until(lambda: "follows item the-item" in log.read_text("utf-8"), "the click", 10, every_s=0.05)
    assert "tells True" in log.read_text("utf-8")
