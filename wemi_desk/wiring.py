"""Every service of an opened desk, given what it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from secrets import SystemRandom
from threading import Lock
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Engine

from wemi_desk.documents.notice_texts import ShippedPrivacyNotices
from wemi_desk.documents.papers import TaggedPapers
from wemi_desk.domain.access import OpenedDesk
from wemi_desk.domain.errors import StorageError
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.standing import Standing
from wemi_desk.gateways.contact_details import LibraryContactDetails
from wemi_desk.gateways.grants import head_is_signed, receipt_is_signed
from wemi_desk.gateways.parcels import sealed_to_centre
from wemi_desk.gateways.person_vault import PersonVault
from wemi_desk.gateways.places import TableBirthPlaces
from wemi_desk.gateways.whole_files import write_whole
from wemi_desk.persistence.driver import pooled
from wemi_desk.persistence.migrations import LATEST
from wemi_desk.persistence.rewriting import Rewriting
from wemi_desk.persistence.sync_store import SqlSyncStore
from wemi_desk.persistence.unit_of_work import SqlStore
from wemi_desk.services.access_list import AccessListService
from wemi_desk.services.access_log import enter_lock
from wemi_desk.services.agenda.glance import AgendaGlance
from wemi_desk.services.arrivals import ArrivalService
from wemi_desk.services.backups import BackupService
from wemi_desk.services.call_backs import CallBackService
from wemi_desk.services.citizens import CitizenService
from wemi_desk.services.contacts import ContactService
from wemi_desk.services.corrections import CorrectionService
from wemi_desk.services.day import DayService
from wemi_desk.services.day_ledger import DayLedgerService
from wemi_desk.services.deeds import UndoService
from wemi_desk.services.desk import DeskServices
from wemi_desk.services.drafts import DraftService
from wemi_desk.services.exchange_ports import ConnectionDoor, ExchangeDoor, HandOverDoor, LookUpDoor
from wemi_desk.services.households import HouseholdService
from wemi_desk.services.mending import MendingService
from wemi_desk.services.merging import MergeService
from wemi_desk.services.notices import NoticeService
from wemi_desk.services.outbox import OutboxService
from wemi_desk.services.people_list import PeopleListService
from wemi_desk.services.person_forms import PersonReader
from wemi_desk.services.ports import Clock, Ids
from wemi_desk.services.printing import PrintService
from wemi_desk.services.questions import QuestionService
from wemi_desk.services.queue import QueueService
from wemi_desk.services.session import DeskSession
from wemi_desk.services.special_data import SpecialDataService
from wemi_desk.services.standing import NotedExchange
from wemi_desk.services.standing_alone import AloneExchange, AloneHandOver, AloneLookUp
from wemi_desk.sync.carrying import CarriedWork, Sender
from wemi_desk.sync.engine import SyncEngine
from wemi_desk.sync.exchange_door import StoppableLine, SyncedExchange, clock_of
from wemi_desk.sync.looking_up import CentreLookUp
from wemi_desk.sync.ports import CentreLine, Marker
from wemi_desk.sync.timetable import Timetable
from wemi_desk.sync.trust import CentreTrust

if TYPE_CHECKING:
    from wemi_desk.gateways.release_carriers import Carrier
    from wemi_desk.services.agenda.doors import AgendaDoors
    from wemi_desk.services.attachments import SealedFiles
    from wemi_desk.services.case_services import CaseServices
    from wemi_desk.services.catalogue.doors import CatalogueDoors
    from wemi_desk.services.catalogue_files.doors import CatalogueFileDoors
    from wemi_desk.services.courses.doors import CourseDoors
    from wemi_desk.services.facilita.door import FacilitaServices
    from wemi_desk.services.shared_services.doors import SharedServiceDoors
    from wemi_desk.services.shared_services.ports import PackingSolver
    from wemi_desk.services.updates.service import UpdateService
    from wemi_desk.sync.admission import ProgramHint


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCentre:
    """The central system as this desk's enrolment made it known, and the line to it; *sign* is the device key's."""

    tenant: str
    trust: CentreTrust
    line: CentreLine
    sign: Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreDoors:
    """What a desk with a central system can do that one alone cannot; *finish* waits for an exchange under way.

    *rewriting* takes what the centre had erased out of the store's file too.
    """

    exchange: ExchangeDoor
    hand_over: HandOverDoor
    look_up: LookUpDoor
    finish: Callable[[], None] = lambda: None
    rewriting: Rewriting | None = None
    spool: SealedFiles | None = None
    carrier: Callable[[], Carrier] | None = None
    """Brings newer versions of the program."""
    program: Callable[[], ProgramHint | None] = lambda: None
    """What the centre said last about them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedStore:
    """What stands open when the services are made; *settled* forgets what the closed desk had noted."""

    store: SqlStore
    session: DeskSession
    lists: PickLists
    colleagues: Mapping[UUID, str]
    opened: OpenedDesk
    backups: BackupService
    settled: Callable[[], None]
    keep_time: Callable[[], None]
    connection: ConnectionDoor
    centre: CentreDoors | None = None
    branding: Path | None = None
    updates: Callable[[OutboxService, CentreDoors], UpdateService] | None = None
    """What looks after newer versions; without it they come as packages."""
    updates_itself: bool = False
    is_practice: bool = False
    note: Callable[[Standing], None] = lambda _standing: None


