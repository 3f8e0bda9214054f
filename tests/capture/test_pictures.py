"""From changed rectangles to encoded pictures: grid, pointer, pace, encoder, file. Without a screen."""

from __future__ import annotations

import errno
import io
import subprocess
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from av.error import InvalidDataError
from hypothesis import given
from hypothesis import strategies as st

from capture.clip_file import ClipFile
from capture.frames import COLUMN_STEP, Patch, on_grid, same
from capture.matroska import AudioTrack, VideoTrack, block, element, header, number, whole_part
from capture.pace import Pace
from capture.pointer import draw_pointer, pointer_image
from capture.screens import Area
from capture.writer import Writer
from core.errors import Impossible, Malformed
from media import encoding
from media.encoding import TICKS, Picture
from media.ffmpeg import executable
from media.probe import examine
from media.take_file import Chapters, finish_take
from tests.capture.conftest import until

# --- what is fetched of a changed screen


@given(
    st.tuples(*[st.integers(-100, 900)] * 2, *[st.integers(1, 900)] * 2),
    st.tuples(*[st.integers(0, 300)] * 2, *[st.integers(8, 300).map(lambda half: 2 * half)] * 2),
)
def test_a_patch_holds_the_change_and_lies_inside_the_picture_on_the_grid(changed, place):
    area = Area(*place)
    x, y, width, height = changed
    part = on_grid(x, y, width, height, area)

    left, top = max(x, area.x), max(y, area.y)
    right, bottom = min(x + width, area.x + area.width), min(y + height, area.y + area.height)
    if left >= right or top >= bottom:
        assert part is None
        return
    assert part.x <= left - area.x
    assert part.y <= top - area.y
    assert part.x + part.width >= right - area.x
    assert part.y + part.height >= bottom - area.y
    assert part.x >= 0
    assert part.x + part.width <= area.width
    assert part.y >= 0
    assert part.y + part.height <= area.height
    assert part.width % COLUMN_STEP == 0 or part.width == area.width
    assert part.x % 2 == part.y % 2 == part.height % 2 == 0


def test_pictures_are_compared_by_value():
    one = bytearray(b"abcd" * 100)

    assert same(one, bytearray(one))
    assert not same(one, bytearray(b"abcd" * 99 + b"abce"))
    assert not same(None, one)


# --- the pointer


def test_the_pointer_covers_mixes_and_leaves_what_is_under_it():
    image = pointer_image(2, 2, 0, 0, [0xFF102030, 0x00000000, 0x80400000, 0xFFFFFFFF])
    pixels = bytearray([100] * (3 * 3 * 4))
    draw_pointer(image, pixels, 3, 1, 1)

    rows = np.frombuffer(pixels, np.uint8).reshape(3, 3, 4)
    assert rows[1, 1, :3].tolist() == [0x30, 0x20, 0x10]
    assert rows[1, 2, :3].tolist() == [100, 100, 100]
    assert rows[2, 1, :3].tolist() == [49, 49, 0x40 + 49]
    assert rows[2, 2, :3].tolist() == [255, 255, 255]
    assert rows[0].tolist() == [[100] * 4] * 3


@given(st.integers(-9, 9), st.integers(-9, 9))
def test_a_pointer_that_sticks_out_is_cut_at_the_edge(left, top):
    image = pointer_image(4, 3, 0, 0, [0xFFFFFFFF] * 12)
    pixels = bytearray(5 * 4 * 4)
    draw_pointer(image, pixels, 5, left, top)

    white = (np.frombuffer(pixels, np.uint8).reshape(4, 5, 4)[:, :, 0] == 255).sum()
    wide = max(min(left + 4, 5) - max(left, 0), 0)
    high = max(min(top + 3, 4) - max(top, 0), 0)
    assert white == wide * high
    assert len(pixels) == 5 * 4 * 4


# --- the pace


@given(st.lists(st.floats(0.0, 0.2), min_size=20, max_size=200))
def test_pictures_come_at_once_but_on_average_not_more_often_than_asked(gaps):
    pace, now, taken = Pace(1 / 30), 100.0, []
    for gap in gaps:
        now = max(now + gap, pace.earliest)
        pace.took(now)
        taken.append(now)
    assert all(later - earlier > 0.016 for earlier, later in pairwise(taken))
    assert len(taken) <= (taken[-1] - taken[0]) * 30 + 2


