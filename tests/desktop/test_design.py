"""Colours and sizes come from the tokens alone: no screen has any of its own."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from desktop.widgets.sheet import SHEET
from desktop.widgets.theme import Theme, dressed, font_of, icon, picture, theme_now, wear
from resources.tokens import THEMES, colors

ROOT = Path(__file__).resolve().parents[2]
WIDGETS = sorted((ROOT / "desktop" / "widgets").rglob("*.py"))
COLOUR = re.compile(r"#[0-9A-Fa-f]{3,8}\b|\brgba?\(|\bhsla?\(")
SIZED = frozenset(
    {
        *(f"set{which}{what}" for which in ("Fixed", "Minimum", "Maximum") for what in ("Size", "Width", "Height")),
        *("setSpacing", "setContentsMargins", "addSpacing", "setIndent", "setTextMargins", "QMargins"),
        *("setPixelSize", "setPointSize", "resize", "setIconSize", "QSize", "setGridSize", "setInterval"),
    }
)
SMALLEST_MEANT = 2
"""0, 1 and 2 are arithmetic (nothing, a hairline, both sides), not sizes somebody chose."""


def sizes_written_in(code: str) -> list[str]:
    """Calls that set a size, a distance or a time with a number of their own."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in SIZED and any(_own_number(argument) for argument in node.args):
            found.append(f"{name} in line {node.lineno}")
    return found


def _own_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float) and abs(node.value) > SMALLEST_MEANT


def strings_of(code: str) -> list[str]:
    return [
        node.value
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


@pytest.mark.parametrize("file", WIDGETS, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_screen_has_a_colour_or_a_size_of_its_own(file):
    code = file.read_text(encoding="utf-8")
    assert sizes_written_in(code) == []
    assert [text for text in strings_of(code) if COLOUR.search(text)] == []


def test_the_looking_finds_what_it_looks_for():
    assert sizes_written_in("page.setFixedWidth(340)\nbox.setSpacing(0)\nx = QSize(4, y)") == [
        "setFixedWidth in line 1",
        "QSize in line 3",
    ]
    assert COLOUR.search("background: #fff")
    assert COLOUR.search("rgba(1,2,3,0.5)")
    assert not COLOUR.search("#page { }")


def test_the_style_sheet_writes_no_colour_and_no_size_itself():
    written = re.sub(r"@[^@\n]+@", "@", SHEET)
    assert not COLOUR.search(written)
    assert re.findall(r"\b[1-9]\d*(?:px|pt|em)\b", written) == []


@pytest.mark.parametrize("theme", THEMES)
def test_every_place_of_the_style_sheet_is_filled_in(theme):
    filled = dressed(SHEET, Theme(dark=theme == "dark"))
    assert "@" not in filled
    assert colors(theme)["bg.canvas"] in filled


def test_a_name_that_is_no_token_is_not_passed_over():
    with pytest.raises(KeyError):
        dressed("color: @text.lovely@;", Theme(dark=False))


def test_a_transparent_colour_is_written_as_qt_reads_it():
    assert Theme(dark=False).color("overlay.scrim") == "#99140F0A"


def test_the_bundled_typeface_is_the_one_that_is_drawn(qapp):
    from PySide6.QtGui import QFontInfo

    for style in ("body", "label", "title"):
        assert QFontInfo(font_of(style)).family() == "Inter"
    widths = {QFontInfo(font_of(style)).weight() for style in ("body", "label", "title")}
    assert len(widths) == 3


def test_digits_are_all_as_wide(qapp):
    from PySide6.QtGui import QFontMetricsF

    metrics = QFontMetricsF(font_of("timer"))
    assert metrics.horizontalAdvance("11:11") == metrics.horizontalAdvance("08:08")


def test_both_themes_dress_the_app_while_it_runs(qapp):
    before = qapp.styleSheet()
    try:
        for dark in (True, False):
            wear(qapp, dark=dark)
            assert theme_now() == Theme(dark)
            assert not icon("record").isNull()
    finally:
        qapp.setStyleSheet(before)


def test_an_icon_is_drawn_in_the_colour_that_is_asked(qapp):
    drawn = picture("stop", "#C2203B", 20).toImage()
    assert drawn.pixelColor(10, 10).name().upper() == "#C2203B"
