"""Contacts: written once, counted once, taken back without deleting."""

from datetime import timedelta

import pytest

from tests.factories import CODE, person, visit
from wemi_desk.domain.errors import InvalidFieldError, NotAllowedError, NothingToUndoError
from wemi_desk.domain.names import clean
from wemi_desk.persistence import tables
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.contacts import MOST_IN_A_BATCH


def _today(counter):
    return counter.contacts.of_day(counter.session.clock.today())


def _citizen(counter, **values):
    return counter.citizens.register(RegisterCitizen(form=person(**values))).citizen


def test_a_quick_contact_is_anonymous_and_takes_need_and_answer_from_the_list(desk):
    contact = desk.giulia.contacts.quick("1").contact
    assert (contact.reason, contact.needs, contact.answers) == ("q_information", ("information",), ("information",))
    assert contact.citizen_id is None
    assert _today(desk.giulia) == [contact]


def test_ctrl_z_takes_a_quick_contact_back_and_it_stays_visible(desk):
    recorded = desk.giulia.contacts.quick("1")
    deed, _ = desk.giulia.undo.undo()
    assert deed.id == recorded.deed.id
    assert _today(desk.giulia) == []
    assert len(desk.rows(tables.CONTACT)) == len(desk.rows(tables.CONTACT_CANCELLATION)) == 1
    with pytest.raises(NothingToUndoError):
        desk.giulia.undo.undo()


def test_a_changed_channel_counts_once_and_one_undo_takes_both_back(desk):
    first = desk.giulia.contacts.quick("1")
    second = desk.giulia.contacts.with_channel(first, "phone")
    assert [contact.channel for contact in _today(desk.giulia)] == ["phone"]
    third = desk.giulia.contacts.with_channel(second, "email")
    assert [contact.id for contact in _today(desk.giulia)] == [third.contact.id]
    desk.giulia.undo.undo()
    assert _today(desk.giulia) == []
    with pytest.raises(NothingToUndoError):
        desk.giulia.undo.undo()


def test_the_channel_of_a_contact_that_was_undone_does_not_bring_it_back(desk):
    recorded = desk.giulia.contacts.quick("1")
    desk.giulia.undo.undo()
    with pytest.raises(NothingToUndoError):
        desk.giulia.contacts.with_channel(recorded, "phone")


def test_the_channel_key_pressed_twice_on_one_contact_counts_once(desk):
    recorded = desk.giulia.contacts.quick("1")
    desk.giulia.contacts.with_channel(recorded, "phone")
    with pytest.raises(NothingToUndoError):
        desk.giulia.contacts.with_channel(recorded, "phone")
    assert len(_today(desk.giulia)) == 1


def test_undoing_a_contact_with_another_channel_closes_its_promise_too(desk):
    citizen = _citizen(desk.giulia)
    tomorrow = desk.clock.today() + timedelta(days=1)
    recorded = desk.giulia.contacts.record(visit(citizen_id=citizen.id, call_back_on=tomorrow))
    desk.giulia.contacts.with_channel(recorded, "phone")
    desk.giulia.undo.undo()
    assert desk.giulia.call_backs.pending() == []


def test_a_form_recorded_twice_is_one_act(desk):  # S06
    draft = desk.giulia.drafts.begin()
    desk.giulia.drafts.save(draft, "contact", {"note": "x"})
    first = desk.giulia.contacts.record(visit(draft_id=draft))
    second = desk.giulia.contacts.record(visit(draft_id=draft))
    assert second.contact == first.contact
    assert second.deed == first.deed
    assert _today(desk.giulia) == [first.contact]
    assert desk.giulia.drafts.mine() == []


def test_a_form_taken_back_can_be_recorded_again(desk):
    draft = desk.giulia.drafts.begin()
    desk.giulia.contacts.record(visit(draft_id=draft))
    desk.giulia.undo.undo()
    desk.giulia.drafts.save(draft, "contact", {"note": "x"})
    again = desk.giulia.contacts.record(visit(draft_id=draft, note="x"))
    assert [contact.note for contact in _today(desk.giulia)] == ["x"]
    assert again.deed.undone_at is None


def test_two_quick_contacts_are_two_people(desk):
    desk.giulia.contacts.quick("1")
    desk.giulia.contacts.quick("1")
    assert len(_today(desk.giulia)) == 2


def test_a_run_of_calls_is_one_batch_and_one_undo_takes_the_copies_back(desk):  # S97
    recorded = desk.giulia.contacts.quick("1", "phone")
    desk.giulia.contacts.repeated(recorded.contact.id, 5)
    contacts = _today(desk.giulia)
    assert len(contacts) == 5
    assert len({contact.batch_id for contact in contacts if contact.batch_id}) == 1
    desk.giulia.undo.undo()
    assert _today(desk.giulia) == [recorded.contact]
    desk.giulia.undo.undo()
    assert _today(desk.giulia) == []


@pytest.mark.parametrize("times", [-1, 0, 1, MOST_IN_A_BATCH + 1])
def test_a_batch_has_between_two_and_fifty_contacts(desk, times):
    recorded = desk.giulia.contacts.quick("1")
    with pytest.raises(InvalidFieldError):
        desk.giulia.contacts.repeated(recorded.contact.id, times)


def test_a_contact_taken_back_cannot_be_repeated(desk):
    recorded = desk.giulia.contacts.quick("1")
    desk.giulia.undo.undo()
    with pytest.raises(InvalidFieldError):
        desk.giulia.contacts.repeated(recorded.contact.id, 2)


