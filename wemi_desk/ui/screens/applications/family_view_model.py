"""Which measures fit this family, and what it has asked for already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from wemi_desk.domain.applications import Application
from wemi_desk.domain.citizens import Citizen, CitizenId
from wemi_desk.domain.measures import MeasureVersion
from wemi_desk.domain.money import euro
from wemi_desk.i18n import N_, _
from wemi_desk.services.measures import Fit
from wemi_desk.ui.application_words import application_state
from wemi_desk.ui.background import Runner
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.applications.doors import PaperworkServices
from wemi_desk.ui.screens.applications.missing_lines import MissingSheet, sheet_of
from wemi_desk.ui.view_model import ViewModel
from wemi_desk.ui.widgets.marks import STATE_MARKS, Mark

_VERDICTS = {
    "eligible": (N_("va bene"), Mark("it-check-circle", "ok")),
    "unknown": (N_("manca qualcosa"), Mark("it-help-circle", "warn")),
    "not_eligible": (N_("non va bene"), Mark("it-minus-circle", "text2")),
}
_ORDER = tuple(_VERDICTS)


@dataclass(frozen=True, slots=True)
class FitLine:
    """One measure for one member of the family."""

    fit: Fit
    measure: str
    who: str
    verdict: str
    mark: Mark
    amount: str


@dataclass(frozen=True, slots=True)
class AskedLine:
    """An application of the family."""

    application: Application
    measure: str
    who: str
    state: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Family:
    """Who is at the desk, with everybody counted together; what fits, what was asked."""

    people: Sequence[Citizen] = ()
    fits: Sequence[Fit] = ()
    asked: Sequence[Application] = ()
    titles: Sequence[tuple[str, str]] = ()
    collective: Sequence[MeasureVersion] = ()


class FamilyViewModel(ViewModel):
    """``fits_changed`` and ``asked_changed`` when there is another answer."""

    watches = frozenset({"applications", "households", "citizens", "isee", "measures"})
    changed = Signal()

    def __init__(
        self,
        services: PaperworkServices,
        runner: Runner,
        changes: ChangeBus,
        messages: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(runner, changes, messages, parent)
        self._services = services
        self.citizen_id: CitizenId | None = None
        self.known = Family()
        self.is_read = False

    def show_person(self, citizen_id: CitizenId | None) -> None:
        """Another person, or nobody: nothing of the one before stays."""
        self.citizen_id, self.known, self.is_read = citizen_id, Family(), False
        self.changed.emit()

    def reload(self) -> None:
        """Read again; only once somebody has come to the place."""
        citizen_id = self.citizen_id
        if citizen_id is not None:
            self._ask(lambda: self._read(citizen_id), partial(self._show, citizen_id))

    @property
    def fits(self) -> list[FitLine]:
        """What fits first, then what may, then what does not: by measure, the children of one together."""
        best: dict[tuple[str, int], int] = {}
        for fit in self.known.fits:
            rank = _ORDER.index(fit.result.verdict)
            best[fit.measure.key] = min(rank, best.get(fit.measure.key, rank))
        ordered = sorted(
            self.known.fits,
            key=lambda fit: (best[fit.measure.key], fit.measure.short_title, _ORDER.index(fit.result.verdict)),
        )
        return [self._fit_line(fit) for fit in ordered]

    @property
    def asked(self) -> list[AskedLine]:
        """Newest first."""
        return [self._asked_line(one) for one in self.known.asked]

    def sheet(self, line: FitLine) -> MissingSheet:
        """Why this measure fits this person, or does not."""
        return sheet_of(line.fit.result, self._services.session.clock.now())

    def beneficiaries(self, line: FitLine) -> list[FitLine]:
        """Everybody the measure of *line* was judged for."""
        return [one for one in self.fits if one.fit.measure.key == line.fit.measure.key]

    def has_one(self, line: FitLine) -> bool:
        """Is there an application already that is not closed?"""
        return any(
            one.measure_code == line.fit.measure.code and one.beneficiary_id == line.fit.beneficiary.id
            and (one.is_the_desks or one.is_live or one.state == "queued")
            for one in self.known.asked
        )  # fmt: skip

    def named(self, code: str) -> CitizenId | None:
        """The member of the family with this codice fiscale."""
        return next((one.id for one in self.known.people if one.fiscal_code == code), None)

    def name_of(self, citizen_id: UUID) -> str:
        """A member as the operator calls them."""
        return next((_name(one) for one in self.known.people if one.id == citizen_id), "")

    def title_of(self, code: str) -> str:
        """A measure as people call it."""
        return dict(self.known.titles).get(code, code)

    def _read(self, citizen_id: CitizenId) -> Family:
        used = self._services
        rows = used.households.of_citizen(citizen_id)
        people = [row.card.citizen for row in rows] or [used.citizens.card(citizen_id).citizen]
        measures = used.measures.open_now()
        asked = {one.id: one for person in people for one in used.cases.of(person.id)}
        titles = {one.code: one.short_title for one in measures}
        for one in asked.values():
            if one.measure_code not in titles:
                titles[one.measure_code] = _title(used, one)
        return Family(
            people, used.measures.fitting(citizen_id),
            sorted(asked.values(), key=lambda one: one.created_at, reverse=True), list(titles.items()),
            [one for one in measures if one.is_collective],
        )  # fmt: skip

    def _show(self, citizen_id: CitizenId, known: Family) -> None:
        if citizen_id == self.citizen_id:
            self.known, self.is_read = known, True
            self.changed.emit()

    def _fit_line(self, fit: Fit) -> FitLine:
        words, mark = _VERDICTS[fit.result.verdict]
        amount = euro(fit.result.amount_cents) if fit.result.amount_cents is not None else ""
        return FitLine(fit, fit.measure.short_title, _name(fit.beneficiary), _(words), mark, amount)

    def _asked_line(self, application: Application) -> AskedLine:
        state = application_state(application)
        return AskedLine(
            application, self.title_of(application.measure_code), self.name_of(application.beneficiary_id),
            state.words, STATE_MARKS[state.mark],
        )  # fmt: skip


def _name(citizen: Citizen) -> str:
    """The given name: the family's own surname is in the bar."""
    return citizen.given_name or citizen.surname


def _title(used: PaperworkServices, application: Application) -> str:
    from wemi_desk.domain.errors import RecordMissingError

    try:
        return used.measures.get(application.measure_code, application.measure_version).short_title
    except RecordMissingError:
        return application.measure_code
