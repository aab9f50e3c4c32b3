"""What an opened desk offers to the interface: every service of one operator's session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.services.access_list import AccessListService
from wemi_desk.services.agenda.glance import AgendaGlance
from wemi_desk.services.arrivals import ArrivalService
from wemi_desk.services.backups import BackupService
from wemi_desk.services.call_backs import CallBackService
from wemi_desk.services.citizens import CitizenService
from wemi_desk.services.contacts import ContactService
from wemi_desk.services.corrections import CorrectionService
from wemi_desk.services.day import DayService
from wemi_desk.services.deeds import UndoService
from wemi_desk.services.drafts import DraftService
from wemi_desk.services.exchange_ports import (
    ConnectionDoor,
    ExchangeDoor,
    HandOverDoor,
    LedgerDoor,
    LookUpDoor,
    MendingDoor,
    QuestionsDoor,
)
from wemi_desk.services.households import HouseholdService
from wemi_desk.services.merging import MergeService
from wemi_desk.services.notices import NoticeService
from wemi_desk.services.outbox import OutboxService
from wemi_desk.services.paper_ports import Papers, PrivacyNotices
from wemi_desk.services.people_list import PeopleListService
from wemi_desk.services.person_forms import PersonReader
from wemi_desk.services.ports import Store
from wemi_desk.services.printing import PrintService
from wemi_desk.services.queue import QueueService
from wemi_desk.services.session import DeskSession
from wemi_desk.services.special_data import SpecialDataService

if TYPE_CHECKING:
    from wemi_desk.services.agenda.doors import AgendaDoors
    from wemi_desk.services.case_services import CaseServices
    from wemi_desk.services.catalogue.doors import CatalogueDoors
    from wemi_desk.services.catalogue_files.doors import CatalogueFileDoors
    from wemi_desk.services.courses.doors import CourseDoors
    from wemi_desk.services.facilita.door import FacilitaServices
    from wemi_desk.services.shared_services.doors import SharedServiceDoors
    from wemi_desk.services.updates.service import UpdateService


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskServices:
    """Made whole in the background. *settle* follows the opening, *keep_time* each minute; *close* and
    *close_for_the_day* end it. *rewrite_store*, when nobody works: what was erased leaves the file as well.

    All five block, and so do *agenda*, *catalogue*, *paperwork*, *facilita*, *courses* and *updates* when they are
    asked first: run them in a lane.
    """

    session: DeskSession
    store: Store
    lists: PickLists
    colleagues: Mapping[UUID, str]
    accesses: AccessListService
    agenda: Callable[[], AgendaDoors]
    agenda_glance: AgendaGlance
    arrivals: ArrivalService
    backups: BackupService
    call_backs: CallBackService
    catalogue: Callable[[], CatalogueDoors]
    catalogue_files: Callable[[], CatalogueFileDoors]
    citizens: CitizenService
    connection: ConnectionDoor
    contacts: ContactService
    corrections: CorrectionService
    courses: Callable[[], CourseDoors]
    shared: Callable[[], SharedServiceDoors]
    day: DayService
    drafts: DraftService
    exchange: ExchangeDoor
    facilita: Callable[[], FacilitaServices]
    hand_over: HandOverDoor
    households: HouseholdService
    ledger: LedgerDoor
    look_up: LookUpDoor
    mending: MendingDoor
    merging: MergeService
    notices: NoticeService
    notice_texts: PrivacyNotices
    outbox: OutboxService
    papers: Papers
    paperwork: Callable[[], CaseServices]
    people_list: PeopleListService
    printing: PrintService
    questions: QuestionsDoor
    queue: QueueService
    reader: PersonReader
    special_data: SpecialDataService
    undo: UndoService
    updates: Callable[[], UpdateService]
    updates_due: Callable[[], bool]
    """Is there anything for *updates* to do? It does not block."""
    settle: Callable[[], None]
    keep_time: Callable[[], None]
    rewrite_store: Callable[[], bool]
    close: Callable[[], None]
    close_for_the_day: Callable[[], None]
