"""The Sportello without its window: what is written, asked and kept, also when answers come late or never."""

import os
from contextlib import contextmanager
from datetime import date

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.counter_models import Sportello, code_of
from tests.runners import HeldRunner, SlowWorkRunner
from wemi_desk import guards
from wemi_desk.domain.errors import DiskFullError, StorageError
from wemi_desk.guards import slow_work_allowed

MARIA = code_of("Rossi", "Maria", date(1958, 3, 12))
ANNA = code_of("Bianchi", "Anna", date(1970, 5, 4))


@pytest.fixture(autouse=True)
def ui_thread_guard(qapp):
    guards.guard_ui_thread()
    try:
        yield
    finally:
        guards.release_ui_thread()


@pytest.fixture
def runner():
    return SlowWorkRunner()


@pytest.fixture
def here(desk, runner):
    return Sportello(desk, runner)


@pytest.fixture
def held(desk):
    return Sportello(desk, HeldRunner())


@pytest.fixture
def maria(here):
    return here.register("Rossi", "Maria", code=MARIA)


@pytest.fixture
def anna(here):
    return here.register("Bianchi", "Anna", code=ANNA)


@contextmanager
def failing(service, name, error):
    """*service* refuses for a while, as a full disk does."""
    def refuse(*_args, **_more):
        raise error

    object.__setattr__(service, name, refuse)
    try:
        yield
    finally:
        object.__delattr__(service, name)


# --- who comes ---------------------------------------------------------------------------------------------------------


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
    here.counter.ignore_other()
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
    here.counter.add_other_to_family()
    with slow_work_allowed():
        home = here.services.households.of_citizen(maria.id)
    assert {row.card.citizen.id for row in home} == {maria.id, anna.id}
    assert here.visit.card.citizen.id == maria.id


def test_a_relative_who_is_not_registered_is_explained(here, maria):
    here.scan(MARIA)
    here.scan(ANNA)
    here.counter.add_other_to_family()
    assert here.said[-1].startswith("Non è ancora registrata")


def test_registering_somebody_while_a_person_is_at_the_desk_asks_first(here, maria):
    """Else the note about one person would be written under another."""
    here.scan(MARIA)
    here.contact.edit(reason="1", note="di Maria")
    here.counter.start_registration("verdi luigi")
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
    held.counter.open_person(maria.id)
    held.counter.start_registration("verdi luigi")
    held.runner.release_all()
    assert held.visit.card is None
    assert held.registration.form.surname == "Verdi"


def test_a_person_opened_after_the_visit_closed_does_not_appear(held):
    maria = held.register("Rossi", "Maria", code=MARIA)
    held.counter.open_person(maria.id)
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
    here.counter.start_registration("rossi maria")
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
    here.counter.start_registration("rossi maria")
    here.counter.start_registration("")
    assert here.registration.form.surname == "Rossi"


@pytest.mark.parametrize(("typed", "field", "value"), [
    ("3331234567", "phone", "3331234567"), ("rossi 12/03/1958", "birth", "12/03/1958"), (MARIA, "code", MARIA),
    ("STP0301511234567", "code", "STP0301511234567"), ("de luca ada", "surname", "De Luca"), (">privacy", "surname", ""),
    ("A12", "surname", "")])
def test_ctrl_n_takes_the_text_of_the_box_for_what_it_is(here, typed, field, value):
    here.counter.start_registration(typed)
    assert getattr(here.registration.form, field) == value


def test_a_health_card_typed_in_the_box_is_a_code_and_not_a_surname(here):
    here.scan("STP0301511234567")
    assert (here.registration.form.code, here.registration.form.surname) == ("STP0301511234567", "")


def test_minors_are_not_found_by_name(here, maria):
    with slow_work_allowed():
        form_of_child = dict(surname="Rossi", given_name="Tommaso", birth="01/02/2018")
        from wemi_desk.services.person_forms import PersonForm

        here.services.households.add_minor(maria.id, PersonForm(**form_of_child))
    answers = []
    here.box.answered.connect(lambda _text, rows, _note: answers.append([row.title for row in rows]))
    here.box.type("rossi")
    here.box.type("tommaso")
    assert answers == [["Rossi Maria"], []]


