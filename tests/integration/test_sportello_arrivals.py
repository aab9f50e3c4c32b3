"""Who comes to the desk: cards, names, drafts, the box; also when answers come late."""

from datetime import date

import pytest

from tests.counter_models import ANNA, MARIA, code_of
from wemi_desk.guards import slow_work_allowed
from wemi_desk.services.person_forms import PersonForm


def test_the_card_of_somebody_known_opens_the_person_with_one_access(here, maria):
    here.scan(MARIA)
    assert here.visit.card.citizen.id == maria.id
    assert here.counter.task == "contact"
    with slow_work_allowed():
        opened = [entry for entry in here.desk.accesses() if entry.action == "open_person"]
    assert [entry.object_id for entry in opened] == [maria.id]


def test_the_card_of_somebody_unknown_prefills_a_registration(here):
    here.scan(MARIA)
    form = here.registration.form
    assert (form.code, form.birth, form.registered_sex) == (MARIA, "12/03/1958", "F")
    assert here.counter.task == "registration"
    assert here.visit.visit is not None
    assert here.visit.card is None


def test_the_same_card_again_changes_nothing(here, maria):
    here.scan(MARIA)
    before = here.visit.visit
    here.scan(MARIA)
    assert here.visit.visit == before
    assert here.said[-1] == "È già allo sportello."
    assert here.others == []


def test_another_persons_card_asks_first_and_ignoring_changes_nothing(here, maria, anna):
    here.scan(MARIA)
    here.contact.edit(note="mezza nota")
    here.scan(ANNA)
    assert len(here.others) == 1
    here.counter.other.ignore()
    assert here.visit.card.citizen.id == maria.id
    assert here.contact.form.note == "mezza nota"


def test_closing_for_another_person_keeps_the_note_as_a_draft(here, maria, anna):
    here.scan(MARIA)
    here.contact.edit(note="mezza nota")
    here.scan(ANNA)
    here.counter.close_and_open_other()
    assert here.visit.card.citizen.id == anna.id
    assert here.contact.form.note == ""
    assert [("mezza nota" in draft.content, draft.citizen_id) for draft in here.drafts()] == [(True, maria.id)]
    assert here.contacts() == []


def test_closing_for_another_person_records_what_has_a_reason(here, maria, anna):
    here.scan(MARIA)
    here.contact.edit(reason="1", note="nota")
    here.scan(ANNA)
    here.counter.close_and_open_other()
    assert [row.citizen_id for row in here.contacts()] == [maria.id]
    assert here.visit.card.citizen.id == anna.id


def test_a_relative_joins_the_household(here, maria, anna):
    here.scan(MARIA)
    here.scan(ANNA)
    here.counter.other.add_to_family()
    with slow_work_allowed():
        home = here.services.households.of_citizen(maria.id)
    assert {row.card.citizen.id for row in home} == {maria.id, anna.id}
    assert here.visit.card.citizen.id == maria.id


def test_a_relative_who_is_not_registered_is_explained(here, maria):
    here.scan(MARIA)
    here.scan(ANNA)
    here.counter.other.add_to_family()
    assert here.said[-1].startswith("Non è ancora registrata")


def test_registering_somebody_while_a_person_is_at_the_desk_asks_first(here, maria):
    """Else the note about one person would be written under another."""
    here.scan(MARIA)
    here.contact.edit(reason="1", note="di Maria")
    here.counter.arrivals.start_registration("verdi luigi")
    assert here.counter.task == "contact"
    assert len(here.others) == 1
    here.counter.close_and_open_other()
    assert here.registration.form.surname == "Verdi"
    assert [row.citizen_id for row in here.contacts()] == [maria.id]
    assert here.contact.form.note == ""


def test_two_cards_passed_before_the_first_is_read_ask_which(held):
    maria = held.register("Rossi", "Maria", code=MARIA)
    held.register("Bianchi", "Anna", code=ANNA)
    held.scan(MARIA)
    held.scan(ANNA)
    held.runner.release()  # Maria's code is looked up
    held.runner.release(-1)  # and she is opened
    held.runner.release_all()
    assert held.visit.card.citizen.id == maria.id
    assert len(held.others) == 1


def test_a_person_opened_too_late_does_not_take_over_a_registration(held):
    maria = held.register("Rossi", "Maria", code=MARIA)
    held.counter.arrivals.open_person(maria.id)
    held.counter.arrivals.start_registration("verdi luigi")
    held.runner.release_all()
    assert held.visit.card is None
    assert held.registration.form.surname == "Verdi"


def test_a_person_opened_after_the_visit_closed_does_not_appear(held):
    maria = held.register("Rossi", "Maria", code=MARIA)
    held.counter.arrivals.open_person(maria.id)
    held.counter.forget()
    held.runner.release_all()
    assert held.visit.visit is None


def test_both_centuries_are_asked_when_both_are_plausible(here):
    here.scan(code_of("Rossi", "Maria", date(1925, 3, 12)))
    assert here.registration.form.birth == ""
    here.registration.edit(surname="Rossi", birth="12/03/25")
    here.counter.save()
    assert here.rejected[-1] == ("birth", "1925 o 2025? Scrivi l'anno con quattro cifre.")
    here.registration.edit(birth="12/03/1925")
    here.counter.save()
    assert here.visit.card.citizen.birth_date == date(1925, 3, 12)


