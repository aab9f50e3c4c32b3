"""Acts and pages asked for before their turn: whatever becomes of the first, the second does nothing wrong."""

from uuid import UUID

import msgspec
import pytest

from tests.factories import make_contact, visit
from tests.sync_desk import Line
from wemi_desk.domain.errors import StorageError
from wemi_desk.persistence.tables import CONTACT
from wemi_desk.sync.ahead import cursor_after, cursors_after
from wemi_desk.sync.ports import LineError, TooLargeError
from wemi_desk.sync.wire import Cursor, Feed, Row


@pytest.fixture
def line(desk):
    made = Line(desk)
    made.sync()
    made.started(batch_acts=2, page_rows=2)
    made.centre.calls.clear()
    return made


def _work(line, count=5):
    for _ in range(count):
        line.desk.giulia.contacts.record(visit())


def _pushed(line):
    return [request.first for name, request in line.centre.calls if name == "push"]


def _arrived_once(line):
    """Every act of this desk is at the centre, once and in order, and the desk knows it."""
    assert [act.id for act in line.centre.applied()] == [act.id for act in line.desk.acts()]
    assert all(act.verdict == "ok" for act in line.desk.acts())
    assert line.position().acked_number == line.position().last_number


def _others_work(line, count=7):
    for number in range(count):
        contact = make_contact(number)
        line.centre.put("contact", contact.id, msgspec.to_builtins(contact))


def test_acts_go_out_while_those_before_them_are_not_answered_yet(line, monkeypatch):
    noted = []
    taken = line.store.take_verdicts
    monkeypatch.setattr(line.store, "take_verdicts", lambda *values: (noted.append(_pushed(line)), taken(*values)))
    _work(line)
    told = line.sync()
    assert noted == [[1, 3], [1, 3, 5], [1, 3, 5]]
    assert (told.sent, told.went_back, told.complete, told.verified) == (5, 0, True, True)
    _arrived_once(line)


@pytest.mark.parametrize("late", [False, True], ids=["lost on the way", "answer lost"])
def test_when_the_first_fails_the_second_changes_nothing_and_all_goes_again(line, late):
    _work(line)
    line.centre.failing = [("push", late, LineError())]
    with pytest.raises(LineError):
        line.sync()
    assert line.position().acked_number == 0
    assert all(act.acked_at is None for act in line.desk.acts())
    assert line.sync().complete
    _arrived_once(line)


def test_a_desk_that_dies_between_the_answers_begins_where_it_stood(line, monkeypatch):
    _work(line)

    def dies(*_values):
        raise StorageError("KilledError")

    with monkeypatch.context() as patched:
        patched.setattr(line.store, "take_verdicts", dies)
        with pytest.raises(StorageError):
            line.sync()
    assert len(line.centre.applied()) == 4
    line.started(batch_acts=2)
    assert line.sync().verified
    _arrived_once(line)


def test_an_erasure_told_with_the_first_answer_is_carried_out_before_anything_goes_on(line):
    _work(line)
    push = line.centre.push

    def with_order(request):
        answer = push(request)
        if request.first == 1 and not line.centre.erasures:
            line.centre.erase(UUID(int=4242))
            answer = msgspec.structs.replace(answer, notice=line.centre._notice(0))
        return answer

    line.centre.push = with_order
    told = line.sync()
    assert (told.erased, told.complete) == (1, True)
    assert [request.erase_no for name, request in line.centre.calls if name == "push"][:2] == [0, 0]
    assert [request.erase_no for name, request in line.centre.calls if name == "push"][-1] == 1
    _arrived_once(line)


def test_a_first_batch_that_is_too_large_does_not_look_like_a_centre_that_lost_something(line):
    _work(line)
    push = line.centre.push

    def narrow(request):
        if len(request.acts) > 1:
            raise TooLargeError
        return push(request)

    line.centre.push = narrow
    told = line.sync()
    assert (told.went_back, told.new_incarnations, told.complete) == (0, 0, True)
    _arrived_once(line)


