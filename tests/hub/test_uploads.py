"""Bytes on their way in, and everything that may happen to them there."""

from __future__ import annotations

import base64
import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from hub import uploads
from hub.problems import Problem
from hub.uploads import LARGEST_PART

KIB = 1024


def begin(world, data: bytes, who: str = "ann", **other: str):
    app = world.device(who)
    made = app.post("/api/v1/uploads", headers=world.creation(data, **other))
    return app, made


def offset_of(app, location: str) -> int:
    return int(app.head(location).headers["upload-offset"])


def test_parts_end_in_a_blob_that_is_the_senders_own(world):
    data = bytes(range(256)) * 4 * KIB
    app, made = begin(world, data)
    assert made.status_code == 201
    assert made.headers["upload-expires"].endswith("GMT")
    location, half = made.headers["location"], len(data) // 2
    first = app.patch(location, content=data[:half], headers=world.part_headers(data[:half], 0))
    assert (first.status_code, first.headers["upload-offset"]) == (204, str(half))
    second = app.patch(location, content=data[half:], headers=world.part_headers(data[half:], half))
    assert second.status_code == 204
    sha256 = hashlib.sha256(data).hexdigest()
    assert world.hub.folder.path(sha256).read_bytes() == data
    assert app.head(f"/api/v1/blobs/{sha256}").status_code == 200
    assert world.device("cur").head(f"/api/v1/blobs/{sha256}").status_code == 404
    assert offset_of(app, location) == len(data)
    assert list(world.hub.settings.uploads.iterdir()) == []


def test_a_part_that_differs_from_its_checksum_leaves_the_offset(world):
    data = b"x" * 500
    app, made = begin(world, data)
    location = made.headers["location"]
    wrong = app.patch(location, content=b"y" * 500, headers=world.part_headers(data, 0))
    assert (wrong.status_code, wrong.json()["code"]) == (460, "checksum")
    assert offset_of(app, location) == 0
    assert app.patch(location, content=data, headers=world.part_headers(data, 0)).status_code == 204


def test_a_part_without_a_checksum_is_not_taken(world):
    data = b"x" * 500
    app, made = begin(world, data)
    headers = world.part_headers(data, 0)
    del headers["Upload-Checksum"]
    assert app.patch(made.headers["location"], content=data, headers=headers).status_code == 422
    assert offset_of(app, made.headers["location"]) == 0


def test_a_part_at_another_offset_is_told_which_one_is_due(world):
    data = b"x" * 500
    app, made = begin(world, data)
    for offset in (1, 100, 499, 10**9):
        answer = app.patch(made.headers["location"], content=data, headers=world.part_headers(data, offset))
        assert (answer.status_code, answer.json()["code"], answer.json()["offset"]) == (409, "wrong_offset", 0)


def test_two_at_once_at_one_offset_count_once(world):
    data = b"ab" * 200_000
    app, made = begin(world, data)
    location, half = made.headers["location"], len(data) // 2
    with ThreadPoolExecutor(8) as crowd:
        answers = list(
            crowd.map(
                lambda _: app.patch(location, content=data[:half], headers=world.part_headers(data[:half], 0)), range(8)
            )
        )
    assert sorted(answer.status_code for answer in answers) == [204] + [409] * 7
    last = app.patch(location, content=data[half:], headers=world.part_headers(data[half:], half))
    assert last.status_code == 204
    assert world.hub.folder.has(hashlib.sha256(data).hexdigest())


def test_a_whole_that_is_not_what_it_was_called_is_gone(world):
    data = b"x" * 500
    app, made = begin(world, data, sha256=hashlib.sha256(b"another").hexdigest())
    location = made.headers["location"]
    answer = app.patch(location, content=data, headers=world.part_headers(data, 0))
    assert (answer.status_code, answer.json()["code"]) == (422, "hash_mismatch")
    assert app.head(location).status_code == 404
    assert list(world.hub.folder.all()) == []
    assert list(world.hub.settings.uploads.iterdir()) == []


def test_more_than_was_announced_is_not_taken(world):
    data = b"x" * 500
    app, made = begin(world, data)
    longer = data + b"more"
    answer = app.patch(made.headers["location"], content=longer, headers=world.part_headers(longer, 0))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert offset_of(app, made.headers["location"]) == 0


def test_a_part_above_four_mib_is_not_taken(world):
    data = b"x" * (LARGEST_PART + 1)
    app, made = begin(world, data)
    answer = app.patch(made.headers["location"], content=data, headers=world.part_headers(data, 0))
    assert answer.status_code == 413
    assert list(world.hub.settings.uploads.iterdir()) == []


