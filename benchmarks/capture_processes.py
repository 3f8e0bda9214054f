"""What a recorder costs: processor time and memory of a process and all that it started, from /proc."""

from __future__ import annotations

import contextlib
import os
import select
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.capture_figures import Spent, machine_busy, pss_kb, spent, tree

TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Costs:
    """In cores and MB."""

    cpu: float
    xvfb_cpu: float
    others_cpu: float
    """What the rest of the machine did in that time, the scene included."""
    pss: float


@dataclass(slots=True)
class Meter:
    """Watches one recorder, from the moment it was started."""

    root: int
    xvfb: int
    _known: dict[int, int] = field(default_factory=dict)
    """Everything that ever belonged to the recorder, by its number and its start: numbers are used again."""

    def watch(self, begin: float, end: float) -> Costs:
        """Measure from `begin` to `end` (monotonic). Memory is read each second, at its highest."""
        self._wait(begin)
        first = self._ticks()
        begun = time.monotonic()
        pss = 0.0
        turn = 0
        while time.monotonic() < end:
            pss = max(pss, self._pss())
            turn += 1
            self._wait(min(begun + turn, end))
        last = self._ticks()
        took = (time.monotonic() - begun) * TICKS
        cpu, xvfb, busy = ((after - before) / took for before, after in zip(first, last, strict=True))
        return Costs(cpu, xvfb, busy - cpu - xvfb, pss)

    def _wait(self, until: float) -> None:
        time.sleep(max(until - time.monotonic(), 0.0))

    def _members(self) -> dict[int, Spent]:
        """The recorder's processes of this moment. One whose parent ended is still known."""
        alive = _everybody()
        for pid in tree({pid: one.parent for pid, one in alive.items()}, self.root) & alive.keys():
            self._known[pid] = alive[pid].started
        return {pid: one for pid, one in alive.items() if self._known.get(pid) == one.started}

    def _ticks(self) -> tuple[int, int, int]:
        members = self._members()
        busy = machine_busy(Path("/proc/stat").read_text(encoding="ascii"))
        xvfb = spent(Path(f"/proc/{self.xvfb}/stat").read_text(encoding="utf-8")).own
        return sum(one.own + one.reaped for one in members.values()), xvfb, busy

    def _pss(self) -> float:
        kilobytes = 0
        for pid in self._members():
            with contextlib.suppress(OSError):
                kilobytes += pss_kb(Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii"))
        return kilobytes / 1000


def _everybody() -> dict[int, Spent]:
    found = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdecimal():
            with contextlib.suppress(OSError):
                found[int(entry.name)] = spent(Path(entry.path, "stat").read_text(encoding="utf-8", errors="replace"))
    return found


def ended_within(pid: int, seconds: float) -> bool:
    """Whether our child ended by then, known at once; it is left for its owner to reap."""
    handle = os.pidfd_open(pid)
    try:
        return bool(select.select([handle], [], [], seconds)[0])
    finally:
        os.close(handle)


def holds_open(pid: int, file: Path) -> bool:
    """Whether a process has this file open."""
    with contextlib.suppress(OSError):
        for entry in os.scandir(f"/proc/{pid}/fd"):
            with contextlib.suppress(OSError):
                if os.readlink(entry.path) == str(file):
                    return True
    return False


def whole_memory_gb() -> float:
    line = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()[0]
    return int(line.split()[1]) / 1e6


def processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
