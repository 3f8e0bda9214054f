"""The style sheet. `@name@` stands for a colour or a number of tokens.json, `@font.name@` for a size and a weight of
its type scale; `theme.dressed` fills them in. No colour and no size is written here itself.

Components that draw themselves (buttons, chips, switches, rows, cards of the library) are not dressed here.
"""

from __future__ import annotations

from typing import Final

_TEXT: Final = """
* { outline: none; }
QMainWindow, QDialog, QStackedWidget, #page { background: @bg.canvas@; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QToolTip {
  background: @bg.raised@; color: @text.primary@; border: @border.control@px solid @line.strong@;
  padding: @space.1@px @space.2@px;
}

QLabel[kind="display"] { @font.display@ }
QLabel[kind="title"] { @font.title@ }
QLabel[kind="heading"] { @font.heading@ }
QLabel[kind="label"] { @font.label@ }
QLabel[kind="strong"] { font-weight: @type.heading.weight@; }
QLabel[kind="secondary"] { color: @text.secondary@; }
QLabel[kind="small"] { @font.small@ color: @text.tertiary@; }
QLabel[kind="caption"] { @font.caption@ color: @text.secondary@; }
QLabel[kind="error"] { @font.small@ color: @danger.text@; }
QLabel[kind="code"] { @font.display@ }
QLabel[kind="timer"] { @font.timer@ }
"""

_FIELDS: Final = """
QLineEdit, QPlainTextEdit, QComboBox {
  background: @bg.surface@; border: @border.control@px solid @line.control@; border-radius: @radius.control@px;
  selection-background-color: @bg.selected@; selection-color: @text.primary@;
}
QLineEdit, QComboBox { min-height: @control.height.normal-2@px; padding: 0 @space.3@px; }
QPlainTextEdit { padding: @space.1@px @space.2+2@px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {
  background: transparent; color: @text.secondary@; border-color: @line.strong@;
}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] { border-color: @danger.text@; }
QComboBox { padding-right: @space.6@px; }
QComboBox:hover { background: @bg.hover@; }
QComboBox::drop-down { border: none; width: @space.5@px; }
QComboBox QAbstractItemView {
  background: @bg.raised@; border: @border.control@px solid @line.strong@; padding: @space.1@px;
}
QComboBox QAbstractItemView::item { min-height: @control.height.compact@px; }

QRadioButton, QCheckBox { spacing: @space.3@px; min-height: @control.height.compact@px; }
QRadioButton:disabled, QCheckBox:disabled { color: @text.disabled@; }
QRadioButton::indicator, QCheckBox::indicator { width: @control.iconSize.small@px; height: @control.iconSize.small@px; }
QCheckBox::indicator {
  border: @border.control@px solid @line.control@; border-radius: @radius.mark@px; background: @bg.surface@;
}
QCheckBox::indicator:hover { background: @bg.hover@; }
QCheckBox::indicator:checked { border-color: @accent.edge@; background: @accent.fill@; }
QCheckBox::indicator:disabled { border-color: @line.strong@; background: transparent; }
QRadioButton::indicator {
  border: @border.control@px solid @line.control@; border-radius: @radius.control+1@px; background: @bg.surface@;
}
QRadioButton::indicator:hover { background: @bg.hover@; }
QRadioButton::indicator:checked {
  border-color: @accent.edge@;
  background: qradialgradient(cx:0.5, cy:0.5, radius:0.5, fx:0.5, fy:0.5,
    stop:0 @bg.surface@, stop:0.45 @bg.surface@, stop:0.5 @accent.edge@, stop:1 @accent.edge@);
}
"""

