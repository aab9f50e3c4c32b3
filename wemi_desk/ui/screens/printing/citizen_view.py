"""The window turned towards the citizen: large words, no lists, nothing of anybody else."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QImage
from PySide6.QtWidgets import QWidget

from wemi_desk.i18n import _
from wemi_desk.ui.screens.printing.view import PageView
from wemi_desk.ui.screens.printing.view_model import Sheets
from wemi_desk.ui.widgets.buttons import button
from wemi_desk.ui.widgets.labels import label, page_title
from wemi_desk.ui.widgets.scroll import ScrollPane
from wemi_desk.ui.widgets.spacing import PANE_MARGINS, column


class CitizenView(QWidget):
    """Its title names nobody, and it never takes the keys away from the operator."""

    close_wanted = Signal()

    def __init__(self, owner: QWidget, title: str, content: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Window | Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("region", "root")
        self.setWindowTitle("WeMi Desk")
        self.setAccessibleName(title)
        box = column(self, PANE_MARGINS, 12)
        box.addWidget(page_title(title))
        box.addWidget(ScrollPane(content, title), 1)
        close = button(_("Chiudi"), keys="Esc")
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # for a finger; the operator's Esc closes it too
        close.clicked.connect(self.close_wanted)
        box.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.close_wanted.emit()


def pages_widget(sheets: Sheets) -> QWidget:
    """Every page of a paper, one under the other."""
    content = QWidget()
    box = column(content, spacing=8)
    pages = list(zip(sheets.pictures, sheets.words, strict=True))
    for number, (picture, words) in enumerate(pages, 1):
        if isinstance(picture, QImage):
            page = PageView(picture, words, number, len(pages))
            page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            box.addWidget(page)
    box.addStretch(1)
    return content


def summary_widget(rows: Sequence[tuple[str, str]]) -> QWidget:
    """Question and answer, large."""
    content = QWidget()
    box = column(content, spacing=4)
    for asked, answer in rows:
        box.addWidget(label(asked, "muted"))
        box.addWidget(label(answer, "heading", wrap=True))
        box.addSpacing(8)
    box.addStretch(1)
    return content
