"""The sheets of a shared service, put together for the printer: what a family may know of the others, and no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.money import euro
from wemi_desk.domain.papers import Paper
from wemi_desk.domain.shared_costs import month_cents
from wemi_desk.domain.shared_matching import nearness, traits
from wemi_desk.domain.shared_services import ACTIVE, ParticipantId, SharedRequest, SharedServiceId
from wemi_desk.domain.shared_sheets import SharedGroupSheet, SharedProposalSheet
from wemi_desk.domain.slips import PaperSpace
from wemi_desk.i18n import _
from wemi_desk.services.paper_contents import paper_space
from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession
from wemi_desk.services.shared_services.groups import SharedGroupService
from wemi_desk.services.shared_services.reading import Group, Member
from wemi_desk.services.shared_services.words import (
    asked_words,
    hours_words,
    month_words,
    other_family,
    slots_words,
    split_words,
)


class SharedPapers:
    """To give to a family when it is asked, and when the group is active. Blocks: use a lane."""

    def __init__(
        self, store: Store, session: DeskSession, groups: SharedGroupService, shown_phone: Callable[[str], str]
    ) -> None:
        self._store = store
        self._session = session
        self._groups = groups
        self._shown_phone = shown_phone

    def proposal(self, service_id: SharedServiceId, one: ParticipantId) -> Paper:
        """The sheet of one family: what it would pay, and the others without a name."""
        self._session.require("serve")
        group = self._groups.get(service_id)
        mine = _member(group, one)
        sheet = proposal_sheet(group, mine, self._session.clock.today(), paper_space(self._session.space))
        return Paper(sheet, one, mine.participant.citizen_id)

    def split(self, service_id: SharedServiceId, one: ParticipantId | None = None) -> Paper:
        """The active group with what each pays: for the desk, or for one of its families."""
        self._session.require("serve")
        group = self._groups.get(service_id)
        if group.service.status != ACTIVE:
            raise InvalidFieldError("group", "not_active")
        with self._store.reading() as work:
            people: dict[UUID, Citizen] = {
                other.id: other for other in work.citizens.by_ids([one.participant.citizen_id for one in group.present])
            }
        rows = tuple(
            self._row(member, number, people, one)
            for number, member in enumerate((each for each in group.present if each.cents is not None), start=1)
        )
        service = group.service
        sheet = SharedGroupSheet(
            space=paper_space(self._session.space), title=service.title, when=slots_words(service.slots),
            professional=service.professional_text, from_on=group.split.from_on,
            how_split=split_words(service.split_by), rows=rows, total=euro(group.split.total_cents),
            for_family=one is not None,
        )  # fmt: skip
        citizen_id = _member(group, one).participant.citizen_id if one is not None else None
        return Paper(sheet, one or service_id, citizen_id)

    def _row(
        self, member: Member, number: int, people: dict[UUID, Citizen], reader: ParticipantId | None
    ) -> tuple[str, str, str, str]:
        """A name and a telephone only of who said that the others may have them."""
        citizen, place = people.get(member.participant.citizen_id), member.participant
        who, contact = _("famiglia {n}").format(n=number), ""
        if place.id == reader:
            who = _("la Sua famiglia")
        elif citizen is not None and not citizen.is_protected and (place.shows_contact or reader is None):
            who = member.who
            contact = self._shown_phone(citizen.phone or "") if place.shows_contact else ""
        return who, contact, hours_words(place.minutes), euro(member.cents or 0)


def proposal_sheet(group: Group, mine: Member, day: date, space: PaperSpace) -> SharedProposalSheet:
    """Nothing of the others but what :func:`words.other_family` says."""
    service, request = group.service, mine.request
    if request is None or mine.cents is None:
        raise InvalidFieldError("group", "changed")
    alone = month_cents(request.minutes_wanted, service.hourly_cents)
    return SharedProposalSheet(
        space=space, what=asked_words(request), when=slots_words(service.slots),
        hours=hours_words(mine.participant.minutes), period=_period(service.starts_on, service.ends_on),
        others=tuple(_others(group, mine, request, day)), share=month_words(mine.cents),
        alone=month_words(alone) if alone > mine.cents else "", total=month_words(group.split.total_cents),
        how_split=split_words(service.split_by),
    )  # fmt: skip


def _others(group: Group, mine: Member, request: SharedRequest, day: date) -> list[str]:
    told = []
    for other in group.present:
        if other.participant.id != mine.participant.id and other.request is not None:
            near = nearness(traits(request, day), traits(other.request, day))
            told.append(other_family(request, other.request, near, day))
    return sorted(told)


def _member(group: Group, one: ParticipantId) -> Member:
    found = next((member for member in group.members if member.participant.id == one), None)
    if found is None:
        raise InvalidFieldError("participant", "moved_on")
    return found


def _period(begin: date, end: date | None) -> str:
    if end is None:
        return _("dal {begin}").format(begin=f"{begin:%d/%m/%Y}")
    return _("dal {begin} al {end}").format(begin=f"{begin:%d/%m/%Y}", end=f"{end:%d/%m/%Y}")