def test_news_are_asked_for_while_the_last_verdicts_are_noted(line, monkeypatch):
    order, taken = [], line.store.take_verdicts
    monkeypatch.setattr(line.store, "take_verdicts", lambda *values: (order.append(_names(line)), taken(*values)))
    _work(line, 2)
    assert line.sync().verified
    assert order == [["push", "pull"]]
    assert _names(line) == ["push", "pull"]
    _arrived_once(line)


def test_who_saves_while_the_news_are_on_their_way_makes_them_be_asked_for_again(line, monkeypatch):
    taken = line.store.take_verdicts

    def saved_meanwhile(*values):
        taken(*values)
        monkeypatch.undo()
        _work(line, 1)

    monkeypatch.setattr(line.store, "take_verdicts", saved_meanwhile)
    _work(line, 2)
    assert line.sync().complete
    assert _names(line) == ["push", "pull", "push", "pull", "pull"]  # the last one for a second page
    position = line.position()
    assert position.absorbed_number == position.acked_number == 3
    _arrived_once(line)


def _names(line):
    return [name for name, _ in line.centre.calls]


def test_the_next_page_is_asked_for_before_the_one_at_hand_is_in_the_store(line, monkeypatch):
    asked, kept = [], line.store.apply_feed

    def noting(feed):
        asked.append(sum(name == "pull" for name, _ in line.centre.calls))
        return kept(feed)

    monkeypatch.setattr(line.store, "apply_feed", noting)
    _others_work(line)
    assert line.sync().verified
    assert asked == [2, 3, 4, 4]
    assert len(line.desk.rows(CONTACT)) == 7


def test_a_desk_that_dies_with_a_page_in_its_hands_asks_for_it_again(line, monkeypatch):
    _others_work(line)

    def dies(_feed):
        raise StorageError("KilledError")

    with monkeypatch.context() as patched:
        patched.setattr(line.store, "apply_feed", dies)
        with pytest.raises(StorageError):
            line.sync()
    before = line.store.cursors()
    line.centre.calls.clear()
    told = line.sync()  # the same engine: what it had asked for ahead is forgotten
    assert line.centre.calls[0][1].cursors == before
    assert (told.received, told.verified) == (7, True)


def test_a_centre_that_goes_on_between_two_pages_is_followed(line):
    _others_work(line)
    pull, pages = line.centre.pull, []

    def moving(request):
        answer = pull(request)
        if len(pages) < 3:
            pages.append(answer)
            contact = make_contact(50 + len(pages))
            line.centre.put("contact", contact.id, msgspec.to_builtins(contact))
        return answer

    line.centre.pull = moving
    assert line.sync().verified
    assert len(line.desk.rows(CONTACT)) == 10


def test_a_failure_of_the_page_after_comes_when_that_page_is_wanted(line):
    _others_work(line)
    pull, calls = line.centre.pull, []

    def second_fails(request):
        calls.append(request)
        if len(calls) == 2:
            raise LineError("timeout")
        return pull(request)

    line.centre.pull = second_fails
    with pytest.raises(LineError):
        line.sync()
    assert len(line.desk.rows(CONTACT)) == 2
    assert line.sync().verified


ROW = Row(4, "contact", UUID(int=5), "put", None, 1)


def test_where_a_feed_stands_after_a_page_is_known_before_the_page_is_kept():
    whole = Feed(scope="b", rows=[ROW], cn=9, chain=b"9")
    assert cursor_after(None, whole) == Cursor(scope="b", cn=9, chain=b"9")
    part = Feed(scope="a", rows=[ROW], more=True, cn=9, chain=b"9")
    paging = Cursor(scope="a", after=(4, "contact", UUID(int=5)), anchor=9, anchor_chain=b"9")
    assert cursor_after(None, part) == paging
    later = Feed(scope="a", rows=[ROW], more=True, cn=11, chain=b"11")
    assert cursor_after(paging, later) == paging  # the anchor is where the pages began
    crowded, strange = Feed(scope="c", more=True), Feed(scope="d", diverged=True)
    assert cursors_after([Cursor(scope="z")], [part, whole, crowded, strange]) == [
        paging, Cursor(scope="b", cn=9, chain=b"9"), Cursor(scope="z"),
    ]  # fmt: skip
