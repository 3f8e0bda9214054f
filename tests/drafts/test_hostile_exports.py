"""Exports that are broken, or were made to do harm."""

from __future__ import annotations

import io
import json
import os
import random
import stat
import zipfile

import pytest

from core.errors import Malformed, NotFound
from tests.campaign import rounds, seed
from tests.drafts.homes import Homes, Tampered, lived_in, tip


@pytest.fixture
def homes(tmp_path):
    made = Homes(tmp_path)
    yield made
    made.close()


HOSTILE = {}


def hostile(make):
    HOSTILE[make.__name__] = make
    return make


@hostile
def no_zip(parts):
    return b"PK geen zip" * 100


@hostile
def nothing_at_all(parts):
    return b""


@hostile
def cut_off(parts):
    whole = parts.fitting()
    return whole[: len(whole) // 2]


@hostile
def a_byte_of_a_file_is_another(parts):
    parts.files["README.txt"] = parts.files["README.txt"].replace(b"Vonk", b"Vink")
    return parts.packed()


@hostile
def a_path_that_climbs_out(parts):
    parts.files["../../erin.txt"] = b"x"
    return parts.fitting()


@hostile
def an_absolute_path(parts):
    parts.files["/tmp/erin.txt"] = b"x"
    return parts.fitting()


@hostile
def a_drive(parts):
    parts.files["C:\\erin.txt"] = b"x"
    return parts.fitting()


@hostile
def a_take_that_climbs_out(parts):
    parts.files["takes/../../erin"] = b"x"
    return parts.fitting()


@hostile
def a_link(parts):
    info = zipfile.ZipInfo("README.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    parts.files["README.txt"] = b"/etc/passwd"
    parts.fitting()
    return parts.packed(**{"README.txt": info})


@hostile
def two_files_of_one_name(parts):
    out = io.BytesIO(parts.fitting())
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("README.txt", parts.files["README.txt"])
    return out.getvalue()


@hostile
def two_names_that_differ_in_capitals(parts):
    parts.files["readme.TXT"] = b"iets anders"
    return parts.fitting()


@hostile
def a_bomb(parts):
    """300 MB of nothing in 300 kB, said to be one byte."""
    data = bytes(300 * 1024 * 1024)
    parts.files["bom"] = b"x"
    parts.fitting()
    parts.files["bom"] = data
    return parts.packed()


@hostile
def more_than_any_disk(parts):
    parts.fitting()
    parts.manifest["files"].append({"path": "media/x.mp4", "size": 2**39, "sha256": "a" * 64})
    return parts.packed()


@hostile
def a_file_that_is_not_there(parts):
    parts.fitting()
    del parts.files["README.txt"]
    return parts.packed()


@hostile
def an_item_without_its_revisions(parts):
    del parts.files[f"items/{parts.id}/revisions.jsonl"]
    return parts.fitting()


@hostile
def an_item_of_another_id(parts):
    parts.json("draft.json", lambda draft: draft | {"id": "een-ander"})
    return parts.fitting()


@hostile
def an_item_with_another_hash(parts):
    parts.json("item.json", lambda item: item | {"title": "Iets anders"})
    return parts.fitting()


@hostile
def a_moment_that_is_none(parts):
    parts.json("draft.json", lambda draft: draft | {"changed_at": "gisteren"})
    return parts.fitting()


@hostile
def a_board_that_runs_a_script(parts):
    parts.json("draft.json", lambda draft: draft | {"board_url": "javascript:alert(1)"})
    return parts.fitting()


@hostile
def a_delivery_twice(parts):
    row = {"table": "deliveries", "content_hash": "a" * 64, "destination": "hub", "state": "posted"}
    line = json.dumps(row | {"changed_at": "2026-11-24T12:00:00.000Z"}).encode() + b"\n"
    parts.files[f"items/{parts.id}/history.jsonl"] = line * 2
    return parts.fitting()


@hostile
def a_table_of_its_own_choice(parts):
    parts.files[f"items/{parts.id}/history.jsonl"] = b'{"table": "hub", "content_hash": "' + b"a" * 64 + b'"}\n'
    return parts.fitting()


@hostile
def json_that_is_too_deep(parts):
    parts.files[f"items/{parts.id}/draft.json"] = b"[" * 200_000
    return parts.fitting()


@hostile
def a_manifest_of_a_later_format(parts):
    parts.fitting()
    parts.manifest["vonk_export"] = 2
    return parts.packed()


@hostile
def a_manifest_that_is_a_number(parts):
    parts.manifest = 7
    return parts.packed()


@hostile
def a_medium_that_is_another_file(parts):
    parts.fitting()
    parts.manifest["media"] = [{"sha256": "a" * 64, "size": 3, "type": "video/mp4", "path": "README.txt"}]
    return parts.packed()


@pytest.mark.parametrize("kind", sorted(HOSTILE))
def test_what_is_hostile_or_broken_is_refused_in_plain_words_and_changes_nothing(homes, kind):
    lived_in(homes)
    homes.export("a", "all.zip")
    homes("b").new_draft(tip("Van hier"))
    (homes.root / "devised.zip").write_bytes(HOSTILE[kind](Tampered(homes.root / "all.zip")))
    before = homes.everything_in("b")
    files = sorted(homes.root.rglob("*"))
    with pytest.raises(Malformed) as refusal:
        homes.import_("b", "devised.zip")
    assert refusal.value.title.nl.startswith("Deze export is") or "export van Vonk" in refusal.value.title.nl
    assert homes.everything_in("b") == before
    assert sorted(homes.root.rglob("*")) == files


def test_what_was_not_tampered_with_is_taken(homes):
    """So that the tests above refuse for what they name."""
    lived_in(homes)
    homes.export("a", "all.zip")
    (homes.root / "devised.zip").write_bytes(Tampered(homes.root / "all.zip").fitting())
    assert homes.import_("b", "devised.zip").made == 3


@pytest.mark.parametrize("linked", ["README.txt", "items"])
def test_a_link_in_a_folder_is_not_followed(homes, linked):
    lived_in(homes)
    homes.export("a", "all")
    there = homes.root / "all" / linked
    there.rename(homes.root / "elsewhere")
    there.symlink_to(homes.root / "elsewhere")
    with pytest.raises(Malformed):
        homes.import_("b", "all")


def test_a_pipe_is_not_waited_for(homes):
    os.mkfifo(homes.root / "pipe.zip")
    with pytest.raises(Malformed):
        homes.import_("b", "pipe.zip")


def test_what_is_not_there_is_told(homes):
    with pytest.raises(NotFound):
        homes.import_("b", "nergens.zip")


def spoilt(whole: bytes, chance: random.Random) -> bytes:
    """A few bytes are others, or gone, or doubled: mostly where a zip file says what it holds."""
    data = bytearray(whole)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data))
        if chance.random() < 0.7:
            at = max(0, len(data) - 1 - chance.randrange(min(len(data), 2500)))
        match chance.randrange(4):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                data[at] ^= 1 << chance.randrange(8)
            case 2:
                del data[at : at + chance.randint(1, 40)]
            case _:
                data[at:at] = data[at : at + chance.randint(1, 40)]
    return bytes(data)


def take_what_is_spoilt(homes, times: int) -> None:
    """Whole, or refused with nothing changed; never another error."""
    lived_in(homes)
    homes.export("a", "all.zip")
    whole = (homes.root / "all.zip").read_bytes()
    name, start = "b", seed()
    for number in range(times):
        (homes.root / "spoilt.zip").write_bytes(spoilt(whole, random.Random(start + number)))
        homes(name)
        before = homes.everything_in(name)
        try:
            done = homes.import_(name, "spoilt.zip")
        except Malformed:
            assert homes.everything_in(name) == before, f"round {number}"
        else:
            assert done.made == 3, f"round {number}"
            name = f"b{number}"


def test_what_was_spoilt_on_the_way_is_taken_whole_or_not_at_all(homes):
    take_what_is_spoilt(homes, rounds(150))


@pytest.mark.long
def test_what_was_spoilt_on_the_way_is_taken_whole_or_not_at_all_many_times(homes):
    take_what_is_spoilt(homes, rounds(5000))
