"""The three lists of the outbox on the real store."""

from datetime import timedelta

from tests.case_desk import CaseDesk
from wemi_desk.domain.outbox_rows import OutboxList
from wemi_desk.persistence.tables import OUTBOX
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.contacts import RecordContact
from wemi_desk.services.outbox import OutboxService
from wemi_desk.services.person_forms import PersonForm


def test_acts_stand_where_the_centre_has_put_them(desk):
    desk.giulia.contacts.quick("1")
    desk.clock.pass_by(days=1)
    for key in "234":
        desk.giulia.contacts.quick(key)
    service = OutboxService(desk.giulia.store, desk.giulia.session)
    made = service.counts()
    assert (made.waiting, made.to_check, made.sent_today, made.made_today) == (4, 0, 0, 3)
    now, yesterday = desk.clock.now(), desk.clock.now() - timedelta(days=1)
    desk.execute(OUTBOX.update().where(OUTBOX.c.number == 1).values(acked_at=yesterday))
    desk.execute(OUTBOX.update().where(OUTBOX.c.number == 2).values(acked_at=now))
    desk.execute(OUTBOX.update().where(OUTBOX.c.number == 3).values(verdict="refused", verdict_reason="motivo"))
    after = service.counts()
    assert (after.waiting, after.to_check, after.sent_today) == (1, 1, 1)
    assert [row.number for row in service.page(OutboxList.WAITING, 0, 10)] == [4]
    assert [row.verdict_reason for row in service.page(OutboxList.TO_CHECK, 0, 10)] == ["motivo"]
    assert [row.number for row in service.page(OutboxList.SENT_TODAY, 0, 10)] == [2]


def test_a_long_outbox_is_read_by_pages(desk):
    for _ in range(12):
        desk.giulia.contacts.quick("1")
    service = OutboxService(desk.giulia.store, desk.giulia.session)
    numbers = [row.number for offset in (0, 5, 10) for row in service.page(OutboxList.WAITING, offset, 5)]
    assert numbers == list(range(12, 0, -1))


def test_a_persons_history_says_what_the_centre_does_not_have_yet(desk):
    form = PersonForm(surname="Rossi", given_name="Maria")
    person = desk.giulia.citizens.register(RegisterCitizen(form=form)).citizen
    desk.giulia.contacts.record(RecordContact(reason="1", citizen_id=person.id))

    def held():
        with desk.giulia.store.reading() as work:
            return {entry.kind: entry.held for entry in work.timeline(person.id, 50)}

    assert held() == {"contact": "waiting", "registration": "waiting"}
    desk.execute(OUTBOX.update().where(OUTBOX.c.kind != "contact").values(acked_at=desk.clock.now()))
    desk.execute(OUTBOX.update().where(OUTBOX.c.kind == "contact").values(verdict="refused", verdict_reason="x"))
    assert held() == {"contact": "refused", "registration": ""}
    desk.execute(OUTBOX.update().where(OUTBOX.c.kind == "contact").values(set_aside_at=desk.clock.now()))
    assert held()["contact"] == "set_aside"
    desk.execute(OUTBOX.update().where(OUTBOX.c.kind == "contact").values(withdrawn_at=desk.clock.now()))
    assert held()["contact"] == ""


def test_what_is_to_be_presented_stands_before_all_else_that_waits(desk):
    case = CaseDesk(desk.giulia)
    application = case.one_ready()
    case.cases.submit(application.id)
    for key in "234":
        desk.giulia.contacts.quick(key)
    service = OutboxService(desk.giulia.store, desk.giulia.session)
    rows = service.page(OutboxList.WAITING, 0, 100)
    assert rows[0].verb == "submit"
    assert [row.number for row in rows[1:]] == sorted((row.number for row in rows[1:]), reverse=True)
