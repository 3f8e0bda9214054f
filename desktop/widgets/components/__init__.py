"""The building blocks all screens are made of, and the only ones: `vonk gallery` shows them all.

A screen lays components out with `column` and `row`, whose distances are steps of the spacing scale; colours, sizes
and type come from the tokens through `desktop.widgets.theme`.
"""

from __future__ import annotations

from desktop.widgets.components.button import Button, IconButton, stretched
from desktop.widgets.components.choosing import Check, CheckRow, Chip, Choice, ChoiceBox, KeyCaps, Segmented, Switch
from desktop.widgets.components.columns import Columns
from desktop.widgets.components.dialog import DialogFrame
from desktop.widgets.components.field import Field, SearchField
from desktop.widgets.components.flow import Flow
from desktop.widgets.components.focus_ring import OWN_FOCUS, FocusRings
from desktop.widgets.components.layout import (
    Part,
    column,
    empty,
    frame,
    held,
    line,
    row,
    scrolled,
    tab_in_reading_order,
)
from desktop.widgets.components.level import Level
from desktop.widgets.components.list_row import ListRow
from desktop.widgets.components.messages import (
    Banner,
    EmptyState,
    FindingLine,
    FindingsList,
    Meaning,
    Progress,
    StepBar,
    Tag,
    draw_tag,
    spoken,
    tag_width,
)
from desktop.widgets.components.player import PlayerShell
from desktop.widgets.components.share_dots import ShareDots
from desktop.widgets.components.text import Icon, label
from desktop.widgets.components.toast import Toast

__all__ = [
    "OWN_FOCUS",
    "Banner",
    "Button",
    "Check",
    "CheckRow",
    "Chip",
    "Choice",
    "ChoiceBox",
    "Columns",
    "DialogFrame",
    "EmptyState",
    "Field",
    "FindingLine",
    "FindingsList",
    "Flow",
    "FocusRings",
    "Icon",
    "IconButton",
    "KeyCaps",
    "Level",
    "ListRow",
    "Meaning",
    "Part",
    "PlayerShell",
    "Progress",
    "SearchField",
    "Segmented",
    "ShareDots",
    "StepBar",
    "Switch",
    "Tag",
    "Toast",
    "column",
    "draw_tag",
    "empty",
    "frame",
    "held",
    "label",
    "line",
    "row",
    "scrolled",
    "spoken",
    "stretched",
    "tab_in_reading_order",
    "tag_width",
]
