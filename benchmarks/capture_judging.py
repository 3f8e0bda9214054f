"""What a clip is worth: which drawings it caught, whether it plays, and how near its pictures are to the truth."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import mss
import numpy as np

from benchmarks.capture_figures import MATRICES, Luma, luma, numbers_in, ssim
from benchmarks.scene import BITS, CELL, FPS, TICKS_A_CHARACTER, pointer_place, travels
from media.ffmpeg import executable

SCENE: Final = Path(__file__).with_name("scene.py")
SAMPLES: Final = 12
_POINTER: Final = 32
"""Pixels around the pointer that are left out of the comparison: the truth is grabbed without one."""


@dataclass(frozen=True, slots=True)
class Clip:
    """All frames of a clip, decoded: their numbers and their times. `faults` counts what the decoder complained of."""

    numbers: list[int]
    times: list[float]
    duration: float
    tagged: str
    faults: int


def read_clip(clip: Path) -> Clip:
    line = [executable(), "-hide_banner", "-v", "repeat+level+info", "-i", str(clip), "-fps_mode", "passthrough"]
    strip = f"crop={BITS * CELL}:{CELL}:0:0,showinfo"
    ran = subprocess.run(
        [*line, "-an", "-vf", strip, "-enc_time_base", "1:90000", "-f", "rawvideo", "-pix_fmt", "gray", "-"],
        capture_output=True,
        check=True,
    )
    said = ran.stderr.decode("utf-8", "replace")
    duration = re.search(r"Duration: (\d+):(\d+):([\d.]+)", said)
    if duration is None:
        raise RuntimeError("the clip tells no duration")
    hours, minutes, seconds = (float(part) for part in duration.groups())
    colours = re.search(r"Video: .*? yuv\w+\(([^)]*)\)", said)
    spaces = [part for part in re.split(r"[,/] ?", colours[1]) if part.startswith(("bt", "smpte"))] if colours else []
    return Clip(
        numbers_in(ran.stdout, BITS, CELL),
        [float(text) for text in re.findall(r"pts_time:([\d.]+)", said)],
        hours * 3600 + minutes * 60 + seconds,
        spaces[0] if spaces else "untagged",
        len(re.findall(r"\[(?:error|fatal|panic)\]", said)),
    )


def samples(scene: str, since: float, seconds: float) -> list[int]:
    """Up to twelve numbers that are drawn in this part of a scene, while the pointer rests."""
    pace = FPS if scene == "moving" else FPS / TICKS_A_CHARACTER
    drawn = range(round(since * pace), round((since + seconds) * pace) - 1)
    fit = [number for number in drawn if scene != "static" or _rests(number)]
    return [fit[at * len(fit) // SAMPLES] for at in range(min(SAMPLES, len(fit)))]


def _rests(number: int) -> bool:
    return not any(travels(near) for near in (number - 1, number, number + 1))


@contextlib.contextmanager
def _on_demand(scene: str, environ: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    line = [sys.executable, str(SCENE), scene, "--numbers"]
    with subprocess.Popen(line, env=dict(environ), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process


def truth(scene: str, numbers: Sequence[int], environ: Mapping[str, str]) -> dict[int, dict[str, Luma]]:
    """What each number and the one after it look like, without loss, in the brightness of either matrix."""
    wanted = sorted({near for number in numbers for near in (number, number + 1)})
    found = {}
    with _on_demand(scene, environ) as process, mss.MSS(display=environ["DISPLAY"]) as screen:
        assert process.stdin is not None  # noqa: S101 - both were asked for
        assert process.stdout is not None  # noqa: S101
        for number in wanted:
            print(number, file=process.stdin, flush=True)
            if process.stdout.readline().strip() != str(number):
                raise RuntimeError("the scene did not show what was asked")
            shot = screen.grab(screen.monitors[0])
            pixels = np.frombuffer(shot.raw, np.uint8).reshape(shot.height, shot.width, 4)
            if numbers_in(pixels[:CELL, : BITS * CELL, 1].tobytes(), BITS, CELL) != [number]:
                raise RuntimeError("the screen shows something else than the scene")
            found[number] = {matrix: luma(pixels, matrix) for matrix in MATRICES}
        process.stdin.close()
    return found


def likeness(
    clip: Path, scene: str, shown: Sequence[int], wanted: Sequence[int], truths: Mapping[int, Mapping[str, Luma]]
) -> tuple[float, str]:
    """Mean SSIM of the clip's brightness, and the matrix it was made with: the one that fits it better.

    Of several frames with one number the middle one counts: it is what was looked at for most of that time.
    """
    places = {}
    for number in wanted:
        near = next((one for one in (number, number + 1) if one in shown), None)
        if near is not None:
            at = [place for place, one in enumerate(shown) if one == near]
            places[at[len(at) // 2]] = near
    pairs = []
    for picture, number in zip(_frames(clip, sorted(places), truths), sorted(places.values()), strict=True):
        if scene == "static":
            _hide_pointer(picture, number)
        pairs.append((picture, number))
    distance = {
        matrix: sum(_distance(picture, truths[number][matrix]) for picture, number in pairs) for matrix in MATRICES
    }
    matrix = min(distance, key=lambda one: distance[one])
    values = []
    for picture, number in pairs:
        true = truths[number][matrix].copy()
        if scene == "static":
            _hide_pointer(true, number)
        values.append(ssim(picture, true))
    return (float(np.mean(values)) if values else float("nan")), matrix


def _frames(clip: Path, places: Sequence[int], truths: Mapping[int, Mapping[str, Luma]]) -> list[Luma]:
    """The brightness of these frames, exactly as the decoder gives it."""
    height, width = next(iter(next(iter(truths.values())).values())).shape
    chosen = "+".join(rf"eq(n\,{place})" for place in places)
    line = [executable(), "-v", "error", "-i", str(clip), "-an", "-vf", f"select={chosen}", "-fps_mode", "passthrough"]
    ran = subprocess.run([*line, "-f", "rawvideo", "-pix_fmt", "yuv420p", "-"], capture_output=True, check=True)
    frames = np.frombuffer(ran.stdout, np.uint8).reshape(-1, width * height * 3 // 2)
    return [frame[: width * height].reshape(height, width).copy() for frame in frames]


def _hide_pointer(picture: Luma, number: int) -> None:
    x, y = pointer_place(number * TICKS_A_CHARACTER)
    picture[max(y - _POINTER, 0) : y + _POINTER, max(x - _POINTER, 0) : x + _POINTER] = 128


def _distance(picture: Luma, true: Luma) -> float:
    return float(np.abs(picture[::4, ::4].astype(np.int16) - true[::4, ::4]).mean())
