"""When history breaks: old copies, clones, a centre put back, orders, erasures, scopes that go."""

from uuid import UUID

import msgspec
import pytest

from tests.desk import KEY, Desk
from tests.factories import CODE, make_citizen, make_contact, person, visit
from tests.sync_desk import KeptMark, Line
from wemi_desk.persistence import sync_log, tables
from wemi_desk.persistence.backup import restore
from wemi_desk.persistence.copying import copy_store
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.sync.ports import LineError, TooLargeError, TooOldError
from wemi_desk.sync.wire import ERASE, CompareAnswer, Order, PullAnswer


@pytest.fixture
def line(desk):
    return Line(desk)


def _register(line, surname="Fumagalli", **values):
    return line.desk.giulia.citizens.register(RegisterCitizen(form=person(surname, **values))).citizen


def _others(line, number, **values):
    citizen = make_citizen(number, **values)
    line.centre.put("citizen", citizen.id, msgspec.to_builtins(citizen))
    return citizen


def _once(line):
    """Every act of this desk has had one effect at the centre, under its own id."""
    ids = [act.id for act in line.centre.applied()]
    return len(ids) == len(set(ids)) and {act.id for act in line.desk.acts()} <= set(ids)


def _copied(line, tmp_path, name):
    """The store as it is now, on another PC (or in a backup)."""
    folder = tmp_path / name
    folder.mkdir()
    copy_store(line.desk.path, KEY, folder / "store.db")
    return folder


def _reopened(line, folder, marker=None):
    desk = Desk(folder, clock=line.desk.clock, ids=line.desk.ids)
    return Line(desk, line.centre, marker or KeptMark())


def test_a_cloned_pc_gets_a_name_of_its_own_and_both_outboxes_survive(line, tmp_path):  # S61
    _register(line)
    line.sync()
    clone = _reopened(line, _copied(line, tmp_path, "clone"))
    _register(line, "Rossi")
    _register(clone, "Verdi")
    assert line.sync().new_incarnations == 0
    told = clone.sync()
    assert (told.new_incarnations, told.verified) == (1, True)
    assert line.sync().verified
    assert _once(line)
    assert _once(clone)
    assert len(line.desk.rows(tables.CITIZEN)) == len(clone.desk.rows(tables.CITIZEN)) == 3
    clone.desk.close()


@pytest.mark.parametrize("marked", [True, False], ids=["the marker tells", "only the chain tells"])
def test_an_old_copy_of_the_store_takes_its_later_acts_from_the_centre(line, tmp_path, marked):  # S62
    _register(line)
    line.sync()
    _register(line, "Prima")
    folder = _copied(line, tmp_path, "old")
    _register(line, "Dopo")
    line.sync()
    old = _reopened(line, folder, line.marker if marked else KeptMark())
    _register(old, "Nuova")
    told = old.sync()
    assert (told.new_incarnations, told.verified) == (1, True)
    assert {row.surname for row in old.desk.rows(tables.CITIZEN)} == {"Fumagalli", "Prima", "Dopo", "Nuova"}
    assert _once(old)
    old.desk.close()


def test_a_centre_put_back_is_given_what_it_lost(line):  # S110
    _register(line)
    line.sync()
    backup = line.centre.backup()
    lost = _register(line, "Rossi")
    granted = _others(line, 9)
    line.sync()
    line.centre.restore(backup)
    assert line.centre.content("citizen", granted.id) is None
    told = line.sync()
    assert told.sent == 2, "no backup that this desk heard of covers either"
    assert told.given_back >= 1
    assert told.verified
    assert line.centre.content("citizen", granted.id)
    assert line.centre.content("citizen", lost.id)
    assert _once(line)
    assert line.desk.rows(tables.LIMBO) == []


def test_the_loss_is_found_although_nothing_waits_and_the_line_breaks_first(line):
    lost = _register(line)
    backup = line.centre.backup()
    line.sync()
    line.centre.restore(backup)
    line.centre.failing = [("push", False, LineError())]
    with pytest.raises(LineError):
        line.sync()
    line.started()
    assert line.sync().verified
    assert line.centre.content("citizen", lost.id)


def test_a_centre_put_back_twice_still_gets_the_rows_of_others(line):  # H9
    _register(line)
    line.sync()
    backup = line.centre.backup()
    granted = _others(line, 9)
    line.sync()
    line.centre.restore(backup)
    line.centre.failing = [("give_back", True, LineError())]
    with pytest.raises(LineError):
        line.sync()
    line.centre.restore(backup)
    for _ in range(2):
        line.sync()
    assert line.centre.content("citizen", granted.id)


