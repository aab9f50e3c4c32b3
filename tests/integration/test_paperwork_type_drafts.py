"""The catalogue of paperwork on a real store: drafts, faults, what other languages lack, handing over to the centre."""

from dataclasses import replace
from datetime import date

import pytest

from tests.digital_desk import DigitalDesk
from tests.factories import make_operator
from tests.joined_desks import World
from tests.slip_samples import LISTS
from wemi_desk.documents.slip_texts import ShippedSlipTexts
from wemi_desk.domain.errors import InvalidFieldError, NotAllowedError, PaperworkRefusedError, RecordMissingError
from wemi_desk.domain.paperwork_documents import read_type, write_type
from wemi_desk.gateways.reference_lists import load_paperwork_catalogue
from wemi_desk.services.drafts import DraftService
from wemi_desk.services.paperwork.slips import PaperworkSlips
from wemi_desk.services.paperwork.type_drafts import PaperworkTypeDrafts
from wemi_desk.services.paperwork.type_forms import blank_document, document_of, field_of, form_of
from wemi_desk.sync.merge import Stamp
from wemi_desk.sync.messages import plain

STAFF = make_operator(7, "city_staff", given_name="Anna", surname="Neri")


@pytest.fixture
def anna(desk):
    return desk.counter(STAFF)


def editor(counter):
    return PaperworkTypeDrafts(counter.store, counter.session, DigitalDesk(counter).types, ShippedSlipTexts())


def edited(draft, **changes):
    return replace(draft, form=replace(draft.form, **changes))


def line(drafts, code):
    return next(one for one in drafts.lines() if one.code == code)


def test_only_the_citys_staff_comes_here(desk):
    drafts = editor(desk.giulia)
    for act in (drafts.lines, drafts.begin):
        with pytest.raises(NotAllowedError):
            act()


@pytest.mark.parametrize("kind", load_paperwork_catalogue().types, ids=lambda kind: kind.code)
def test_every_shipped_type_goes_through_the_form_unchanged(kind):
    document = write_type(kind)
    made, wrong = document_of(form_of(document), document, date(2026, 11, 18))
    assert wrong == {}
    assert read_type(made) == kind


def test_a_correction_is_the_next_version_and_stays_here_as_a_draft(desk, anna):
    drafts = editor(anna)
    begun = drafts.begin("SPID-REC")
    assert (begun.form.version, begun.form.confirmed) == (2, False)
    drafts.save(edited(begun, bring="Cellulare registrato\nCarta d’identità", steps="boh"))
    assert (line(drafts, "SPID-REC").state, drafts.get(begun.id).form.steps) == ("draft", "boh")
    other = editor(desk.counter(make_operator(8, "city_staff")))
    assert line(other, "SPID-REC").state == "offered"
    with pytest.raises(RecordMissingError):
        other.get(begun.id)
    assert desk.acts() == []
    assert DraftService(anna.store, anna.session).mine() == []  # Ctrl+D is about people
    drafts.discard(begun.id)
    assert line(drafts, "SPID-REC").state == "offered"


def test_a_draft_is_looked_at_while_it_is_typed(anna):
    drafts = editor(anna)
    draft = drafts.begin("SPID-REC")
    wrong = drafts.check(edited(draft, steps="persona: Va bene\nqualcuno: no", valid_to="domani")).wrong
    assert {name: error.data.get("n") for name, error in wrong.items()} == {"steps": 2, "valid_to": None}
    problems = drafts.check(edited(draft, outcomes="conclusa: Fatto", se5="99", title="")).problems
    assert {field_of(one.path) for one in problems} == {"se5", "title"}
    problems = drafts.check(edited(draft, outcomes="conclusa: Fatto")).problems
    assert [(field_of(one.path), one.code) for one in problems] == [("outcomes", "no_way_out")]
    problems = drafts.check(edited(draft, group="nessuno")).problems
    assert [field_of(one.path) for one in problems] == ["group"]
    with pytest.raises(InvalidFieldError):
        drafts.publish(edited(draft, steps="boh"))


def test_the_texts_that_other_languages_lack_are_named(anna):
    drafts = editor(anna)
    draft = drafts.begin("SPID-REC")
    assert drafts.check(draft).untold == ()
    (untold,) = drafts.check(edited(draft, bring="Cellulare registrato\nUna cosa nuova")).untold
    assert (untold.text, len(untold.languages)) == ("Una cosa nuova", 8)


