"""Colours, sizes and icons from `resources/tokens.json`, as a palette, a style sheet and recoloured drawings."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from desktop.widgets.sheet import SHEET

_PLACE: Final = re.compile(r"@([A-Za-z.]+)@")


@dataclass(frozen=True, slots=True)
class Theme:
    """One of the two. `color("text.primary")` and `color("overlay.bar")` are the names of tokens.json."""

    dark: bool

    def color(self, name: str) -> str:
        colors = _tokens()["color"]
        node: Any = colors if name.startswith("overlay.") else colors["dark" if self.dark else "light"]
        for part in name.split("."):
            node = node[part]
        value: str = node
        # tokens write #RRGGBBAA, Qt reads #AARRGGBB
        return f"#{value[7:]}{value[1:7]}" if len(value) == 9 else value


@lru_cache(maxsize=1)
def _tokens() -> dict[str, Any]:
    tokens: dict[str, Any] = json.loads((files("resources") / "tokens.json").read_text(encoding="utf-8"))
    return tokens


def type_size(name: str) -> int:
    size: int = _tokens()["type"][name]["size"]
    return size


def font_of(name: str) -> QFont:
    """The interface's font in one of the sizes of the type scale; pixels, as the tokens are."""
    kind = _tokens()["type"][name]
    font = QFont(QGuiApplication.font())
    font.setPixelSize(kind["size"])
    font.setWeight(QFont.Weight.DemiBold if kind["weight"] >= 550 else QFont.Weight.Normal)
    return font


def theme_now() -> Theme:
    """The theme that is shown: what the palette says, so that it is right while the system switches."""
    return Theme(dark=QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128)


def system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def wear(app: QApplication, *, dark: bool) -> None:
    """Dress all windows in the theme, those that are open too."""
    theme = Theme(dark)
    app.setStyle("Fusion")
    app.setFont(_ui_font())
    app.setPalette(_palette(theme))
    app.setStyleSheet(_PLACE.sub(lambda found: theme.color(found[1]), SHEET))


def _ui_font() -> QFont:
    font = QFont()
    names = [name.strip().strip('"') for name in _tokens()["font"]["ui"].split(",")]
    font.setFamilies(["Inter", *(name for name in names if not name.startswith("-")), font.family()])
    font.setPixelSize(type_size("body"))
    return font


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    roles = {
        role.Window: "bg.canvas",
        role.WindowText: "text.primary",
        role.Base: "bg.surface",
        role.AlternateBase: "bg.sunken",
        role.Text: "text.primary",
        role.Button: "bg.surface",
        role.ButtonText: "text.primary",
        role.ToolTipBase: "bg.raised",
        role.ToolTipText: "text.primary",
        role.PlaceholderText: "text.tertiary",
        role.Highlight: "bg.selected",
        role.HighlightedText: "text.primary",
        role.Link: "accent.text",
        role.Accent: "accent.edge",
    }
    palette = QPalette()
    for key, name in roles.items():
        palette.setColor(key, QColor(theme.color(name)))
    for key in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, QColor(theme.color("text.disabled")))
    return palette


@lru_cache(maxsize=256)
def _drawing(name: str) -> str:
    return (files("resources") / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def picture(name: str, color: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The drawing `resources/icons/<name>.svg` in this colour, `size` logical pixels square."""
    pixels = round(size * ratio)
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", color).encode()))
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def icon(name: str, color: str = "text.primary", size: int = 20, gap: int = 0) -> QIcon:
    """An icon for a button, menu or list, in a token's colour of the theme that is shown; `gap` is room beside it."""
    theme = theme_now()
    drawn = QIcon()
    for ratio in (1.0, 2.0):
        for token, mode in ((color, QIcon.Mode.Normal), ("text.disabled", QIcon.Mode.Disabled)):
            drawn.addPixmap(_with_gap(picture(name, theme.color(token), size, ratio), gap), mode)
    return drawn


def _with_gap(drawn: QPixmap, gap: int) -> QPixmap:
    if not gap:
        return drawn
    ratio = drawn.devicePixelRatio()
    wider = QPixmap(drawn.width() + round(gap * ratio), drawn.height())
    wider.setDevicePixelRatio(ratio)
    wider.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wider)
    painter.drawPixmap(0, 0, drawn)
    painter.end()
    return wider


def app_icon() -> QIcon:
    """The mark, for windows and task bars."""
    drawn = QIcon()
    for size in (16, 24, 32, 48, 64, 128):
        drawn.addPixmap(picture("app-icon-small" if size < 32 else "app-icon", "#000000", size))
    return drawn


def tray_icon(name: str) -> QIcon:
    """A drawing for the tray. Its background is not ours: ink with a light edge reads on both."""
    drawn = QIcon()
    for size in (16, 22, 24, 32, 48):
        drawn.addPixmap(picture(name, _tray_ink(), size))
    return drawn


def _tray_ink() -> str:
    return Theme(dark=system_is_dark()).color("text.primary")
