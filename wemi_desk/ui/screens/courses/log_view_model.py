"""Write down what took place without having been planned."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.days import bounds, rome_day, rome_time
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import ngettext
from wemi_desk.services.courses.afterwards import AfterwardsService, Logged, TypedLog, log_of
from wemi_desk.services.courses.planning import CHANGED
from wemi_desk.services.session import DeskSession
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.refusals import FormViewModel

_USUAL = 90
_QUARTER = 15


class LogViewModel(FormViewModel):
    """``logged(day, date_id)``: written and held. ``field_failed(field, words)``: nothing was."""

    logged = Signal(object, object)

    def __init__(
        self,
        afterwards: AfterwardsService,
        session: DeskSession,
        lists: PickLists,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._afterwards = afterwards
        self._session = session
        self._lists = lists

    @property
    def types(self) -> list[tuple[str, str]]:
        """What a space offers."""
        return [(item.code, item.label) for item in self._lists["activity_type"].items]

    def today(self) -> date:
        return self._session.clock.today()

    def proposed(self) -> tuple[date, str, str]:
        """Today, begun so that it has just ended, on the quarter of an hour; not yesterday."""
        now = self._session.clock.now()
        begin = now - timedelta(minutes=_USUAL)
        begin -= timedelta(minutes=rome_time(begin).minute % _QUARTER)
        begin = max(begin, bounds(rome_day(now))[0])
        return rome_day(now), f"{rome_time(begin):%H:%M}", str(_USUAL)

    def save(self, typed: TypedLog) -> None:
        """One act."""
        try:
            said = log_of(typed)
        except InvalidFieldError as error:
            self._refused(error)
            return
        self._ask(lambda: self._afterwards.log(said), self._done, self._refused)

    def _done(self, logged: Logged) -> None:
        people = logged.held.people
        words = ngettext(
            "«{title}» registrata: {n} persona. Annulla con Ctrl+Z",
            "«{title}» registrata: {n} persone. Annulla con Ctrl+Z", people,
        )  # fmt: skip
        self._tell(words.format(title=logged.activity.title, n=people), CHANGED, logged.deed)
        meeting = logged.held.date
        self.logged.emit(rome_day(meeting.starts_at), meeting.id)
