"""Digital paperwork in memory: the services are the program's own, the records are in a dict."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

from tests.counter_store import GIULIA, LISTS, MARCO, MORNING, FakeRecords, FakeStore, FakeWork, session
from tests.place_screens import person
from tests.runners import ImmediateRunner
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.facilitation import FacilitationAttendance, FacilitationSession
from wemi_desk.domain.mandates import Mandate
from wemi_desk.domain.paperwork_cases import PaperworkCase, PaperworkCaseId, StepDone
from wemi_desk.gateways.reference_lists import load_paperwork_catalogue
from wemi_desk.services.measures import MeasureService
from wemi_desk.services.paperwork.doors import paperwork_doors
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.paperwork.doors import MatterServices
from wemi_desk.ui.screens.paperwork.view_model import MattersViewModel

SPID, INPS, SCHOOL, RESIDENCE = "SPID-REC", "INPS-DEL", "SCU-ISC", "ANPR-RES"
PHONE, EMAIL = "Cellulare registrato", "E-mail registrata"
ROSA = person(41, "Canarini", "Rosa", birth_date=MORNING.date().replace(year=1958), language="ar")
BOY = person(42, "Canarini", "Ivo", birth_date=MORNING.date().replace(year=2010))
STARTED, LONG_AGO = UUID(int=7001), UUID(int=7002)


class _Cases(FakeRecords):
    def of(self, citizen_id):
        mine = [one for one in self.rows.values() if one.citizen_id == citizen_id]
        return sorted(mine, key=lambda one: one.opened_at, reverse=True)

    def open_at(self, space_code):
        return [one for one in self.rows.values() if one.is_open and one.space_code == space_code]


class _Mandates(FakeRecords):
    def of(self, citizen_id):
        return [one for one in self.rows.values() if one.citizen_id == citizen_id]


class _Sittings(FakeRecords):
    def of_case(self, case_id):
        about = [one for one in self.rows.values() if case_id == one.case_id or case_id in one.other_case_ids]
        return sorted(about, key=lambda one: one.starts_at)

    def attended(self, session_ids):
        there = self.store.tables.get(FacilitationAttendance, {}).values()
        return {one: [each for each in there if each.session_id == one] for one in session_ids}

    def next_number(self, year):
        return f"{year}A{len(self.rows) + 1}"


def paperwork_records(store) -> SimpleNamespace:
    """See services.paperwork.ports: nothing was published to this desk."""
    return SimpleNamespace(
        cases=_Cases(store, PaperworkCase), mandates=_Mandates(store, Mandate),
        sittings=_Sittings(store, FacilitationSession), attendances=FakeRecords(store, FacilitationAttendance),
        stamps=dict, content=dict, habits=dict)


class _Work(FakeWork):
    """With the records of digital paperwork; no two desks ever said different things here."""

    def __init__(self, store):
        super().__init__(store)
        self.paperwork = paperwork_records(store)
        self.questions = SimpleNamespace(about=lambda _id: store.asked)


class MatterStore(FakeStore):
    """See services.ports.Store."""

    asked = ()

    @contextmanager
    def work(self):
        yield _Work(self)

    reading = work


def desk_of_matters(*known, people=(ROSA, BOY), runner=None, shipped=load_paperwork_catalogue) -> SimpleNamespace:
    """A desk in memory with these people and these matters."""
    store = MatterStore()
    store.tables[Citizen] = {one.id: one for one in people}
    store.tables[PaperworkCase] = {one.id: one for one in known}
    at = SimpleNamespace(
        store=store, session=session(store), changes=ChangeBus(), notices=Notices(), said=[],
        runner=runner or ImmediateRunner())
    at.notices.posted.connect(at.said.append)
    measures = MeasureService(store, at.session, tuple)
    at.doors = paperwork_doors(store, at.session, shipped, measures, LISTS)
    return at


def matters(*known, citizen=ROSA.id, **more) -> MattersViewModel:
    """With somebody at the desk; None for a person without a name."""
    at = desk_of_matters(*known, **more)
    colleagues = {GIULIA: "Giulia R.", MARCO: "Marco T."}
    services = MatterServices(at.doors, at.session, LISTS, colleagues)
    model = MattersViewModel(services, at.runner, at.changes, at.notices)
    model.at, model.clock = at, at.store.clock
    model.show_visit(citizen, is_here=True)
    return model


def begun(number=1, **more) -> PaperworkCase:
    """A recovery of SPID that began five days ago, with one step done and no e-mail yet."""
    opened = MORNING - timedelta(days=5)
    base = PaperworkCase(
        id=PaperworkCaseId(UUID(int=7000 + number)), space_code="CAP", operator_id=MARCO, citizen_id=ROSA.id,
        type_code=SPID, type_version=1, type_title="Recuperare o rinnovare SPID", opened_at=opened, brought=(PHONE,),
        steps_done=(StepDone(no=1, at=opened + timedelta(minutes=4), by=MARCO),), outcome="to_complete",
        next_on=MORNING.date() + timedelta(days=1), next_text=EMAIL, autonomy_before=2)
    return replace(base, **more)


def cases_of(model) -> list[PaperworkCase]:
    return list(model.at.store.tables[PaperworkCase].values())


def sittings_of(model) -> list[FacilitationSession]:
    return list(model.at.store.tables.get(FacilitationSession, {}).values())


def attendances_of(model) -> list[FacilitationAttendance]:
    return list(model.at.store.tables.get(FacilitationAttendance, {}).values())
