"""Ctrl+Z undoes typing first: Qt's text fields swallow the key even when they have nothing to undo."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget


def line_of(widget: QWidget) -> QLineEdit | None:
    """The line in which *widget* lets people write, if it has one."""
    if isinstance(widget, QLineEdit):
        return widget
    if isinstance(widget, QComboBox):
        return widget.lineEdit()
    if isinstance(widget, QAbstractSpinBox):
        return widget.findChild(QLineEdit)
    return None


def undo_typing(widget: QWidget) -> bool:
    """Undo what was typed into *widget*; False if there is nothing to undo there."""
    if isinstance(widget, (QPlainTextEdit, QTextEdit)):
        return _undo_text(widget)
    line = line_of(widget)
    if line is None or line.isReadOnly() or not line.isUndoAvailable():
        return False
    before = line.text()
    line.undo()
    return line.text() != before


def _undo_text(edit: QPlainTextEdit | QTextEdit) -> bool:
    if edit.isReadOnly() or not edit.document().isUndoAvailable():
        return False
    edit.undo()
    return True