def test_a_minor_alone_is_refused_in_words_and_nothing_is_lost(here):
    here.counter.start_registration("rossi tommaso")
    here.registration.edit(birth="01/02/2018")
    here.counter.save_and_close()
    assert here.rejected[-1][0] == "birth"
    assert "minore" in here.rejected[-1][1]
    assert here.registration.form.surname == "Rossi"
    assert here.counter.task == "registration"


# --- the contact -------------------------------------------------------------------------------------------------------


def test_a_bouncing_ctrl_s_writes_one_act(held):  # S06
    held.visit.open_anonymous()
    held.contact.edit(reason="1")
    held.counter.save()
    held.counter.save()
    held.runner.release_all()
    assert len(held.contacts()) == 1


def test_a_second_contact_in_the_same_visit_is_written_too(here, maria):
    here.scan(MARIA)
    for reason in ("1", "2"):
        here.contact.edit(reason=reason)
        here.counter.save()
    assert len(here.contacts()) == 2


def test_a_contact_undone_can_be_recorded_again(here):
    here.visit.open_anonymous()
    here.contact.edit(reason="1")
    here.counter.save()
    with slow_work_allowed():
        here.services.undo.undo()
    here.contact.edit(reason="2")
    here.counter.save_and_close()
    assert len(here.contacts()) == 2


def test_what_is_typed_while_the_contact_is_being_written_stays(held):
    held.visit.open_anonymous()
    held.contact.edit(reason="1", note="prima")
    held.counter.save()
    held.contact.edit(note="prima e dopo")
    held.runner.release_all()
    assert held.contact.form.note == "prima e dopo"


def test_a_recorded_form_leaves_no_draft_behind(held):
    held.visit.open_anonymous()
    held.contact.edit(reason="1", note="testo")
    held.counter.save()
    held.autosave()
    held.runner.release_all()
    assert held.drafts() == []


def test_closing_without_a_reason_asks_for_one_even_with_a_note(here, maria):
    here.scan(MARIA)
    here.contact.edit(note="solo testo")
    here.counter.save_and_close()
    assert here.reason_asked == [True]
    assert here.visit.card is not None


def test_saving_without_a_reason_says_so_beside_the_field(here, maria):
    here.scan(MARIA)
    here.contact.edit(note="solo testo")
    here.counter.save()
    assert here.rejected == [("needs", "Scegli un motivo: un numero da 1 a 9.")]


@pytest.mark.parametrize("typed", ["", "boh", "31/02"])
def test_a_call_back_without_a_day_is_not_forgotten_in_silence(here, maria, typed):
    here.scan(MARIA)
    here.contact.edit(reason="1", wants_call_back=True, call_back_on=typed)
    here.counter.save()
    assert here.rejected[-1][0] == "call_back_on"
    assert here.contacts() == []
    assert here.contact.form.call_back_on == typed


def test_a_full_disk_keeps_the_text_and_the_second_try_works(here, maria):
    here.scan(MARIA)
    here.contact.edit(reason="1", note="testo lungo")
    with failing(here.services.contacts, "record", DiskFullError()):
        here.counter.save_and_close()
    assert here.said[-1].startswith("Il disco è pieno")
    assert here.contact.form.note == "testo lungo"
    assert here.visit.card is not None
    here.counter.save_and_close()
    assert len(here.contacts()) == 1
    assert here.closed == [True]


def test_a_draft_that_could_not_be_saved_is_said_once_and_saved_at_the_next_occasion(here):
    here.visit.open_anonymous()
    with failing(here.services.drafts, "save", DiskFullError()):
        for note in ("a", "ab", "abc"):
            here.contact.edit(note=note)
            here.autosave()
    assert len(here.said) == 1
    here.counter.save_drafts()
    assert ["abc" in draft.content for draft in here.drafts()] == [True]


