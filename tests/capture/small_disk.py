"""A disk of a few megabytes, in a mount namespace of its own: `small_disk.py SIZE MODE OUT REQUEST`.

Records to `take` on that disk and prints each event with its moment. MODE `leave=N` fills the disk up to N bytes, 1.5
seconds after the first picture; `readonly` makes it unwritable before anything starts. What the take's folder holds in
the end is copied to OUT. Run it by `unshare --mount`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path

from capture.events import RecorderEvent, Started
from capture.recorder_process import RecorderProcess
from capture.requests import request_from_json


def main() -> None:
    size, mode, out, request = sys.argv[1:5]
    wanted = request_from_json(json.loads(request))
    disk = wanted.take_dir.parent
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(disk)], check=True)
    if mode == "readonly":
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    began = threading.Event()

    def tell(event: RecorderEvent) -> None:
        say(type(event).__name__, asdict(event))
        if isinstance(event, Started):
            began.set()

    recorder = RecorderProcess(replace(wanted, free_to_start=0), tell)
    recorder.start()
    recorder.begin()
    if mode != "readonly" and began.wait(10):
        time.sleep(1.5)
        fill(disk / "ballast", int(mode.removeprefix("leave=")))
        say("Full", {})
    recorder.wait(20)
    if wanted.take_dir.is_dir():
        shutil.copytree(wanted.take_dir, out)


def say(name: str, event: dict) -> None:
    """In one piece: two threads talk."""
    os.write(1, json.dumps([name, time.monotonic(), event]).encode() + b"\n")


def fill(ballast: Path, left: int) -> None:
    """Until so many bytes are left."""
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while (room := shutil.disk_usage(ballast.parent).free - left) > 0:
            file.write(bytes(min(room, 1 << 16)))


main()
