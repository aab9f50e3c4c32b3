"""Every text field of the product, and how one sees what became of a text that was typed in it.

``fields_of(window)`` finds the fields of a screen; each of them has a trial here, or ``test_catalogue_is_whole`` fails.
A new field: add a function with ``@trial("ItsView", "Its name")`` that returns a Trial on a store in memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from wemi_desk.domain.names import clean

Key = tuple[str, str]
TRIALS: dict[Key, Callable[[], Trial]] = {}
INVENTED = {("Pane", "Ente o servizio indicato"), ("Pane", "Nota (solo il necessario)")}  # of tests/screens.py
_AROUND = ("Field", "ScrollPane")
_EDITORS = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)
_MARKS = {0xFDD0: "\n", 0xFDD1: "\n"}  # Qt's own ends of a frame
_LINE_BREAK = re.compile("\r\n?|[\u2028\u2029]")


@dataclass(kw_only=True)
class Trial:
    """One field. ``kept()`` is what became of the text when ``said()`` is empty; ``wanted(typed)`` what should have."""

    window: QWidget
    editor: QWidget
    hand_over: Callable[[], object] = lambda: None
    said: Callable[[], str] = lambda: ""
    kept: Callable[[], object] = lambda: None
    wanted: Callable[[str], object] = lambda _typed: None
    begin: Callable[[], object] = lambda: None
    insist: Callable[[], bool] = lambda: False  # "Registra comunque": False when it is not offered
    is_search: bool = False  # more than fits is not looked for either
    is_secret: bool = False  # gone when it was handed over, and shown nowhere


def trial(owner: str, name: str) -> Callable[[Callable[[], Trial]], Callable[[], Trial]]:
    def add(build: Callable[[], Trial]) -> Callable[[], Trial]:
        assert (owner, name) not in TRIALS, (owner, name)
        TRIALS[owner, name] = build
        return build

    return add


def trials(owner: str, *names: str) -> Callable[[Callable[[str], Trial]], None]:
    """The same trial for several fields of one view; it is told the name."""

    def add(build: Callable[[str], Trial]) -> None:
        for name in names:
            trial(owner, name)(lambda name=name: build(name))

    return add


# --- finding ---------------------------------------------------------------------------------------------------------


def editors_of(window: QWidget) -> Iterator[QWidget]:
    """Whatever a text can be typed in, shown or not."""
    for widget in window.findChildren(QWidget):
        if isinstance(widget, QComboBox) and widget.isEditable():
            yield widget.lineEdit()
        elif isinstance(widget, _EDITORS) and not widget.isReadOnly():
            yield widget


def key_of(editor: QWidget) -> Key:
    """The view it belongs to and the name it has for the ear."""
    owner = editor.parentWidget()
    while owner is not None and (type(owner).__name__ in _AROUND or not type(owner).__module__.startswith("wemi_desk")):
        owner = owner.parentWidget()
    return type(owner).__name__, editor.accessibleName()


def fields_of(window: QWidget) -> set[Key]:
    return {key_of(editor) for editor in editors_of(window)} - INVENTED


def field_named(window: QWidget, key: Key) -> QWidget:
    return next(editor for editor in editors_of(window) if key_of(editor) == key)


# --- typing ----------------------------------------------------------------------------------------------------------


def put(editor: QWidget, text: str) -> None:
    """As Ctrl+A and Ctrl+V do."""
    editor.selectAll()
    if isinstance(editor, QPlainTextEdit):
        editor.insertPlainText(text)
    else:
        editor.insert(text)


def text_in(editor: QWidget) -> str:
    return editor.toPlainText() if isinstance(editor, QPlainTextEdit) else editor.text()


def same(text: str) -> str:
    """Qt's own reading of a text: no broken halves, no order mark, one kind of line break, no hard spaces."""
    if text.isascii() and text.isprintable():
        return text
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return _LINE_BREAK.sub("\n", whole).replace("\u00a0", " ").replace("\ufeff", "").translate(_MARKS)


def as_before(tables: dict) -> Callable[[], None]:
    """What a text left in the store goes before the next: thousands of records prove nothing, and take time."""
    saved = {kind: dict(rows) for kind, rows in tables.items()}

    def restore() -> None:
        for kind, rows in tables.items():
            rows.clear()
            rows.update(saved.get(kind, {}))

    return restore


# --- what should be kept ---------------------------------------------------------------------------------------------


def plain(typed: str) -> str:
    """All of it that can be seen."""
    return clean(typed, len(typed) * 4 + 1)


def a_name(typed: str) -> str:
    """On one line; capitals may be put as in print."""
    return plain(" ".join(typed.split())).casefold()
