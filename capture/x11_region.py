"""Two requests of the XFIXES extension that python-xlib leaves out: a region to put damage in, and what is in it.

Formats: https://gitlab.freedesktop.org/xorg/proto/xorgproto, fixesproto.txt, "Region Objects".
"""

from __future__ import annotations

from typing import Any, Final

from Xlib.protocol import rq, structs

from capture.screens import Area, XThing

_EXTENSION: Final = "XFIXES"


class _CreateRegion(rq.Request):
    _request = rq.Struct(
        rq.Card8("opcode"),
        rq.Opcode(5),
        rq.RequestLength(),
        rq.Card32("region"),
        rq.List("rectangles", structs.Rectangle),
    )


class _FetchRegion(rq.ReplyRequest):
    _request = rq.Struct(rq.Card8("opcode"), rq.Opcode(19), rq.RequestLength(), rq.Card32("region"))
    _reply = rq.Struct(
        rq.ReplyCode(),
        rq.Pad(1),
        rq.Card16("sequence_number"),
        rq.ReplyLength(),
        rq.Object("extents", structs.Rectangle),
        rq.Pad(16),
        rq.List("rectangles", structs.Rectangle),
    )


def create_region(display: XThing) -> int:
    """An empty region; its number."""
    region = int(display.display.allocate_resource_id())
    opcode = display.display.get_extension_major(_EXTENSION)
    _CreateRegion(display=display.display, opcode=opcode, region=region, rectangles=[])
    return region


def fetch_region(display: XThing, region: int) -> list[Area]:
    """The rectangles in it, which do not overlap. All requests before this one have been carried out on return."""
    opcode = display.display.get_extension_major(_EXTENSION)
    told: Any = _FetchRegion(display=display.display, opcode=opcode, region=region)
    return [Area(box.x, box.y, box.width, box.height) for box in told.rectangles]
