"""What operators do about digital paperwork: matters, mandates, sittings; two desks often at the same one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from simulation.people import token
from simulation.picks import Picks
from simulation.said import Said, Saved
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.facilitation import AttendanceId, FacilitationAttendance, FacilitationSession, SessionId
from wemi_desk.domain.mandates import Mandate, MandateId
from wemi_desk.domain.paperwork_cases import PaperworkCase, PaperworkCaseId, StepDone

if TYPE_CHECKING:
    from simulation.desk import SimDesk

_TYPES = ("SPID-REC", "FSE", "ISEE")
_BROUGHT = ("Cellulare", "E-mail", "Documento")


class Matters:
    """Part of :class:`simulation.operators.Operators`."""

    _desk: SimDesk

    def matter(self, picks: Picks) -> Saved:
        """A matter begins, of a person or of nobody."""
        desk = self._desk
        case = PaperworkCase(
            id=PaperworkCaseId(desk.ids()), space_code=desk.home, operator_id=desk.author, type_version=1,
            citizen_id=self._somebody(picks) if picks.chance(85) else None, type_code=picks.one(_TYPES),
            opened_at=desk.clock.now(), note=self._word("pratica"),
        )  # fmt: skip
        with desk.store.work() as work:
            work.paperwork.cases.add(case)
            work.commit()
        return [Said("paperwork_case", case.id, {"note": case.note})]

    def matter_edit(self, picks: Picks) -> Saved:
        """Something is brought, done, written or said of the outcome."""
        found = self._desk.ids_of("SELECT id FROM paperwork_case ORDER BY id")
        if not found:
            return ()
        with self._desk.store.work() as work:
            before = work.paperwork.cases.get(picks.one(found))
            after = replace(before, **self._edits(picks, before))
            work.paperwork.cases.replace(after)
            work.commit()
        told = {name: getattr(after, name) for name in ("note", "external_reference")}
        changed = {name: value for name, value in told.items() if getattr(before, name) != value}
        return [Said("paperwork_case", before.id, changed)] if after != before else ()

    def mandate(self, picks: Picks) -> Saved:
        """A paper was seen that lets one person act for another."""
        one, other = self._somebody(picks), self._somebody(picks)
        if one is None or one == other:
            return ()
        desk, court = self._desk, self._word("tribunale")
        paper = Mandate(
            id=MandateId(desk.ids()), citizen_id=one, delegate_id=other, kind="guardian", court=court,
            seen_by=desk.author, seen_at=desk.clock.now(), space_code=desk.home,
        )  # fmt: skip
        with desk.store.work() as work:
            work.paperwork.mandates.add(paper)
            work.commit()
        return [Said("mandate", paper.id, {"court": court})]

    def sitting(self, picks: Picks) -> Saved:
        """A sitting about one matter, and who was there."""
        found = self._desk.ids_of("SELECT id FROM paperwork_case ORDER BY id")
        if not found:
            return ()
        desk, case_id = self._desk, picks.one(found)
        sitting = FacilitationSession(
            id=SessionId(desk.ids()), space_code=desk.home, operator_id=desk.author, starts_at=desk.clock.now(),
            minutes=1 + picks.number(60), competences=("9",), title=self._word("seduta"), local_number=str(desk.ids()),
            case_id=case_id,
        )  # fmt: skip
        with desk.store.work() as work:
            case = work.paperwork.cases.get(case_id)
            attendance = FacilitationAttendance(
                id=AttendanceId(desk.ids()), session_id=sitting.id, citizen_id=case.citizen_id
            )
            work.paperwork.sittings.add(sitting)
            work.paperwork.attendances.add(attendance)
            work.commit()
        return [
            Said("facilitation_session", sitting.id, {"title": sitting.title}),
            Said("facilitation_attendance", attendance.id, {}),
        ]

    def _edits(self, picks: Picks, case: PaperworkCase) -> dict[str, Any]:
        desk = self._desk
        match picks.number(6):
            case 0:
                return {"brought": _toggled(case.brought, picks.one(_BROUGHT))}
            case 1:
                step = StepDone(no=1 + picks.number(3), at=desk.clock.now(), by=desk.author)
                return {"steps_done": (*case.steps_done, step)}
            case 2:
                return {"note": self._word("nota")}
            case 3:
                return {"external_reference": self._word("ric")}
            case 4:
                done = {"outcome": picks.one(("completed", "not_possible")), "reason": self._word("perché")}
                return done | {"closed_at": desk.clock.now(), "closed_by": desk.author}
        day = desk.clock.today() + timedelta(days=1 + picks.number(9))
        return {"outcome": "to_complete", "next_on": day, "closed_at": None, "closed_by": desk.author}

    def _word(self, what: str) -> str:
        return f"{what} {token(self._desk.world.next_token())}"

    def _somebody(self, picks: Picks) -> CitizenId | None:
        people = self._desk.ids_of(
            "SELECT id FROM citizen WHERE merged_into IS NULL AND withdrawn_at IS NULL ORDER BY id"
        )
        return CitizenId(picks.one(people)) if people else None


def _toggled(brought: Sequence[str], one: str) -> tuple[str, ...]:
    return tuple(text for text in brought if text != one) if one in brought else (*brought, one)

