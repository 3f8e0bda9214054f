"""The shape of the repository: what tools and newcomers rely on without looking."""

from __future__ import annotations

import importlib
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = (
    "core",
    "capture",
    "drafts",
    "guidance",
    "sync",
    "media",
    "channels",
    "web",
    "desktop",
    "hub",
    "resources",
)
LONGEST_MODULE = 450
LONGEST_STORY = 550
"""An end-to-end test tells one story in order; its parts are no use to another."""


def _tracked() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    return [ROOT / name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_is_the_one_of_this_checkout(package: str) -> None:
    found = importlib.import_module(package).__file__
    assert found is not None
    assert Path(found).parent == ROOT / package


def test_packaging_and_tests_are_no_packages() -> None:
    # An __init__.py there would hide PyPI's `packaging`, or the package a test folder mirrors.
    assert not list((ROOT / "packaging").rglob("__init__.py"))
    assert not list((ROOT / "tests").rglob("__init__.py"))


def test_no_module_is_a_drawer() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
    assert not [path for path in _tracked() if path.suffix == ".py" and path.stem in drawers]


def test_modules_stay_small() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in _tracked()
        if path.suffix == ".py"
        and (lines := len(path.read_text(encoding="utf-8").splitlines()))
        > (LONGEST_STORY if path.is_relative_to(ROOT / "tests" / "e2e") else LONGEST_MODULE)
    }
    assert not long


def test_the_locks_name_versions_and_hashes_only() -> None:
    for lock in (ROOT / "locks").glob("*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text, lock.name
        assert re.search(r"^[a-z0-9._-]+==\S+", text, re.MULTILINE), lock.name


def test_nothing_committed_names_a_folder_of_somebodys_machine() -> None:
    place = re.compile(r"(?<![\w./:-])/(?:home/[a-z]+|root|work|Users/[A-Za-z]+)/")
    named = [
        str(path.relative_to(ROOT))
        for path in _tracked()
        if path.suffix in {".py", ".md", ".toml", ".json", ".html", ".css", ".ts", ".spec", ".sh"}
        and path != Path(__file__)
        and place.search(path.read_text(encoding="utf-8"))
    ]
    assert not named
