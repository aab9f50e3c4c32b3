"""Remember what is in a widget before a reader writes into it, and put it back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPersistentModelIndex
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QDateTimeEdit,
    QDoubleSpinBox,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QTabBar,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from wemi_desk.ui.text_undo import line_of

Restore = Callable[[], None]


def snapshot(widget: QWidget) -> Restore:
    """How to bring *widget* back to what it holds now: text, cursor, value, date, choice or row.

    Signals are sent while restoring, so that whoever listened to the reader's characters hears the old value too.
    """
    if is_secret(widget):
        restore = _secret(widget)
    elif isinstance(widget, QLineEdit):
        restore = _line(widget)
    elif isinstance(widget, QComboBox):
        restore = _combo(widget)
    elif isinstance(widget, QAbstractSpinBox):
        restore = _spin(widget)
    elif isinstance(widget, (QPlainTextEdit, QTextEdit)):
        restore = _text(widget)
    elif isinstance(widget, QAbstractItemView):
        restore = _rows(widget)
    else:
        restore = _simple(widget)
    return lambda: restore() if isValid(widget) else None


def is_secret(widget: QWidget) -> bool:
    """A pass-phrase or PIN field, also while it shows what is in it."""
    hidden = isinstance(widget, QLineEdit) and widget.echoMode() != QLineEdit.EchoMode.Normal
    return hidden or bool(widget.property("secret"))


def _secret(widget: QWidget) -> Restore:
    """Takes away what the reader added, so that no copy of a secret is kept."""
    assert isinstance(widget, QLineEdit)
    line, start, length = widget, widget.cursorPosition(), len(widget.text())
    if widget.hasSelectedText():
        start, length = widget.selectionStart(), length - len(widget.selectedText())

    def restore() -> None:
        added = len(line.text()) - length
        if added > 0:
            line.setSelection(start, added)
            line.del_()

    return restore


def _line(line: QLineEdit) -> Restore:
    text, cursor = line.text(), line.cursorPosition()
    start, length = line.selectionStart(), len(line.selectedText())

    def restore() -> None:
        completer = line.completer()
        popup = completer.popup() if completer is not None else None
        if popup is not None:
            popup.hide()
        if line.text() != text:
            line.setText(text)  # also clears the undo history: Ctrl+Z must not bring the citizen's code back
            line.textEdited.emit(text)
        line.setCursorPosition(cursor)
        if start >= 0:
            line.setSelection(start, length)

    return restore


def _combo(combo: QComboBox) -> Restore:
    index, line = combo.currentIndex(), combo.lineEdit()
    restore_line = _line(line) if line is not None else None

    def restore() -> None:
        if combo.currentIndex() != index:
            combo.setCurrentIndex(index)
            combo.activated.emit(index)
        if restore_line is not None:
            restore_line()

    return restore


def _spin(spin: QAbstractSpinBox) -> Restore:
    line = line_of(spin)
    restore_line = _line(line) if line is not None else None
    restore_value = _value(spin)

    def restore() -> None:
        restore_value()
        if restore_line is not None:
            restore_line()

    return restore


def _value(spin: QAbstractSpinBox) -> Restore:
    if isinstance(spin, QDateTimeEdit):
        when, section = spin.dateTime(), spin.currentSection()

        def restore_date() -> None:
            spin.setDateTime(when)
            spin.setCurrentSection(section)

        return restore_date
    if isinstance(spin, QSpinBox):
        number = spin.value()
        return lambda: spin.setValue(number)
    if isinstance(spin, QDoubleSpinBox):
        amount = spin.value()
        return lambda: spin.setValue(amount)
    return lambda: None


def _text(edit: QPlainTextEdit | QTextEdit) -> Restore:
    text, steps = edit.toPlainText(), edit.document().availableUndoSteps()
    anchor, position = edit.textCursor().anchor(), edit.textCursor().position()
    scrolled = edit.verticalScrollBar().value()

    def restore() -> None:
        _put_back(edit.document(), text, steps)
        cursor = edit.textCursor()
        cursor.setPosition(anchor)
        cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        edit.setTextCursor(cursor)
        edit.verticalScrollBar().setValue(scrolled)

    return restore


def _put_back(document: QTextDocument, text: str, steps: int) -> None:
    """Go back to *text* so that neither undo nor redo can ever show what the reader wrote.

    Qt melts the reader's characters with those typed just before into one undo step: then that step is undone
    and the person's own characters are written again.
    """
    while document.availableUndoSteps() > steps:
        document.undo()
    if document.toPlainText() != text:
        document.undo()
        _replace(document, text)
    document.clearUndoRedoStacks(QTextDocument.Stacks.RedoStack)


def _replace(document: QTextDocument, text: str) -> None:
    now = document.toPlainText()
    same = next((i for i, (a, b) in enumerate(zip(now, text, strict=False)) if a != b), min(len(now), len(text)))
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    cursor.setPosition(same)
    cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(text[same:])
    cursor.endEditBlock()


def _rows(view: QAbstractItemView) -> Restore:
    chosen = view.selectionModel()
    if chosen is None:
        return lambda: None
    current, selection = QPersistentModelIndex(view.currentIndex()), QItemSelection(chosen.selection())
    scrolled = view.verticalScrollBar().value()

    def restore() -> None:
        if QPersistentModelIndex(view.currentIndex()) == current:
            return
        model = view.selectionModel()
        if current.isValid():
            model.setCurrentIndex(
                view.model().index(current.row(), current.column(), current.parent()),
                QItemSelectionModel.SelectionFlag.NoUpdate,
            )
        model.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        view.verticalScrollBar().setValue(scrolled)

    return restore


def _simple(widget: QWidget) -> Restore:
    if isinstance(widget, QTabBar):
        index = widget.currentIndex()
        return lambda: widget.setCurrentIndex(index)
    if isinstance(widget, QAbstractButton):
        checked = widget.isChecked()
        return lambda: widget.setChecked(checked)
    if isinstance(widget, QAbstractSlider):
        value = widget.value()
        return lambda: widget.setValue(value)
    return lambda: None
