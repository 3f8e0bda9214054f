from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.home import Home, home_from_environment
from desktop.settings import Settings, load_settings, save_settings


def test_vonk_home_moves_everything(tmp_path: Path) -> None:
    home = home_from_environment({"VONK_HOME": str(tmp_path / "elsewhere")})

    for path in (home.drafts_db, home.blobs, home.takes, home.settings, home.logs, home.backups):
        assert path.is_relative_to(tmp_path / "elsewhere")
    assert not (tmp_path / "elsewhere").exists()


def test_a_home_keeps_its_identity(tmp_path: Path) -> None:
    first = Home(tmp_path / "a").identity()

    assert Home(tmp_path / "a").identity() == first
    assert Home(tmp_path / "b").identity() != first


def test_a_home_is_for_its_owner_alone(tmp_path: Path) -> None:
    home = Home(tmp_path / "mine")
    home.make()

    assert home.root.stat().st_mode & 0o077 == 0


def test_settings_come_back_as_they_were_saved(tmp_path: Path) -> None:
    chosen = Settings(
        language="nl",
        countdown_s=5,
        profile="small",
        experience="Zes jaar orderadministratie",
        last_teams=("sales",),
        appearance="dark",
        library_view="list",
        seen_welcome=True,
    )
    save_settings(tmp_path / "settings.json", chosen)

    assert load_settings(tmp_path / "settings.json") == chosen


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", '{"countdown_s": "five", "language": "fr", "extra": 1}'])
def test_damaged_settings_never_stop_a_start(tmp_path: Path, damage: str) -> None:
    (tmp_path / "settings.json").write_text(damage, encoding="utf-8")

    assert load_settings(tmp_path / "settings.json") == Settings()


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("appearance", "sepia"),
        ("appearance", 1),
        ("library_view", "tiles"),
        ("library_view", None),
        ("profile", "huge"),
        ("profile", ["light"]),
        ("seen_welcome", "yes"),
    ],
)
def test_one_wrong_setting_takes_its_default_and_leaves_the_others_as_they_were(
    tmp_path: Path, name: str, wrong: object
) -> None:
    file = tmp_path / "settings.json"
    save_settings(file, Settings(language="nl", countdown_s=10, last_teams=("sales",)))
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | {name: wrong}), encoding="utf-8")

    assert load_settings(file) == Settings(language="nl", countdown_s=10, last_teams=("sales",))


@given(
    saved=st.dictionaries(
        st.sampled_from(["language", "countdown_s", "last_teams", "profile", "x"]),
        st.none() | st.integers() | st.text() | st.lists(st.text()) | st.booleans(),
    )
)
def test_any_settings_file_gives_settings_of_the_right_types(
    tmp_path_factory: pytest.TempPathFactory, saved: dict[str, object]
) -> None:
    file = tmp_path_factory.mktemp("settings") / "settings.json"
    file.write_text(json.dumps(saved), encoding="utf-8")
    settings = load_settings(file)

    assert isinstance(settings.countdown_s, int)
    assert not isinstance(settings.countdown_s, bool)
    assert all(isinstance(team, str) for team in settings.last_teams)