_FRAMES: Final = """
QFrame[kind="card"] {
  background: @bg.surface@; border: @border.hairline@px solid @line.subtle@; border-radius: @radius.card@px;
}
QFrame[kind="quiet"] {
  background: @bg.sunken@; border: @border.hairline@px solid @line.subtle@; border-radius: @radius.card@px;
}
QFrame[kind="best"] {
  background: @bg.surface@; border: @border.selected@px solid @accent.edge@; border-radius: @radius.card@px;
}
QFrame[kind="side"] { background: @bg.surface@; border: none; border-left: @border.hairline@px solid @line.subtle@; }
QFrame[kind="sidebar"] { background: @bg.canvas@; border: none; border-right: @border.hairline@px solid @line.subtle@; }
QFrame[kind="footer"] { background: @bg.surface@; border: none; border-top: @border.hairline@px solid @line.subtle@; }
QFrame[kind="raised"] {
  background: @bg.raised@; border: @border.control@px solid @line.strong@; border-radius: @radius.card@px;
}
QFrame[kind="line"] {
  background: @line.subtle@; border: none; max-height: @border.hairline@px; min-height: @border.hairline@px;
}
QFrame[kind="choice"] {
  background: @bg.surface@; border: @border.control@px solid @line.control@; border-radius: @radius.card@px;
  margin: @border.selected-1@px;
}
QFrame[kind="choice"]:hover { background: @bg.hover@; }
QFrame[kind="choice"][on="true"] {
  background: @bg.selected@; border: @border.selected@px solid @accent.edge@; margin: 0;
}

QFrame[banner="info"] { background: @info.soft@; border: none; border-radius: @component.banner.radius@px; }
QFrame[banner="warn"] { background: @warn.soft@; border: none; border-radius: @component.banner.radius@px; }
QFrame[banner="danger"] { background: @danger.soft@; border: none; border-radius: @component.banner.radius@px; }
QFrame[banner="ok"] { background: @ok.soft@; border: none; border-radius: @component.banner.radius@px; }
QFrame[banner="neutral"] { background: @bg.sunken@; border: none; border-radius: @component.banner.radius@px; }
QFrame[banner="toast"] {
  background: @bg.raised@; border: @border.control@px solid @line.strong@; border-radius: @component.banner.radius@px;
}

QListView { background: transparent; border: none; }
QMenu { background: @bg.raised@; border: @border.control@px solid @line.strong@; padding: @space.1@px; }
QMenu::item {
  min-height: @control.height.normal@px; padding: 0 @space.5@px 0 @space.2@px; border-radius: @radius.control@px;
}
QMenu::icon { padding-left: @space.2@px; }
QMenu::item:selected { background: @bg.hover@; color: @text.primary@; }
QMenu::item:disabled { color: @text.disabled@; }
QMenu::separator { height: @border.hairline@px; background: @line.subtle@; margin: @space.1@px @space.2@px; }
QScrollBar:vertical { background: transparent; width: @space.3@px; margin: @space.half@px; }
QScrollBar::handle:vertical {
  background: @line.strong@; border-radius: @radius.mark@px; min-height: @space.5@px;
}
QScrollBar::handle:vertical:hover { background: @line.control@; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""

_OVERLAYS: Final = """
#recorderBar, #countdown, #pickerTools {
  background: @overlay.bar@; border: @border.control@px solid @overlay.barLine@;
  border-radius: @component.recorderBar.radius@px;
}
#recorderBar QLabel, #countdown QLabel, #pickerTools QLabel { color: @overlay.barText@; background: transparent; }
#recorderBar QLabel[kind="small"], #countdown QLabel[kind="small"], #pickerTools QLabel[kind="small"] {
  color: @overlay.barTextSecondary@;
}
QFrame[kind="player"] { background: @overlay.bar@; border: none; border-radius: @radius.card@px; }
QFrame[kind="player"] QLabel { color: @overlay.barText@; background: transparent; @font.small@ }
QFrame[kind="player"] QSlider::groove:horizontal {
  height: @component.player.slider@px; background: @overlay.levelOff@; border-radius: @border.selected@px;
}
QFrame[kind="player"] QSlider::sub-page:horizontal {
  background: @overlay.accent@; border-radius: @border.selected@px;
}
QFrame[kind="player"] QSlider::handle:horizontal {
  width: @component.player.handle@px; height: @component.player.handle@px; border-radius: @radius.control-1@px;
  margin: -@space.1+1@px 0; background: @overlay.handle@;
}
"""

SHEET: Final = _TEXT + _FIELDS + _FRAMES + _OVERLAYS
