from __future__ import annotations

import os
import signal
import subprocess
import time
import wave
from pathlib import Path

import numpy as np
import pytest
from Xlib.display import Display

from capture import vigil
from capture.events import (
    HasPaused,
    HasResumed,
    IsReady,
    Marked,
    Progress,
    Started,
    TakeDiscarded,
    TakeFailed,
    Warned,
)
from capture.recovery import find_unfinished
from capture.requests import Region, Screen, Window
from capture.takes import read_record
from media.ffmpeg import executable
from media.probe import probe

pytestmark = [pytest.mark.recording, pytest.mark.display]

NUMBERED = Region(100, 50, 640, 400)


def record(take, seconds: float):
    take.wait_for(IsReady)
    take.process.begin()
    take.wait_for(Started)
    time.sleep(seconds)
    take.process.stop()
    return take.finished()


def brightest(clip: Path) -> int:
    line = [executable(), "-v", "error", "-i", str(clip), "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "gray", "-"]
    return max(subprocess.run(line, capture_output=True, check=True).stdout)


def likeness(part: np.ndarray, whole: np.ndarray) -> float:
    """Correlation of the part with the whole where it fits best. Parts, as a busy sound server may lose a moment."""
    at = place_of(part, whole)
    there = whole[at : at + len(part)]
    return float(np.corrcoef(there, part[: len(there)])[0, 1])


def place_of(part: np.ndarray, whole: np.ndarray) -> int:
    """Where the part is heard in the whole, in samples."""
    size = 1 << (len(part) + len(whole)).bit_length()
    match = np.fft.irfft(np.fft.rfft(whole, size) * np.conj(np.fft.rfft(part, size)), size)
    return int(np.argmax(match[: len(whole)]))


def test_a_moving_screen_is_recorded_frame_by_frame_each_at_its_own_time(scene, take, read_clip):
    one = take(target=NUMBERED)

    clip = record(one, 3.0)

    seen, drawn = read_clip(Path(clip.path)), scene.drawn()
    span = range(seen.numbers[0], seen.numbers[-1] + 1)
    assert seen.numbers == sorted(seen.numbers)
    assert len(set(seen.numbers)) >= 0.9 * len(span)
    assert len(seen.numbers) == clip.frames
    lags = [at - drawn[number] for number, at in zip(seen.numbers, seen.times, strict=True)]
    firsts = [lag for index, lag in enumerate(lags) if index == 0 or seen.numbers[index - 1] != seen.numbers[index]]
    assert np.percentile(firsts, 95) - np.percentile(firsts, 5) < 0.040
    assert clip.duration_s == pytest.approx(3.0, abs=0.15)
    assert (clip.width, clip.height, clip.audio) == (640, 400, None)


def test_the_clip_is_h264_with_even_sides_without_a_sound_track_or_fragments(scene, take):
    clip = record(take(target=Region(100, 50, 641, 401)), 0.7)

    facts = probe(Path(clip.path))
    assert (facts.width, facts.height, facts.video_codec, facts.audio_codec) == (640, 400, "h264", None)
    beginning = Path(clip.path).read_bytes()
    assert beginning.index(b"moov") < beginning.index(b"mdat")
    assert b"moof" not in beginning
    assert not list(Path(clip.path).parent.glob("segment-*"))


def test_a_still_screen_costs_few_frames_and_keeps_its_length(display, take):
    clip = record(take(target=Screen(1)), 2.3)

    assert 2.3 <= clip.duration_s < 2.5
    assert clip.frames <= 12
    assert (clip.width, clip.height) == (1280, 720)


def test_a_window_is_found_by_a_part_of_its_title(scene, take, read_clip):
    clip = record(take(target=Window("number")), 0.7)

    assert (clip.width, clip.height) == (640, 400)
    assert len(set(read_clip(Path(clip.path)).numbers)) > 12


def test_a_window_is_followed_where_it_goes_until_it_is_hidden(scene, display, take, read_clip):
    one = take(target=Window("Numbered"))
    one.wait_for(IsReady)
    one.process.begin()
    one.wait_for(Started)
    x = Display(display)
    window = next(w for w in x.screen().root.query_tree().children if w.get_wm_name() == "Numbered")
    window.configure(x=400, y=200)
    window.set_wm_name("Another page")
    x.sync()
    time.sleep(1.2)
    window.unmap()
    x.sync()
    clip = one.finished()
    x.close()

    assert clip.warnings == ("window_closed",)
    assert clip.duration_s > 1.0
    late = [number for number, at in zip(*vars(read_clip(Path(clip.path))).values(), strict=True) if 0.4 < at < 1.1]
    assert len(set(late)) > 12
    assert late == sorted(late)


def test_the_pointer_is_in_the_picture(display, take, read_clip):
    x = Display(display)
    root = x.screen().root
    cursor = x.create_resource_object("font", x.open_font("cursor").id).create_glyph_cursor(
        x.open_font("cursor"), 68, 69, (65535, 65535, 65535), (65535, 65535, 65535)
    )
    root.change_attributes(cursor=cursor)
    root.warp_pointer(30, 8)
    x.sync()
    with_pointer = record(take(target=Region(0, 0, 640, 400)), 0.5)
    without = record(take(target=Region(0, 0, 640, 400), pointer=False), 0.5)
    x.close()

    assert brightest(Path(with_pointer.path)) > 200
    assert brightest(Path(without.path)) < 100


def test_a_screen_that_goes_away_leaves_what_was_recorded(take, monkeypatch, read_clip):
    read, write = os.pipe()
    line = ["Xvfb", "-displayfd", str(write), "-screen", "0", "640x480x24", "-nolisten", "tcp"]
    with subprocess.Popen(line, pass_fds=(write,), stderr=subprocess.DEVNULL) as server:
        os.close(write)
        with os.fdopen(read) as told:
            monkeypatch.setenv("DISPLAY", ":" + told.readline().strip())
        try:
            one = take()
            one.wait_for(IsReady)
            one.process.begin()
            one.wait_for(Started)
            time.sleep(0.8)
        finally:
            # Also where something above failed: leaving the block waits for the server to end.
            server.kill()
    clip = one.finished()

    assert clip.warnings == ("screen_lost",)
    assert clip.duration_s > 0.5
    assert len(read_clip(Path(clip.path)).numbers) == clip.frames


def test_a_pause_leaves_no_trace_but_the_missing_numbers(scene, take, read_clip):
    one = take(target=NUMBERED)
    one.wait_for(IsReady)
    one.process.begin()
    one.wait_for(Started)
    time.sleep(1.0)
    one.process.pause()
    one.wait_for(HasPaused)
    time.sleep(3.2)
    one.process.resume()
    one.wait_for(HasResumed)
    time.sleep(1.0)
    one.process.stop()
    clip = one.finished()

    seen = read_clip(Path(clip.path))
    assert clip.warnings == ()
    assert clip.duration_s == pytest.approx(2.0, abs=0.2)
    assert max(np.diff(seen.numbers)) > 80
    assert max(np.diff(seen.times)) < 0.15


def test_speech_is_in_the_clip_at_the_time_it_was_heard(scene, take, microphone, speech, read_sound):
    room, _ = microphone
    one = take(target=NUMBERED, microphone="default")
    one.wait_for(IsReady)
    one.process.begin()
    one.wait_for(Started)
    began = one.moment(Started)
    with room.play(speech) as player:
        player.wait(20)
    played_until = time.monotonic() - began
    one.process.stop()
    clip = one.finished()

    said, heard = read_sound(speech), read_sound(Path(clip.path))
    at = place_of(said, heard)
    assert np.median([likeness(part, heard) for part in np.array_split(said, len(said) // 24000)]) > 0.9
    assert clip.audio == "Headset"
    assert clip.duration_s == pytest.approx(len(heard) / 48000, abs=0.1)
    assert 0 < at / 48000 < played_until - len(said) / 48000 + 0.05
    assert max(event.level_db for event in one.of(Progress) if event.level_db is not None) > -20


def test_an_unplugged_microphone_costs_the_sound_but_not_the_picture(scene, take, microphone, read_clip, read_sound):
    room, number = microphone
    one = take(target=NUMBERED, microphone="default")
    one.wait_for(IsReady)
    one.process.begin()
    time.sleep(1.0)
    unplugged = time.monotonic()
    room.disconnect(number)
    one.wait_for(Warned, "microphone_lost", 4)
    told_after = one.moment(Warned, "microphone_lost") - unplugged
    room.connect()
    connected = time.monotonic()
    one.wait_for(Warned, "microphone_back", 5)
    back_after = one.moment(Warned, "microphone_back") - connected
    time.sleep(0.5)
    one.process.stop()
    clip = one.finished()

    assert told_after < 3
    assert back_after < 3
    seen = read_clip(Path(clip.path))
    assert max(np.diff(seen.times)) < 0.2
    assert len(read_sound(Path(clip.path))) / 48000 == pytest.approx(clip.duration_s, abs=0.1)
    assert clip.warnings == ("microphone_lost", "microphone_back")


def test_three_seconds_of_silence_are_told_and_so_is_the_voice_after_it(scene, take, microphone, speech):
    room, _ = microphone
    one = take(target=NUMBERED, microphone="default")
    one.wait_for(IsReady)
    one.process.begin()
    one.wait_for(Started)
    one.wait_for(Warned, "silence", 8)
    told_after = one.moment(Warned, "silence") - one.moment(Started)
    with room.play(speech) as player:
        one.wait_for(Warned, "sound_heard", 5)
        player.wait(20)
    one.process.stop()
    clip = one.finished()

    assert 2.5 < told_after < 4.5
    assert clip.warnings[:2] == ("silence", "sound_heard")


def test_with_less_noise_a_fan_is_hardly_heard(scene, take, microphone, read_sound, tmp_path):
    room, _ = microphone
    fan = tmp_path / "fan.wav"
    with wave.open(str(fan), "wb") as file:
        file.setparams((1, 2, 48_000, 0, "NONE", ""))
        file.writeframes(np.random.default_rng(3).normal(0, 150, 48_000 * 4).astype(np.int16).tobytes())
    floors = []
    for less_noise in (False, True):
        one = take(target=NUMBERED, microphone="default", less_noise=less_noise)
        one.wait_for(IsReady)
        with room.play(fan) as player:
            one.process.begin()
            one.wait_for(Started)
            time.sleep(2.5)
            one.process.stop()
            heard = read_sound(Path(one.finished().path))
            player.terminate()
        floors.append(heard[48_000:96_000].std())

    assert floors[0] > 50
    assert 20 * np.log10(floors[1] / floors[0]) < -6


def test_without_a_microphone_the_picture_is_recorded_and_the_person_told(scene, take, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/none")
    clip = record(take(target=NUMBERED, microphone="default"), 0.8)

    assert clip.warnings == ("no_microphone",)
    assert probe(Path(clip.path)).audio_codec is None
    assert clip.audio is None


def test_a_machine_that_stood_still_leaves_that_time_out_of_the_clip(scene, take, read_clip, monkeypatch):
    monkeypatch.setattr(vigil, "VIGIL_S", 60.0)
    one = take(target=NUMBERED)
    one.wait_for(IsReady)
    one.process.begin()
    one.wait_for(Started)
    time.sleep(0.8)
    os.kill(one.pid, signal.SIGSTOP)
    time.sleep(3.0)
    os.kill(one.pid, signal.SIGCONT)
    one.wait_for(Warned, "slept")
    time.sleep(0.8)
    one.process.stop()
    clip = one.finished()

    seen = read_clip(Path(clip.path))
    assert clip.warnings == ("slept",)
    assert 1.4 < clip.duration_s < 2.4
    assert max(np.diff(seen.numbers)) > 70
    assert max(np.diff(seen.times)) < 0.6


def test_the_pointer_is_in_the_picture_where_it_is(display, take):
    subprocess.run(["xdotool", "mousemove", "400", "300"], check=True)
    one = take(target=Screen(1))
    one.wait_for(IsReady)
    one.process.begin()
    one.wait_for(Started)
    subprocess.run(["xdotool", "mousemove", "900", "500"], check=True)
    one.wait_for(Progress)
    one.process.stop()
    clip = one.finished()

    first, last = (gray_frames(Path(clip.path))[at].astype(int) for at in (0, -1))
    rows, columns = np.nonzero(np.abs(first - last) > 40)
    there, before = columns > 650, columns < 650
    assert abs(columns[there].mean() - 900) < 24
    assert abs(rows[there].mean() - 500) < 24
    assert abs(columns[before].mean() - 400) < 24
    assert abs(rows[before].mean() - 300) < 24


def gray_frames(clip: Path) -> np.ndarray:
    line = [executable(), "-v", "error", "-i", str(clip), "-fps_mode", "passthrough"]
    ran = subprocess.run([*line, "-f", "rawvideo", "-pix_fmt", "gray", "-"], capture_output=True, check=True)
    return np.frombuffer(ran.stdout, np.uint8).reshape(-1, 720, 1280)


def test_sigterm_ends_with_a_whole_clip(scene, take, read_clip):
    one = take(target=NUMBERED)
    one.wait_for(IsReady)
    one.process.begin()
    one.wait_for(Started)
    time.sleep(1.0)
    one.process.process.send_signal(signal.SIGTERM)
    clip = one.finished()

    assert clip.duration_s == pytest.approx(1.0, abs=0.2)
    assert len(read_clip(Path(clip.path)).numbers) == clip.frames


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP])
def test_a_recorder_that_dies_or_hangs_is_replaced_and_the_clip_goes_on(scene, take, read_clip, blow):
    one = take(target=NUMBERED)
    one.wait_for(IsReady)
    one.process.begin()
    one.wait_for(Started)
    time.sleep(1.7)
    one.process.mark()
    one.wait_for(Marked)
    hit = time.monotonic()
    os.kill(one.pid, blow)
    one.wait_for(Warned, "recorder_restarted", 5)
    told_after = one.moment(Warned, "recorder_restarted") - hit
    one.wait_for(HasResumed)
    back = one.moment(HasResumed)
    time.sleep(1.0)
    one.process.stop()
    clip = one.finished()

    assert told_after < (1.0 if blow == signal.SIGKILL else 3.5)
    assert clip.warnings == ("recorder_restarted",)
    assert 2.4 < clip.duration_s < 3.3
    assert clip.marks == (one.of(Marked)[0].at_s,)
    seen, drawn = read_clip(Path(clip.path)), scene.drawn()
    assert len(seen.numbers) == clip.frames
    assert seen.numbers == sorted(seen.numbers)
    before = [number for number in seen.numbers if drawn[number] < hit]
    after = [number for number in seen.numbers if drawn[number] > back]
    assert hit - drawn[before[-1]] < 0.15
    assert len(after) > 20
    assert max(np.diff(seen.times)) < 0.2


def test_a_discarded_take_stays_in_its_folder_and_is_not_offered_again(scene, take):
    one = take(target=NUMBERED)
    one.wait_for(IsReady)
    one.process.begin()
    time.sleep(0.5)
    one.process.discard()

    assert isinstance(one.ending(), TakeDiscarded)
    assert read_record(one.folder).outcome == "discarded"
    assert (one.folder / "segment-000.mkv").stat().st_size > 0
    assert find_unfinished(one.folder.parent) == ()


def test_a_take_that_never_began_leaves_nothing(display, take):
    one = take()
    one.wait_for(IsReady)
    one.process.stop()

    assert isinstance(one.ending(), TakeDiscarded)
    assert not one.folder.exists()


def test_too_little_disk_refuses_before_anything_starts(display, take):
    one = take(free_to_start=2**52)

    ending = one.ending()
    assert isinstance(ending, TakeFailed)
    assert ending.code == "disk_almost_full"
    assert not one.of(IsReady)


def test_a_disk_that_fills_up_ends_the_recording_well(scene, take):
    one = take(target=NUMBERED, free_to_start=0, free_to_go_on=2**52)
    one.wait_for(IsReady)
    one.process.begin()
    clip = one.finished()

    assert clip.warnings == ("disk_reserve",)
    assert clip.duration_s > 0.1


def test_no_display_is_said_before_anything_starts(take, monkeypatch):
    monkeypatch.delenv("DISPLAY")
    one = take()

    ending = one.ending()
    assert isinstance(ending, TakeFailed)
    assert ending.code == "no_screen"
    assert not one.folder.exists()