def test_a_grant_that_a_centre_put_back_shows_weaker_is_given_back(line):  # H12
    citizen = _others(line, 9)
    backup = line.centre.backup()
    line.centre.put("citizen", citizen.id, msgspec.to_builtins(citizen) | {"address": "concesso"})
    line.centre.put("citizen", citizen.id, msgspec.to_builtins(citizen) | {"address": "concesso davvero"})
    line.sync()
    line.centre.restore(backup)
    line.centre.put("citizen", citizen.id, msgspec.to_builtins(citizen) | {"phone": "+39333"})
    assert line.sync().given_back == 1
    assert line.centre.content("citizen", citizen.id)["address"] == "concesso davvero"
    assert line.sync().verified
    assert line.desk.rows(tables.LIMBO) == []


def test_another_story_of_the_same_length_is_kept_until_the_centre_has_moved_on(line):
    citizen = _others(line, 9)
    backup = line.centre.backup()
    line.centre.put("citizen", citizen.id, msgspec.to_builtins(citizen) | {"address": "una storia"})
    line.sync()
    line.centre.restore(backup)
    line.centre.put("citizen", citizen.id, msgspec.to_builtins(citizen) | {"address": "un'altra"})
    assert line.sync().verified
    assert len(line.desk.rows(tables.LIMBO)) == 1
    line.centre.put("citizen", citizen.id, msgspec.to_builtins(citizen) | {"address": "una terza"})
    assert line.sync().verified
    assert line.desk.rows(tables.LIMBO) == []


def test_acts_whose_receipt_a_backup_covers_are_let_go_after_a_month_and_not_before(line):
    _register(line)
    line.centre.durable = 10_000
    line.sync()
    line.desk.clock.pass_by(days=29)
    line.started().exchange()
    assert line.desk.acts()
    line.desk.clock.pass_by(days=3)
    line.started().exchange()  # the receipt that shows how late it is comes with this one
    line.started().exchange()
    assert line.desk.acts() == []
    _register(line, "Rossi")
    assert line.sync().verified
    backup = line.centre.backup()
    _register(line, "Verdi")
    line.sync()
    line.centre.restore(backup)
    assert line.sync().verified
    line.centre.held["logs"].clear()  # it forgot everything about this desk, also what is not kept any more
    _register(line, "Bianchi")
    told = line.sync()
    assert (told.new_incarnations, told.verified) == (1, True)


def test_a_row_that_a_fault_altered_is_found_fetched_and_reported(line):  # S108
    citizen = _others(line, 4)
    for number in range(10, 40):
        _others(line, number)
    line.sync()
    broken = tables.SHADOW.update().where(tables.SHADOW.c.id == citizen.id.bytes)
    line.desk.execute(broken.values(data=b'{"id":"rotten"}'))
    told = line.started().exchange()
    assert told.healed
    assert told.verified
    assert line.sync().healed == []


def test_a_row_that_went_missing_comes_back_and_one_too_many_goes_to_limbo_and_is_offered(line):
    citizen = _others(line, 4)
    line.sync()
    line.desk.execute(tables.SHADOW.delete().where(tables.SHADOW.c.id == citizen.id.bytes))
    line.engine = line.started()
    assert line.engine.exchange().verified
    assert line.wrong() == []


def test_an_erasure_reaches_everything_before_anything_is_sent(line):  # S41
    citizen = _register(line, code=CODE, phone="333 1234567")
    other = _register(line, "Rossi")
    line.desk.giulia.contacts.record(visit(citizen_id=citizen.id, note="Torna giovedì"))
    line.sync()
    line.desk.giulia.citizens.change(citizen.id, person("Fumagalli", phone="333 7654321"))
    line.centre.erase(citizen.id)
    line.centre.calls.clear()
    told = line.sync()
    assert (told.erased, told.verified) == (1, True)
    assert [name for name, _ in line.centre.calls][:3] == ["push", "erased", "push"]
    about = [act for act in line.desk.acts() if act.subject_id == citizen.id]
    assert about
    assert all(act.payload is None for act in about)
    assert about[-1].verdict == "erased"
    held = b" ".join(bytes(row.data) for row in line.desk.rows(tables.SHADOW) if row.data)
    assert str(citizen.id).encode() not in held
    assert [row.id for row in line.desk.rows(tables.CITIZEN)] == [other.id]
    assert line.position().erase_no == 1
    with line.desk.giulia.store.reading() as work:
        assert work.citizens.search("fumagalli", 5) == []


