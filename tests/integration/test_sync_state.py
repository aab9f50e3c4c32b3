"""Every word of the indicator is true when it is read (interface.md 12, S109)."""

from zoneinfo import ZoneInfo

import pytest

from tests.factories import person
from tests.sync_desk import Line
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.sync.ports import LineError, RevokedError, TooOldError
from wemi_desk.sync.wire import Order
from wemi_desk.ui.shell.sync_indicator import row_of, sync_words

NEVER, WAITING, NO_LINE, SENT, VERIFIED, TO_CHECK = 11, 8, 10, 13, 14, 5


@pytest.fixture
def line(desk):
    return Line(desk)


@pytest.fixture
def door(line):
    return line.door()


def _register(line, surname="Fumagalli"):
    return line.desk.giulia.citizens.register(RegisterCitizen(form=person(surname))).citizen


def _row(door):
    return row_of(door.state())


def test_a_desk_that_never_met_its_centre_says_so(line, door):
    assert _row(door) == NEVER
    _register(line)
    assert _row(door) == WAITING


def test_verified_after_the_digests_agreed_and_not_a_key_longer(line, door):
    _register(line)
    news = door.exchange()
    assert news.changed >= {"outbox", "citizens"}
    assert _row(door) == VERIFIED
    _register(line, "Rossi")
    assert _row(door) == 9
    door.exchange()
    assert _row(door) == VERIFIED


def test_times_are_shown_as_the_clock_on_the_wall_says(line, door):
    _register(line)
    door.exchange()
    wall = line.desk.clock.now().astimezone(ZoneInfo("Europe/Rome"))
    assert sync_words(door.state()).words == f"Tutto inviato · {wall:%H:%M}, verificato"


def test_without_a_line_it_says_since_when_and_claims_nothing_new(line, door):  # S16
    _register(line)
    door.exchange()
    confirmed = door.state().last_confirmed_at
    line.desk.clock.pass_by(minutes=20)
    lost = line.desk.clock.now()
    line.centre.failing = [("pull", False, LineError("timeout")), ("pull", True, LineError("timeout"))]
    door.exchange()
    line.desk.clock.pass_by(minutes=5)
    door.exchange()
    assert _row(door) == NO_LINE
    assert (door.state().contact_lost_at, door.state().last_confirmed_at) == (lost, confirmed)
    assert door.pause_s(active=True) <= 30
    door.exchange()
    assert _row(door) == VERIFIED


def test_an_exchange_that_dies_of_a_bug_is_counted_and_is_no_contact(line, door, monkeypatch):  # S23
    _register(line)
    door.exchange()
    confirmed = door.state().last_confirmed_at
    line.desk.clock.pass_by(minutes=20)
    with monkeypatch.context() as patch:
        patch.setattr(type(door._engine), "exchange", lambda _: 1 // 0)
        for times in (1, 2, 3):
            with pytest.raises(ZeroDivisionError):
                door.exchange()
            assert (door.state().faults, door.state().in_contact) == (times, False)
            assert door.pause_s(active=True) <= 30
    assert (_row(door), door.state().last_confirmed_at) == (NO_LINE, confirmed)
    door.exchange()
    assert (_row(door), door.state().faults) == (VERIFIED, 0)


def test_an_answer_without_the_centres_signature_is_not_sent(line, door):
    _register(line)
    door._engine._genuine = lambda receipt: False
    door.exchange()
    assert _row(door) not in (SENT, VERIFIED)
    assert door.state().unacknowledged == 1


def test_a_centre_put_back_is_not_believed_until_it_has_signed_again(line, door):
    _register(line)
    backup = line.centre.backup()
    door.exchange()
    line.centre.restore(backup)
    line.centre.failing = [("push", False, LineError())]
    door.exchange()
    assert _row(door) not in (SENT, VERIFIED)
    door.exchange()
    assert _row(door) == VERIFIED


def test_a_digest_that_does_not_agree_is_never_verified(line, door):  # S108
    _register(line)
    compared, line.centre.compare = line.centre.compare, lambda request: (_ for _ in ()).throw(LineError())
    head = line.centre._head
    line.centre._head = lambda scope: (*head(scope)[:2], type(head(scope)[2])(99, 99))
    door.exchange()
    assert _row(door) not in (SENT, VERIFIED)
    line.centre.compare, line.centre._head = compared, head
    door.exchange()
    assert _row(door) == VERIFIED


def test_a_centre_that_recovers_is_not_verified_with_before_it_has_decided(line, door):
    _register(line)
    line.centre.recovering = True
    assert door.exchange().recovering
    assert _row(door) == SENT
    line.centre.recovering = False
    door.exchange()
    assert _row(door) == VERIFIED


def test_a_recovery_that_ends_meanwhile_is_pulled_after(line, door):
    pulled = line.centre.pull

    def ends(request):
        line.centre.recovering = False
        return pulled(request)

    _register(line)
    line.centre.recovering, line.centre.pull = True, ends
    door.exchange()
    assert [name for name, _ in line.centre.calls].count("pull") == 2
    assert _row(door) == VERIFIED


def test_a_refused_act_is_to_be_looked_at(line, door):
    citizen = _register(line)
    line.centre.refuse[citizen.id] = "field:surname:shape"
    door.exchange()
    assert (_row(door), door.state().to_check) == (TO_CHECK, 1)


def test_too_old_revoked_and_ordered_are_said(line, door):
    _register(line)
    push, pull = line.centre.push, line.centre.pull
    line.centre.push = line.centre.pull = lambda request: (_ for _ in ()).throw(TooOldError())
    door.exchange()
    assert _row(door) == 6
    line.centre.push, line.centre.pull = push, pull
    line.centre.orders = [Order(kind="wipe_now", number=1)]
    assert door.exchange().order == "wipe_now"
    assert _row(door) == 2
    line.centre.scopes = []
    assert line.door().exchange().order == "wipe_now"  # also after the program was started anew
    line.centre.orders, line.centre.scopes = [], ["space:VEN"]
    door.exchange()
    assert _row(door) == VERIFIED


def test_a_device_the_centre_does_not_know_any_more(line, door):
    line.centre.failing = [("pull", False, RevokedError("halted"))]
    assert door.exchange().order == "revoked"
    assert _row(door) == 2


def test_a_request_that_was_taken_for_a_strangers_once_locks_nobody_out(line, door):
    line.centre.failing = [("pull", False, RevokedError("not_admitted"))]
    assert door.exchange().order == ""
    assert _row(door) != 2
    assert door.exchange().order == ""
    line.centre.failing = [("pull", False, RevokedError("not_admitted"))] * 3
    assert [door.exchange().order for _round in range(3)] == ["", "", "revoked"]
    assert _row(door) == 2


def test_a_wrong_clock_is_said_and_the_next_acts_come_after_what_was_seen(line, door):  # S64
    _register(line)
    line.desk.clock.pass_by(minutes=-40)
    real, line.centre.now = line.centre.now, lambda: line.now() + 40 * 60 * 1_000_000
    door.exchange()
    assert _row(door) == 4
    later = line.centre.now()
    _register(line, "Rossi")
    assert line.desk.acts()[-1].hlc >= (later // 1000) << 16
    line.centre.now = real


def test_a_desk_that_locks_ends_the_exchange_and_loses_nothing(line, door):
    _register(line)
    door.finish()
    door.exchange()
    assert line.centre.applied() == []
    assert line.started().exchange().verified