def test_steady_typing_is_saved_too(here, qtbot):
    here.visit.open_anonymous()
    text = ""
    while not here.drafts() and len(text) < 100:
        text += "x"
        here.contact.edit(note=text)
        qtbot.wait(20)
    assert len(text) * 20 < 1500
    assert here.drafts()


def test_a_visit_that_changes_hands_saves_what_was_typed_a_moment_ago(here):
    here.visit.open_anonymous()
    here.contact.edit(note="appena scritto")
    here.visit.close()
    assert ["appena scritto" in draft.content for draft in here.drafts()] == [True]


def test_a_hint_is_taken_out_where_it_stands_now(here):
    here.visit.open_anonymous()
    here.contact.edit(note="La password è gatto123")
    here.contact.edit(note="Viene domani. " + here.contact.form.note)
    assert here.contact.hints
    here.contact.remove_hint(here.contact.hints[0])
    assert here.contact.form.note.startswith("Viene domani.")


# --- drafts ------------------------------------------------------------------------------------------------------------


def test_a_draft_of_a_person_is_read_back_with_the_person(here, maria):
    here.scan(MARIA)
    here.contact.edit(reason="2", note="da finire", wants_call_back=True, call_back_on="boh")
    here.counter.close_without_contact()
    (draft,) = here.drafts()
    here.counter.resume(draft)
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
    here.counter.resume(draft)
    assert here.contact.form.note == "anonima"
    assert here.visit.visit is not None


def test_a_registration_draft_is_read_back_and_can_be_finished(here):
    here.counter.start_registration("verdi luigi")
    here.registration.edit(birth="1950")
    here.counter.leave_registration()
    here.counter.close_without_contact()
    (draft,) = here.drafts()
    here.counter.resume(draft)
    here.counter.save()
    assert here.visit.card.citizen.surname == "Verdi"
    assert here.drafts() == []


def test_a_draft_of_somebody_else_is_never_shown_with_the_person_at_the_desk(here, maria, anna):
    here.scan(MARIA)
    here.contact.edit(note="di Maria")
    here.counter.close_without_contact()
    (draft,) = here.drafts()
    here.scan(ANNA)
    here.counter.resume(draft)
    assert len(here.others) == 1
    here.counter.ignore_other()
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
    here.counter.resume(draft)
    here.counter.close_and_open_other()
    assert (here.visit.card.citizen.id, here.contact.form.note) == (maria.id, "di Maria")
    here.contact.edit(reason="1")
    here.counter.save_and_close()
    assert here.drafts() == []


# --- the chain: registration, informativa, contact, close -----------------------------------------------------------------


def begin_registration(here):
    here.counter.start_registration("verdi luigi")
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
    here.counter.start_registration("verdi luigi")
    here.counter.save_and_close()
    assert here.reason_asked == [True]
    assert here.visit.card.citizen.surname == "Verdi"


def test_a_bouncing_key_registers_one_person(held):
    held.counter.start_registration("verdi luigi")
    held.counter.save()
    held.counter.save()
    held.runner.release_all()
    assert len(held.rows("CITIZEN")) == 1


def test_an_empty_registration_is_an_anonymous_visit(here):
    here.counter.start_registration("")
    here.counter.hand_over_notice()
    here.contact.edit(reason="1")
    here.counter.save_and_close()
    assert here.rows("CITIZEN") == []
    assert [row.citizen_id for row in here.contacts()] == [None]
    assert len(here.rows("PRIVACY_NOTICE_RECORD")) == 1


def test_undoing_the_registration_leaves_an_anonymous_visit(here):
    here.counter.start_registration("verdi luigi")
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
    held.counter.start_registration("")
    held.registration.edit(surname="Rossi", given_name="Maria")
    held.registration.edit(surname="Xyz", given_name="Qwerty")
    held.runner.release(-1)
    held.runner.release_all()
    assert list(held.registration.candidates) == []


def test_it_is_this_person_opens_her_and_registers_nobody(here, maria):
    here.counter.start_registration("rossi maria")
    here.registration.edit(birth="12/03/1958")
    here.autosave()
    assert [one.citizen.id for one in here.registration.candidates] == [maria.id]
    here.registration.choose(0)
    assert here.visit.card.citizen.id == maria.id
    assert here.counter.task == "contact"
    assert len(here.rows("CITIZEN")) == 1
    assert here.drafts() == []