def test_an_erasure_reaches_what_waits_to_be_given_back_and_what_no_screen_can_show(line):
    citizen, other = _others(line, 4), _others(line, 5)
    odd = {"id": str(UUID(int=70)), "citizen_id": str(citizen.id), "note": "di un tipo più nuovo"}
    line.centre.put("tram_ticket", UUID(int=70), odd)
    line.centre.put("contact", UUID(int=71), {"id": str(UUID(int=71)), "citizen_id": str(citizen.id), "note": "rotto"})
    shown = {"id": str(UUID(int=72)), "citizen_id": str(other.id), "shown_ids": [str(citizen.id)], "answer": "other",
             "decided_at": "2026-11-18T09:00:00Z", "decided_by": str(UUID(int=9))}
    line.centre.put("duplicate_decision", UUID(int=72), shown)
    line.sync()
    values = {"kind": "question", "id": UUID(int=73).bytes, "scope": "space:VEN", "version": 1, "mac": b"", "offers": 0,
              "data": b'{"subject_id":"' + str(citizen.id).encode() + b'","values":["333"]}'}
    line.desk.execute(tables.LIMBO.insert().values(values))
    line.centre.erase(citizen.id)
    line.centre.take_out("tram_ticket", UUID(int=70), ERASE)
    line.centre.take_out("contact", UUID(int=71), ERASE)
    line.centre.put("duplicate_decision", UUID(int=72), shown)
    assert line.sync().verified
    assert line.desk.rows(tables.LIMBO) == []
    assert {row.kind for row in line.desk.rows(tables.SHADOW)} == {"citizen", "duplicate_decision"}


def test_erasing_does_not_stop_a_new_registration_made_later(line):
    citizen = _others(line, 4)
    line.sync()
    line.centre.erase(citizen.id)
    line.sync()
    again = _register(line, "Prova4")
    assert line.sync().verified
    assert line.centre.content("citizen", again.id)


def test_what_hangs_on_an_erased_person_goes_with_the_feed_too(line):
    contact = make_contact(5)
    line.centre.put("contact", contact.id, msgspec.to_builtins(contact))
    line.sync()
    line.centre.take_out("contact", contact.id, ERASE)
    assert line.sync().verified
    assert line.desk.rows(tables.CONTACT) == []


def test_a_scope_that_goes_takes_its_records_but_never_an_unsent_act(line):  # S56
    citizen = _register(line)
    for number in range(30):
        _others(line, number)
    line.sync()
    line.centre.scopes = ["ref"]
    line.centre.failing = [("push", False, LineError())]
    line.desk.giulia.citizens.change(citizen.id, person("Fumagalli", phone="333 7654321"))
    with pytest.raises(LineError):
        line.sync()
    line.sync()
    assert line.desk.rows(tables.CITIZEN) == []
    assert line.desk.rows(tables.SHADOW) == []
    assert all(act.acked_at for act in line.desk.acts())
    line.centre.scopes = ["ref", "space:VEN"]
    assert line.sync().verified
    assert len(line.desk.rows(tables.CITIZEN)) == 31


def test_batches_are_halved_until_they_pass(line):  # S28
    for number in range(12):
        _register(line, f"Prova{number}")
    pushed = line.centre.push

    def small(request):
        if len(request.acts) > 3:
            raise TooLargeError
        return pushed(request)

    line.centre.push = small
    assert line.sync().verified
    assert _once(line)


def test_acts_that_are_too_large_wait_to_be_mended_and_let_the_others_pass(line):
    large, other = [_register(line, f"Prova{number}").id for number in range(4)], _register(line, "Rossi").id
    pushed = line.centre.push

    def picky(request):
        if any(act.record_id in large and act.payload for act in request.acts):
            raise TooLargeError
        return pushed(request)

    line.centre.push = picky
    assert line.sync().verified
    verdicts = {act.record_id: (act.verdict, act.verdict_reason) for act in line.desk.acts() if act.kind == "citizen"}
    assert verdicts == {**dict.fromkeys(large, ("refused", "too_large")), other: ("ok", None)}


