"""The papers of a pratica: the slip in the citizen's language, what is missing, the delega to sign."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.papers import Paper
from wemi_desk.domain.paperwork import PaperworkType
from wemi_desk.domain.paperwork_slips import BringList, MandateForm, PaperworkSlip
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.slip_texts import ITALIAN, SlipLanguage, SlipVoice, Wording
from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession

if TYPE_CHECKING:
    from wemi_desk.services.paperwork.slip_contents import Matter


class SlipTexts(Protocol):
    """The texts that ship with the desk."""

    def languages(self) -> tuple[str, ...]:
        """The languages in which there are texts, Italian first."""
        ...

    def find(self, language: str) -> SlipLanguage | None: ...


class TypeSource(Protocol):
    """Where a version of a type is found."""

    def find(self, code: str, version: int) -> PaperworkType | None: ...


class PaperworkSlips:
    """One method for each paper; every call blocks: use a lane. Words are loaded with the first paper."""

    def __init__(
        self, store: Store, session: DeskSession, lists: PickLists, types: TypeSource, texts: SlipTexts
    ) -> None:
        self._store = store
        self._session = session
        self._lists = lists
        self._types = types
        self._texts = texts

    def languages(self) -> tuple[str, ...]:
        """The languages a paper can be asked for, Italian first."""
        return self._texts.languages()

    def slip(self, case_id: UUID, language: str = "", notes: Collection[str] = ()) -> Paper:
        """What goes home, in *language* or else the person's; *notes* are the Italian of those wanted."""
        from wemi_desk.services.paperwork.slip_contents import slip

        matter = self._matter(case_id, language)
        return _paper(slip(matter, self._lists, notes), matter)

    def missing(self, case_id: UUID, language: str = "") -> Paper:
        """What is still to be brought."""
        from wemi_desk.services.paperwork.slip_contents import bring_list

        matter = self._matter(case_id, language)
        return _paper(bring_list(matter), matter)

    def mandate_form(self, case_id: UUID, language: str = "") -> Paper:
        """A delega to hand something over; InvalidFieldError where the law allows none (SPID, CIE …)."""
        from wemi_desk.services.paperwork.slip_contents import has_mandate_form, mandate_form

        matter = self._matter(case_id, language)
        if matter.kind is None or not has_mandate_form(matter.kind):
            raise InvalidFieldError("mandate", "strictly_personal")
        return _paper(mandate_form(matter), matter)

    def notes(self, case_id: UUID) -> tuple[Wording, ...]:
        """What may be added to the slip under "Da sapere"."""
        from wemi_desk.services.paperwork.slip_contents import notes_offered

        return notes_offered(self._matter(case_id, ITALIAN), self._session.clock.today())

    def _matter(self, case_id: UUID, language: str) -> Matter:
        from wemi_desk.services.paperwork.slip_contents import Matter

        self._session.require("serve")
        with self._store.reading() as work:
            case = work.paperwork.cases.get(case_id)
            person = work.citizens.find(case.citizen_id) if case.citizen_id else None
        wanted = language or (person.language if person else "") or ITALIAN
        italian, own = self._texts.find(ITALIAN), self._texts.find(wanted)
        assert italian is not None, "Italian ships with the program"
        return Matter(
            case=case, kind=self._types.find(case.type_code, case.type_version),
            voice=SlipVoice(italian, own or italian), space=self._session.space, is_protected=_is_hidden(person),
            instead_of="" if own else wanted,
        )  # fmt: skip


def _is_hidden(person: Citizen | None) -> bool:
    return person is not None and person.is_protected


def _paper(content: PaperworkSlip | BringList | MandateForm, matter: Matter) -> Paper:
    return Paper(content, matter.case.id, matter.case.citizen_id)
