"""A new person from the first letter to the closed visit, failures in the middle, and drafts."""

import pytest

from tests.counter_models import ANNA, MARIA, failing
from wemi_desk.domain.errors import DiskFullError, StorageError
from wemi_desk.guards import slow_work_allowed


def begin_registration(here):
    here.counter.arrivals.start_registration("verdi luigi")
    here.counter.hand_over_notice()
    here.contact.edit(reason="1", note="prima volta")


def test_the_whole_chain_in_one_key(here):
    begin_registration(here)
    here.counter.save_and_close()
    (citizen,) = here.rows("CITIZEN")
    (contact,) = here.contacts()
    (notice,) = here.rows("PRIVACY_NOTICE_RECORD")
    assert contact.citizen_id == notice.citizen_id == citizen.id
    assert here.closed == [True]
    assert here.drafts() == []


@pytest.mark.parametrize("error", [DiskFullError(), StorageError()])
@pytest.mark.parametrize("step", ["citizens.register", "citizens.card", "notices.give", "contacts.record"])
def test_a_failure_in_the_middle_of_the_chain_loses_nothing_and_can_go_on(here, step, error):
    begin_registration(here)
    service, name = step.split(".")
    with failing(getattr(here.services, service), name, error):
        here.counter.save_and_close()
    assert here.contact.form.note == "prima volta" or here.contacts()
    assert any(text.startswith(("Il disco è pieno", "L'archivio non risponde")) for text in here.said)
    if step == "citizens.register":
        assert here.registration.form.surname == "Verdi"
        assert here.counter.task == "registration"
    here.counter.save_and_close()
    assert len(here.rows("CITIZEN")) == 1
    assert len(here.contacts()) == 1


def test_a_person_whose_card_could_not_be_read_back_is_not_mixed_with_the_next(here, maria):
    begin_registration(here)
    with failing(here.services.citizens, "card", StorageError()):
        here.counter.save_and_close()
    here.scan(MARIA)
    assert here.contacts() == []


def test_registering_and_closing_without_a_reason_asks_for_it(here):
    here.counter.arrivals.start_registration("verdi luigi")
    here.counter.save_and_close()
    assert here.reason_asked == [True]
    assert here.visit.card.citizen.surname == "Verdi"


def test_a_bouncing_key_registers_one_person(held):
    held.counter.arrivals.start_registration("verdi luigi")
    held.counter.save()
    held.counter.save()
    held.runner.release_all()
    assert len(held.rows("CITIZEN")) == 1


def test_an_empty_registration_is_an_anonymous_visit(here):
    here.counter.arrivals.start_registration("")
    here.counter.hand_over_notice()
    here.contact.edit(reason="1")
    here.counter.save_and_close()
    assert here.rows("CITIZEN") == []
    assert [row.citizen_id for row in here.contacts()] == [None]
    assert len(here.rows("PRIVACY_NOTICE_RECORD")) == 1


def test_undoing_the_registration_leaves_an_anonymous_visit(here):
    here.counter.arrivals.start_registration("verdi luigi")
    here.counter.save()
    with slow_work_allowed():
        _deed, changes = here.services.undo.undo()
    here.changes.changed.emit(changes)
    assert here.visit.card is None
    assert here.visit.visit is not None
    here.contact.edit(reason="1")
    here.counter.save_and_close()
    assert [row.citizen_id for row in here.contacts()] == [None]


def test_candidates_come_while_typing_and_the_last_question_counts(held):
    held.register("Rossi", "Maria", code=MARIA)
    held.counter.arrivals.start_registration("")
    held.registration.edit(surname="Rossi", given_name="Maria")
    held.registration.edit(surname="Xyz", given_name="Qwerty")
    held.runner.release(-1)
    held.runner.release_all()
    assert list(held.registration.candidates) == []


def test_it_is_this_person_opens_her_and_registers_nobody(here, maria):
    here.counter.arrivals.start_registration("rossi maria")
    here.registration.edit(birth="12/03/1958")
    here.autosave()
    assert [one.citizen.id for one in here.registration.candidates] == [maria.id]
    here.registration.choose(0)
    assert here.visit.card.citizen.id == maria.id
    assert here.counter.task == "contact"
    assert len(here.rows("CITIZEN")) == 1
    assert here.drafts() == []


def test_a_wrong_code_can_be_registered_to_be_verified(here):
    here.counter.arrivals.start_registration("rossi maria")
    here.registration.edit(code=MARIA[:-1] + ("A" if MARIA[-1] != "A" else "B"))
    here.counter.save_and_close()
    assert here.rejected[-1][0] == "fiscal_code"
    here.counter.accept_unverified()
    assert here.visit.card.citizen.to_verify
    assert here.visit.card.citizen.fiscal_code is None


def test_the_message_of_a_registration_names_nobody(here):
    here.counter.arrivals.start_registration("verdi luigi")
    here.counter.save()
    assert not any("erdi" in text for text in here.said)


def test_a_draft_of_a_person_is_read_back_with_the_person(here, maria):
    here.scan(MARIA)
    here.contact.edit(reason="2", note="da finire", wants_call_back=True, call_back_on="boh")
    here.counter.close_without_contact()
    (draft,) = here.drafts()
    here.counter.arrivals.resume(draft)
    assert here.visit.card.citizen.id == maria.id
    form = here.contact.form
    assert (form.reason, form.note, form.call_back_on) == ("2", "da finire", "boh")
    here.contact.edit(wants_call_back=False)
    here.counter.save_and_close()
    assert len(here.contacts()) == 1
    assert here.drafts() == []


def test_an_anonymous_draft_is_read_back(here):
    here.visit.open_anonymous()
    here.contact.edit(note="anonima")
    here.counter.close_without_contact()
    (draft,) = here.drafts()
    here.counter.arrivals.resume(draft)
    assert here.contact.form.note == "anonima"
    assert here.visit.visit is not None


def test_a_registration_draft_is_read_back_and_can_be_finished(here):
    here.counter.arrivals.start_registration("verdi luigi")
    here.registration.edit(birth="1950")
    here.counter.leave_registration()
    here.counter.close_without_contact()
    (draft,) = here.drafts()
    here.counter.arrivals.resume(draft)
    here.counter.save()
    assert here.visit.card.citizen.surname == "Verdi"
    assert here.drafts() == []


def test_a_draft_of_somebody_else_is_never_shown_with_the_person_at_the_desk(here, maria, anna):
    here.scan(MARIA)
    here.contact.edit(note="di Maria")
    here.counter.close_without_contact()
    (draft,) = here.drafts()
    here.scan(ANNA)
    here.counter.arrivals.resume(draft)
    assert len(here.others) == 1
    here.counter.other.ignore()
    assert here.contact.form.note == ""
    here.contact.edit(reason="1")
    here.counter.save_and_close()
    here.visit.open_anonymous()
    assert here.contact.form.note == ""


def test_a_draft_taken_up_during_another_visit_is_recorded_once(here, maria, anna):
    here.scan(MARIA)
    here.contact.edit(note="di Maria")
    here.counter.close_without_contact()
    (draft,) = here.drafts()
    here.scan(ANNA)
    here.counter.arrivals.resume(draft)
    here.counter.close_and_open_other()
    assert (here.visit.card.citizen.id, here.contact.form.note) == (maria.id, "di Maria")
    here.contact.edit(reason="1")
    here.counter.save_and_close()
    assert here.drafts() == []
