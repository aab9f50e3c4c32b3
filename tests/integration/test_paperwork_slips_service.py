"""Papers of a pratica read from the store: the person's language, their protection, and the way back from the paper."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.digital_desk import PHONE, SPID, DigitalDesk
from wemi_desk.documents.slip_texts import ShippedSlipTexts
from wemi_desk.domain.errors import InvalidFieldError, NotAllowedError
from wemi_desk.domain.papers import MatterState, PaperKind
from wemi_desk.services.paperwork.slips import PaperworkSlips


@pytest.fixture
def at(desk):
    return DigitalDesk(desk.giulia)


def slips(at):
    return PaperworkSlips(at.store, at.session, at.counter.desk.lists, at.types, ShippedSlipTexts())


def opened(at, type_code=SPID, **values):
    person = at.register(**values)
    return person, at.open(type_code, citizen_id=person.id)


def test_the_slip_is_in_the_language_of_the_person_unless_another_is_asked_for(at):
    person, case = opened(at, language="ar")
    at.paperwork.bring(case.id, PHONE)
    paper = slips(at).slip(case.id)
    assert (paper.kind, paper.object_id, paper.citizen_id) == (PaperKind.PAPERWORK, case.id, person.id)
    assert (paper.content.head.language, paper.content.head.instead_of) == ("ar", "")
    assert [one.italian for one in paper.content.missing] == ["E-mail registrata"]
    assert slips(at).slip(case.id, "zh").content.head.language == "zh"
    assert slips(at).missing(case.id).kind is PaperKind.BRING


def test_a_language_without_texts_is_italian_and_says_which_it_stands_for(at):
    _person, case = opened(at, language="sq")
    head = slips(at).slip(case.id).content.head
    assert (head.language, head.instead_of) == ("it", "sq")


def test_the_slip_of_somebody_protected_does_not_say_where_it_was_made(at):
    person, case = opened(at)
    with at.store.work() as work:
        work.citizens.replace(replace(work.citizens.get(person.id), is_protected=True))
        work.commit()
    space = slips(at).slip(case.id).content.head.space
    assert (space.name, space.address) == ("WeMi, Comune di Milano", "")


def test_a_delega_is_never_printed_for_spid(at):
    _person, case = opened(at)
    with pytest.raises(InvalidFieldError):
        slips(at).mandate_form(case.id)
    _other, visit = opened(at, "CUP", surname="Rossi")
    assert slips(at).mandate_form(visit.id).kind is PaperKind.MANDATE


def test_the_code_on_the_slip_finds_the_pratica_as_it_stands_now(at, clock):
    person, case = opened(at)
    code = slips(at).slip(case.id).content.head.code
    clock.pass_by(days=20)
    at.paperwork.change(case.id, external_reference="PR-1")
    state = at.counter.printing.open_by_code(code)
    assert isinstance(state, MatterState)
    assert (state.citizen_id, state.case.external_reference) == (person.id, "PR-1")
    assert state.case.opened_at + timedelta(days=20) == clock.now()


def test_the_name_is_on_the_paper_only_when_it_is_asked_for(at):
    _person, case = opened(at)
    paper = slips(at).slip(case.id)
    assert paper.content.head.person == ""
    assert at.counter.printing.named(paper, True).content.head.person == "Teresa De Luca"
    assert at.counter.printing.render(paper).startswith(b"pratica ")


def test_who_may_not_serve_prints_nothing(desk, at):
    _person, case = opened(at)
    reader = DigitalDesk(desk.reader)
    with pytest.raises(NotAllowedError):
        slips(reader).slip(case.id)


def test_notes_are_offered_by_their_italian(at):
    _person, case = opened(at)
    (note,) = slips(at).notes(case.id)
    (printed,) = slips(at).slip(case.id, "en", (note.italian,)).content.notes
    assert printed.own == "Some SPID providers ask for a yearly fee."
    assert slips(at).languages()[0] == "it"
