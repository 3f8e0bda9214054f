from __future__ import annotations

import pytest

from desktop.widgets.components import Level
from desktop.widgets.components import level as level_module


@pytest.fixture
def level(qtbot):
    made = Level()
    qtbot.addWidget(made)
    return made


def test_the_level_follows_the_voice_at_once(level, monkeypatch):
    monkeypatch.setattr(level_module, "reduced_motion", lambda: False)
    seen = []
    for loud in (-60.0, -30.0, 0.0, None):
        level.hear(loud)
        seen.append(level.lit)
    assert seen == [0, 4, 8, 0]


def test_with_little_motion_it_moves_in_steps(level, monkeypatch, qtbot):
    monkeypatch.setattr(level_module, "reduced_motion", lambda: True)
    level.hear(-30.0)
    level.hear(0.0)
    assert level.lit == 4
    qtbot.waitUntil(lambda: level._moved.elapsed() >= 250)
    level.hear(0.0)
    assert level.lit == 8
