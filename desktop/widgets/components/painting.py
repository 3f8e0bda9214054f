"""What components that draw themselves have in common: surfaces, icons, badges and keys on a painter.

Places are in logical pixels; sizes come from the tokens.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from desktop.widgets.theme import Theme, font_of, picture, step
from resources.tokens import number, pixels

KEY_GAP = 1


def surface(
    painter: QPainter, box: QRect, theme: Theme, *, fill: str = "", edge: str = "", radius: float, width: float = 1
) -> None:
    """A rounded surface within the box; `fill` and `edge` are names of colours, empty for none."""
    inset = width / 2 if edge else 0
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.ink(edge), width) if edge else Qt.PenStyle.NoPen)
    if fill:
        painter.setBrush(theme.ink(fill))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    inner = QRectF(box).adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(inner, min(radius, inner.height() / 2), min(radius, inner.height() / 2))


def drawing(painter: QPainter, place: QRect, name: str, color: str, size: int) -> None:
    """An icon in the middle of the place; `color` as `Theme.color` gives it."""
    ratio = painter.device().devicePixelRatio()
    corner = QPoint(place.center().x() - size // 2 + 1, place.center().y() - size // 2 + 1)
    painter.drawPixmap(corner, picture(name, color, size, ratio))


def badge(painter: QPainter, place: QRect, theme: Theme, kind: str, name: str) -> None:
    """An icon on a soft square, in the two colours of `kind` (`format.tip`, `warn` and so on)."""
    surface(painter, place, theme, fill=f"{kind}.soft", radius=number("radius.control"))
    drawing(painter, place, name, theme.color(f"{kind}.text"), pixels("control.iconSize.normal"))


def keys_width(keys: str) -> int:
    """The room a combination such as `Ctrl+Enter` takes as keycaps, in logical pixels; 0 for none."""
    if not keys:
        return 0
    metrics = QFontMetrics(font_of("caption"))
    names = keys.split("+")
    return sum(_cap_width(metrics, name) for name in names) + step(KEY_GAP) * (len(names) - 1)


def draw_keys(painter: QPainter, right: int, middle: int, keys: str, theme: Theme, kind: str = "paper") -> None:
    """Keycaps that end at `right`, around the height `middle`. `kind` is paper, accent or overlay."""
    painter.setFont(font_of("caption"))
    metrics, height = painter.fontMetrics(), pixels("component.count.size")
    fill, edge, ink = {
        "paper": ("bg.surface", "line.strong", "text.secondary"),
        "accent": ("", "accent.edge", "text.onAccent"),
        "overlay": ("overlay.bar", "overlay.selectedLine", "overlay.barText"),
    }[kind]
    left = right - keys_width(keys)
    for name in keys.split("+"):
        box = QRect(left, middle - height // 2, _cap_width(metrics, name), height)
        surface(painter, box, theme, fill=fill, edge=edge, radius=number("radius.mark"))
        painter.setPen(theme.ink(ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)
        left += box.width() + step(KEY_GAP)


def _cap_width(metrics: QFontMetrics, name: str) -> int:
    return max(pixels("component.count.size"), metrics.horizontalAdvance(name) + 2 * step(1) + step(1))
