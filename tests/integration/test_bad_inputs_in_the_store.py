"""Bad inputs through the services on a real store: kept whole and readable again, or refused as a field error."""

import json
from datetime import timedelta

import pytest

from tests.corpus import some_bad_inputs
from tests.field_trials import plain
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.names import unbroken
from wemi_desk.persistence import tables
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.contacts import RecordContact
from wemi_desk.services.person_forms import PersonForm


@pytest.fixture
def anna(desk):
    return desk.giulia.citizens.register(RegisterCitizen(form=PersonForm(surname="Bianchi", given_name="Anna"))).citizen


def refused_as_too_long(attempt):
    try:
        attempt()
    except InvalidFieldError as error:
        return (error.reason, error.data["actual"] > error.data["limit"]) == ("too_long", True)
    return False


def test_the_texts_of_a_contact_are_kept_whole_or_refused(desk, anna):
    giulia = desk.giulia
    for item in some_bad_inputs():
        command = RecordContact(
            reason="1", note=item.text[:500], service_text=item.text, call_back_reason=item.text, citizen_id=anna.id,
            call_back_on=desk.clock.today() + timedelta(days=1))
        if refused_as_too_long(lambda command=command: giulia.contacts.record(command)):
            assert len(plain(item.text)) > 200, str(item)
            continue
        assert giulia.contacts.of_day(desk.clock.today())[0].service_text == plain(item.text), str(item)
        assert desk.rows(tables.CALL_BACK)[-1].reason == plain(item.text), str(item)


def test_why_it_is_another_person_is_kept_whole_or_refused(desk, anna):
    for item in some_bad_inputs():
        command = RegisterCitizen(form=PersonForm(surname="Bianchi"), shown_ids=(anna.id,), reason=item.text)
        if refused_as_too_long(lambda command=command: desk.giulia.citizens.register(command)):
            assert len(plain(item.text)) > 200, str(item)
        else:
            assert desk.rows(tables.DUPLICATE_DECISION)[-1].reason == plain(item.text), str(item)


def test_a_draft_keeps_whatever_was_typed(desk):
    drafts = desk.giulia.drafts
    for item in some_bad_inputs():
        kept = drafts.save(drafts.begin(), "contact", {"note": item.text}, initials=item.text[:1])
        assert json.loads(drafts.get(kept.id).content) == {"note": unbroken(item.text)}, str(item)


def test_searches_take_whatever_was_typed(desk, anna):
    for item in some_bad_inputs():
        desk.giulia.citizens.search(item.text, 8)
        form = PersonForm(surname=item.text, given_name=item.text, code=item.text, birth=item.text, phone=item.text)
        desk.giulia.citizens.alike(form)


def test_a_first_name_in_the_queue_is_kept_whole_or_refused(desk):
    for item in some_bad_inputs():
        if not refused_as_too_long(lambda item=item: desk.giulia.queue.arrive(None, item.text)):
            assert desk.giulia.queue.today()[-1].first_name == plain(item.text), str(item)
