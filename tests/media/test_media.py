from __future__ import annotations

import subprocess
from pathlib import Path

import ffmpeg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Malformed
from media.ffmpeg import arguments, executable, run
from media.files import whole_file
from media.poster import write_poster
from media.probe import examine, parse_opening, parse_progress, probe
from media.remux import to_faststart

CANARY = "Jan-de-Vries-52.0907N"


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    """Two seconds of fragments with sound, as a recorder leaves them, with things in it that nobody should know."""
    file = tmp_path_factory.mktemp("clip") / "clip.mp4"
    line = [
        executable(),
        "-v",
        "error",
        "-f",
        "lavfi",
        "-i",
        "testsrc=s=320x240:r=30:d=2",
        "-f",
        "lavfi",
        "-i",
        "sine=d=2",
    ]
    options = [
        "-c:v",
        "libx264",
        "-tune",
        "zerolatency",
        "-pix_fmt",
        "yuv420p",
        "-c:a",
        "aac",
        "-metadata",
        f"title={CANARY}",
    ]
    shape = ["-metadata", f"location={CANARY}", "-movflags", "+frag_keyframe+empty_moov+default_base_moof"]
    subprocess.run([*line, *options, *shape, str(file)], check=True)
    return file


def test_a_clip_is_known_by_its_length_size_and_codecs(clip):
    facts = probe(clip)

    assert 1990 <= facts.duration_ms <= 2060
    assert (facts.width, facts.height, facts.video_codec, facts.audio_codec) == (320, 240, "h264", "aac")
    assert facts.frame_rate == pytest.approx(30, abs=0.5)


def test_a_name_that_looks_like_an_option_or_an_address_is_only_a_name(clip, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("-version.mp4", "http:evil.mp4", "concat:a|b.mp4", "%03d.mp4", "é ☃'\".mp4"):
        file = Path(name)
        file.write_bytes(clip.read_bytes())
        assert probe(file).width == 320
        write_poster(file, tmp_path / "poster.jpg", 0)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"this is a text",
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile 'clip.mp4'\n",
        b"RIFF\x24\x00\x00\x00WAVEfmt ",
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + b"\xff" * 4096,
        b"<html><script>alert(1)</script></html>",
    ],
)
def test_what_is_no_clip_is_refused_in_plain_words(clip, tmp_path, content):
    file = tmp_path / "upload.mp4"
    file.write_bytes(content)
    (tmp_path / "clip.mp4").write_bytes(clip.read_bytes())

    with pytest.raises(Malformed) as refused:
        probe(file)

    assert refused.value.title.nl == "Dit bestand is geen clip die Vonk kan lezen."
    for attempt in (
        examine,
        lambda f: to_faststart(f, tmp_path / "out.mp4"),
        lambda f: write_poster(f, tmp_path / "p.jpg", 0),
    ):
        with pytest.raises(Malformed):
            attempt(file)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["clip.mp4", "upload.mp4"]


def test_a_folder_and_a_missing_file_are_no_clips(tmp_path):
    for path in (tmp_path, tmp_path / "nothing.mp4"):
        with pytest.raises(Malformed):
            probe(path)


def test_a_clip_cut_off_anywhere_is_read_or_refused_but_never_hangs(clip, tmp_path):
    whole = clip.read_bytes()
    file = tmp_path / "cut.mp4"
    for part in (1, 10, 30, 60, 90):
        file.write_bytes(whole[: len(whole) * part // 100])
        try:
            assert probe(file).width == 320
        except Malformed:
            assert part < 60


def test_the_copy_has_every_frame_its_index_first_and_no_metadata(clip, tmp_path):
    target = tmp_path / "clip.mp4"

    copied = to_faststart(clip, target)

    assert CANARY.encode() in clip.read_bytes()
    content = target.read_bytes()
    assert CANARY.encode() not in content
    assert content.index(b"moov") < content.index(b"mdat")
    assert copied.frames == examine(target)[1].frames == examine(clip)[1].frames == 60
    assert probe(target).audio_codec == "aac"


def test_the_copy_can_leave_the_sound_out(clip, tmp_path):
    to_faststart(clip, tmp_path / "still.mp4", sound=False)

    assert probe(tmp_path / "still.mp4").audio_codec is None


@pytest.mark.parametrize("at_ms", [0, 1500, 99_000])
def test_a_poster_is_a_small_jpeg_without_metadata(clip, tmp_path, at_ms):
    poster = tmp_path / "poster.jpg"

    write_poster(clip, poster, at_ms, width=160)

    content = poster.read_bytes()
    assert content.startswith(b"\xff\xd8")
    assert b"Exif" not in content
    assert CANARY.encode() not in content
    assert b"\x00\x78\x00\xa0" in content  # 120 high, 160 wide


def test_a_run_that_never_ends_is_ended(tmp_path):
    endless = ffmpeg.input("testsrc=s=64x64", f="lavfi", re=None).output("-", format="null")

    ran = run(arguments(endless), time_limit_s=0.5)

    assert ran.status is None
    assert not ran.ok


def test_a_run_cannot_fill_the_disk(tmp_path):
    big = ffmpeg.input("testsrc=s=640x480:d=60", f="lavfi").output(str(tmp_path / "big.raw"), format="rawvideo")

    ran = run(arguments(big), time_limit_s=20, largest_output=5_000_000)

    assert not ran.ok
    assert (tmp_path / "big.raw").stat().st_size <= 5_000_000


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    target = tmp_path / "file"
    target.write_text("old")

    def break_off() -> None:
        with whole_file(target) as unfinished:
            unfinished.write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()

    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]
    with whole_file(target) as unfinished:
        unfinished.write_text("new")
    assert target.read_text() == "new"


SAID = """Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'x.mp4':
  Metadata:
    title           : {title}
  Duration: 00:01:02.53, start: 0.000000, bitrate: 118 kb/s
  Stream #0:0[0x1](und): Video: h264 (High) (avc1 / 0x31637661), yuv420p(tv, bt709, progressive), 1920x1080 [SAR 1:1 DAR 16:9], 41 kb/s, 29.97 fps, 30 tbr, 16k tbn (default)
  Stream #0:1[0x2](und): Audio: aac (LC) (mp4a / 0x6134706D), 48000 Hz, mono, fltp, 68 kb/s (default)
At least one output file must be specified
"""  # noqa: E501


def test_what_ffmpeg_says_is_read_to_the_letter():
    facts = parse_opening(SAID.format(title="x"))

    assert (facts.duration_ms, facts.width, facts.height, facts.frame_rate) == (62_530, 1920, 1080, 29.97)


def test_a_title_cannot_pass_for_a_length():
    with pytest.raises(Malformed):
        parse_opening(SAID.format(title="x\n  Duration: 99:00:00.00, start"))


@given(st.text() | st.from_regex(r"  Duration: \d+:\d\d:\d\d\.\d\d,\n  Stream #0:0: Video: \w+, \d+x\d+ .*"))
def test_no_talk_whatever_breaks_the_reader(said):
    try:
        facts = parse_opening(said)
    except Malformed:
        return
    assert facts.duration_ms > 0
    assert facts.width > 0
    assert facts.height > 0


@given(st.text())
def test_no_progress_whatever_breaks_the_counter(text):
    try:
        assert parse_progress(text).frames >= 0
    except Malformed:
        return
