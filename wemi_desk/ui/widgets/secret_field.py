"""A field for a pass-phrase or a PIN: hidden unless asked, emptied when read, and it says when capitals are locked."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit

from wemi_desk.i18n import _
from wemi_desk.ui.widgets.fields import TextField

MOST_CHARACTERS = 256
_HINTS = (
    Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase
)


class SecretField(TextField):
    """One line for a secret. ``capitals_locked(bool)`` comes with the first letter that tells."""

    capitals_locked = Signal(bool)

    def __init__(self) -> None:
        super().__init__(most=MOST_CHARACTERS)
        self._capitals = False
        self.setProperty("secret", True)  # also when it is shown: nobody keeps a copy
        self.setInputMethodHints(_HINTS)
        self.set_shown(False)

    def take(self) -> str:
        """What was typed; the field is empty and has forgotten it when this returns."""
        secret = self.text()
        self.empty()
        return secret

    def set_shown(self, shown: bool) -> None:
        """Show the characters, or dots."""
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)
        self.setInputMethodHints(_HINTS | (Qt.InputMethodHint(0) if shown else Qt.InputMethodHint.ImhHiddenText))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._watch_capitals(event)
        super().keyPressEvent(event)

    def _watch_capitals(self, event: QKeyEvent) -> None:
        """Qt does not tell the state of the key: a letter that contradicts Shift does."""
        text = event.text()
        if len(text) != 1 or not text.isalpha() or text.upper() == text.lower():
            return
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        locked = text.isupper() != shifted
        if locked != self._capitals:
            self._capitals = locked
            self.capitals_locked.emit(locked)


def show_box(*fields: SecretField) -> QCheckBox:
    """“Mostra quello che scrivo”, for one field or a pair; hidden again when the fields are emptied by their screen."""
    box = QCheckBox(_("&Mostra quello che scrivo"))
    for field in fields:
        box.toggled.connect(field.set_shown)
    return box
