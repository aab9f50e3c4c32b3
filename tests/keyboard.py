"""A person's fingers and a reader, on the widget that has the focus."""

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTabBar,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from wemi_desk.ui.driver import Typist

CHOICES = ["Informazioni", "Rinnovo", "Sanità", "SPID", "85 anni", "Residenza"]


def scan(widget, code, typist=None, **how):
    """Put the focus on *widget* and read *code* with the reader."""
    widget.setFocus()
    (typist or Typist()).scan(code, **how)


def type_text(widget, text, typist=None):
    """Put the focus on *widget* and write at a person's pace."""
    widget.setFocus()
    (typist or Typist()).type_text(text)


def show(qtbot, window):
    """Show *window*, keep it alive for the test and wait until it takes keys."""
    qtbot.addWidget(window, before_close_func=lambda _: window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    return window


def _editable():
    combo = QComboBox(editable=True)
    combo.addItems(CHOICES)
    combo.setCurrentText("CAF")
    return combo


def _combo():
    combo = QComboBox()
    combo.addItems(CHOICES)
    combo.setCurrentIndex(1)
    return combo


def _list():
    rows = QListWidget()
    rows.addItems(CHOICES)
    rows.setCurrentRow(2)
    return rows


def _table():
    table = QTableWidget(6, 2)
    for row, text in enumerate(CHOICES):
        table.setItem(row, 0, QTableWidgetItem(text))
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setCurrentCell(3, 0)
    return table


def _tabs():
    bar = QTabBar()
    for text in CHOICES[:3]:
        bar.addTab(text)
    bar.setCurrentIndex(1)
    bar.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return bar


def _date():
    edit = QDateEdit(QDate(1958, 3, 12))
    edit.setDisplayFormat("dd/MM/yyyy")
    return edit


def _line():
    line = QLineEdit("Ros")
    line.setCursorPosition(2)
    return line


def _plain():
    edit = QPlainTextEdit("Chiede un rinnovo")
    cursor = edit.textCursor()
    cursor.setPosition(6)
    edit.setTextCursor(cursor)
    edit.setTabChangesFocus(True)
    return edit


def _spin():
    spin = QSpinBox()
    spin.setRange(0, 999_999)
    spin.setValue(7)
    return spin


def _password():
    line = QLineEdit("123")
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setMaxLength(6)
    return line


WIDGETS = {
    "line edit": _line,
    "plain text": _plain,
    "combo": _combo,
    "editable combo": _editable,
    "date": _date,
    "spin": _spin,
    "check box": lambda: QCheckBox("Da ricontattare"),
    "button": lambda: QPushButton("Registra"),
    "list": _list,
    "table": _table,
    "tab bar": _tabs,
    "password": _password,
}


def window_with(*widgets):
    """A plain window with *widgets* one under the other."""
    window = QWidget()
    layout = QVBoxLayout(window)
    for widget in widgets:
        layout.addWidget(widget)
    return window


def state(widget):
    """Everything a scan could have changed in *widget*."""
    if isinstance(widget, QLineEdit):
        return widget.text(), widget.cursorPosition()
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText(), widget.textCursor().position()
    if isinstance(widget, QComboBox):
        return widget.currentText(), widget.currentIndex()
    if isinstance(widget, (QDateEdit, QSpinBox)):
        return widget.text(), widget.value() if isinstance(widget, QSpinBox) else widget.date()
    if isinstance(widget, QTabBar):
        return widget.currentIndex()
    if isinstance(widget, (QListWidget, QTableWidget)):
        return widget.currentIndex().row(), [index.row() for index in widget.selectedIndexes()]
    return widget.isChecked()
