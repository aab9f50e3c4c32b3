"""A field with its words: label above, reason under it, error under that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from wemi_desk.i18n import _, ngettext
from wemi_desk.ui.theme import GAP_LABEL
from wemi_desk.ui.widgets.announce import announce
from wemi_desk.ui.widgets.buttons import button
from wemi_desk.ui.widgets.labels import icon_label, label, set_property
from wemi_desk.ui.widgets.spacing import column, least_height, row

_Editor = TypeVar("_Editor", bound=QWidget)


class TextField(QLineEdit):
    """One line of text. *face* ``code`` shows it in the font of codes.

    Qt leaves out in silence what does not fit: ``overflowed(limit)`` tells, and ``overflowed(0)`` when it fits again.
    """

    overflowed = Signal(int)

    def __init__(self, *, placeholder: str = "", face: str = "", most: int = 32_767) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setMaxLength(most)
        if face:
            self.setProperty("face", face)
        self._is_over = False
        self.inputRejected.connect(self._overflow)
        self.textChanged.connect(self._measure)

    def empty(self) -> None:
        """Empty it and forget its undo history, which ``clear()`` would keep."""
        self.setText("")

    def _overflow(self) -> None:
        self._is_over = True
        self.overflowed.emit(self.maxLength())

    def _measure(self, text: str) -> None:
        room = self.maxLength() - len(text.encode("utf-16-le")) // 2  # Qt counts halves of the rarer characters
        if self._is_over and room > 1:
            self._is_over = False
            self.overflowed.emit(0)


class TextArea(QPlainTextEdit):
    """Several lines of plain text; Tab goes to the next field."""

    def __init__(self, *, rows: int = 4, placeholder: str = "") -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setPlaceholderText(placeholder)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        least_height(self, 21 * rows + 18)

    def empty(self) -> None:
        """Empty it and forget its undo history."""
        self.setPlainText("")


class Field(QWidget, Generic[_Editor]):
    """An editor with the label that names it, why it is asked and what is wrong with it.

    *title* may hold a mnemonic (``&Motivo``: Alt+M goes there). The editor is ``field.editor``. The error is linked as
    the editor's description, so a screen reader says it on arrival.
    """

    def __init__(self, title: str, editor: _Editor, *, reason: str = "", required: bool = False) -> None:
        super().__init__()
        self.editor = editor
        self.title = title.replace("&&", "\0").replace("&", "").replace("\0", "&")
        self._reason: QLabel | None = None
        self._error: _ErrorLine | None = None
        self._wrong = self._overflow = ""
        self._build(_("{label} (serve)").format(label=title) if required else title)
        name_editor(editor, self.title)
        self.setFocusProxy(editor)
        if isinstance(editor, TextField):
            editor.overflowed.connect(self._say_overflow)
        self.set_reason(reason)

    def _build(self, title: str) -> None:
        self.label = label(title)
        self.label.setBuddy(self.editor)
        self._column = column(self, spacing=GAP_LABEL)
        self._column.addWidget(self.label)
        self._column.addWidget(self.editor)

    @property
    def error(self) -> str:
        """The words under the field, empty when it is right."""
        return self._wrong or self._overflow

    def set_error(self, words: str) -> None:
        """Show what is wrong, or take it away with an empty text; what was typed stays."""
        if words != self._wrong:
            before, self._wrong = self.error, words
            self._show_error(before)

    def set_reason(self, words: str) -> None:
        """Change the muted line under the field."""
        if words == (self._reason.text() if self._reason is not None else ""):
            return
        if self._reason is None:  # most fields have none: the line is made with the first, as that of the error
            self._reason = label("", "muted", wrap=True)
            self._column.insertWidget(2, self._reason)
        self._reason.setText(words)
        self._reason.setVisible(bool(words))
        self._describe()

    def _show_error(self, before: str) -> None:
        words = self.error
        if self._error is None:
            self._error = _ErrorLine()
            self._column.addWidget(self._error)
        self._error.show_words(words)
        set_property(self.editor, "invalid", "true" if words else "false")
        self._describe()
        if words and words != before:
            announce(self.editor, f"{self.title}: {words}", urgent=True)

    def _say_overflow(self, limit: int) -> None:
        words = _("Qui stanno al massimo {limit} caratteri: il resto non è stato scritto.")
        before, self._overflow = self.error, words.format(limit=limit) if limit else ""
        self._show_error(before)

    def _describe(self) -> None:
        parts = (self.error, self._reason.text() if self._reason is not None else "")
        self.editor.setAccessibleDescription(" ".join(part for part in parts if part))


class _ErrorLine(QWidget):
    """What is wrong, after a sign that does not need a colour."""

    def __init__(self) -> None:
        super().__init__()
        self._words = label("", "err", wrap=True)
        line = row(self, spacing=GAP_LABEL)
        line.addWidget(icon_label("it-error", "err"), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words, 1)

    def show_words(self, words: str) -> None:
        self._words.setText(words)
        self.setVisible(bool(words))


def name_editor(editor: QWidget, name: str) -> None:
    """Give an editor its name, also to the line inside an editable combo; a combo names the list that opens."""
    editor.setAccessibleName(name)
    inner = editor.lineEdit() if isinstance(editor, QComboBox) else None
    if inner is not None:
        inner.setAccessibleName(name)


class ErrorSummary(QWidget):
    """“Ci sono 3 campi da controllare” at the top of a form, with a way to each; shown from two errors on."""

    field_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("band", "err")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Campi da controllare"))
        self._column = column(self, (12, 8, 12, 8), GAP_LABEL)
        self._title = label("", "band", wrap=True)
        self._column.addWidget(self._title)
        self._links: list[QWidget] = []
        self.hide()

    def show_fields(self, fields: Sequence[Field[QWidget]]) -> None:
        """List the fields that have an error and give the first one the focus."""
        wrong = [field for field in fields if field.error]
        for link in self._links:
            link.deleteLater()
        self._links = [self._link(field) for field in wrong] if len(wrong) > 1 else []
        self._title.setText(
            ngettext("C’è {n} campo da controllare", "Ci sono {n} campi da controllare", len(wrong)).format(
                n=len(wrong)
            )
        )
        self.setVisible(len(wrong) > 1)
        if wrong:
            wrong[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _link(self, field: Field[QWidget]) -> QWidget:
        link = button(field.title, kind="quiet")
        link.clicked.connect(lambda: self._go(field))
        self._column.addWidget(link)
        return link

    def _go(self, field: Field[QWidget]) -> None:
        field.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field_chosen.emit(field)
