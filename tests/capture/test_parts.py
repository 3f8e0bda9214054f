from __future__ import annotations

import errno
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture import state as states
from capture import takes
from capture.events import (
    HasPaused,
    IsReady,
    Marked,
    Progress,
    TakeFinished,
    event_from_line,
    event_to_line,
    failed,
    warned,
)
from capture.microphones import Microphone, choose, parse_sources
from capture.notices import NOTICES
from capture.recorder_process import RecorderProcess
from capture.recovery import find_unfinished, recover
from capture.requests import PROFILES, Region, Screen, TakeRequest, Window, request_from_json, request_to_json, room_for
from capture.screens import Area, around, moved_to, visible
from capture.sound import RATE, SampleClock, Silence, SoundTrack, level_db
from capture.watch import Watch
from core.clock import utc_now
from core.errors import AppError, CaptureImpossible, Malformed, MalformedWire

# --- the state machine

COMMANDS = st.lists(
    st.sampled_from([states.Start, states.Pause, states.Resume, states.Stop, states.Discard]), max_size=12
)


@given(COMMANDS, st.lists(st.floats(0.001, 5), min_size=12, max_size=12))
def test_media_time_never_goes_back_and_stands_still_in_a_pause(commands, gaps):
    state: states.State = states.Ready()
    now, before = 100.0, 0.0
    for command, gap in zip(commands, gaps, strict=False):
        if isinstance(state, states.Paused):
            assert states.media_time(state, now + gap) == states.media_time(state, now)
        now += gap
        state = states.step(state, command(now))
        if isinstance(state, states.Finished):
            return
        after = states.media_time(state, now)
        assert after >= before - 1e-9
        before = after


def test_a_pause_is_taken_out_of_the_clip():
    state = states.step(states.Ready(), states.Start(10.0))
    state = states.step(state, states.Pause(12.0))
    state = states.step(state, states.Resume(20.0))
    state = states.step(state, states.Stop(23.0))

    assert state == states.Finishing(5.0)
    assert states.step(state, states.FileClosed()) == states.Finished()


def test_pressing_twice_is_no_mistake():
    recording = states.step(states.Ready(), states.Start(1.0))

    assert states.step(recording, states.Start(2.0)) == recording
    assert states.step(recording, states.Resume(2.0)) == recording
    finishing = states.step(recording, states.Stop(3.0))
    assert states.step(finishing, states.Discard(4.0)) == finishing


# --- what travels between app and recorder

TARGETS = (
    st.builds(Screen, st.integers(1, 64))
    | st.builds(Region, *[st.integers(-9999, 9999)] * 2, *[st.integers(1, 9999)] * 2)
    | st.builds(Window, st.text(min_size=1, max_size=200))
)
REQUESTS = st.builds(
    TakeRequest,
    take_dir=st.just(Path("/takes/one")),
    target=TARGETS,
    fps=st.integers(1, 60),
    profile=st.sampled_from(PROFILES),
    microphone=st.text(min_size=1, max_size=100),
    pointer=st.booleans(),
    less_noise=st.booleans(),
    shortcuts=st.booleans(),
)


@given(REQUESTS)
def test_a_request_survives_the_way_to_the_recorder(request_):
    assert request_from_json(json.loads(json.dumps(request_to_json(request_)))) == request_


@pytest.mark.parametrize("change", [{"fps": 0}, {"target": {"kind": "moon"}}, {"profile": "best"}, {"more": 1}])
def test_a_request_that_cannot_be_is_refused_by_place(change):
    value = {**request_to_json(TakeRequest(Path("/x"))), **change}
    with pytest.raises(MalformedWire):
        request_from_json(value)


@pytest.mark.parametrize(
    "event",
    [
        IsReady(640, 480, None),
        Progress(1.5, 4096, -12.0, 45, 0),
        HasPaused(2.25),
        Marked(1.25),
        warned("microphone_lost"),
        failed("no_screen"),
        TakeFinished("/x/take.mp4", 1.5, 640, 480, 45, 0, "Headset ☃", ("microphone_lost",), (0.5, 1.25)),
    ],
)
def test_an_event_survives_the_way_to_the_app(event):
    line = event_to_line(event)

    assert event_from_line(line) == event
    assert "\n" not in line
    assert line.isascii()


