"""The desktop entry and the metainfo, judged by the tools that will judge them elsewhere."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LINUX = ROOT / "packaging" / "linux"
APP_ID = "io.github.vonk.Vonk"


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="desktop-file-utils is not installed")
def test_the_desktop_entry_is_valid() -> None:
    said = subprocess.run(
        ["desktop-file-validate", LINUX / f"{APP_ID}.desktop"], capture_output=True, text=True, check=False
    )
    assert (said.returncode, said.stdout) == (0, "")


@pytest.mark.skipif(not shutil.which("appstreamcli"), reason="appstream is not installed")
def test_the_metainfo_is_valid() -> None:
    said = subprocess.run(
        ["appstreamcli", "validate", "--no-net", LINUX / f"{APP_ID}.metainfo.xml"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stdout


def test_version_changelog_and_metainfo_agree() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    release = ET.parse(LINUX / f"{APP_ID}.metainfo.xml").find("releases/release")
    assert release is not None
    assert release.get("version") == version
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
