"""Everything that the agenda offers to the interface."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.services.agenda.appointments import AppointmentService
from wemi_desk.services.agenda.calendar import AgendaCalendar
from wemi_desk.services.agenda.card import CardPaper, NewestTypes
from wemi_desk.services.agenda.daybook import DayBook
from wemi_desk.services.agenda.free_hours import FreeHours
from wemi_desk.services.agenda.handover import HandoverService
from wemi_desk.services.agenda.openings import OpeningService
from wemi_desk.services.agenda.planning import AgendaPlanning
from wemi_desk.services.calendar_ports import CalendarFiles, Holidays
from wemi_desk.services.paperwork.slips import SlipTexts
from wemi_desk.services.ports import ContactDetails, Store
from wemi_desk.services.session import DeskSession


@dataclass(frozen=True, slots=True)
class AgendaDoors:
    """One of each, of one operator's session."""

    appointments: AppointmentService
    free_hours: FreeHours
    days: DayBook
    planning: AgendaPlanning
    openings: OpeningService
    handover: HandoverService
    calendar: AgendaCalendar
    card: CardPaper


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What the agenda uses of the world, and of digital paperwork when a card is printed."""

    holidays: Holidays
    calendars: CalendarFiles
    details: ContactDetails
    texts: Callable[[], SlipTexts]
    types: Callable[[], NewestTypes]


def agenda_doors(store: Store, session: DeskSession, lists: PickLists, outside: Outside) -> AgendaDoors:
    """Wired on an open store."""
    holidays = outside.holidays
    return AgendaDoors(
        AppointmentService(store, session, lists, holidays), FreeHours(store, session, lists, holidays),
        DayBook(store, session, holidays, outside.details),
        AgendaPlanning(store, session, holidays), OpeningService(store, session, holidays),
        HandoverService(store, session), AgendaCalendar(store, session, lists, holidays, outside.calendars),
        CardPaper(store, session, outside.texts, outside.types),
    )  # fmt: skip
