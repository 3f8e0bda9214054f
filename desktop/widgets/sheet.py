"""The style sheet. `@name@` stands for a colour of tokens.json; sizes are the tokens' numbers in pixels."""

from __future__ import annotations

from typing import Final

SHEET: Final = """
* { outline: none; }
QWidget { font-size: 14px; color: @text.primary@; }
QMainWindow, QDialog, QStackedWidget, #page { background: @bg.canvas@; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QToolTip { background: @bg.raised@; color: @text.primary@; border: 1px solid @line.strong@; padding: 4px 8px; }

QLabel[kind="title"] { font-size: 20px; font-weight: 600; }
QLabel[kind="heading"] { font-size: 16px; font-weight: 600; }
QLabel[kind="label"] { font-weight: 550; }
QLabel[kind="secondary"] { color: @text.secondary@; }
QLabel[kind="small"] { font-size: 13px; color: @text.tertiary@; }
QLabel[kind="error"] { font-size: 13px; color: @danger.text@; }
QLabel[kind="code"] { font-size: 28px; font-weight: 650; }

QPushButton {
  min-height: 22px; padding: 6px 12px; border-radius: 8px; font-weight: 550;
  background: @bg.surface@; border: 1px solid @line.control@;
}
QPushButton:hover { background: @bg.hover@; }
QPushButton:pressed { background: @bg.selected@; }
QPushButton:disabled { color: @text.disabled@; border-color: @line.strong@; background: transparent; }
QPushButton:focus { border: 2px solid @focus.ring@; padding: 5px 11px; }
QPushButton[kind="primary"] { background: @accent.fill@; border: 1px solid @accent.edge@; color: @text.onAccent@; }
QPushButton[kind="primary"]:hover { background: @accent.fillHover@; }
QPushButton[kind="primary"]:pressed { background: @accent.fillPressed@; }
QPushButton[kind="primary"]:focus { border: 2px solid @focus.ring@; }
QPushButton[kind="primary"]:disabled {
  background: transparent; color: @text.disabled@; border: 1px solid @line.strong@;
}
QPushButton[kind="flat"], QPushButton[kind="nav"], QPushButton[kind="danger"] {
  background: transparent; border: 1px solid transparent;
}
QPushButton[kind="flat"]:hover, QPushButton[kind="nav"]:hover, QPushButton[kind="danger"]:hover {
  background: @bg.hover@;
}
QPushButton[kind="flat"]:focus, QPushButton[kind="nav"]:focus, QPushButton[kind="danger"]:focus {
  border: 2px solid @focus.ring@;
}
QPushButton[kind="danger"] { color: @danger.text@; }
QPushButton[kind="nav"] { text-align: left; font-weight: 400; padding: 6px 4px 6px 8px; }
QPushButton[kind="nav"]:checked { background: @bg.selected@; font-weight: 600; }

QLineEdit, QPlainTextEdit, QComboBox {
  background: @bg.surface@; border: 1px solid @line.control@; border-radius: 8px; padding: 6px 10px;
  selection-background-color: @bg.selected@; selection-color: @text.primary@;
}
QLineEdit, QComboBox { min-height: 22px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {
  border: 2px solid @focus.ring@; padding: 5px 9px;
}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] { border: 1px solid @danger.text@; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox QAbstractItemView { background: @bg.raised@; border: 1px solid @line.strong@; padding: 4px; }

QRadioButton, QCheckBox { spacing: 10px; padding: 4px; border: 2px solid transparent; border-radius: 6px; }
QRadioButton:focus, QCheckBox:focus { border: 2px solid @focus.ring@; }
QRadioButton::indicator, QCheckBox::indicator { width: 16px; height: 16px; }
QCheckBox::indicator { border: 1px solid @line.control@; border-radius: 4px; background: @bg.surface@; }
QCheckBox::indicator:checked { border: 1px solid @accent.edge@; background: @accent.fill@; }
QCheckBox::indicator:disabled { border: 1px solid @line.strong@; background: transparent; }
QRadioButton::indicator { border: 1px solid @line.control@; border-radius: 9px; background: @bg.surface@; }
QRadioButton::indicator:checked {
  border: 1px solid @accent.edge@;
  background: qradialgradient(cx:0.5, cy:0.5, radius:0.5, fx:0.5, fy:0.5,
    stop:0 @bg.surface@, stop:0.45 @bg.surface@, stop:0.5 @accent.edge@, stop:1 @accent.edge@);
}

QFrame[kind="card"] { background: @bg.surface@; border: 1px solid @line.subtle@; border-radius: 12px; }
QFrame[kind="best"] { background: @bg.surface@; border: 2px solid @accent.edge@; border-radius: 12px; }
QFrame[kind="side"] { background: @bg.sunken@; border: none; border-left: 1px solid @line.subtle@; }
QFrame[kind="sidebar"] { background: @bg.canvas@; border: none; border-right: 1px solid @line.subtle@; }
QFrame[kind="footer"] { background: @bg.surface@; border: none; border-top: 1px solid @line.subtle@; }
QFrame[kind="line"] { background: @line.subtle@; border: none; max-height: 1px; min-height: 1px; }
QFrame[kind="choice"] { background: @bg.surface@; border: 1px solid @line.control@; border-radius: 12px; }
QFrame[kind="choice"]:hover { background: @bg.hover@; }
QFrame[kind="choice"][on="true"] { background: @bg.selected@; border: 2px solid @accent.edge@; }
QLabel[kind="key"] {
  font-size: 12px; color: @text.secondary@; background: @bg.surface@;
  border: 1px solid @line.strong@; border-radius: 4px; padding: 1px 6px;
}

QFrame[step="done"] { background: @accent.edge@; border: none; border-radius: 2px; }
QFrame[step="open"] { background: @line.strong@; border: none; border-radius: 2px; }

QFrame[banner="info"] { background: @info.soft@; border: none; border-radius: 10px; }
QFrame[banner="warn"] { background: @warn.soft@; border: none; border-radius: 10px; }
QFrame[banner="danger"] { background: @danger.soft@; border: none; border-radius: 10px; }
QFrame[banner="ok"] { background: @ok.soft@; border: none; border-radius: 10px; }
QFrame[banner="neutral"] { background: @bg.sunken@; border: none; border-radius: 10px; }

QLabel[tag="neutral"] { background: @bg.sunken@; color: @text.secondary@; }
QLabel[tag="info"] { background: @info.soft@; color: @info.text@; }
QLabel[tag="ok"] { background: @ok.soft@; color: @ok.text@; }
QLabel[tag="warn"] { background: @warn.soft@; color: @warn.text@; }
QLabel[tag="danger"] { background: @danger.soft@; color: @danger.text@; }
QLabel[tag] { font-size: 12px; font-weight: 500; border-radius: 6px; padding: 3px 8px; }

QListView { background: transparent; border: none; }
QListView:focus { border: 2px solid @focus.ring@; border-radius: 12px; }
QMenu { background: @bg.raised@; border: 1px solid @line.strong@; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 8px; border-radius: 6px; }
QMenu::item:selected { background: @bg.hover@; }
QMenu::separator { height: 1px; background: @line.subtle@; margin: 4px; }
QProgressBar { background: @line.subtle@; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: @accent.edge@; border-radius: 3px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar::handle:vertical { background: @line.strong@; border-radius: 3px; min-height: 24px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

#recorderBar, #countdown { background: @overlay.bar@; border: 1px solid @overlay.barLine@; border-radius: 14px; }
#recorderBar QLabel, #countdown QLabel { color: @overlay.barText@; background: transparent; }
#recorderBar QLabel[kind="small"], #countdown QLabel[kind="small"] { color: @overlay.barTextSecondary@; }
#recorderBar QLabel[kind="timer"] { font-size: 20px; font-weight: 600; }
#countdown QLabel[kind="timer"] { font-size: 28px; font-weight: 650; }
#recorderBar QPushButton, #countdown QPushButton {
  background: transparent; color: @overlay.barText@; border: 1px solid transparent;
}
#recorderBar QPushButton:hover, #countdown QPushButton:hover { background: @overlay.selected@; }
#recorderBar QPushButton:focus, #countdown QPushButton:focus { border: 2px solid @overlay.handle@; }
#countdown QPushButton[kind="chosen"] { background: @overlay.selected@; border: 1px solid @overlay.selectedLine@; }
#recorderBar QPushButton[kind="stop"] { background: @overlay.stop@; color: @overlay.stopText@; }
#recorderBar QPushButton[kind="stop"]:focus { border: 2px solid @overlay.handle@; }
"""
