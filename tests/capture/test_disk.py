"""A real disk that is full, or may not be written: nothing that was recorded is lost, and the person is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from capture.recovery import find_unfinished, recover
from capture.requests import Region, TakeRequest, request_to_json
from tests.capture.conftest import AREA, HERE, ROOT

pytestmark = [pytest.mark.recording, pytest.mark.display]


@pytest.fixture(scope="module", autouse=True)
def _own_mounts() -> None:
    ran = subprocess.run(["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"], check=False)
    if ran.returncode:
        pytest.skip("this user may not mount a disk of their own")


@pytest.fixture
def on_small_disk(display, tmp_path):
    """Record on a disk of 4 MB; gives every event by name with its moment, and the folder of the take."""

    def run(mode: str, free_to_go_on: int) -> tuple[dict[str, list[tuple[float, dict]]], Path]:
        disk, out = tmp_path / "disk", tmp_path / "left" / "take"
        disk.mkdir()
        out.parent.mkdir()
        request = TakeRequest(disk / "take", Region(*AREA), microphone="none", free_to_go_on=free_to_go_on)
        line = ["unshare", "--mount", sys.executable, str(HERE / "small_disk.py"), "4m", mode, str(out)]
        ran = subprocess.run(
            [*line, json.dumps(request_to_json(request))],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        told: dict[str, list[tuple[float, dict]]] = {}
        for text in ran.stdout.splitlines():
            name, at, event = json.loads(text)
            told.setdefault(name, []).append((at, event))
        return told, out

    return run


def test_a_disk_that_fills_up_into_the_reserve_ends_the_recording_with_a_whole_clip(scene, on_small_disk, read_clip):
    told, folder = on_small_disk("leave=600000", 1_000_000)

    ((full, _),) = told["Full"]
    ((warned, warning),) = told["Warned"]
    assert warning["code"] == "disk_reserve"
    assert warned - full < 2
    ((_, clip),) = told["TakeFinished"]
    assert clip["warnings"] == ["disk_reserve"]
    assert find_unfinished(folder.parent) == ()
    seen, drawn = read_clip(folder / Path(clip["path"]).name), scene.drawn()
    assert len(seen.numbers) == clip["frames"]
    assert warned - drawn[seen.numbers[-1]] < 0.2


def test_a_disk_that_is_full_to_its_last_byte_keeps_all_until_then_and_says_so(scene, on_small_disk, read_clip):
    told, folder = on_small_disk("leave=0", 0)

    ((full, _),) = told["Full"]
    ((warned, warning),) = told["Warned"]
    assert warning["code"] == "disk_reserve"
    assert warned - full < 3
    # No room for the clip either: it is made when there is, from what was left.
    ((_, failure),) = told["TakeFailed"]
    assert "safe" in failure["hint"]["en"]
    (left,) = find_unfinished(folder.parent)
    clip = recover(left)
    seen, drawn = read_clip(clip.path), scene.drawn()
    assert len(seen.numbers) == clip.frames
    assert seen.numbers == sorted(seen.numbers)
    # Filling takes a moment, in which pictures may already find no room.
    assert full - drawn[seen.numbers[-1]] < 0.3


def test_a_disk_that_may_not_be_written_is_said_before_anything_starts(scene, on_small_disk):
    told, folder = on_small_disk("readonly", 0)

    ((_, failure),) = told["TakeFailed"]
    assert failure["code"] == "folder_unwritable"
    assert "IsReady" not in told
    assert not folder.exists()
