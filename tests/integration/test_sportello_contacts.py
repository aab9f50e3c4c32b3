"""The contact of a visit and the quick contact: what is written, asked and kept."""

import pytest

from tests.counter_models import MARIA, failing
from wemi_desk.domain.errors import DiskFullError
from wemi_desk.guards import slow_work_allowed


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
