"""What somebody typed in a form by hand, told apart from what the form fills in by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, cast, runtime_checkable
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QWidget

from wemi_desk.ui.widgets.combos import CodeCombo

Editors = Callable[[], Mapping[str, QWidget]]


@runtime_checkable
class Ticks(Protocol):
    """An editor of several answers."""

    @property
    def kept(self) -> list[str]: ...

    def put_kept(self, texts: list[str]) -> None: ...


class TypedFields(QObject):
    """``begun(about)``: the form stands ready. ``edited``: a hand changed something. ``finished``: it was recorded.

    ``state`` holds the fields that were touched, and no others: an hour that was only proposed is proposed anew.
    """

    begun = Signal(str)
    edited = Signal()
    finished = Signal()

    def __init__(self, editors: Editors, parent: QObject) -> None:
        super().__init__(parent)
        self._editors = editors
        self._watched: dict[str, QWidget] = {}
        self._is_putting = False
        self.state: dict[str, object] = {}
        self.form_id: UUID | None = None

    def begin(self, about: str = "") -> None:
        """The form stands ready, and nobody has typed in it yet."""
        for name, editor in self._editors().items():
            if self._watched.get(name) is not editor:
                self._watched[name] = editor
                _listen(editor, lambda name=name: self.note(name))  # type: ignore[misc]
        self.state, self.form_id = {}, None
        self.begun.emit(about)

    def note(self, *names: str) -> None:
        """These were chosen by hand."""
        if self._is_putting:
            return
        editors = self._editors()
        self.state |= {name: _value(editors[name]) for name in names if name in editors}
        self.edited.emit()

    def put(self, state: Mapping[str, object]) -> None:
        """As it was left; fields that the form does not have any more stay away."""
        editors = self._editors()
        known = {name: value for name, value in state.items() if name in editors}
        self._is_putting = True
        for name in sorted(known, key=lambda name: not isinstance(editors[name], CodeCombo)):  # choices fill in texts
            _put(editors[name], known[name])
        self._is_putting = False
        self.state = dict(known)

    def read(self) -> dict[str, object]:
        """What was touched, as it stands now: a card that was read into a field is gone from it again."""
        editors = self._editors()
        self.state = {name: _value(editors[name]) for name in self.state if name in editors}
        return dict(self.state)

    def finish(self) -> None:
        """Recorded: nothing of it is to be kept."""
        self.state = {}
        self.finished.emit()


def _listen(editor: QWidget, call: Callable[[], None]) -> None:
    """Signals of the hand, where there are some: what a program sets is not typed."""
    if isinstance(editor, QLineEdit):
        editor.textEdited.connect(lambda _text: call())
    elif isinstance(editor, CodeCombo):
        editor.activated.connect(lambda _row: call())
    elif isinstance(editor, QAbstractButton):
        editor.clicked.connect(lambda _on=False: call())
    elif isinstance(editor, QPlainTextEdit):
        editor.textChanged.connect(lambda: call() if editor.hasFocus() else None)
    else:
        editor.changed.connect(call)  # type: ignore[attr-defined]


def _value(editor: QWidget) -> object:
    if isinstance(editor, QLineEdit):
        return editor.text()
    if isinstance(editor, CodeCombo):
        return editor.code or ""
    if isinstance(editor, QAbstractButton):
        return editor.isChecked()
    if isinstance(editor, QPlainTextEdit):
        return editor.toPlainText()
    return cast("Ticks", editor).kept


def _put(editor: QWidget, value: object) -> None:
    if isinstance(editor, QLineEdit):
        editor.setText(str(value))
    elif isinstance(editor, CodeCombo):
        editor.set_code(str(value) or None)
    elif isinstance(editor, QAbstractButton):
        editor.setChecked(bool(value))
    elif isinstance(editor, QPlainTextEdit):
        editor.setPlainText(str(value))
    elif isinstance(value, list):
        cast("Ticks", editor).put_kept([str(one) for one in value])