@given(st.text() | st.sampled_from(['{"event":"ready"}', "[]", '{"event":1}', '{"event":"warning","title":3}']))
def test_a_line_that_is_no_event_is_refused(line):
    with pytest.raises(MalformedWire):
        event_from_line(line)


def test_every_notice_speaks_both_languages():
    for title, hint in NOTICES.values():
        for text in (title.en, title.nl, hint.en, hint.nl):
            assert text.endswith(".")
            assert "!" not in text


# --- sound

BURSTS = st.lists(st.tuples(st.floats(-0.5, 1.5), st.integers(1, 4800)), max_size=30)


@given(BURSTS)
def test_the_track_has_no_holes_whatever_comes_in(bursts):
    track = SoundTrack()
    written, at = 0, 0.0
    for shift, samples in bursts:
        before = track.length_s
        for first, pcm in track.add(at + shift, bytes(samples * 2)):
            assert abs(first - written) < 96
            written += len(pcm) // 2
        assert track.length_s >= before - 0.001
        at = max(at + samples / RATE, track.length_s)
    assert abs(written - track.position) < 30


def test_sound_from_before_the_first_picture_is_cut_to_the_sample():
    track = SoundTrack()

    blocks = track.add(-0.010, bytes(960 * 2))

    assert blocks == [(0, bytes(480 * 2))]


def test_sound_that_starts_late_is_preceded_by_silence():
    track = SoundTrack()

    blocks = track.add(0.150, b"\x01\x00" * 480)

    assert [first for first, _ in blocks] == [0, 4800, 7200]
    assert track.length_s == pytest.approx(0.160)


def test_a_slow_clock_is_followed_gently_and_a_loss_at_once():
    track = SoundTrack()
    track.add(0.0, bytes(4800 * 2))
    track.add(0.110, bytes(4800 * 2))
    assert track.position == pytest.approx(9600, abs=3)

    track.add(0.300, bytes(4800 * 2))
    assert track.length_s == pytest.approx(0.400, abs=0.001)


def test_the_end_is_exact():
    track = SoundTrack()
    track.add(0.0, bytes(4800 * 2), end_s=0.05)

    assert track.length_s == pytest.approx(0.05)
    track.fill(0.08)
    assert track.length_s == pytest.approx(0.08)


def test_late_bursts_do_not_move_the_clock():
    clock = SampleClock()
    clock.heard(10.0, 480)
    late = clock.heard(10.0 + 0.010 + 0.200, 480)

    assert late == pytest.approx(10.0)
    assert clock.heard(10.220, 480) == pytest.approx(10.010)


def test_three_seconds_of_silence_are_told_once_and_so_is_their_end():
    silence = Silence()
    told = [silence.hear(level, at / 2) for at, level in enumerate([-20, -70, -80, None, -90, -70, -70, -66, -70, -30])]

    assert told == [None, None, None, None, None, None, None, True, None, False]
    assert silence.hear(-70, 20.0) is None
    silence.forget()
    assert silence.hear(-70, 30.0) is None


def test_loudness_is_told_in_decibels():
    assert level_db(b"\xff\x7f" * 10) == 0.0
    assert level_db(b"\x00\x80" * 10) == 0.0
    assert level_db(bytes(20)) == -96.0
    assert level_db(b"") == -96.0
    assert level_db(b"\x00\x40") == -6.0


# --- places and devices

DESKTOP = Area(0, 0, 1920, 1080)


@given(*[st.integers(-3000, 3000)] * 2, *[st.integers(1, 4000)] * 2)
def test_what_is_recorded_lies_on_the_screen_and_has_even_sides(x, y, width, height):
    try:
        area = visible(Area(x, y, width, height), DESKTOP)
    except CaptureImpossible:
        return
    assert area.width % 2 == area.height % 2 == 0
    assert area.width >= 16
    assert area.height >= 16
    assert 0 <= area.x <= 1920 - area.width
    assert 0 <= area.y <= 1080 - area.height


def test_an_area_that_moves_keeps_its_size_and_stays_on_the_screen():
    assert moved_to(Area(0, 0, 800, 600), 1500, -20, DESKTOP) == Area(1120, 0, 800, 600)
    assert around([Area(0, 0, 10, 10), Area(10, -5, 20, 10)]) == Area(0, -5, 30, 15)