def test_a_wrong_code_can_be_registered_to_be_verified(here):
    here.counter.start_registration("rossi maria")
    here.registration.edit(code=MARIA[:-1] + ("A" if MARIA[-1] != "A" else "B"))
    here.counter.save_and_close()
    assert here.rejected[-1][0] == "fiscal_code"
    here.counter.accept_unverified()
    assert here.visit.card.citizen.to_verify
    assert here.visit.card.citizen.fiscal_code is None


def test_the_message_of_a_registration_names_nobody(here):
    here.counter.start_registration("verdi luigi")
    here.counter.save()
    assert not any("erdi" in text for text in here.said)


# --- quick contact -----------------------------------------------------------------------------------------------------


def test_two_keys_write_an_anonymous_contact(here):
    here.quick.open()
    here.quick.press("1")
    assert [(row.citizen_id, row.channel) for row in here.contacts()] == [(None, "desk")]


def test_the_digit_pressed_twice_fast_writes_one_contact(held):
    held.quick.open()
    held.quick.press("1")
    held.quick.press("1")
    held.runner.release_all()
    assert len(held.contacts()) == 1


def test_quick_contacts_in_a_row_are_all_written(here):
    for _turn in range(3):
        here.quick.open()
        here.quick.press("1")
    assert len(here.contacts()) == 3


def test_f9_again_before_the_first_is_written_keeps_the_two_apart(held):
    held.quick.open()
    held.quick.press("1")
    held.quick.open()
    held.runner.release_all()
    held.quick.press("2")
    held.runner.release_all()
    assert len(held.contacts()) == 2


def test_a_channel_digit_pressed_at_once_counts_when_the_contact_is_written(held):
    held.quick.open()
    held.quick.press("1")
    held.quick.press("3")
    held.runner.release_all()
    with slow_work_allowed():
        (counted,) = held.services.contacts.of_day(held.desk.clock.today())
    assert counted.channel == "phone"


def test_a_channel_changes_the_contact_just_written(here):
    here.quick.open()
    here.quick.press("1")
    here.quick.press("3")
    with slow_work_allowed():
        (counted,) = here.services.contacts.of_day(here.desk.clock.today())
    assert counted.channel == "phone"
    assert here.quick.stage == "closed"


def test_star_five_enter_makes_five(here):
    here.quick.open()
    here.quick.press("1")
    for key in ("*", "5", "Return"):
        assert here.quick.press(key)
    assert len(here.contacts()) == 5
    assert here.said[-1].startswith("5 contatti registrati")


@pytest.mark.parametrize("keys", [["*", "1", "Return"], ["*", "9", "9", "9", "Return"], ["*", "Return"], ["*", "*"]])
def test_a_silly_number_of_contacts_is_explained_and_harmless(here, keys):
    here.quick.open()
    here.quick.press("1")
    for key in keys:
        here.quick.press(key)
    assert len(here.contacts()) == 1


def test_enter_repeats_the_last_reason(here):
    here.quick.open()
    here.quick.press("2")
    here.quick.open()
    here.quick.press("Return")
    first, second = here.contacts()
    assert first.reason == second.reason


def test_a_quick_contact_during_a_visit_is_separate(here, maria):
    here.scan(MARIA)
    here.contact.edit(note="di Maria")
    here.quick.open()
    here.quick.press("1")
    assert [row.citizen_id for row in here.contacts()] == [None]
    assert here.contact.form.note == "di Maria"


def test_a_quick_contact_on_a_full_disk_says_so_and_can_be_repeated(here):
    here.quick.open()
    with failing(here.services.contacts, "quick", DiskFullError()):
        here.quick.press("1")
    assert here.said[-1].startswith("Il disco è pieno")
    here.quick.open()
    here.quick.press("1")
    assert len(here.contacts()) == 1


# --- the box -----------------------------------------------------------------------------------------------------------


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