def test_what_is_drawn_thirty_times_a_second_with_some_jitter_is_never_held_up():
    pace = Pace(1 / 30)
    for number_, jitter in enumerate([0, 0.004, -0.004, 0.006, -0.006, 0.0] * 50):
        drawn = 10 + number_ / 30 + jitter
        assert pace.earliest <= drawn
        pace.took(drawn)


def test_what_draws_outside_the_picture_wakes_at_most_twice_a_period():
    pace = Pace(0.1)
    pace.woken = True
    pace.looked(changed=False)
    assert pace.earliest_look(5.0) == pytest.approx(5.05)

    pace.looked(changed=False)
    assert pace.earliest_look(6.0) < 6.0


def test_a_screen_on_which_nothing_happens_is_looked_at_less_often():
    pace = Pace(0.1)
    gaps = []
    for _ in range(20):
        pace.looked(changed=False)
        gaps.append(round(pace.latest_look(1.0) - 1.0, 6))
    pace.looked(changed=True)

    assert gaps == [0.1] * 15 + [0.2] * 5
    assert pace.latest_look(1.0) == pytest.approx(1.1)


# --- Matroska


@given(st.integers(0, 2**56 - 2))
def test_ebml_lengths_read_back(value):
    spelled = number(value)
    size = 9 - spelled[0].bit_length()

    assert len(spelled) == size
    assert int.from_bytes(spelled, "big") - (1 << (7 * size)) == value


def test_a_length_of_all_ones_means_unknown_and_is_never_written():
    assert number(126) == b"\xfe"
    assert number(127) == b"\x40\x7f"
    with pytest.raises(ValueError, match="spelling"):
        number(2**56 - 1)


def test_a_block_says_its_size_its_track_and_its_time():
    written = block(1, 1234, b"picture", key=True)

    assert written.startswith(b"\x1f\x43\xb6\x75")
    assert b"\xe7\x82\x04\xd2" in written
    assert written.endswith(b"\x81\x00\x00\x80picture")
    assert block(1, 1234, b"picture", key=False).endswith(b"\x81\x00\x00\x00picture")
    assert element(0x1F43B675, b"x" * 10) == b"\x1f\x43\xb6\x75\x8a" + b"x" * 10


BLOCKS = st.lists(st.tuples(st.sampled_from([1, 2]), st.integers(0, 2**40), st.binary(max_size=300)), max_size=12)


@given(BLOCKS, st.data())
def test_what_is_whole_of_a_torn_file_is_found_to_the_byte(blocks, data):
    parts = [header(VideoTrack(640, 480, 30, b"avcC"), AudioTrack(48000, 1, b"asc", 1024))]
    parts += [block(track, ticks, payload, key=True) for track, ticks, payload in blocks]
    whole = b"".join(parts)
    cut = data.draw(st.integers(len(parts[0]), len(whole)))

    found = whole_part(io.BytesIO(whole[:cut]))

    ends = [sum(map(len, parts[:count])) for count in range(1, len(parts) + 1)]
    assert found.length == max(end for end in ends if end <= cut)
    pictures = [ticks for (track, ticks, _), end in zip(blocks, ends[1:], strict=True) if track == 1 and end <= cut]
    assert found.last_picture == (pictures[-1] if pictures else -1)


@given(st.binary(max_size=200))
def test_nonsense_has_no_picture_in_it(data):
    assert whole_part(io.BytesIO(data)).last_picture == -1


# --- the file


def paint(writer: Writer, seed: int) -> None:
    size = writer.size
    pixels = np.random.default_rng(seed).integers(0, 255, (size.height, size.width, 4), np.uint8)
    writer.paint([Patch(0, 0, size.width, size.height, pixels.tobytes())], size)


def written(path: Path, pictures: int, *, first: int = 0) -> Writer:
    writer = Writer(ClipFile(path, Area(0, 0, 64, 48), 30, "balanced", sound=True))
    writer.open()
    for at in range(first, first + pictures):
        paint(writer, at)
        assert writer.put_picture(writer.clip.began_at + (at - first) / 10, wait_s=5)
        writer.put_sound([(round((writer.clip.began_at + (at - first) / 10) * 48000), bytes(4800 * 2))])
    return writer