def test_a_persons_room_is_counted_with_what_is_still_coming(world):
    most = world.hub.settings.quota
    app = world.device("ann")
    headers = world.creation(b"a") | {"Upload-Length": str(most - 10)}
    assert app.post("/api/v1/uploads", headers=headers).status_code == 201
    answer = app.post("/api/v1/uploads", headers=world.creation(b"x" * 11))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert world.device("cur").post("/api/v1/uploads", headers=world.creation(b"x" * 11)).status_code == 201


def test_a_strangers_bytes_are_not_even_kept(world):
    data = b"x" * 500
    _, made = begin(world, data)
    location = made.headers["location"]
    for client in (world.client(), world.client(authorization="Bearer wrong"), world.browser("ann")):
        assert client.post("/api/v1/uploads", headers=world.creation(data)).status_code == 401
        assert client.patch(location, content=data, headers=world.part_headers(data, 0)).status_code == 401
    assert list(world.hub.settings.uploads.iterdir()) == []


def test_somebody_elses_upload_is_not_there(world):
    data = b"x" * 500
    _, made = begin(world, data)
    other, location = world.device("cur"), made.headers["location"]
    assert other.head(location).status_code == 404
    assert other.patch(location, content=data, headers=world.part_headers(data, 0)).status_code == 404
    assert other.delete(location, headers={"Tus-Resumable": "1.0.0"}).status_code == 404


def test_ended_by_its_sender_it_is_gone(world):
    data = b"x" * 500
    app, made = begin(world, data)
    location = made.headers["location"]
    assert app.delete(location, headers={"Tus-Resumable": "1.0.0"}).status_code == 204
    assert app.head(location).status_code == 404


def test_after_seven_days_without_a_part_it_is_taken_away(world):
    data = b"x" * 500
    app, made = begin(world, data)
    location = made.headers["location"]
    app.patch(location, content=data[:100], headers=world.part_headers(data[:100], 0))
    world.clock.forward(days=6)
    assert world.device("ann").head(location).status_code == 200
    world.clock.forward(days=1, seconds=1)
    assert world.device("ann").head(location).status_code == 404
    assert uploads.clear_expired(world.hub.database, world.hub.upload_folder, world.clock()) == 1
    assert list(world.hub.settings.uploads.iterdir()) == []


def test_headers_that_cannot_be_read_are_named(world):
    app = world.device("ann")
    for header, value in (
        ("Tus-Resumable", "0.2.2"),
        ("Upload-Length", "-1"),
        ("Upload-Length", "many"),
        ("Upload-Length", "0"),
        ("Upload-Metadata", "sha256 !!!"),
        ("Upload-Metadata", "type " + base64.b64encode(b"video/mp4").decode()),
        ("Upload-Metadata", "sha256 " + base64.b64encode(b"../../etc/passwd").decode()),
    ):
        answer = app.post("/api/v1/uploads", headers=world.creation(b"x" * 10) | {header: value})
        assert (answer.status_code, answer.json()["code"]) == (422, "malformed"), value
        assert answer.json()["where"].startswith(header)


def test_what_a_program_could_run_is_not_a_type_the_hub_takes(world):
    for media_type in ("image/svg+xml", "text/html", "application/zip"):
        _, made = begin(world, b"x" * 10, media_type=media_type)
        assert made.status_code == 422


def test_bytes_behind_the_offset_that_a_crash_left_are_written_over(world):
    data = b"0123456789" * 100
    app, made = begin(world, data)
    location = made.headers["location"]
    app.patch(location, content=data[:300], headers=world.part_headers(data[:300], 0))
    with world.hub.upload_folder.whole(location.rsplit("/", 1)[1]).open("ab") as file:
        file.write(b"never counted" * 200)
    answer = app.patch(location, content=data[300:], headers=world.part_headers(data[300:], 300))
    assert answer.status_code == 204
    assert world.hub.folder.path(hashlib.sha256(data).hexdigest()).read_bytes() == data


def test_a_part_that_comes_late_writes_over_nothing(world, tmp_path):
    data = b"0123456789" * 100
    app, made = begin(world, data)
    location, hub = made.headers["location"], world.hub
    with hub.database.read() as db:
        before = uploads.find(db, world.clock(), world.people["ann"], location.rsplit("/", 1)[1])
    app.patch(location, content=data[:300], headers=world.part_headers(data[:300], 0))
    late = tmp_path / "late.part"
    late.write_bytes(b"z" * 300)
    with pytest.raises(Problem) as refusal:
        uploads.receive(
            hub.database, hub.upload_folder, hub.folder, world.clock(), before, offset=0, part=late, size=300
        )
    assert refusal.value.code == "wrong_offset"
    assert hub.upload_folder.whole(before.id).read_bytes() == data[:300]
