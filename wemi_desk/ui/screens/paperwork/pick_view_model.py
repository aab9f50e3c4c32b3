"""Which matter: those of the person at the desk, and every kind that can begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.paperwork import PaperworkType
from wemi_desk.domain.paperwork_cases import PaperworkCase
from wemi_desk.ui.background import LatestOnly, Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.paperwork.doors import MatterServices
from wemi_desk.ui.screens.paperwork.matter_reading import matters_of
from wemi_desk.ui.screens.paperwork.words import Standing, standing
from wemi_desk.ui.view_model import ViewModel

COMMONEST = ("SPID-NEW", "SPID-REC", "FSE", "FSE-MED", "CUP", "ISEE", "IO", "PAGOPA", "CIE-APP")
"""They keep their digit whatever else is offered: hands learn digits, not lists that move."""
DIGITS = 9


@dataclass(frozen=True, slots=True)
class KindLine:
    """A kind of paperwork, with the digit that opens it, if it has one."""

    digit: str
    title: str
    kind: PaperworkType


@dataclass(frozen=True, slots=True)
class MatterLine:
    """A matter of the person at the desk."""

    title: str
    standing: Standing
    case: PaperworkCase


@dataclass(frozen=True, slots=True)
class _Read:
    offered: Sequence[PaperworkType]
    matters: Sequence[tuple[PaperworkCase, PaperworkType]]


class PickViewModel(ViewModel):
    """``changed``: other lines; ``begin_wanted(code, again)``, ``resume_wanted(case id)``.

    ``twice(MatterLine)``: the person has one of that kind open already: go on with it, or begin another all the same.
    """

    watches = frozenset({"paperwork", "paperwork_types"})
    changed = Signal()
    begin_wanted = Signal(str, bool)
    resume_wanted = Signal(object)
    twice = Signal(object)

    def __init__(
        self,
        services: MatterServices,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._services = services
        self._search = LatestOnly[Sequence[PaperworkType]](runner, self)
        self._offered: Sequence[PaperworkType] = ()
        self._found: Sequence[PaperworkType] | None = None
        self.citizen_id: CitizenId | None = None
        self.is_read = False
        self.matters: tuple[MatterLine, ...] = ()
        self.text = ""
        self._wanted = ""

    @property
    def kinds(self) -> tuple[KindLine, ...]:
        """What is listed: the commonest by their digits and then the rest, or what was looked for."""
        listed = _in_order(self._offered) if self._found is None else self._found
        return tuple(
            KindLine(str(place) if place <= DIGITS else "", one.title, one) for place, one in enumerate(listed, start=1)
        )

    def show_person(self, citizen_id: CitizenId | None) -> None:
        """Whose matters; None for somebody without a name."""
        self.citizen_id, self.matters, self.is_read = citizen_id, (), False
        self.look_for("")
        self.reload()

    def reload(self) -> None:
        """The kinds and the matters, as they are now."""
        citizen_id, services = self.citizen_id, self._services

        def read() -> _Read:
            return _Read(services.types.offered(), matters_of(services, citizen_id))

        self._ask(read, lambda found: self._show(found) if citizen_id == self.citizen_id else None)

    def look_for(self, text: str) -> None:
        """What somebody says they need: «spid password persa»."""
        self.text = text
        wanted = text.strip()
        if not wanted:
            self._search.forget()
            self._found = None
            self.changed.emit()
            return
        types = self._services.types
        self._search.run(lambda: types.search(wanted), done=self._list, failed=self._fail)

    def begin(self, line: KindLine | None, *, again: bool = False) -> None:
        """A matter of this kind. One that the person has open already is offered first; *again* begins another."""
        if line is None:
            return
        known = None if again else self._open_one(line.kind.code)
        if known is not None:
            self.twice.emit(known)
        else:
            self.begin_wanted.emit(line.kind.code, again)

    def begin_code(self, code: str) -> None:
        """As :meth:`begin`, from the box: as soon as the person's own matters are known."""
        if not self.is_read:
            self._wanted = code
            return
        known = self._open_one(code)
        if known is not None:
            self.twice.emit(known)
        else:
            self.begin_wanted.emit(code, False)

    def resume(self, line: MatterLine | None) -> None:
        """Exactly where it stood."""
        if line is not None:
            self.resume_wanted.emit(line.case.id)

    def forget(self) -> None:
        """Nobody is at the desk."""
        self.citizen_id, self.matters, self._wanted = None, (), ""
        self.look_for("")

    def _open_one(self, code: str) -> MatterLine | None:
        return next((one for one in self.matters if one.case.is_open and one.case.type_code == code), None)

    def _list(self, found: Sequence[PaperworkType]) -> None:
        self._found = found
        self.changed.emit()

    def _show(self, read: _Read) -> None:
        today = self._services.session.clock.today()
        self._offered, self.is_read = read.offered, True
        lines = [MatterLine(kind.title, standing(one, kind, today), one) for one, kind in read.matters]
        self.matters = tuple(sorted(lines, key=lambda one: not one.case.is_open))
        self.changed.emit()
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self.begin_code(wanted)


def _in_order(offered: Sequence[PaperworkType]) -> list[PaperworkType]:
    rank = {code: place for place, code in enumerate(COMMONEST)}
    return sorted(offered, key=lambda one: rank.get(one.code, len(rank)))
