"""A person known to another space: asked with a reason, answered within five seconds, copied for a while."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.errors import InvalidFieldError, NoLineError
from wemi_desk.domain.look_ups import OTHER_REASON, FoundElsewhere
from wemi_desk.domain.names import fitting
from wemi_desk.i18n import N_, _
from wemi_desk.services.exchange_ports import LookUpDoor
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.view_model import ViewModel

LIMIT_MS = 5_000
LONGEST = 200
OTHER = "other"
_REASONS = {
    "at_desk": N_("la persona è qui"),
    "call_back": N_("per richiamarla"),
    "duplicate_check": N_("per vedere se è già registrata"),
    "coordination": N_("per il coordinamento"),
    OTHER: N_("altro: scrivilo"),
}


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """One match: as little as tells people apart."""

    found: FoundElsewhere
    name: str
    year: str
    space: str


class LookUpViewModel(ViewModel):
    """``fetched(citizen_id)``: a copy is here, and can be opened."""

    state_changed = Signal()
    field_failed = Signal(str, str)
    fetched = Signal(object)

    def __init__(
        self,
        look_up: LookUpDoor,
        spaces: Callable[[], Mapping[str, str]],
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._look_up = look_up
        self._spaces = spaces
        self._round = 0
        self._reason = self._text = ""
        self._limit = QTimer(self, singleShot=True, interval=LIMIT_MS)
        self._limit.timeout.connect(lambda: self._failed(self._round, NoLineError()))
        self.found: Sequence[Elsewhere] = ()
        self.words = ""
        self.busy = False

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """Why somebody of another space may be looked for."""
        return [(code, _(words)) for code, words in _REASONS.items()]

    def start(self) -> None:
        """Nobody asked yet."""
        self._end("")

    def search(self, text: str, reason: str | None, own_words: str = "") -> None:
        """Ask the centre; what it shows is written down there."""
        if reason is None:
            self.field_failed.emit("reason", _("Scegli un motivo."))
            return
        try:
            own = fitting("reason", " ".join(own_words.split()), LONGEST)
            text = fitting("text", text, LONGEST)
        except InvalidFieldError as error:
            self.field_failed.emit(error.field, error_text(error) or "")
            return
        self._reason, self._text = OTHER_REASON + own if reason == OTHER else reason, text
        self._begin(_("Cerco negli altri spazi…"))
        mine, said = self._round, self._reason
        self._on_line(mine, lambda: self._look_up.search(said, text), self._show)

    def fetch(self, one: Elsewhere) -> None:
        """Bring the sheet here, for a while."""
        self._begin(_("Prendo la scheda…"))
        mine, said = self._round, self._reason
        self._on_line(mine, lambda: self._look_up.fetch(said, one.found.id), self._opened)

    def _on_line(self, mine: int, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._runner.run(
            work, owner=self, done=lambda answer: done(mine, answer),
            failed=lambda error: self._failed(mine, error), lane="network",
        )  # fmt: skip

    def _begin(self, words: str) -> None:
        self._round += 1
        self.busy, self.words = True, words
        self._limit.start()
        self.state_changed.emit()

    def _end(self, words: str, found: Sequence[Elsewhere] = ()) -> None:
        self._round += 1
        self._limit.stop()
        self.busy, self.words, self.found = False, words, found
        self.state_changed.emit()

    def _show(self, mine: int, found: Sequence[FoundElsewhere]) -> None:
        if mine == self._round:
            nobody = _("Nessuno negli altri spazi con questi dati.")
            self._end("" if found else nobody, [self._line(one) for one in found])

    def _line(self, one: FoundElsewhere) -> Elsewhere:
        space = self._spaces().get(one.space_code, one.space_code) or _("spazio riservato")
        return Elsewhere(one, one.shown_name, str(one.birth_year or ""), space)

    def _opened(self, mine: int, citizen_id: CitizenId) -> None:
        if mine == self._round:
            self._end("")
            self.fetched.emit(citizen_id)

    def _failed(self, mine: int, error: Exception) -> None:
        """The list stays: what was found can be tried again."""
        if mine != self._round:
            return
        words = error_text(error)
        if words is None:
            raise error
        if isinstance(error, InvalidFieldError):
            self._end("", self.found)
            self.field_failed.emit(error.field, words)
        elif isinstance(error, NoLineError):
            self._without_line()
        else:
            self._end(words, self.found)

    def _without_line(self) -> None:
        """Words at once; what this computer can tell without showing anything follows."""
        self._end(_no_line(None), self.found)
        mine, text = self._round, self._text
        self._runner.run(
            lambda: self._look_up.perhaps_known(text), owner=self,
            done=lambda known: self._tell_perhaps(mine, known), failed=lambda error: self._failed(mine, error),
        )  # fmt: skip

    def _tell_perhaps(self, mine: int, known: bool | None) -> None:
        if mine == self._round and known is not None:
            self._end(_no_line(known), self.found)


def _no_line(known: bool | None) -> str:
    if known is None:
        return _(
            "Il sistema centrale non risponde: si cerca solo su questo computer. Registra la persona, si unisce dopo."
        )
    if known:
        return _("Il sistema centrale non risponde. Forse un altro spazio conosce questo codice: registra la persona, "
                 "si unisce dopo.")  # fmt: skip
    return _("Il sistema centrale non risponde. Nessun altro spazio conosce questo codice: registra la persona.")