def test_a_dated_warning_keeps_its_code_and_a_new_one_gets_its_own(anna):
    document = write_type(load_paperwork_catalogue().newest("ISEE"))
    form = form_of(document)
    assert "01/12/2026 > 31/12/2026: L'ISEE di quest'anno" in form.warnings
    typed = replace(form, warnings=form.warnings + "\n> 31/01/2027: Sportello chiuso il lunedì.")
    made, wrong = document_of(typed, document, date(2026, 11, 18))
    assert wrong == {}
    assert [one["code"] for one in made["warnings"]] == [one["code"] for one in document["warnings"]] + ["warning_1"]
    assert (made["warnings"][-1]["from_on"], made["warnings"][-1]["to_on"]) == (None, "2027-01-31")
    _made, wrong = document_of(replace(form, warnings="1/13/2026 > : boh"), document, date(2026, 11, 18))
    assert list(wrong) == ["warnings"]


def test_what_is_published_waits_for_the_centre(desk, anna):
    drafts = editor(anna)
    draft = edited(drafts.begin("SPID-REC"), bring="Cellulare registrato")
    drafts.publish(draft)
    (act,) = desk.acts()
    assert (act.verb, act.kind) == ("publish", "paperwork_type")
    assert plain(act.payload)["bring_it"] == ["Cellulare registrato"]
    assert (line(drafts, "SPID-REC").version, line(drafts, "SPID-REC").state) == (2, "waiting")
    with pytest.raises(RecordMissingError):
        drafts.get(draft.id)


def test_a_new_type_begins_blank_and_says_what_it_lacks(anna):
    drafts = editor(anna)
    draft = drafts.begin()
    assert read_type(blank_document() | {"code": "X", "title_it": "X", "group": "health"}).outcome("not_possible")
    assert {field_of(one.path) for one in drafts.check(draft).problems} == {"code", "title", "group"}
    whole = edited(draft, code="nuova-1", title="Una pratica nuova", group="health", bring="Documento d'identità")
    assert drafts.check(whole).kind.code == "NUOVA-1"
    with pytest.raises(PaperworkRefusedError):
        drafts.publish(edited(whole, code="CUP"))
    with pytest.raises(RecordMissingError):
        drafts.begin("NIENTE")


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    yield made
    made.close()


def know(world, operator):
    """The centre learns of an operator, as its own command does."""
    content = {"id": str(operator.id), "roles": list(operator.roles), "space_codes": ["VEN"], "valid_to": None}
    world.within(lambda work: work.put("operator", operator.id, content, subject_id=None, birth=Stamp(0, "")))


def test_what_one_desk_publishes_every_desk_offers_and_an_open_case_keeps_its_words(world):
    know(world, STAFF)
    here, there = world.desks
    at = DigitalDesk(there.giulia)
    case = at.open(citizen_id=at.register(language="ar").id)
    drafts = editor(here.desk.counter(STAFF))
    draft = drafts.begin("SPID-REC")
    later = replace(draft, base={**draft.base, "of_a_later_program": [1]})
    drafts.publish(edited(later, title="SPID: accesso perso", bring="Cellulare registrato", confirmed=True))
    world.settle()
    assert (line(drafts, "SPID-REC").version, line(drafts, "SPID-REC").state) == (2, "offered")
    (found,) = [one for one in at.types.offered() if one.code == "SPID-REC"]
    assert (found.version, found.title) == (2, "SPID: accesso perso")
    assert drafts.begin("SPID-REC").base["of_a_later_program"] == [1]
    slips = PaperworkSlips(at.store, at.session, LISTS, at.types, ShippedSlipTexts())
    old = slips.missing(case.id).content
    assert (old.head.title.italian, len(old.things)) == ("Recuperare o rinnovare SPID", 2)
    new = slips.missing(at.open(citizen_id=at.register("Rossi", language="ar").id).id).content
    assert (new.head.title.italian, new.head.title.own) == ("SPID: accesso perso", "")


def test_a_withdrawn_type_is_offered_to_nobody_and_its_cases_print_as_before(world):
    know(world, STAFF)
    here, there = world.desks
    at = DigitalDesk(there.giulia)
    case = at.open(citizen_id=at.register().id)
    drafts = editor(here.desk.counter(STAFF))
    drafts.publish(edited(drafts.begin("SPID-REC"), valid_to="01/01/2026"))
    world.settle()
    assert "SPID-REC" not in {one.code for one in at.types.offered()}
    assert line(drafts, "SPID-REC").state == "withdrawn"
    slips = PaperworkSlips(at.store, at.session, LISTS, at.types, ShippedSlipTexts())
    assert len(slips.slip(case.id).content.missing) == 2