def test_copies_of_a_corrected_contact_correct_nothing_themselves(desk):
    recorded = desk.giulia.contacts.with_channel(desk.giulia.contacts.quick("1"), "phone")
    desk.giulia.contacts.repeated(recorded.contact.id, 3)
    assert [contact.channel for contact in _today(desk.giulia)] == ["phone"] * 3
    assert sum(contact.corrects is not None for contact in _today(desk.giulia)) == 1


def test_undo_stays_with_the_operator_and_the_day(desk):
    desk.giulia.contacts.quick("1")
    with pytest.raises(NothingToUndoError):
        desk.marco.undo.undo()
    desk.clock.pass_by(days=1)
    assert desk.giulia.undo.last() is None
    with pytest.raises(NothingToUndoError):
        desk.giulia.undo.undo()


def test_a_chosen_deed_of_today_can_be_undone_whatever_came_after(desk):
    first = desk.giulia.contacts.quick("1")
    second = desk.giulia.contacts.quick("2")
    desk.giulia.undo.undo(first.deed.id)
    assert _today(desk.giulia) == [second.contact]


def test_work_of_yesterday_is_marked_as_entered_later_and_its_minutes_are_not_counted_till_now(desk):
    began = desk.clock.now() - timedelta(days=1)
    contact = desk.giulia.contacts.record(visit(began_at=began)).contact
    assert contact.entered_later
    assert contact.duration_band == "to_5"
    assert not contact.duration_typed
    assert _today(desk.giulia) == []
    assert desk.giulia.contacts.of_day(desk.clock.today() - timedelta(days=1)) == [contact]


def test_a_visit_of_today_is_timed_by_its_beginning(desk):
    began = desk.clock.now() - timedelta(minutes=20)
    contact = desk.giulia.contacts.record(visit(began_at=began)).contact
    assert (contact.duration_band, contact.entered_later) == ("16_30", False)
    typed = desk.giulia.contacts.record(visit(began_at=began, duration="over_60")).contact
    assert (typed.duration_band, typed.duration_typed) == ("over_60", True)


def test_work_of_last_month_is_refused_in_words(desk):
    with pytest.raises(InvalidFieldError) as caught:
        desk.giulia.contacts.record(visit(began_at=desk.clock.now() - timedelta(days=32)))
    assert (caught.value.field, caught.value.reason) == ("started_at", "too_long_ago")


def test_an_evening_contact_belongs_to_the_roman_day(desk):
    desk.clock.pass_by(hours=14, minutes=15)  # 22:45 UTC is 23:45 in Rome
    contact = desk.giulia.contacts.quick("1").contact
    desk.clock.pass_by(minutes=30)  # a new day in Rome, still the same in UTC
    assert _today(desk.giulia) == []
    assert desk.giulia.contacts.of_day(contact.started_at.date()) == [contact]


def test_a_visit_writes_contact_referral_and_promise_together(desk):
    citizen = _citizen(desk.giulia, code=CODE)
    before = len(desk.acts())
    day = desk.clock.today() + timedelta(days=2)
    desk.giulia.contacts.record(
        visit(citizen_id=citizen.id, destinations=("caf", "school"), call_back_on=day, call_back_reason="Porta l'ISEE")
    )
    kinds = [act.kind for act in desk.acts()[before:]]
    assert sorted(kinds) == ["call_back", "contact", "referral", "referral"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"needs": ()}, "needs"),
        ({"needs": ("information",) * 4}, "needs"),
        ({"needs": ("made_up",)}, "needs"),
        ({"answers": ()}, "answers"),
        ({"channel": "smoke"}, "channel"),
        ({"outcome": "unknown"}, "outcome"),
        ({"language": "xx"}, "language"),
        ({"reason": "99"}, "reason"),
        ({"duration": "long"}, "duration"),
        ({"note": "a" * 501}, "note"),
    ],
)
def test_what_the_lists_do_not_know_is_refused_beside_its_field(desk, values, field):
    with pytest.raises(InvalidFieldError) as caught:
        desk.giulia.contacts.record(visit(**values))
    assert caught.value.field == field
    assert desk.acts() == []


def test_a_promise_needs_a_person_and_a_day_to_come(desk):
    with pytest.raises(InvalidFieldError):
        desk.giulia.contacts.record(visit(call_back_on=desk.clock.today()))
    citizen = _citizen(desk.giulia)
    with pytest.raises(InvalidFieldError):
        desk.giulia.contacts.record(
            visit(citizen_id=citizen.id, call_back_on=desk.clock.today() - timedelta(days=1))
        )


def test_a_note_is_kept_as_the_screen_shows_it(desk):
    note = "Torna <b>giovedì</b>\u202e con\x00 l'ISEE"
    contact = desk.giulia.contacts.record(visit(note=note)).contact
    assert contact.note == clean(note, 500) == "Torna <b>giovedì</b> con l'ISEE"


def test_a_reader_may_not_serve(desk):
    recorded = desk.giulia.contacts.quick("1")
    for act in (
        lambda: desk.reader.contacts.quick("1"),
        lambda: desk.reader.contacts.with_channel(recorded, "phone"),
        lambda: desk.reader.contacts.repeated(recorded.contact.id, 2),
        lambda: desk.reader.contacts.of_day(desk.clock.today(), everybody=True),
        lambda: desk.reader.notices.give(None, "it"),
        lambda: desk.reader.queue.arrive(),
        lambda: desk.reader.citizens.register(RegisterCitizen(form=person())),
        lambda: desk.reader.citizens.open(desk.ids()),
    ):
        with pytest.raises(NotAllowedError):
            act()
    assert len(desk.acts()) == 1


def test_colleagues_contacts_are_for_the_coordinator(desk):
    desk.marco.contacts.quick("1")
    assert _today(desk.giulia) == []
    assert len(desk.lead.contacts.of_day(desk.clock.today(), everybody=True)) == 1