def doors_to(known: KnownCentre, engine: Engine, clock: Clock, ids: Ids, marker: Marker) -> CentreDoors:
    """The desk's side of the sync on its open store. *marker* lies outside that store."""
    store, line, now = SqlSyncStore(pooled(engine), clock_of(clock)), StoppableLine(known.line), clock_of(clock)
    trust = known.trust
    sync = SyncEngine(
        store, line, now, ids, marker, genuine=lambda receipt: receipt_is_signed(trust.centre_key, receipt),
        head_signed=lambda device, head, receipt: head_is_signed(trust.centre_key, device, head, receipt),
    )  # fmt: skip
    exchange = SyncedExchange(sync, line, store, Timetable(SystemRandom().random), clock, Lock())
    sender = Sender(
        tenant=known.tenant, device=store.position().device_id, sign=known.sign,
        seal=lambda *what: sealed_to_centre(trust.box_key, *what), write=write_whole,
    )  # fmt: skip
    return CentreDoors(
        exchange=exchange, hand_over=CarriedWork(store, sender, now), look_up=CentreLookUp(line, store, clock),
        finish=exchange.finish, rewriting=Rewriting(pooled(engine)),
    )


def _alone(desk: OpenedStore) -> CentreDoors:
    return CentreDoors(
        exchange=AloneExchange(desk.store, desk.session.clock), hand_over=AloneHandOver(), look_up=AloneLookUp()
    )


def wired(desk: OpenedStore) -> DeskServices:
    """All services of one session. Blocks: texts are read from the disk."""
    store, session, lists = desk.store, desk.session, desk.lists
    details, texts = LibraryContactDetails(), ShippedPrivacyNotices()
    reader = PersonReader(session, lists, details)
    special = SpecialDataService(store, session, PersonVault(bytes(desk.opened.persons)))
    citizens = CitizenService(store, session, reader, details, texts.current_version(), special)
    papers = TaggedPapers(texts, session.clock.now, desk.branding)
    centre, outbox = desk.centre or _alone(desk), OutboxService(store, session)
    exchange = NotedExchange(centre.exchange, desk.note, LATEST, Lock())
    paperwork = cache(partial(_case_services, desk, centre.spool))
    return DeskServices(
        session=session, store=store, lists=lists, colleagues=desk.colleagues, backups=desk.backups,
        reader=reader, special_data=special, citizens=citizens, notice_texts=texts, papers=papers,
        accesses=AccessListService(store, session),
        agenda=cache(partial(_agenda_doors, desk, paperwork)), agenda_glance=AgendaGlance(store, session),
        arrivals=ArrivalService(citizens, TableBirthPlaces(), session.clock),
        call_backs=CallBackService(store, session, details),
        catalogue=cache(partial(_catalogue_doors, desk)),
        catalogue_files=cache(partial(_catalogue_file_doors, desk)),
        connection=desk.connection, contacts=ContactService(store, session, lists),
        corrections=CorrectionService(store, session, lists),
        courses=cache(partial(_course_doors, desk)), shared=cache(partial(_shared_doors, desk, details)),
        day=DayService(store, session, desk.backups.last_at),
        drafts=DraftService(store, session), ledger=DayLedgerService(store, session),
        exchange=exchange, hand_over=centre.hand_over, look_up=centre.look_up,
        facilita=cache(partial(_facilita_services, desk)),
        paperwork=paperwork,
        mending=MendingService(store, session, details), questions=QuestionService(store, session),
        households=HouseholdService(store, session, reader, special),
        merging=MergeService(store, session),
        notices=NoticeService(store, session, lists, texts),
        outbox=outbox, updates=cache(partial(_update_service, desk, outbox, centre)),
        updates_due=lambda: desk.updates_itself or _offers_something(centre.program()),
        people_list=PeopleListService(store, session),
        printing=PrintService(store, session, lists, papers, texts),
        queue=QueueService(store, session, lists),
        undo=UndoService(store, session),
        settle=desk.settled, keep_time=desk.keep_time,
        rewrite_store=centre.rewriting.rewrite_if_due if centre.rewriting else lambda: False,
        close=lambda: _close(desk, exchange), close_for_the_day=lambda: _close_for_the_day(desk, exchange),
    )  # fmt: skip


