"""The tables of the capture benchmark, in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.capture_figures import Recording, differences, ratios, spread


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: how it is read from a recording and written."""

    title: str
    value: Callable[[Recording], float]
    digits: int


CPU: Final = Row("CPU, whole process tree (cores)", lambda one: one.cpu, 3)
MEMORY: Final = Row("Memory, PSS of all processes (MB)", lambda one: one.pss, 0)
SIZE: Final = Row("Size (kB per second of clip)", lambda one: one.size, 1)
CAUGHT: Final = Row("Unique of the drawn frames (%)", lambda one: one.caught * 100, 2)
LIKENESS: Final = Row("SSIM of luma against the truth", lambda one: one.ssim, 4)
STOP: Final = Row("Stop to finished file (ms)", lambda one: one.stop * 1000, 0)

ROWS: Final = (
    CPU,
    Row("CPU of the X server meanwhile (cores)", lambda one: one.xvfb_cpu, 3),
    MEMORY,
    SIZE,
    CAUGHT,
    Row("Frames in the clip", lambda one: float(one.frames), 0),
    Row("Error of frame times, 95th percentile (ms)", lambda one: one.time_error * 1000, 1),
    LIKENESS,
    Row("Start of the program to first frame (ms)", lambda one: one.first_frame * 1000, 0),
    Row("Start of the program to the begin of the clip, by its times (ms)", lambda one: one.begins * 1000, 0),
    STOP,
    Row("Length of the clip (s)", lambda one: one.duration, 2),
    Row("Rest of the machine, scene included (cores)", lambda one: one.others_cpu, 3),
)

_GOALS: Final[Mapping[str, Sequence[tuple[Row, float]]]] = {
    "static": ((CPU, 0.20), (SIZE, 0.60), (MEMORY, 0.65)),
    "typing": ((CPU, 0.20), (SIZE, 0.60), (MEMORY, 0.65)),
    "moving": ((CPU, 0.85), (SIZE, 1.05), (MEMORY, 0.65)),
}
"""The most that Vonk may take of what SimpleScreenRecorder takes."""

_LEAST_CAUGHT: Final = 99.5
_LONGEST_STOP_MS: Final = 300.0

NOTES: Final = """\
Each figure is the median of the rounds, with the least and the most; a ratio is the median of the ratios of the
rounds. CPU counts own and system time of the recorder and all it started, from 4 s after its start until just before
the stop. The first frame is the moment at which its picture had been drawn, counted from just before the program was
started; it holds Python's or Qt's own start, and that picture may have stood for a while (33 ms in the moving scene,
200 ms in the static one: the row may be below zero there). The begin of the clip is what the times of its later
frames say, from their drawing on. Stop: Vonk from SIGINT to the end of `vonk record`, ffmpeg from `q` to its end,
SimpleScreenRecorder from `record-save` until its file is closed. SSIM compares frames with the same drawings grabbed
without loss, in the recorder's own matrix; around the resting pointer it is left out. A frame's time counts against
the moment of its drawing, the usual delay left out. Two clocks of 30 a second that run freely drift past each other:
a recorder that looks at a fixed pace may then miss drawings and show others twice, without having dropped one."""


def table(scene: str, recordings: Sequence[Recording], titles: Mapping[str, str]) -> str:
    """All figures of a scene: a column for each recorder, and the ratios beside the goals."""
    here = [one for one in recordings if one.scene == scene]
    peers = [peer for peer in titles if any(one.peer == peer for one in here)]
    if not peers:
        return f"## Scene: {scene}\n\nNothing was recorded."
    lines = [
        f"## Scene: {scene}",
        "",
        f"| | {' | '.join(titles[peer] for peer in peers)} |",
        f"|---|{'---|' * len(peers)}",
    ]
    for row in ROWS:
        cells = [spread(row.value(one) for one in here if one.peer == peer).text(row.digits) for peer in peers]
        lines.append(f"| {row.title} | {' | '.join(cells)} |")
    lines.append(f"| Colours: matrix, and what the file says | {' | '.join(_colours(here, peer) for peer in peers)} |")
    lines.append(f"| Plays without a complaint | {' | '.join(_plays(here, peer) for peer in peers)} |")
    for peer in peers:
        if peer.startswith("vonk") and not all(one.startswith("vonk") for one in peers):
            lines += ["", *_comparison(scene, here, peer, titles)]
    return "\n".join(lines)


def _colours(recordings: Sequence[Recording], peer: str) -> str:
    return ", ".join(sorted({f"{one.matrix}, {one.tagged}" for one in recordings if one.peer == peer}))


def _plays(recordings: Sequence[Recording], peer: str) -> str:
    mine = [one for one in recordings if one.peer == peer]
    said = sorted({word for one in mine for word in one.warnings})
    whole = sum(1 for one in mine if not one.faults)
    return f"{whole} of {len(mine)}" + (f"; it warned: {', '.join(said)}" if said else "")


def _comparison(scene: str, here: Sequence[Recording], vonk: str, titles: Mapping[str, str]) -> list[str]:
    mine = {one.round for one in here if one.peer == vonk}
    both = {one.peer for one in here if one.round in mine}
    others = [peer for peer in titles if peer in both and not peer.startswith("vonk")]
    lines = [
        f"| {titles[vonk]} against | {' | '.join(titles[peer] for peer in others)} | goal |",
        f"|---|{'---|' * len(others)}---|",
    ]
    for row, goal in _GOALS[scene]:
        cells = [ratios(_by_round(here, vonk, row), _by_round(here, peer, row)) for peer in others]
        judged = _judged(others, [cell.middle <= goal for cell in cells])
        texts = [f"{cell.text(2)} x" for cell in cells]
        lines.append(f"| {row.title} | {' | '.join(texts)} | <= {goal:.2f} x SimpleScreenRecorder{judged} |")
    cells = [differences(_by_round(here, vonk, LIKENESS), _by_round(here, peer, LIKENESS)) for peer in others]
    judged = _judged(others, [cell.middle >= 0 for cell in cells])
    goal_text = f"no worse{judged}" if scene == "moving" else ""
    lines.append(f"| SSIM, difference | {' | '.join(f'{cell.middle:+.4f}' for cell in cells)} | {goal_text} |")
    return [*lines, *_own_goals(scene, here, vonk, len(others))]


def _own_goals(scene: str, here: Sequence[Recording], vonk: str, others: int) -> list[str]:
    """What Vonk is asked for by itself."""
    caught = spread(_by_round(here, vonk, CAUGHT).values()).middle
    stop = spread(_by_round(here, vonk, STOP).values()).middle
    blank = " | " * max(others - 1, 0)
    goal = f">= {_LEAST_CAUGHT} %{_met(caught >= _LEAST_CAUGHT)}" if scene == "moving" else ""
    return [
        f"| Unique of the drawn frames, by itself | {caught:.2f} %{blank} | {goal} |",
        f"| Stop, by itself | {stop:.0f} ms{blank} | <= {_LONGEST_STOP_MS:.0f} ms{_met(stop <= _LONGEST_STOP_MS)} |",
    ]


def _judged(others: Sequence[str], met: Sequence[bool]) -> str:
    """Only SimpleScreenRecorder sets a goal."""
    return _met(met[others.index("ssr")]) if "ssr" in others else ", not judged"


def _met(met: bool) -> str:
    return ": reached" if met else ": **not reached**"


def _by_round(recordings: Sequence[Recording], peer: str, row: Row) -> dict[int, float]:
    return {one.round: row.value(one) for one in recordings if one.peer == peer}
