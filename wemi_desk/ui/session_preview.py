"""The preview in the side panel: it opens, follows the paper, and gives the hands back when it closes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from wemi_desk.domain.papers import Paper
from wemi_desk.ui.screens.printing.view_model import PrintViewModel, Sheets, Stage
from wemi_desk.ui.screens.printing.words import paper_words
from wemi_desk.ui.session_showing import CitizenScreen
from wemi_desk.ui.shortcuts import Shortcut

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from wemi_desk.ui.screens.printing.view import PreviewPane
    from wemi_desk.ui.session import WorkSession


class DesktopPress:
    """PDFium and the printer of this PC; loaded when the first paper is drawn."""

    def __init__(self, sharpness: Callable[[], float]) -> None:
        self._sharpness = sharpness

    def draw(self, pdf: bytes) -> Sheets:
        from wemi_desk.ui.pdf_preview import page_texts, preview_pages

        return Sheets(pdf, preview_pages(pdf, self._sharpness()), page_texts(pdf))

    def put(self, pdf: bytes) -> None:
        from wemi_desk.ui.printing import default_printer, print_document

        print_document(pdf, default_printer())


class PreviewPanel(QObject):
    """One pane for one paper."""

    def __init__(self, work: WorkSession, model: PrintViewModel, citizen: CitizenScreen, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._model = model
        self._citizen = citizen
        self._pane: PreviewPane | None = None
        self._came_from: QWidget | None = None
        model.stage_changed.connect(self._follow)
        work.window.panel.closed.connect(self._panel_closed)

    @property
    def is_shown(self) -> bool:
        """Is the paper in the panel, and not something else opened since?"""
        return self._pane is not None and isValid(self._pane) and self._work.window.panel.content is self._pane

    def remember_focus(self) -> None:
        """Where the hands are before the preview takes them."""
        focused = QApplication.focusWidget()
        inside = self.is_shown and focused is not None and self._work.window.panel.isAncestorOf(focused)
        self._came_from = self._came_from if inside else focused

    def _follow(self) -> None:
        paper = self._model.paper
        if self._model.stage is Stage.PREPARING and paper is not None:
            self._open_pane(paper)
        elif self._model.stage is Stage.IDLE and self._pane is not None:
            shown, self._pane = self.is_shown, None
            self._citizen.close()
            if shown:
                self._work.window.panel.close_panel()
            self._give_focus_back()

    def _open_pane(self, paper: Paper) -> None:
        from wemi_desk.ui.screens.printing.view import PANE_UNITS, PreviewPane

        title = paper_words(paper, self._work.desk.lists)
        self._pane = pane = PreviewPane(self._model, title)
        pane.other_printer_wanted.connect(self._ask_for_printer)
        pane.showing_wanted.connect(self._show_to_citizen)
        self._work.keys.shortcuts.register(Shortcut.PRINT, self._model.confirm, owner=pane)
        self._work.window.panel.open_widget(title, pane, PANE_UNITS)

    def _show_to_citizen(self) -> None:
        if self._model.sheets is not None:
            self._citizen.show_pages(self._model.sheets)

    def _ask_for_printer(self) -> None:
        from wemi_desk.ui.screens.printing.printer_dialog_view import ask_for_printer

        if self._pane is not None:
            ask_for_printer(self._pane, self._print_on)

    def _print_on(self, printer: QPrinter) -> None:
        from wemi_desk.ui.printing import print_document

        self._model.print(lambda pdf: print_document(pdf, printer))

    def _panel_closed(self) -> None:
        if self._pane is not None:
            self._model.close()

    def _give_focus_back(self) -> None:
        back, self._came_from = self._came_from, None
        if back is not None and isValid(back) and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