def test_a_parked_act_is_asked_about_until_its_record_has_come(line):  # S26
    citizen = _register(line)
    line.centre.park.add(citizen.id)
    line.sync()
    assert {act.verdict for act in line.desk.acts() if act.kind == "citizen"} == {"parked"}
    line.centre.park.clear()
    _others(line, 4)
    line.sync()
    assert {act.verdict for act in line.desk.acts() if act.kind == "citizen"} == {"ok"}


def test_what_was_refused_is_asked_about_again_when_the_centre_lives_another_life(line):
    """A request of before the restore came late: that life has taken it, and told nobody."""
    citizen, backup = _register(line), line.centre.backup()
    line.centre.refuse[citizen.id] = "foreign_space"
    assert line.sync().verified
    assert {act.verdict for act in line.desk.acts() if act.kind == "citizen"} == {"refused"}
    late = next(request for name, request in line.centre.calls if name == "push" and request.acts)
    line.centre.restore(backup)
    line.centre.refuse.clear()
    line.centre.push(late)
    assert line.sync().verified
    assert {(act.verdict, act.verdict_reason) for act in line.desk.acts() if act.kind == "citizen"} == {("ok", None)}


def test_the_first_meeting_with_a_centre_looks_at_no_act_again(line):
    """50,000 that wait from before would be shown anew, one by one, for nothing."""
    _register(line)
    with line.store._driver.writing() as cursor:
        assert sync_log.enter_epoch(cursor, UUID(int=77)) == set()
    assert line.sync().verified
    with line.store._driver.writing() as cursor:
        assert sync_log.enter_epoch(cursor, UUID(int=78))


def test_what_is_too_large_stays_refused_when_the_centre_lives_another_life(line):
    _register(line)
    pushed = line.centre.push

    def picky(request):
        if any(act.payload for act in request.acts):
            raise TooLargeError
        return pushed(request)

    line.centre.push = picky
    line.sync()
    line.centre.restore(line.centre.backup())
    assert line.sync().verified
    assert {act.verdict_reason for act in line.desk.acts()} == {"too_large"}


def test_too_old_goes_on_working_and_says_so(line):  # S79
    _register(line)
    pulled, line.centre.pull = line.centre.pull, lambda request: (_ for _ in ()).throw(TooOldError())
    told = line.sync()
    assert (told.update_needed, told.verified, told.sent > 0) == (True, False, True)
    line.centre.pull = pulled
    assert line.sync().verified


def _waited(line):
    """An act that waited for a record, which has come; and news, so that the desk asks about it."""
    citizen = _register(line)
    line.centre.park.add(citizen.id)
    line.sync()
    line.centre.park.clear()
    return _others(line, 4)


def test_what_agreed_before_an_act_was_settled_is_not_said_when_the_centre_tells_nothing_more(line):
    _waited(line)
    pulled, answers = line.centre.pull, []

    def refuses_the_second(request):
        if answers:
            raise TooOldError
        answers.append(pulled(request))
        return answers[0]

    line.centre.pull = refuses_the_second
    told = line.sync()
    assert (told.update_needed, told.verified, told.complete) == (True, False, False)
    line.centre.pull = pulled
    assert line.sync().verified


def test_too_old_to_be_told_what_became_of_an_act_is_too_old(line):
    _waited(line)
    line.centre.failing = [("push", False, TooOldError())]
    told = line.sync()
    assert (told.update_needed, told.verified) == (True, False)
    assert line.sync().verified


def test_an_erasure_heard_of_with_what_became_of_an_act_is_followed_by_another_look(line):
    other = _waited(line)
    pulled = line.centre.pull

    def then_erases(request):
        line.centre.pull, answer = pulled, pulled(request)
        line.centre.erase(other.id)
        return answer

    line.centre.pull = then_erases
    told = line.sync()
    assert (told.erased, told.verified) == (1, True)
    assert (line.sync().received, line.desk.rows(tables.LIMBO)) == (0, [])


def test_a_desk_that_is_taken_out_of_service_hands_over_its_work_and_takes_nothing_more(line):  # S55
    _others(line, 4)
    line.sync()
    _register(line)
    _others(line, 5)
    line.centre.orders = [Order(kind="flush_and_wipe", number=1, reason="stolen")]
    told = line.sync()
    assert told.halted
    assert [one.kind for one in told.orders] == ["flush_and_wipe"]
    assert all(act.acked_at for act in line.desk.acts())
    assert len(line.desk.rows(tables.CITIZEN)) == 2
    assert line.position().order_no == 1


