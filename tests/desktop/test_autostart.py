from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QLabel  # noqa: TID251 - the tests of the widgets

from core.errors import Impossible
from desktop.platform.autostart import NOT_HERE, DesktopAutostart, NoAutostart, autostart_here, own_program
from desktop.widgets.settings_page import SettingsPage
from tests.desktop.conftest import NOW


def test_it_is_off_until_somebody_switches_it_on_and_off_again(tmp_path):
    autostart = autostart_here({"XDG_CONFIG_HOME": str(tmp_path / "config")})
    file = tmp_path / "config" / "autostart" / "vonk.desktop"
    assert not autostart.is_on()
    assert not file.parent.exists()
    autostart.switch(True)
    assert autostart.is_on()
    assert f"Exec={own_program()}\n" in file.read_text(encoding="utf-8")
    assert [left.name for left in file.parent.iterdir()] == ["vonk.desktop"]
    autostart.switch(False)
    assert not autostart.is_on()
    assert not file.exists()
    autostart.switch(False)


@pytest.mark.parametrize("environ", [{}, {"XDG_CONFIG_HOME": "relative"}])
def test_without_a_usable_config_home_it_is_the_usual_one(tmp_path, environ):
    autostart_here({"HOME": str(tmp_path), **environ}).switch(True)
    assert (tmp_path / ".config" / "autostart" / "vonk.desktop").exists()


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_what_the_desktop_switched_off_is_off(tmp_path, line):
    autostart = DesktopAutostart(tmp_path, lambda: "vonk")
    autostart.switch(True)
    file = tmp_path / "vonk.desktop"
    file.write_text(f"{file.read_text(encoding='utf-8')}{line}\n", encoding="utf-8")
    assert not autostart.is_on()
    autostart.switch(True)
    assert autostart.is_on()


def test_a_folder_that_cannot_be_made_is_told_and_nothing_is_on(tmp_path):
    (tmp_path / "autostart").write_text("a file", encoding="utf-8")
    autostart = DesktopAutostart(tmp_path / "autostart", lambda: "vonk")
    with pytest.raises(Impossible):
        autostart.switch(True)
    assert not autostart.is_on()


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="desktop-file-utils is not installed")
@pytest.mark.parametrize("program", ["/usr/bin/vonk", '/opt/a b/100 %/$HOME/`x`/"q"/vonk', "/opt/back\\slash/vonk"])
def test_the_file_is_valid_for_every_place_a_program_may_be(tmp_path, program):
    DesktopAutostart(tmp_path, lambda: program).switch(True)
    checked = ["desktop-file-validate", tmp_path / "vonk.desktop"]
    said = subprocess.run(checked, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout) == (0, "")


def settings_page(parts, qtbot) -> SettingsPage:
    page = SettingsPage(
        parts.preferences,
        parts.connecting,
        parts.speech,
        parts.hotkeys,
        parts.autostart,
        parts.source,
        parts.hearing,
        parts.backups,
        parts.channels,
        lambda: NOW,
    )
    qtbot.addWidget(page)
    page.show()
    page.open("look")
    return page


def test_the_settings_follow_the_file(parts, autostart_folder: Path, qtbot):
    page = settings_page(parts, qtbot)
    switch = page.findChild(QCheckBox, "autostartSetting")
    assert not switch.isChecked()
    switch.click()
    assert (autostart_folder / "vonk.desktop").exists()
    (autostart_folder / "vonk.desktop").unlink()
    parts.autostart.load()
    assert not switch.isChecked()


def test_what_cannot_be_changed_is_told_and_the_switch_goes_back(parts, tasks, autostart_folder: Path, qtbot):
    page = settings_page(parts, qtbot)
    autostart_folder.write_text("a file", encoding="utf-8")
    with qtbot.waitSignal(tasks.trouble):
        page.findChild(QCheckBox, "autostartSetting").click()
    assert not page.findChild(QCheckBox, "autostartSetting").isChecked()


def test_the_settings_say_where_it_cannot_be_done(parts, qtbot):
    parts.autostart._autostart = NoAutostart()
    page = settings_page(parts, qtbot)
    assert page.findChild(QLabel, "noAutostart").text() == NOT_HERE.en
    assert not page.findChild(QCheckBox, "autostartSetting").isEnabled()