def test_a_take_becomes_a_clip_with_sound_chapters_and_every_picture_at_its_time(tmp_path):
    writer = written(tmp_path / "take.mkv", 10)
    writer.finish()

    copied = finish_take(tmp_path / "take.mkv", tmp_path / "clip.mp4", sound=True, chapters=Chapters((0.4, 0.7), 1.0))

    facts, counted = examine(tmp_path / "clip.mp4")
    assert copied == counted.frames == 10
    assert (facts.width, facts.height, facts.video_codec, facts.audio_codec) == (64, 48, "h264", "aac")
    assert facts.duration_ms == pytest.approx(1000, abs=70)
    line = [executable(), "-v", "info", "-i", str(tmp_path / "clip.mp4")]
    said = subprocess.run(line, capture_output=True, text=True, check=False).stderr
    assert said.count("Chapter #0:") == 3
    assert "start 0.400000, end 0.700000" in said
    data = (tmp_path / "clip.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


@given(st.integers(1, 4000))
def test_a_take_that_is_torn_anywhere_keeps_what_was_whole(tmp_path_factory, torn):
    folder = tmp_path_factory.mktemp("torn")
    writer = written(folder / "take.mkv", 6)
    writer.finish()
    data = (folder / "take.mkv").read_bytes()
    (folder / "take.mkv").write_bytes(data[:-torn])
    with (folder / "take.mkv").open("rb") as file:
        last = whole_part(file).last_picture

    if last < 0:
        with pytest.raises(Malformed):
            finish_take(folder / "take.mkv", folder / "clip.mp4", sound=True)
        return
    assert finish_take(folder / "take.mkv", folder / "clip.mp4", sound=True) == round(last * 10 / TICKS) + 1


def test_a_picture_that_waits_to_be_encoded_is_not_painted_over(tmp_path):
    writer = Writer(ClipFile(tmp_path / "take.mkv", Area(0, 0, 640, 480), 30, "balanced", sound=False))
    writer.open()
    pixels = bytes([0, 0, 0, 0] * (640 * 480))
    writer.paint([Patch(0, 0, 640, 480, pixels)], writer.size)
    for at, grey in enumerate((40, 120, 200)):
        writer.paint([Patch(0, 0, 320, 480, bytes([grey] * (320 * 480 * 4)))], writer.size)
        assert writer.put_picture(at / 10, wait_s=5)
    writer.finish()
    finish_take(tmp_path / "take.mkv", tmp_path / "clip.mp4", sound=False)

    line = [executable(), "-v", "error", "-i", str(tmp_path / "clip.mp4"), "-f", "rawvideo", "-pix_fmt", "gray", "-"]
    shown = np.frombuffer(subprocess.run(line, capture_output=True, check=True).stdout, np.uint8).reshape(3, 480, 640)
    assert shown[:, 240, 100].tolist() == pytest.approx([16 + 40 * 219 // 255, 16 + 120 * 219 // 255, 188], abs=24)


def test_a_disk_that_refuses_is_told_with_the_next_picture(tmp_path, monkeypatch):
    writer = written(tmp_path / "take.mkv", 1)
    monkeypatch.setattr(ClipFile, "_write", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))

    def go_on():
        for at in range(100):
            writer.put_picture(1 + at / 10, wait_s=5)

    with pytest.raises(OSError, match="written") as told:
        go_on()
    assert told.value.errno == errno.ENOSPC


def test_an_encoder_that_breaks_is_told_as_a_disk_that_refuses(tmp_path):
    writer = written(tmp_path / "take.mkv", 2)
    until(lambda: writer.clip.pictures == 2)

    class Broken:
        def encode(self, frame):
            raise InvalidDataError(1094995529, "no")

    writer.clip._video._codec = Broken()
    writer.put_picture(1.0, wait_s=5)
    with pytest.raises(OSError, match="written") as told:
        writer.finish()
    assert told.value.errno == errno.EIO
    assert finish_take(tmp_path / "take.mkv", tmp_path / "clip.mp4", sound=True) == 2


def test_another_recorder_goes_on_where_one_broke_off(tmp_path):
    writer = written(tmp_path / "take.mkv", 5)
    writer.finish()
    with (tmp_path / "take.mkv").open("ab") as file:
        file.write(block(1, 50_000, b"torn" * 100, key=False)[:90])

    again = written(tmp_path / "take.mkv", 5, first=5)
    again.finish()

    assert again.clip.began_at == pytest.approx(0.4 + 1 / 30, abs=0.001)
    assert finish_take(tmp_path / "take.mkv", tmp_path / "clip.mp4", sound=True) == 10
    line = [executable(), "-v", "error", "-i", str(tmp_path / "clip.mp4"), "-f", "null", "-"]
    assert subprocess.run(line, capture_output=True, check=True).stderr == b""


# --- sound


def test_steady_noise_is_turned_down_and_a_voice_keeps_its_place():
    rate = 48_000
    loud, quiet = np.arange(rate * 3) / rate, np.random.default_rng(5).normal(0, 120, rate * 3)
    voice = np.where((loud > 1.5) & (loud < 1.7), 8000 * np.sin(2 * np.pi * 700 * loud), 0)
    spoken = (quiet + voice).astype(np.int16)

    plain, cleaned = (decoded(spoken, less_noise=less_noise) for less_noise in (False, True))

    before, after = plain[rate // 2 : rate].std(), cleaned[rate // 2 : rate].std()
    assert 20 * np.log10(after / before) < -8
    begins = [int(np.argmax(np.abs(sound[rate:]) > 4000)) + rate for sound in (plain, cleaned)]
    assert abs(begins[0] - begins[1]) < rate * 0.004
    assert np.abs(cleaned).max() > 0.8 * np.abs(plain).max()


def decoded(samples: np.ndarray, *, less_noise: bool) -> np.ndarray:
    encoder = encoding.open_sound(48_000, less_noise=less_noise)
    packets = [
        packet for at in range(0, len(samples), 960) for packet in encoder.encode(at, samples[at : at + 960].tobytes())
    ]
    tracks = header(VideoTrack(64, 48, 30, b"avcC"), AudioTrack(48_000, 1, encoder.private, encoder.padding))
    stream = tracks + b"".join(block(2, one.ticks, one.data, key=True) for one in [*packets, *encoder.flush()])
    line = [executable(), "-v", "error", "-i", "pipe:0", "-map", "0:a", "-f", "s16le", "-ar", "48000", "-"]
    ran = subprocess.run(line, input=stream, capture_output=True, check=True)
    return np.frombuffer(ran.stdout, np.int16).astype(float)


# --- colours


def test_a_test_card_comes_back_in_its_colours(tmp_path):
    colours = [(255, 255, 255), (0, 0, 0), (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0), (128, 128, 128)]
    card = np.zeros((64, 64 * len(colours), 4), np.uint8)
    for column, (red, green, blue) in enumerate(colours):
        card[:, column * 64 : (column + 1) * 64, :3] = (blue, green, red)
    size = Area(0, 0, card.shape[1], 64)
    writer = Writer(ClipFile(tmp_path / "take.mkv", size, 30, "balanced", sound=False))
    writer.open()
    writer.paint([Patch(0, 0, size.width, 64, card.tobytes())], size)
    writer.put_picture(0.0)
    writer.put_picture(0.4)
    writer.finish()
    finish_take(tmp_path / "take.mkv", tmp_path / "clip.mp4", sound=False)

    clip = str(tmp_path / "clip.mp4")
    line = [executable(), "-v", "error", "-i", clip, "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    shown = np.frombuffer(subprocess.run(line, capture_output=True, check=True).stdout, np.uint8)
    shown = shown.reshape(64, size.width, 3).astype(int)
    for column, colour in enumerate(colours):
        assert np.abs(shown[32, column * 64 + 32] - colour).max() <= 4
    said = subprocess.run([executable(), "-i", clip], capture_output=True, text=True, check=False).stderr
    assert "yuv420p(tv, bt709" in said


def test_a_screen_of_another_size_is_fitted_in_with_black_around_it():
    picture = Picture(64, 64)
    picture.paint_scaled(128, 64, bytes([255] * (128 * 64 * 4)))

    luma = np.frombuffer(bytes(picture.frame.planes[0]), np.uint8).reshape(64, -1)[:, :64]
    assert luma[32, 32] == 235
    assert luma[4, 32] == luma[60, 32] == 16


def test_without_an_encoder_it_is_said_before_anything_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(encoding, "ENCODER", "no_such_encoder")
    writer = Writer(ClipFile(tmp_path / "take.mkv", Area(0, 0, 64, 48), 30, "balanced", sound=False))

    with pytest.raises(Impossible) as told:
        writer.open()
    assert "vonk doctor" in told.value.hint.en
    assert not (tmp_path / "take.mkv").exists()