SOURCES = json.dumps(
    [
        {"name": "room.monitor", "description": "Monitor", "monitor_source": "room", "properties": {}},
        {"name": "usb", "description": "USB", "monitor_source": "", "properties": {"device.class": "sound"}},
        {"name": "headset", "description": "Headset", "monitor_source": "", "properties": {}},
    ]
)


def test_what_the_loudspeaker_plays_is_no_microphone():
    found = parse_sources(SOURCES, "headset")

    assert found == (Microphone("headset", "Headset", True), Microphone("usb", "USB", False))
    assert choose("default", found) == found[0]
    assert choose("USB", found) == found[1]
    assert choose("none", found) is None
    assert choose("gone", found) is None


@given(st.text())
def test_nonsense_from_the_sound_server_means_no_microphone(text):
    assert parse_sources(text, "") == ()


@pytest.mark.parametrize(("seconds", "room"), [(None, 10**9), (60, 10**9), (3600, 1_800_000_000)])
def test_a_recording_starts_only_with_room_for_twice_its_clip(seconds, room):
    assert room_for(seconds) == room


def test_a_take_that_was_never_started_can_be_stopped(tmp_path):
    process = RecorderProcess(TakeRequest(tmp_path), lambda event: None)
    process.stop()
    process.discard()
    assert process.process is None


# --- on disk


def record(folder: Path, outcome: takes.Outcome = "recording") -> takes.TakeRecord:
    return takes.TakeRecord(TakeRequest(folder), 640, 480, utc_now().replace(microsecond=0), outcome)


def test_the_intent_reads_back_and_nonsense_reads_as_none(tmp_path):
    folder = tmp_path / "one"
    folder.mkdir()
    meant = replace(record(folder), warnings=("microphone_lost",), audio="Headset", ended_at=None)
    takes.write_record(folder, meant)

    assert takes.read_record(folder) == meant
    (folder / "take.json").write_bytes(b"{half")
    assert takes.read_record(folder) is None


def test_only_what_nobody_took_over_is_offered_for_recovery(tmp_path):
    for outcome in takes.OUTCOMES:
        folder = tmp_path / outcome
        folder.mkdir()
        takes.write_record(folder, record(folder, outcome))
        (folder / "take.mp4").write_bytes(b"x")
    (tmp_path / "no-footage").mkdir()

    assert {take.take_id for take in find_unfinished(tmp_path)} == {"recording", "orphaned", "recovered"}
    assert find_unfinished(tmp_path / "missing") == ()


def test_a_take_without_a_readable_moment_is_told_and_kept(tmp_path):
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "segment-000.mkv").write_bytes(b"\x00\x00\x00\x18ftypisom")

    (left,) = find_unfinished(tmp_path)
    with pytest.raises(Malformed) as told:
        recover(left)

    assert told.value.title.nl == "Er is niets opgenomen."
    assert (folder / "segment-000.mkv").exists()


def test_a_take_is_never_recorded_over_another(tmp_path):
    folder = tmp_path / "one"
    takes.make_folder(folder, 0)
    (folder / "segment-000.mkv").write_bytes(b"footage")

    with pytest.raises(AppError):
        takes.make_folder(folder, 0)


def test_discarded_takes_go_after_thirty_days_and_no_other(tmp_path):
    now = utc_now()
    for name, outcome, days in (("old", "discarded", 31), ("new", "discarded", 29), ("kept", "kept", 400)):
        (tmp_path / name).mkdir()
        ended = replace(record(tmp_path / name, outcome), ended_at=now - timedelta(days=days))
        takes.write_record(tmp_path / name, ended)

    assert takes.remove_discarded(tmp_path, now) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept", "new"]


def test_the_watch_keeps_what_is_written_and_sees_a_full_or_broken_disk(tmp_path):
    free, synced = [10**9], []
    watch = Watch(tmp_path, 200, lambda: synced.append(1), lambda _: free[0], lambda _: None)
    assert watch.trouble() is None
    assert synced == [1]

    free[0] = 100
    assert watch.trouble() == "disk_reserve"

    def refuse():
        raise OSError(errno.EIO, "no")

    watch.sync = refuse
    assert watch.trouble() == "file_broken"
