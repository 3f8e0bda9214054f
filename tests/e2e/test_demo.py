"""The whole main job, played once on real parts, and judged by a script that knows only the traces it left."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).parent
VERIFY = HERE / "verify_demo.py"
WITHOUT_HUB = "submitted_while_down,clip_is_the_hubs,frames,sound,review,posted_once"
ALSO = {"clip_replaced": {"frames", "sound"}, "no_sound": {"clip_is_the_hubs"}}
"""Other checks that notice the same: a clip that was changed is also no longer the one of the hub."""

pytestmark = [
    pytest.mark.recording,
    pytest.mark.display,
    pytest.mark.skipif(sys.platform != "linux", reason="the stage is Linux with X11"),
]


def _neighbour(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


tamper = _neighbour("tamper")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict]]:
    folder = tmp_path_factory.mktemp("e2e") / "demo"
    environ = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    command = [sys.executable, "-m", "desktop", "--lang", "nl", "demo", "--home", str(folder), "--json"]
    done = subprocess.run(
        command, env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=200, check=False
    )
    sys.stderr.write(done.stderr)
    logs = "".join(f"\n--- {log.name}\n{log.read_text(errors='replace')[-3000:]}" for log in folder.glob("logs/*.log"))
    assert done.returncode == 0, done.stderr + logs
    yield folder, json.loads(done.stdout.splitlines()[-1])
    shutil.rmtree(folder, ignore_errors=True)


def _verify(folder: Path, only: str = "") -> tuple[int, dict[str, bool]]:
    """Status, and for each check whether it was ok."""
    command = [sys.executable, str(VERIFY), str(folder), *(["--only", only] if only else [])]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    print(done.stdout, done.stderr)
    lines = [line.split() for line in done.stdout.splitlines()]
    return done.returncode, {words[1]: words[0] == "ok" for words in lines}


@pytest.mark.timeout(240)
def test_the_demo_tells_what_came_of_it(demo: tuple[Path, dict]) -> None:
    folder, told = demo
    assert told["review_state"] == "published"
    assert told["offline_was_queued"] is True
    assert sorted(post["kind"] for post in told["channel_posts"]) == ["slack", "teams"]
    assert [post["status"] for post in sorted(told["channel_posts"], key=lambda post: post["kind"])] == [200, 202]
    assert 8 < told["duration_s"] < 20
    assert Path(told["clip"]).is_file()
    assert told["item_id"] in told["board_url"]
    assert told["data_dir"] == str(folder)
    assert all(step["seconds"] >= 0 for step in told["steps"])


def test_a_finished_demo_passes_every_check(demo: tuple[Path, dict]) -> None:
    status, checks = _verify(demo[0])
    assert (status, set(checks.values())) == (0, {True})
    assert len(checks) == 7


@pytest.mark.parametrize("name", list(tamper.TAMPERINGS))
def test_a_tampered_demo_is_noticed_by_the_right_check(name: str, demo: tuple[Path, dict], tmp_path: Path) -> None:
    expected = tamper.TAMPERINGS[name].check
    copy = tamper.tampered(demo[0], tmp_path, name)
    status, checks = _verify(copy, expected if expected == "audience" else WITHOUT_HUB)
    noticed = {check for check, ok in checks.items() if not ok}
    assert status == 1
    assert expected in noticed
    assert noticed <= {expected} | ALSO.get(name, set())
