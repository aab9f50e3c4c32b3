"""Fai vedere al cittadino: one small window turned towards the person, with what was chosen and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _
from wemi_desk.ui.screens.counter.contact_view_model import ContactForm
from wemi_desk.ui.screens.printing.view_model import Sheets
from wemi_desk.ui.shortcuts import BackStep, Shortcut, Shortcuts
from wemi_desk.ui.theme import current_theme
from wemi_desk.ui.words import day_words

if TYPE_CHECKING:
    from wemi_desk.ui.screens.printing.citizen_view import CitizenView

SIZE_UNITS = (560, 640)


class CitizenScreen(QObject):
    """Opens the window, on the second screen where there is one; the keys stay with the operator."""

    def __init__(self, window: QWidget, shortcuts: Shortcuts, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._shortcuts = shortcuts
        self._view: CitizenView | None = None

    @property
    def view(self) -> CitizenView | None:
        """What the person sees now."""
        return self._view if self._view is not None and isValid(self._view) else None

    def show_pages(self, sheets: Sheets) -> None:
        """The paper, before it is printed."""
        from wemi_desk.ui.screens.printing.citizen_view import pages_widget

        self._show(pages_widget(sheets), _("Il Suo foglio"))

    def show_summary(self, rows: Sequence[tuple[str, str]]) -> None:
        """What is being recorded about this visit."""
        from wemi_desk.ui.screens.printing.citizen_view import summary_widget

        self._show(summary_widget(rows), _("Che cosa stiamo registrando"))

    def close(self) -> None:
        """Nothing stays on it: visit closed, desk locked or covered, preview closed, Esc."""
        view, self._view = self.view, None
        if view is not None:
            view.hide()
            view.deleteLater()
            self._keep_keys()

    def _show(self, content: QWidget, title: str) -> None:
        from wemi_desk.ui.screens.printing.citizen_view import CitizenView

        self.close()
        self._view = view = CitizenView(self._window, title, content)
        view.close_wanted.connect(self.close)
        self._shortcuts.register(Shortcut.BACK, self.close, owner=view, step=BackStep.MESSAGE)
        theme = current_theme()
        view.resize(theme.u(SIZE_UNITS[0]), theme.u(SIZE_UNITS[1]))
        self._place(view)
        view.show()
        self._keep_keys()

    def _keep_keys(self) -> None:
        """Some window systems give the keys to whatever opens or closes."""
        if self._window.isVisible():
            self._window.activateWindow()

    def _place(self, view: QWidget) -> None:
        """Turned towards the person: the second screen, else the right edge of this one."""
        here = self._window.screen()
        other = next((one for one in QGuiApplication.screens() if one is not here), None)
        area = (other or here).availableGeometry()
        view.resize(min(view.width(), area.width()), min(view.height(), area.height()))
        view.move(area.right() - view.width(), area.top() + (area.height() - view.height()) // 2)


def summary_rows(form: ContactForm, lists: PickLists) -> list[tuple[str, str]]:
    """What is being recorded, for the person it is about."""
    day = day_words(date.fromisoformat(form.call_back_on)) if form.call_back_on else ""
    rows = (
        (_("Motivo"), lists["quick_contact"].label(form.reason) if form.reason else ""),
        (_("Ente o servizio indicato"), form.service_text),
        (_("Inviato a"), lists["destination"].label(form.destination) if form.destination else ""),
        (_("Da ricontattare entro"), day),
        (_("Nota"), form.note),
    )
    return [(asked, answer) for asked, answer in rows if answer]