def test_an_order_that_comes_with_the_pull_is_obeyed_too_and_work_is_handed_over(line):
    line.sync()
    line.centre.orders = [Order(kind="flush_and_wipe", number=1)]
    pulled = line.centre.pull

    def out_of_service(request):
        _register(line)  # somebody saves in this very moment
        answer = pulled(request)
        return PullAnswer(notice=answer.notice, scopes=[], feeds=[])

    line.centre.pull = out_of_service
    assert line.engine.exchange().halted
    assert all(act.acked_at for act in line.desk.acts())


def test_an_order_that_comes_with_a_comparison_is_obeyed_and_nothing_here_is_touched(line):
    _register(line)
    assert line.sync().verified
    line.centre.held["heads"]["space:VEN"][-1] = (line.centre.held["heads"]["space:VEN"][-1][0], b"another life")

    def locked(request):
        line.centre.orders = [Order(kind="lock", number=1, reason="rubato")]
        return CompareAnswer(notice=line.centre._notice(0), cn=0, chain=b"", count=0, digest=bytes(16))

    line.centre.compare = locked
    before = line.desk.rows(tables.SHADOW), line.desk.rows(tables.SCOPE_CURSOR)
    told = line.sync()
    assert (told.halted, [one.kind for one in told.orders], told.verified) == (True, ["lock"], False)
    assert (line.desk.rows(tables.SHADOW), line.desk.rows(tables.SCOPE_CURSOR)) == before


def test_wipe_now_sends_nothing_and_a_desk_without_scopes_keeps_its_data_for_the_order(line):
    _others(line, 4)
    line.sync()
    _register(line)
    line.centre.orders = [Order(kind="wipe_now", number=2)]
    line.centre.calls.clear()
    assert line.sync().halted
    assert [name for name, _ in line.centre.calls] == ["push"]
    line.centre.orders, line.centre.scopes = [], []
    assert line.sync().halted
    assert len(line.desk.rows(tables.CITIZEN)) == 2


def test_a_receipt_that_is_not_the_centres_proves_nothing(line):
    _register(line)
    line.engine._genuine = lambda receipt: False
    told = line.sync()
    assert told.bad_receipts
    assert line.store.last_receipt() is None


def test_an_answer_about_another_scope_is_no_answer(line):
    _others(line, 4)
    pulled = line.centre.pull

    def wrong(request):
        answer = pulled(request)
        return PullAnswer(notice=answer.notice, scopes=["ref"], feeds=answer.feeds)

    line.centre.pull = wrong
    with pytest.raises(LineError):
        line.sync()
    assert line.desk.rows(tables.SHADOW) == []


def test_what_the_screens_show_can_be_made_again_from_what_is_held(line):
    from wemi_desk.persistence.driver import pooled
    from wemi_desk.persistence.sync_repair import repair

    citizen = _register(line, phone="333 1234567")
    line.sync()
    line.desk.execute(tables.CITIZEN.update().values(surname="Falso"))
    line.desk.execute(tables.CONTACT.insert().values(_contact_row(line)))
    assert len(line.wrong()) == 2
    assert repair(pooled(line.desk.engine)) == 2
    assert line.wrong() == []
    assert line.desk.rows(tables.CITIZEN)[0].surname == citizen.surname


def _contact_row(line):
    from wemi_desk.domain.contacts import Contact
    from wemi_desk.persistence.mapping import RecordMapping

    return RecordMapping(Contact).to_row(make_contact(3, id=UUID(int=3)))


def test_a_backup_put_back_shows_nobody_who_was_erased_since(line):
    citizen = _register(line, phone="333 1234567")
    kept = _register(line, "Rossi")
    line.sync()
    made = line.desk.giulia.backups.back_up()
    line.centre.erase(citizen.id)
    line.sync()
    line.desk.close()
    now, incarnation = line.desk.clock.now(), line.desk.ids()
    restore(made.place, line.desk.path, KEY, at=now, incarnation=incarnation, after=lambda engine: None)
    again = _reopened(line, line.desk.path.parent)
    assert [row.id for row in again.desk.rows(tables.CITIZEN)] == [kept.id]
    assert "1234567" not in str(again.desk.rows(tables.OUTBOX))
    assert again.position().erase_no == 1
    told = again.sync()
    assert (told.verified, told.erased) == (True, 0)
    again.desk.close()