def _agenda_doors(desk: OpenedStore, paperwork: Callable[[], CaseServices]) -> AgendaDoors:
    from wemi_desk.documents.slip_texts import ShippedSlipTexts
    from wemi_desk.gateways.calendars import ICalendarFiles
    from wemi_desk.gateways.holidays import MilanHolidays
    from wemi_desk.services.agenda.doors import Outside, agenda_doors

    outside = Outside(
        holidays=MilanHolidays(), calendars=ICalendarFiles(), details=LibraryContactDetails(), texts=ShippedSlipTexts,
        types=lambda: paperwork().digital.types,
    )  # fmt: skip
    return agenda_doors(desk.store, desk.session, desk.lists, outside)


def _catalogue_doors(desk: OpenedStore) -> CatalogueDoors:
    from wemi_desk.gateways.reference_lists import load_catalogue_labels
    from wemi_desk.services.catalogue.doors import catalogue_doors

    return catalogue_doors(desk.store, desk.session, desk.lists, load_catalogue_labels())


def _catalogue_file_doors(desk: OpenedStore) -> CatalogueFileDoors:
    from wemi_desk.documents.spreadsheet import SpreadsheetFiles
    from wemi_desk.gateways.reference_lists import load_catalogue_lists
    from wemi_desk.services.catalogue_files.doors import catalogue_file_doors

    return catalogue_file_doors(
        desk.store, desk.session, SpreadsheetFiles(), load_catalogue_lists(), has_centre=desk.centre is not None
    )


def _course_doors(desk: OpenedStore) -> CourseDoors:
    from wemi_desk.gateways.calendars import ICalendarFiles
    from wemi_desk.gateways.holidays import MilanHolidays
    from wemi_desk.services.courses.doors import course_doors

    return course_doors(desk.store, desk.session, desk.lists, desk.colleagues, ICalendarFiles(), MilanHolidays().name)


def _shared_doors(desk: OpenedStore, details: LibraryContactDetails) -> SharedServiceDoors:
    from wemi_desk.gateways.reference_lists import load_districts
    from wemi_desk.services.shared_services.doors import shared_service_doors

    def shown(phone: str) -> str:
        return details.shown_phone(phone) or phone

    return shared_service_doors(desk.store, desk.session, _solver, shown, load_districts())


def _solver() -> PackingSolver:
    from wemi_desk.gateways.highs_solver import HighsSolver

    return HighsSolver()


