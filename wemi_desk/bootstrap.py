"""The composition root: the one place that knows every concrete class."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from wemi_desk.config import Profile
from wemi_desk.domain.access import Enrolment, NewOperator, OpenedDesk
from wemi_desk.domain.errors import RecordMissingError
from wemi_desk.domain.operators import Operator
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.spaces import Space
from wemi_desk.gateways.clock import SystemClock, TimeOrderedIds
from wemi_desk.gateways.reference_lists import load_permissions, load_pick_lists
from wemi_desk.resources import resource_path
from wemi_desk.services.access import AccessService
from wemi_desk.services.session import DeskSession

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from wemi_desk.persistence.unit_of_work import SqlStore
    from wemi_desk.services.arrivals import ArrivalService
    from wemi_desk.services.call_backs import CallBackService
    from wemi_desk.services.citizens import CitizenService
    from wemi_desk.services.contacts import ContactService
    from wemi_desk.services.day import DayService
    from wemi_desk.services.deeds import UndoService
    from wemi_desk.services.drafts import DraftService
    from wemi_desk.services.households import HouseholdService
    from wemi_desk.services.merging import MergeService
    from wemi_desk.services.notices import NoticeService
    from wemi_desk.services.person_forms import PersonReader
    from wemi_desk.services.queue import QueueService


@dataclass(frozen=True)
class Desk:
    """An opened desk: the session and what the interface may call. Services are made when first asked for."""

    session: DeskSession
    store: SqlStore
    lists: PickLists
    colleagues: dict[UUID, str]
    opened: OpenedDesk

    @cached_property
    def contacts(self) -> ContactService:
        from wemi_desk.services.contacts import ContactService

        return ContactService(self.store, self.session, self.lists)

    @cached_property
    def reader(self) -> PersonReader:
        from wemi_desk.services.person_forms import PersonReader

        return PersonReader(self.session, self.lists, _details())

    @cached_property
    def citizens(self) -> CitizenService:
        from wemi_desk.services.citizens import CitizenService

        version = self.papers_texts.current_version()
        return CitizenService(self.store, self.session, self.reader, _details(), version)

    @cached_property
    def merging(self) -> MergeService:
        from wemi_desk.services.merging import MergeService

        return MergeService(self.store, self.session)

    @cached_property
    def households(self) -> HouseholdService:
        from wemi_desk.services.households import HouseholdService

        return HouseholdService(self.store, self.session, self.reader)

    @cached_property
    def arrivals(self) -> ArrivalService:
        from wemi_desk.gateways.places import TableBirthPlaces
        from wemi_desk.services.arrivals import ArrivalService

        return ArrivalService(self.citizens, TableBirthPlaces(), self.session.clock)

    @cached_property
    def drafts(self) -> DraftService:
        from wemi_desk.services.drafts import DraftService

        return DraftService(self.store, self.session)

    @cached_property
    def queue(self) -> QueueService:
        from wemi_desk.services.queue import QueueService

        return QueueService(self.store, self.session, self.lists)

    @cached_property
    def call_backs(self) -> CallBackService:
        from wemi_desk.services.call_backs import CallBackService

        return CallBackService(self.store, self.session, _details())

    @cached_property
    def notices(self) -> NoticeService:
        from wemi_desk.services.notices import NoticeService

        return NoticeService(self.store, self.session, self.lists, self.papers_texts)

    @cached_property
    def day(self) -> DayService:
        from wemi_desk.services.day import DayService

        return DayService(self.store, self.session)

    @cached_property
    def undo(self) -> UndoService:
        from wemi_desk.services.deeds import UndoService

        return UndoService(self.store, self.session)

    @cached_property
    def papers_texts(self):  # type: ignore[no-untyped-def]
        from wemi_desk.documents.notice_texts import ShippedPrivacyNotices

        return ShippedPrivacyNotices()

    def close(self) -> None:
        """Close the store, drop the keys."""
        self.store.close()
        self.opened.close()
