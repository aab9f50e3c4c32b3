"""Putting the day right, on the real store."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.factories import visit
from wemi_desk.domain.days import rome_day
from wemi_desk.domain.referrals import Referral
from wemi_desk.persistence import tables
from wemi_desk.services.corrections import CorrectionService


@pytest.fixture
def corrections(desk):
    return CorrectionService(desk.giulia.store, desk.giulia.session, desk.lists)


def counted(desk):
    return [(one.reason, one.channel) for one in desk.giulia.contacts.of_day(desk.clock.today())]


def test_a_corrected_contact_counts_once_and_the_old_one_stays(desk, corrections):
    first = desk.giulia.contacts.quick("1").contact
    corrections.correct(first.id, channel="phone", reason="4")
    assert counted(desk) == [("q_isee", "phone")]
    assert len(desk.rows(tables.CONTACT)) == 2
    desk.giulia.undo.undo()
    assert counted(desk) == [("q_information", "desk")]


def test_a_contact_out_of_the_counts_comes_back_by_undo(desk, corrections):
    contact = desk.giulia.contacts.quick("1").contact
    corrections.cancel(contact.id, "twice")
    assert counted(desk) == []
    desk.giulia.undo.undo()
    assert counted(desk) == [("q_information", "desk")]
    assert [row.reason for row in desk.rows(tables.CONTACT_CANCELLATION)] == ["twice"]


def test_closing_the_day_leaves_an_entry_and_nothing_else(desk):
    desk.giulia.contacts.quick("1")
    desk.clock.pass_by(hours=8)
    acts = len(desk.acts())
    closed = desk.giulia.day.close()
    assert desk.accesses()[-1].action == "close_day"
    assert desk.giulia.day.summary().closed_at == closed
    assert len(desk.acts()) == acts
    desk.clock.pass_by(days=1)
    assert desk.giulia.day.summary().closed_at is None


def test_a_service_that_does_not_answer_by_its_day_is_listed(desk):
    today = rome_day(desk.clock.now())
    contact = desk.giulia.contacts.record(visit(needs=("information",))).contact
    with desk.giulia.store.work() as work:
        for number, days in enumerate((-1, 0, 1)):
            work.referrals.add(Referral(
                id=UUID(int=70 + number), space_code="VEN", contact_id=contact.id, destination="caf",
                sent_at=desk.clock.now(), due_on=today + timedelta(days=days)))
        work.commit()
    late, due = desk.giulia.call_backs.referrals_waiting()
    assert (late.id, due.id) == (UUID(int=70), UUID(int=71))
    desk.giulia.call_backs.referral_answered(late, "closed")
    assert len(desk.giulia.call_backs.referrals_waiting()) == 1
    desk.giulia.undo.undo()
    assert len(desk.giulia.call_backs.referrals_waiting()) == 2
