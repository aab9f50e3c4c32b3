"""What the view models of forms do alike: say beside its field what was refused."""

from __future__ import annotations

from PySide6.QtCore import Signal

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.view_model import ViewModel


class FormViewModel(ViewModel):
    """``field_failed(field, words)``: nothing was written."""

    field_failed = Signal(str, str)

    def _refused(self, error: Exception) -> None:
        words = error_text(error) if isinstance(error, InvalidFieldError) else None
        if isinstance(error, InvalidFieldError) and words is not None:
            self.field_failed.emit(error.field, words)
        else:
            self._fail(error)
