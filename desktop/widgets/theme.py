"""The look of the app from the design tokens: palette, style sheet, fonts and recoloured drawings.

Colours and sizes have the names of `resources/tokens.json`. Everything here is for the thread of the windows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from desktop.widgets.sheet import SHEET
from resources import read_bytes
from resources.tokens import ThemeName, colors, number, pixels, tokens, type_style

_PLACE: Final = re.compile(r"@([A-Za-z][A-Za-z0-9.]*)([+-]\d+)?@")
_TYPE: Final = "font."
_WEIGHTS: Final = ("Regular", "Medium", "SemiBold")
_AT_16: Final = {"tray-waiting": "tray-waiting-16"}
"""Drawn by hand for the smallest size, where the ring of the large one closes."""
_TABULAR: Final = QFont.Tag("tnum")


@dataclass(frozen=True, slots=True)
class Theme:
    """One of the two. `color("text.primary")` and `color("overlay.bar")` are the names of tokens.json."""

    dark: bool

    @property
    def name(self) -> ThemeName:
        return "dark" if self.dark else "light"

    def color(self, name: str) -> str:
        value = colors(self.name)[name]
        # tokens write #RRGGBBAA, Qt reads #AARRGGBB
        return f"#{value[7:]}{value[1:7]}" if len(value) == 9 else value

    def ink(self, name: str) -> QColor:
        """`color` for a painter."""
        return QColor(self.color(name))


def step(number_: int) -> int:
    """A step of the spacing scale, from 0 to 8, in logical pixels."""
    return pixels(f"space.{number_}")


@lru_cache(maxsize=64)
def font_of(name: str, weight_of: str = "") -> QFont:
    """The interface's font in one of the sizes of the type scale; pixels, as the tokens are. `weight_of` lends the
    weight of another style of the scale."""
    font = QFont(_ui_font())
    font.setPixelSize(type_style(name).size)
    font.setWeight(QFont.Weight(_drawn_weight(type_style(weight_of or name).weight)))
    return font


def theme_now() -> Theme:
    """The theme that is shown: what the palette says, so that it is right while the system switches."""
    return Theme(dark=QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128)


def system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def wear(app: QApplication, *, dark: bool) -> None:
    """Dress all windows in the theme, those that are open too."""
    theme = Theme(dark)
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    app.setFont(font_of("body"))
    app.setPalette(_palette(theme))
    sheet = dressed(SHEET, theme)
    if app.styleSheet() != sheet:
        # Every widget there is gets polished anew, so not for nothing.
        app.setStyleSheet(sheet)


def dressed(sheet: str, theme: Theme) -> str:
    """The sheet with its places filled in: `@bg.surface@` a colour, `@space.3@` or `@space.3-1@` a number,
    `@font.title@` size and weight. KeyError for a name that is no token."""

    def fill(found: re.Match[str]) -> str:
        name, offset = found[1], int(found[2] or 0)
        if name.startswith(_TYPE):
            style = type_style(name.removeprefix(_TYPE))
            return f"font-size: {style.size}px; font-weight: {_drawn_weight(style.weight)};"
        if name in colors(theme.name):
            return theme.color(name)
        return f"{number(name) + offset:g}"

    return _PLACE.sub(fill, sheet)


def _drawn_weight(weight: int) -> int:
    """The bundled weight next to the token's: three files are bundled, 400, 500 and 600."""
    return min(600, 100 * round(weight / 100 - 0.01))


@lru_cache(maxsize=1)
def _ui_font() -> QFont:
    for weight in _WEIGHTS:
        # Where the platform reads no WOFF2 the system's own font is used, which is next in the list.
        QFontDatabase.addApplicationFontFromData(QByteArray(read_bytes("fonts", f"Inter-{weight}.woff2")))
    font = QFont()
    names = [name.strip().strip('"') for name in tokens()["font"]["ui"].split(",")]
    font.setFamilies(["Inter", *(name for name in names if not name.startswith("-")), font.family()])
    font.setFeature(_TABULAR, 1)
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
        palette.setColor(key, theme.ink(name))
    for key in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, theme.ink("text.disabled"))
    return palette


@lru_cache(maxsize=256)
def _drawing(name: str) -> str:
    return (files("resources") / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def picture(name: str, color: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The drawing `resources/icons/<name>.svg` in this colour (as `Theme.color` gives it), `size` logical pixels
    square."""
    drawn = round(size * ratio)
    pixmap = QPixmap(drawn, drawn)
    pixmap.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", color).encode()))
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, drawn, drawn))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def icon(name: str, color: str = "text.primary", size: int | None = None) -> QIcon:
    """An icon for a menu or a list, in a token's colour of the theme that is shown."""
    theme, side = theme_now(), size or pixels("control.iconSize.normal")
    drawn = QIcon()
    for ratio in (1.0, 2.0):
        for token, mode in ((color, QIcon.Mode.Normal), ("text.disabled", QIcon.Mode.Disabled)):
            drawn.addPixmap(picture(name, theme.color(token), side, ratio), mode)
    return drawn


def app_icon() -> QIcon:
    """The mark, for windows and task bars."""
    drawn = QIcon()
    ink = Theme(dark=False).color("text.primary")
    for size in (16, 24, 32, 48, 64, 128):
        drawn.addPixmap(picture("app-icon-small" if size < 32 else "app-icon", ink, size))
    return drawn


def tray_icon(name: str) -> QIcon:
    """A drawing for the tray, in the ink of the system's theme: the tray is the system's, not ours."""
    drawn = QIcon()
    ink = Theme(dark=system_is_dark()).color("text.primary")
    for size in (16, 22, 24, 32, 48):
        drawn.addPixmap(picture(_AT_16.get(name, name) if size == 16 else name, ink, size))
    return drawn
