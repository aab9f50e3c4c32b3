"""Places that changed because two desks met: somebody must call, and this desk says so wherever the operator is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from wemi_desk.domain.courses import Activity, EnrolmentId, Standing
from wemi_desk.i18n import ngettext
from wemi_desk.services.courses.enrolling import EnrolmentService
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.view_model import ViewModel


class TellingViewModel(ViewModel):
    """Told once for each person whose place is not any more what they were told."""

    def __init__(
        self, enrolling: EnrolmentService, runner: Runner, changes: ChangeBus, messages: Notices,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(runner, changes, messages, parent)
        self._enrolling = enrolling
        self._known: frozenset[EnrolmentId] = frozenset()

    def look(self) -> None:
        """Something came from another desk."""
        self._ask(self._enrolling.to_tell, self._show)

    def _show(self, to_tell: Sequence[tuple[Activity, Standing]]) -> None:
        known, self._known = self._known, frozenset(standing.enrolment.id for _activity, standing in to_tell)
        news = [(activity, standing) for activity, standing in to_tell if standing.enrolment.id not in known]
        if not news:
            return
        titles = ", ".join(dict.fromkeys(f"«{activity.title}»" for activity, _standing in news))
        words = ngettext(
            "I posti di {titles} sono cambiati: {n} persona da avvisare. F7",
            "I posti di {titles} sono cambiati: {n} persone da avvisare. F7", len(news),
        )  # fmt: skip
        self._messages.warn(words.format(titles=titles, n=len(news)))
