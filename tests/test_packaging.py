"""The desktop entry and the metainfo, judged by the tools that will judge them elsewhere."""

from __future__ import annotations

import configparser
import shutil
import subprocess
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from desktop.start_request import SCHEME, WISHES

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


def test_links_and_the_actions_of_the_desktop_entry_are_what_the_program_understands() -> None:
    entry = configparser.RawConfigParser(delimiters="=")
    entry.optionxform = str  # type: ignore[method-assign,assignment]
    entry.read(LINUX / f"{APP_ID}.desktop", encoding="utf-8")
    whole = entry["Desktop Entry"]
    assert whole["MimeType"] == f"x-scheme-handler/{SCHEME};"
    assert whole["Exec"] == "vonk open %u"
    for action in whole["Actions"].strip(";").split(";"):
        described = entry[f"Desktop Action {action}"]
        assert described["Name"]
        assert described["Name[nl]"]
        _, _, wish = described["Exec"].split()
        assert wish in WISHES