def test_one_century_is_written_without_asking(here):
    here.scan(code_of("Rossi", "Maria", date(1958, 3, 12)))
    assert here.registration.form.birth == "12/03/1958"


def test_a_document_fills_name_and_birth(here):
    zone = ("IDITACA00000AA4<<<<<<<<<<<<<<<\n" "5803127F3001017ITA<<<<<<<<<<<2\n" "ROSSI<<MARIA<<<<<<<<<<<<<<<<<<")
    here.scan(zone)
    form = here.registration.form
    assert (form.surname, form.given_name, form.birth) == ("Rossi", "Maria", "12/03/1958")


def test_a_card_passed_while_typing_fills_what_is_empty_and_keeps_the_rest(here):
    here.counter.arrivals.start_registration("rossi maria")
    here.registration.edit(phone="3331234567")
    here.scan(MARIA)
    form = here.registration.form
    assert (form.surname, form.phone, form.code, form.birth) == ("Rossi", "3331234567", MARIA, "12/03/1958")


def test_another_card_during_a_registration_starts_anew_and_keeps_the_first_as_a_draft(here):
    here.scan(MARIA)
    here.registration.edit(surname="Rossi")
    here.scan(ANNA)
    assert (here.registration.form.code, here.registration.form.surname) == (ANNA, "")
    assert ["Rossi" in draft.content for draft in here.drafts()] == [True]


def test_ctrl_n_twice_does_not_throw_the_form_away(here):
    here.counter.arrivals.start_registration("rossi maria")
    here.counter.arrivals.start_registration("")
    assert here.registration.form.surname == "Rossi"


@pytest.mark.parametrize(("typed", "field", "value"), [
    ("3331234567", "phone", "3331234567"), ("rossi 12/03/1958", "birth", "12/03/1958"), (MARIA, "code", MARIA),
    ("STP0301511234567", "health_code", "STP0301511234567"), ("de luca ada", "surname", "De Luca"),
    (">privacy", "surname", ""), ("A12", "surname", "")])
def test_ctrl_n_takes_the_text_of_the_box_for_what_it_is(here, typed, field, value):
    here.counter.arrivals.start_registration(typed)
    assert getattr(here.registration.form, field) == value


def test_a_health_card_typed_in_the_box_is_a_code_and_not_a_surname(here):
    here.scan("STP0301511234567")
    assert (here.registration.form.health_code, here.registration.form.surname) == ("STP0301511234567", "")


def test_minors_are_not_found_by_name(here, maria):
    with slow_work_allowed():
        child = PersonForm(surname="Rossi", given_name="Tommaso", birth="01/02/2018")
        here.services.households.add_minor(maria.id, child)
    answers = []
    here.box.answered.connect(lambda _text, rows, _note: answers.append([row.title for row in rows]))
    here.box.type("rossi")
    here.box.type("tommaso")
    assert answers[0] == ["Rossi Maria"]
    assert not any("Tommaso" in title for title in answers[1])


def test_a_minor_alone_is_refused_in_words_and_nothing_is_lost(here):
    here.counter.arrivals.start_registration("rossi tommaso")
    here.registration.edit(birth="01/02/2018")
    here.counter.save_and_close()
    assert here.rejected[-1][0] == "birth"
    assert "minore" in here.rejected[-1][1]
    assert here.registration.form.surname == "Rossi"
    assert here.counter.task == "registration"


def test_only_the_last_question_is_answered(held):
    answers = []
    held.box.answered.connect(lambda text, _rows, _note: answers.append(text))
    for text in ("r", "ro", "ros"):
        held.box.type(text)
    held.runner.release_all()
    assert answers == ["ros"]


def test_enter_before_the_answer_waits_for_it(held):
    maria = held.register("Rossi", "Maria", code=MARIA)
    chosen, wanted = [], []
    held.box.person_chosen.connect(chosen.append)
    held.box.registration_wanted.connect(wanted.append)
    held.box.type("rossi")
    held.box.submit("rossi", None)
    assert chosen == wanted == []
    held.runner.release_all()
    assert (chosen, wanted) == ([maria.id], [])


@pytest.mark.parametrize("typed", [">nonesiste", "A12", "PG/2026/0123456", "V20241187K", "12/03/1958", "999999999"])
def test_enter_on_what_is_no_name_registers_nobody(here, typed):
    wanted = []
    here.box.registration_wanted.connect(wanted.append)
    here.box.type(typed)
    here.box.submit(typed, None)
    assert wanted == []


def test_a_wrong_code_in_the_box_is_explained(here):
    answers = []
    here.box.answered.connect(lambda _text, _rows, note: answers.append(note))
    wrong = MARIA[:-1] + ("A" if MARIA[-1] != "A" else "B")
    here.box.type(wrong)
    here.box.submit(wrong, None)
    assert answers[-1] == "L'ultima lettera non torna: ricontrolla, o passa la tessera."


def test_a_code_nobody_has_proposes_a_new_person(here):
    given = []
    here.box.code_given.connect(given.append)
    here.box.type(MARIA)
    here.box.submit(MARIA, "new")
    assert [query.value for query in given] == [MARIA]
