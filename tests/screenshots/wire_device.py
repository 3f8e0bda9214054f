"""The maker's app as far as the wire sees it, and the recordings and pictures it hands in."""

from __future__ import annotations

import base64
import hashlib
import subprocess
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from core.content import BlobRef, Content
from core.wire import content_to_json, hash_of
from media.ffmpeg import executable


class Http(Protocol):
    """A session of `requests`, or a test client of the application itself."""

    def request(self, method: str, url: str, **more: Any) -> Any: ...


@dataclass(frozen=True)
class Device:
    """Speaks to the hub at `address` with an access token, as the app does."""

    http: Http
    address: str
    token: str

    def _ask(self, method: str, path: str, expected: int, headers: Mapping[str, str], **more: Any) -> Any:
        bearer = {"Authorization": f"Bearer {self.token}"}
        answer = self.http.request(method, f"{self.address}{path}", headers=bearer | dict(headers), **more)
        assert answer.status_code == expected, (path, answer.status_code, answer.text)
        return answer

    def team(self) -> str:
        """The first team of the directory."""
        return str(self._ask("GET", "/api/v1/directory", 200, {}).json()["teams"][0]["id"])

    def upload(self, blob: bytes, media_type: str = "video/mp4") -> BlobRef:
        name = hashlib.sha256(blob)
        described = f"sha256 {in_base64(name.hexdigest().encode())},type {in_base64(media_type.encode())}"
        version = {"Tus-Resumable": "1.0.0"}
        begun = self._ask(
            "POST", "/api/v1/uploads", 201, version | {"Upload-Length": str(len(blob)), "Upload-Metadata": described}
        )
        part = version | {
            "Upload-Offset": "0",
            "Content-Type": "application/offset+octet-stream",
            "Upload-Checksum": f"sha256 {in_base64(name.digest())}",
        }
        self._ask("PATCH", urlsplit(begun.headers["Location"]).path, 204, part, **self._body(blob))
        return BlobRef(name.hexdigest(), len(blob), media_type)

    def _body(self, blob: bytes) -> dict[str, Any]:
        import requests

        return {"data": blob} if isinstance(self.http, requests.Session) else {"content": blob}

    def hand_in(self, content: Content) -> str:
        """Ask for review of a new item; its id."""
        item_id = str(uuid.uuid4())
        place = f"/api/v1/items/{item_id}/versions/{hash_of(content)}"
        self._ask("PUT", place, 201, {}, json={"content": content_to_json(content)})
        return item_id


def in_base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def week_planner(folder: Path, seconds: int = 6) -> bytes:
    """A recording of a made-up week planner in which one shift moves to another day, with a tone as its sound."""
    target = folder / "clip.mp4"
    plan = f"color=0xEEF2F7:s=1280x720:r=10:d={seconds},{','.join(_PLANNER)}[plan]"
    shift = f"color=0xFFC98A:s=200x56:r=10:d={seconds}[shift]"
    moving = "[plan][shift]overlay=x='620+min(t,3)*90':y=118"
    sound = ["-f", "lavfi", "-i", f"sine=frequency=220:duration={seconds}"]
    encode = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest"]
    _run([*sound, "-filter_complex", f"{plan};{shift};{moving}", *encode, str(target)])
    return target.read_bytes()


def order_form(folder: Path) -> bytes:
    """A PNG of a made-up order form, marked where to press."""
    target = folder / "step.png"
    source = f"color=0xF3F1F8:s=960x540:d=1,{','.join(_ORDER_FORM)}"
    _run(["-f", "lavfi", "-i", source, "-frames:v", "1", str(target)])
    return target.read_bytes()


def _run(arguments: list[str]) -> None:
    subprocess.run([executable(), "-v", "error", "-y", *arguments], check=True, stdin=subprocess.DEVNULL)


def _box(left: int, top: int, width: int, height: int, colour: str, thickness: str = "fill") -> str:
    return f"drawbox={left}:{top}:{width}:{height}:{colour}:{thickness}"


_SHIFTS = ((300, 180, "0x9DC6B3"), (560, 260, "0x9DB2E3"), (380, 160, "0xE6B98A"), (760, 220, "0xC5A3DA"))
_PLANNER = [
    _box(0, 0, 1280, 64, "0x3D4A63"),
    _box(28, 24, 150, 18, "white"),
    *(
        box
        for row, (left, width, colour) in enumerate(_SHIFTS)
        for box in (
            _box(40, 130 + row * 140, 180, 26, "0xB7C1CD"),
            _box(250, 108 + row * 140, 990, 78, "white"),
            _box(left, 118 + row * 140, width, 56, colour),
        )
    ),
]
_ORDER_FORM = [
    _box(0, 0, 960, 56, "0x5B4A7E"),
    _box(24, 20, 160, 16, "white"),
    _box(48, 100, 340, 26, "0x6C6490"),
    *(
        box
        for row in range(3)
        for box in (_box(48, 160 + row * 84, 200, 16, "0xB9B2CF"), _box(48, 184 + row * 84, 520, 40, "white"))
    ),
    _box(630, 150, 270, 236, "white"),
    _box(660, 184, 140, 14, "0xCFC8E0"),
    _box(660, 212, 190, 10, "0xE4E0EF"),
    _box(48, 440, 220, 52, "0x5B4A7E"),
    _box(36, 428, 244, 76, "0xC2203B", "4"),
]
