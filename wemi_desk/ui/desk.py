"""What an opened desk offers to the interface."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.services.arrivals import ArrivalService
from wemi_desk.services.backups import BackupService
from wemi_desk.services.call_backs import CallBackService
from wemi_desk.services.citizens import CitizenService
from wemi_desk.services.contacts import ContactService
from wemi_desk.services.corrections import CorrectionService
from wemi_desk.services.day import DayService
from wemi_desk.services.deeds import UndoService
from wemi_desk.services.drafts import DraftService
from wemi_desk.services.households import HouseholdService
from wemi_desk.services.merging import MergeService
from wemi_desk.services.notices import NoticeService
from wemi_desk.services.paper_ports import Papers, PrivacyNotices
from wemi_desk.services.people_list import PeopleListService
from wemi_desk.services.person_forms import PersonReader
from wemi_desk.services.ports import Store
from wemi_desk.services.printing import PrintService
from wemi_desk.services.queue import QueueService
from wemi_desk.services.session import DeskSession


class DeskServices(Protocol):
    """One operator's open desk; close() ends it."""

    @property
    def session(self) -> DeskSession: ...
    @property
    def store(self) -> Store: ...
    @property
    def lists(self) -> PickLists: ...
    @property
    def colleagues(self) -> Mapping[UUID, str]: ...
    @property
    def arrivals(self) -> ArrivalService: ...
    @property
    def backups(self) -> BackupService: ...
    @property
    def call_backs(self) -> CallBackService: ...
    @property
    def citizens(self) -> CitizenService: ...
    @property
    def contacts(self) -> ContactService: ...
    @property
    def corrections(self) -> CorrectionService: ...
    @property
    def day(self) -> DayService: ...
    @property
    def drafts(self) -> DraftService: ...
    @property
    def households(self) -> HouseholdService: ...
    @property
    def merging(self) -> MergeService: ...
    @property
    def notices(self) -> NoticeService: ...
    @property
    def notice_texts(self) -> PrivacyNotices: ...
    @property
    def papers(self) -> Papers: ...
    @property
    def printing(self) -> PrintService: ...
    @property
    def people_list(self) -> PeopleListService: ...
    @property
    def queue(self) -> QueueService: ...
    @property
    def reader(self) -> PersonReader: ...
    @property
    def undo(self) -> UndoService: ...

    def close(self) -> None: ...

    def close_for_the_day(self) -> None: ...