def _case_services(desk: OpenedStore, spool: SealedFiles | None) -> CaseServices:
    """What Pratiche and Misure need, libraries included: 3 MB that a morning at the counter may do without."""
    from wemi_desk.documents.slip_texts import ShippedSlipTexts
    from wemi_desk.gateways.measure_files import LocalMeasureFiles
    from wemi_desk.gateways.reference_lists import load_paperwork_catalogue
    from wemi_desk.gateways.scans import remade
    from wemi_desk.gateways.shipped_measures import shipped_measures
    from wemi_desk.services.application_papers import ApplicationPapers, PaperDoors
    from wemi_desk.services.attachments import AttachmentService
    from wemi_desk.services.case_services import CaseServices
    from wemi_desk.services.cases import CaseService
    from wemi_desk.services.follow_ups import FollowUpService
    from wemi_desk.services.isee import IseeService
    from wemi_desk.services.measure_drafts import MeasureDraftService
    from wemi_desk.services.measures import MeasureService
    from wemi_desk.services.paperwork.doors import paperwork_doors
    from wemi_desk.services.paperwork.slips import PaperworkSlips
    from wemi_desk.services.paperwork.type_drafts import PaperworkTypeDrafts
    from wemi_desk.services.vouchers import VoucherService

    store, session = desk.store, desk.session
    measures = MeasureService(store, session, partial(shipped_measures, with_examples=desk.is_practice))
    doors = PaperDoors(
        CaseService(store, session, measures), VoucherService(store, session),
        FollowUpService(store, session, measures), measures,
    )  # fmt: skip
    digital = paperwork_doors(store, session, load_paperwork_catalogue, measures, desk.lists)
    texts = ShippedSlipTexts()
    return CaseServices(
        application_papers=ApplicationPapers(store, session, desk.lists, doors), cases=doors.cases,
        attachments=AttachmentService(store, session, measures, remade, spool), follow_ups=doors.follow_ups,
        isee=IseeService(store, session), measure_drafts=MeasureDraftService(store, session, measures),
        measure_files=LocalMeasureFiles(), measures=measures, vouchers=doors.vouchers,
        digital=digital, slips=PaperworkSlips(store, session, desk.lists, digital.types, texts),
        type_drafts=PaperworkTypeDrafts(store, session, digital.types, texts),
    )  # fmt: skip


def _facilita_services(desk: OpenedStore) -> FacilitaServices:
    """What the place Facilita and its command need."""
    from secrets import token_bytes

    from wemi_desk.documents.facilita_files import LocalFacilitaFiles
    from wemi_desk.gateways.reference_lists import load_facilita_contract
    from wemi_desk.services.facilita.answers import FacilitaAnswerService
    from wemi_desk.services.facilita.door import FacilitaServices
    from wemi_desk.services.facilita.export import ExportService
    from wemi_desk.services.facilita.indicators import FacilitaIndicatorService
    from wemi_desk.services.facilita.ledger import FacilitaLedgerService
    from wemi_desk.services.facilita.register import FacilitaRegisterService

    store, session, files, contract = desk.store, desk.session, LocalFacilitaFiles(), cache(load_facilita_contract)
    return FacilitaServices(
        exports=ExportService(store, session, desk.lists, contract, files, lambda: token_bytes(32)),
        ledger=FacilitaLedgerService(store, session, contract, files),
        register=FacilitaRegisterService(store, session, desk.colleagues),
        indicators=FacilitaIndicatorService(store, session),
        answers=FacilitaAnswerService(store, session, desk.lists),
    )  # fmt: skip


def _update_service(desk: OpenedStore, outbox: OutboxService, centre: CentreDoors) -> UpdateService:
    if desk.updates is not None:
        return desk.updates(outbox, centre)
    from wemi_desk.services.updates.service import without_updates

    return without_updates(outbox, desk.session.clock)


def _offers_something(said: ProgramHint | None) -> bool:
    return said is not None and bool(said.offers)


def _close(desk: OpenedStore, exchange: NotedExchange) -> None:
    """Close the store, drop the keys; an exchange or a backup that is under way is waited for.

    An hour's work is copied first: a program that is closed later, while the desk is locked, has no key to do it.
    """
    if desk.centre is not None:
        desk.centre.finish()
        if desk.centre.rewriting is not None:
            with suppress(StorageError):  # still due when the desk opens again
                desk.centre.rewriting.finish()
    with suppress(StorageError):  # logged; the day summary shows when the last one was made
        desk.backups.back_up_if_due()
    desk.backups.finish()
    with suppress(StorageError):  # a full disk does not keep a desk open
        enter_lock(desk.store)
    exchange.end()
    desk.store.close()
    desk.opened.close()


def _close_for_the_day(desk: OpenedStore, exchange: NotedExchange) -> None:
    """The program ends: a last backup, if there is anywhere to put it, then close."""
    with suppress(StorageError):  # logged; the day summary shows when the last one was made
        desk.backups.back_up()
    _close(desk, exchange)
