"""A date as text dd/mm/yyyy that forgives how it is typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent

from wemi_desk.domain.typed_dates import TypedDate, read_typed_date
from wemi_desk.i18n import _
from wemi_desk.ui.widgets.fields import TextField


class DateField(TextField):
    """Takes 12/3/58, 120358, 12-3-1958 or, with *year_alone*, just 1958; writes it out in full on leaving.

    ``typed`` is what was understood (None: empty or not a date; ``is_wrong`` tells which). With two digits of the year
    and two plausible centuries the text stays as typed and ``typed.other_year`` says what to ask.
    """

    date_changed = Signal()

    def __init__(self, today: Callable[[], date], *, past: bool = True, year_alone: bool = False) -> None:
        super().__init__(placeholder=_("gg/mm/aaaa o solo l’anno") if year_alone else _("gg/mm/aaaa"), most=40)
        self._today = today
        self._past = past
        self._year_alone = year_alone
        self.textChanged.connect(lambda _text: self.date_changed.emit())

    @property
    def typed(self) -> TypedDate | None:
        found = read_typed_date(self.text(), self._today(), past=self._past)
        return None if found is not None and found.day is None and not self._year_alone else found

    @property
    def date_value(self) -> date | None:
        """The day, when it is whole and certain."""
        return self.typed.as_date if self.typed else None

    @property
    def is_wrong(self) -> bool:
        """Something is written and it is no date."""
        return bool(self.text().strip()) and self.typed is None

    def set_date(self, day: date | None) -> None:
        self.setText(f"{day:%d/%m}/{day.year:04}" if day else "")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        found = self.typed
        if found is not None and found.other_year is None and found.shown != self.text():
            self.setText(found.shown)
        super().focusOutEvent(event)
