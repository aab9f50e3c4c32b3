"""The card that a person takes home: date, hour, address, and what to bring."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol
from uuid import UUID

from wemi_desk.domain.appointment_cards import AppointmentCard
from wemi_desk.domain.appointments import Appointment
from wemi_desk.domain.days import rome_time
from wemi_desk.domain.papers import Paper
from wemi_desk.domain.paperwork import PaperworkType
from wemi_desk.domain.paperwork_slips import SlipHead
from wemi_desk.domain.slip_codes import slip_code
from wemi_desk.domain.slip_texts import ITALIAN, SlipVoice
from wemi_desk.domain.spaces import Space
from wemi_desk.services.agenda.reading import space_of
from wemi_desk.services.paper_contents import paper_space
from wemi_desk.services.paperwork.slips import SlipTexts
from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession

CITY_PHONE = "020202"


class NewestTypes(Protocol):
    """Kinds of paperwork as they are offered now."""

    def find(self, code: str) -> PaperworkType | None: ...


class CardPaper:
    """Blocks: use a lane. Texts and types are loaded with the first card."""

    def __init__(
        self, store: Store, session: DeskSession, texts: Callable[[], SlipTexts], types: Callable[[], NewestTypes]
    ) -> None:
        self._store = store
        self._session = session
        self._texts = texts
        self._types = types

    def of(self, appointment_id: UUID, language: str = "") -> Paper:
        """In *language* or else the person's; in Italian where there are no texts. Raises RecordMissingError."""
        self._session.require("serve")
        with self._store.reading() as work:
            one = work.appointments.get(appointment_id)
            person = work.citizens.find(one.citizen_id) if one.citizen_id else None
            space = space_of(work, self._session, one.space_code)
        wanted = language or (person.language if person else "") or one.language or ITALIAN
        texts = self._texts()
        italian, own = texts.find(ITALIAN), texts.find(wanted)
        assert italian is not None, "Italian ships with the program"
        kind = self._types().find(one.type_code) if one.type_code else None
        voice = SlipVoice(italian, own or italian)
        is_protected = person is not None and person.is_protected
        card = appointment_card(one, space, voice, kind, is_protected=is_protected, instead_of="" if own else wanted)
        return Paper(card, one.id, one.citizen_id)


def appointment_card(
    one: Appointment, space: Space, voice: SlipVoice, kind: PaperworkType | None, *, is_protected: bool = False,
    instead_of: str = "",
) -> AppointmentCard:  # fmt: skip
    """Put together from what was recorded. It may lie on a kitchen table: what the appointment is for is not on it, and
    of whoever must not be found it says no place."""
    labels = {key: voice.phrase(key) for key in voice.italian.phrases}
    at = rome_time(one.starts_at)
    head = SlipHead(
        space=paper_space(space, is_protected=is_protected), code=slip_code(one.id, one.created_at),
        language=voice.own.code, right_to_left=voice.own.right_to_left,
        title=voice.phrase("appointment"),
        labels=labels | {"paper": voice.phrase("appointment")}, recorded_at=one.created_at, instead_of=instead_of,
    )  # fmt: skip
    return AppointmentCard(
        head=head, on=at.date(), at=at.time().replace(tzinfo=None), minutes=one.minutes,
        bring=tuple(voice.text(thing) for thing in kind.bring) if kind else (), phone=CITY_PHONE,
    )  # fmt: skip
