"""What a desk sends arrives once and in order; what others sent comes back, whole."""

import msgspec
import pytest

from tests.central_exchange import KEYS
from wemi_desk.central.exchange.ports import UnfitMessageError
from wemi_desk.sync.canonical import member_hash, row_mac
from wemi_desk.sync.wire import BEHIND, FORK, TAKEN


def test_what_one_desk_pushed_another_desk_of_the_space_pulls(centre):
    desk, other = centre.desk(), centre.desk()
    act = desk.act(note="perduta la tessera", unknown_field=[1, {"a": None}])
    answer = desk.push()
    assert (answer.state, answer.last, answer.chain) == (TAKEN, 1, desk.chains[1])
    other.pull()
    assert other.held(act.record_id) == msgspec.json.decode(act.payload)


def test_a_row_bears_the_centres_mark(centre):
    desk = centre.desk()
    act = desk.act()
    desk.push()
    desk.pull()
    row = desk.rows["space:VEN"][act.record_id]
    mark = member_hash(row.kind, row.id.bytes, bytes(row.data))
    assert row.mac == row_mac(KEYS.row_key("milano"), "milano", "contact", row.id.bytes, 1, mark)


def test_a_desk_of_another_space_sees_nothing_of_it(centre):
    desk, other = centre.desk("VEN"), centre.desk("LOR")
    desk.act()
    desk.push()
    other.pull()
    assert other.rows["space:LOR"] == {}
    assert set(other.rows) == {"ref", "space:LOR", f"desk:{other.id}"}


def test_a_push_that_comes_again_changes_nothing_and_gets_the_same_answer(centre):
    desk = centre.desk()
    for number in range(5):
        desk.act(note=str(number))
    first, again = desk.push(), desk.push()
    assert again.verdicts == first.verdicts
    assert (again.last, again.chain) == (first.last, first.chain)
    desk.pull()
    assert desk.cursors["space:VEN"].cn == 1


def test_a_push_that_overlaps_takes_only_what_is_new(centre):
    desk = centre.desk()
    for number in range(3):
        desk.act(note=str(number))
    desk.push(1, 2)
    assert desk.codes(2, 3) == ["ok", "ok"]
    desk.pull()
    assert len(desk.rows["space:VEN"]) == 3


def test_who_asks_with_its_acts_is_shown_them_and_what_others_said(centre):
    desk, other = centre.desk(), centre.desk()
    others = other.act(note="di un altro")
    other.push()
    mine = desk.act(note="mio")
    answer = desk.push_and_ask()
    seen = {row.id for feed in answer.news.feeds for row in feed.rows}
    assert (answer.state, answer.last, seen) == (TAKEN, 1, {mine.record_id, others.record_id})
    assert answer.news.last == 1
    assert desk.push_and_ask().news == answer.news  # the same again: the same answer


def test_acts_that_are_not_taken_bring_no_news(centre):
    desk = centre.desk()
    desk.act()
    desk.act()
    request = desk.request(first=2)
    answer = centre.exchange.push(desk.caller, msgspec.structs.replace(request, news=desk.question()))
    assert (answer.state, answer.news) == (BEHIND, None)


def test_a_gap_is_answered_with_where_the_centre_stands(centre):
    desk = centre.desk()
    for _ in range(4):
        desk.act()
    desk.push(1, 1)
    answer = desk.push(3, 4)
    assert (answer.state, answer.last, answer.chain) == (BEHIND, 1, desk.chains[1])
    assert desk.push(2, 4).last == 4


def test_another_history_under_the_same_name_is_a_fork(centre):
    desk = centre.desk()
    desk.act(note="a")
    desk.act(note="b")
    desk.push()
    desk.outbox.pop(), desk.chains.pop()
    desk.act(note="c")
    assert desk.push(2, 2).state == FORK
    assert desk.push(1, 2).state == FORK
    desk.act(note="d")
    assert desk.push(3, 3).state == FORK


def test_after_a_fork_everything_goes_again_and_happens_once(centre):
    desk = centre.desk()
    for number in range(3):
        desk.act(note=str(number))
    desk.push(1, 2)
    desk.renumbered()
    assert desk.codes() == ["ok", "ok", "ok"]
    desk.pull()
    assert len(desk.rows["space:VEN"]) == 3
    assert desk.push().state == TAKEN


def test_an_act_id_has_one_effect_even_within_one_request(centre):
    desk = centre.desk()
    act = desk.act(note="a")
    desk.keep(msgspec.structs.replace(act, number=2))
    desk.act(note="b", act_id=act.id)
    assert desk.codes() == ["ok", "ok", "refused"]
    desk.pull()
    assert len(desk.rows["space:VEN"]) == 1


def test_an_act_waits_for_its_record_and_then_happens(centre):
    desk, other = centre.desk(), centre.desk()
    record = other.new_id()
    other.act("set", record_id=record, note="dopo")
    assert other.codes() == ["parked"]
    desk.act(record_id=record, note="prima")
    assert desk.codes() == ["ok"]
    desk.pull()
    assert desk.held(record)["note"] == "dopo"
    assert other.codes() == ["ok"]


def test_a_page_may_be_as_small_as_one_row(centre):
    desk, other = centre.desk(), centre.desk()
    for number in range(7):
        desk.act(note=str(number))
        if number % 2:
            desk.push()
    desk.push()
    other.pull(limit=1)
    assert len(other.rows["space:VEN"]) == 7


def test_a_record_that_changes_while_it_is_paged_comes_again(centre):
    desk, other = centre.desk(), centre.desk()
    acts = [desk.act(note=str(number)) for number in range(6)]
    desk.push()
    for feed in other.pull_once(limit=3).feeds:
        other.take(feed)
    desk.act("set", record_id=acts[0].record_id, note="cambiata")
    desk.push(7)
    other.pull(limit=2)
    assert other.held(acts[0].record_id)["note"] == "cambiata"


def test_a_position_the_centre_never_had_is_answered_with_diverged(centre):
    desk = centre.desk()
    desk.act()
    desk.push()
    desk.pull()
    cursor = desk.cursors["space:VEN"]
    for wrong in ({"chain": bytes(32)}, {"cn": 9}):
        desk.cursors["space:VEN"] = msgspec.structs.replace(cursor, **wrong)
        assert [feed.diverged for feed in desk.pull_once().feeds] == [True]


def test_nothing_new_is_answered_with_nothing(centre):
    desk = centre.desk()
    desk.act()
    desk.push()
    desk.pull()
    assert desk.pull_once().feeds == []


@pytest.mark.parametrize("change", [{"first": 0}, {"first": 2}])
def test_numbers_that_do_not_follow_are_no_message(centre, change):
    desk = centre.desk()
    desk.act()
    request = msgspec.structs.replace(desk.request(), **change)
    if change["first"] == 2:
        desk.push()
    with pytest.raises(UnfitMessageError):
        centre.exchange.push(desk.caller, request)


def test_an_act_on_which_the_rules_break_is_refused_and_the_others_pass(centre, caplog):
    desk = centre.desk()
    desk.act()
    desk.act("set", record_id=desk.outbox[0].record_id, note=1)
    desk.keep(msgspec.structs.replace(desk.act(), number=4, id=desk.new_id(), payload=msgspec.Raw(b"[1")))
    desk.act()
    assert desk.codes() == ["ok", "ok", "ok", "refused", "ok"]
    assert "broke" in caplog.text


def test_the_log_knows_of_which_record_an_act_spoke(centre):
    desk = centre.desk()
    act = desk.act()
    desk.push()
    assert centre.within(lambda work: work.said_of([act.id, centre.new_id()])) == {act.id: act.record_id}
