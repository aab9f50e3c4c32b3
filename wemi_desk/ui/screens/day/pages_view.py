"""What takes the place of the day's overview, made when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from PySide6.QtWidgets import QStackedWidget

from wemi_desk.ui.screens.day.forms_view import CorrectionForm, LateForm
from wemi_desk.ui.screens.day.ledger_view import LedgerPage
from wemi_desk.ui.screens.day.ledger_view_model import LedgerViewModel
from wemi_desk.ui.screens.day.view_model import DayViewModel
from wemi_desk.ui.widgets.page_stack import added


class DayPages:
    """The pages of *stack* beside the overview; *back* is where they lead to."""

    def __init__(
        self, stack: QStackedWidget, model: DayViewModel, ledger: LedgerViewModel, back: Callable[[], None]
    ) -> None:
        self._stack = stack
        self._model, self._ledger_model = model, ledger
        self._back = back

    @cached_property
    def correction(self) -> CorrectionForm:
        """Correggi o togli."""
        form = added(self._stack, CorrectionForm(self._model))
        form.left.connect(self._back)
        return form

    @cached_property
    def late(self) -> LateForm:
        """Contatto di un altro giorno."""
        form = added(self._stack, LateForm(self._model))
        form.left.connect(self._back)
        return form

    @cached_property
    def ledger(self) -> LedgerPage:
        """Registro degli invii."""
        page = added(self._stack, LedgerPage(self._ledger_model))
        page.left.connect(self._back)
        return page
