"""What is asked ahead goes out in its turn, and only while everything before it goes well."""

from threading import Event, Lock

import pytest

from wemi_desk.gateways.ahead import DROPPED, InTurn
from wemi_desk.sync.ports import LineError


class Centre:
    """Answers when it is told to."""

    def __init__(self):
        self.heard, self.lock = [], Lock()
        self.may_answer = {}

    def question(self, name, failure=None):
        self.may_answer[name] = Event()

        def ask():
            with self.lock:
                self.heard.append(name)
            assert self.may_answer[name].wait(30)
            if failure is not None:
                raise failure
            return f"answer to {name}"

        return ask


@pytest.fixture
def centre():
    return Centre()


def test_the_caller_goes_on_while_the_centre_answers(centre):
    answer = InTurn().ahead(centre.question("one"))
    centre.may_answer["one"].set()
    assert answer() == "answer to one"


def test_questions_arrive_in_the_order_in_which_they_were_asked(centre):
    turns = InTurn()
    first, second, third = (turns.ahead(centre.question(name)) for name in ("one", "two", "three"))
    centre.may_answer["three"].set()
    centre.may_answer["two"].set()
    assert "two" not in centre.heard
    centre.may_answer["one"].set()
    assert [third(), second(), first()] == ["answer to three", "answer to two", "answer to one"]
    assert centre.heard == ["one", "two", "three"]


def test_behind_one_that_fails_nothing_goes_out(centre):
    turns = InTurn()
    first = turns.ahead(centre.question("one", LineError("timeout")))
    later = [turns.ahead(centre.question(name)) for name in ("two", "three")]
    centre.may_answer["one"].set()
    with pytest.raises(LineError) as caught:
        first()
    assert caught.value.reason == "timeout"
    for answer in later:
        with pytest.raises(LineError) as caught:
            answer()
        assert caught.value.reason == DROPPED
    assert centre.heard == ["one"]


def test_one_that_nobody_wanted_any_more_is_waited_for_and_its_failure_hurts_nobody(centre):
    turns = InTurn()
    turns.ahead(centre.question("one", LineError("timeout")))
    later = centre.question("two")
    centre.may_answer["one"].set()
    centre.may_answer["two"].set()
    assert turns.now(later) == "answer to two"
    assert turns.ahead(later)() == "answer to two"
    assert centre.heard == ["one", "two", "two"]


def test_a_fault_of_the_program_is_raised_where_the_answer_is_wanted(centre):
    answer = InTurn().ahead(centre.question("one", ZeroDivisionError()))
    centre.may_answer["one"].set()
    with pytest.raises(ZeroDivisionError):
        answer()
