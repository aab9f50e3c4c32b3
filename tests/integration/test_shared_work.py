"""Refused acts that people mend, set aside or withdraw; questions answered; applications received once."""

import json
from uuid import UUID

import msgspec
import pytest

from simulation.plain_applications import ApplicationService
from tests.factories import person
from tests.fakes import PlainContactDetails
from tests.sync_desk import Line
from wemi_desk.domain.applications import QUEUED
from wemi_desk.domain.errors import InvalidFieldError, NothingToUndoError, RecordMissingError
from wemi_desk.domain.outbox_rows import OutboxList
from wemi_desk.domain.questions import DOUBLE_APPLICATION, SAME_PERSON, Question, QuestionId
from wemi_desk.persistence import tables
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.services.mending import MendingService
from wemi_desk.services.outbox import OutboxService
from wemi_desk.services.questions import QuestionService
from wemi_desk.sync.messages import plain


@pytest.fixture
def line(desk):
    return Line(desk)


@pytest.fixture
def giulia(desk):
    return desk.giulia


@pytest.fixture
def mending(giulia):
    return MendingService(giulia.store, giulia.session, PlainContactDetails())


@pytest.fixture
def questions(giulia):
    return QuestionService(giulia.store, giulia.session)


@pytest.fixture
def applications(giulia):
    return ApplicationService(giulia.store, giulia.session)


def _register(line, surname="Fumagalli", **values):
    return line.desk.giulia.citizens.register(RegisterCitizen(form=person(surname, **values))).citizen


@pytest.fixture
def refused(line):
    """A registration the centre did not take, and its act."""
    citizen = _register(line, phone="333 1234567")
    line.centre.refuse[citizen.id] = "phone:shape"
    line.sync()
    return citizen, _act_of(line, citizen.id)


def _act_of(line, record_id, verb="new"):
    return [act for act in line.desk.acts() if act.record_id == record_id and act.verb == verb][-1]


def _listed(giulia, which):
    return OutboxService(giulia.store, giulia.session).page(which, 0, 100)


def test_a_mended_act_is_a_new_one_and_the_old_one_stays_in_the_history(line, mending, refused, giulia):  # S13
    citizen, act = refused
    line.centre.refuse.clear()
    mending.mend(act.id, "phone", "333 7654321")
    assert line.wrong() == []
    with giulia.store.reading() as work:
        assert work.citizens.get(citizen.id).phone.endswith("7654321")
    assert line.sync().verified
    assert line.centre.content("citizen", citizen.id)["phone"].endswith("7654321")
    old, new = [one for one in line.desk.acts() if one.record_id == citizen.id and one.verb == "new"]
    assert (old.id, old.verdict, new.mends, new.verdict) == (act.id, "refused", act.id, "ok")
    assert old.withdrawn_at
    assert plain(old.payload)["phone"] == citizen.phone
    assert _listed(giulia, OutboxList.TO_CHECK) == []


def test_a_value_that_is_none_is_not_sent(mending, refused, line):
    _, act = refused
    for field, value in (("phone", "boh"), ("shoe_size", "43"), ("birth_date", "ieri l'altro"), ("surname", " ")):
        with pytest.raises(InvalidFieldError):
            mending.mend(act.id, field, value)
    assert len(line.desk.acts()) == line.position().last_number
    assert _act_of(line, act.record_id).id == act.id


def test_what_was_in_the_way_may_have_gone(line, mending, refused):
    citizen, act = refused
    mending.retry(act.id)
    line.sync()
    assert _act_of(line, citizen.id).verdict == "refused"
    line.centre.refuse.clear()
    mending.retry(_act_of(line, citizen.id).id)
    line.sync()
    assert _act_of(line, citizen.id).verdict == "ok"


def test_set_aside_says_by_whom_and_can_be_taken_up_again(line, mending, refused, giulia):  # S14
    _, act = refused
    door = line.door()
    assert door.state().to_check == 1
    mending.set_aside(act.id, "Torna giovedì con il telefono giusto")
    (row,) = _listed(giulia, OutboxList.TO_CHECK)
    assert (row.set_aside_by, row.note) == (giulia.operator.id, "Torna giovedì con il telefono giusto")
    assert door.state().to_check == 0
    mending.take_up(act.id)
    assert door.state().to_check == 1


def test_withdrawing_is_an_act_of_its_own_and_deletes_nothing(line, mending, refused, giulia):  # S14
    citizen, act = refused
    with pytest.raises(InvalidFieldError):
        mending.withdraw(act.id, "  ")
    mending.withdraw(act.id, "Inserita due volte")
    assert line.wrong() == []
    with giulia.store.reading() as work:
        assert work.citizens.find(citizen.id) is None
        assert work.citizens.search("fumagalli", 3) == []
    line.sync()
    withdrawal = _act_of(line, line.desk.rows(tables.ACT_WITHDRAWAL)[0].id)
    assert (withdrawal.kind, withdrawal.verdict) == ("act_withdrawal", "ok")
    assert "due volte" not in str(withdrawal.payload)
    assert _act_of(line, citizen.id).note == "Inserita due volte"
    for again in (mending.retry, mending.take_up):
        with pytest.raises(RecordMissingError):
            again(act.id)


def test_only_a_refused_act_can_be_mended_or_withdrawn(line, mending):
    act = _act_of(line, _register(line).id)
    with pytest.raises(RecordMissingError):
        mending.withdraw(act.id, "basta")
    with pytest.raises(RecordMissingError):
        mending.mend(act.id, "surname", "Rossi")


def _asked(line, citizen, field="phone", values=("+39333111", "+39333222"), **more):
    said = tuple(json.dumps({"value": one, "operator_id": "", "space_code": "VEN", "made_at": "", "act_id": ""})
                 for one in values)
    question = Question(
        id=QuestionId(UUID(int=4_000 + len(line.centre.held["members"]))), subject_id=citizen.id, kind="citizen",
        record_id=citizen.id, field=field, values=said, space_code="VEN", asked_at=line.desk.clock.now(), **more)
    line.centre.put("question", question.id, msgspec.to_builtins(question))
    line.sync()
    return question


def test_a_question_is_asked_answered_once_and_the_answer_can_be_undone(line, questions, giulia):
    citizen = _register(line, phone="333 1234567")
    question = _asked(line, citizen)
    assert [one.id for one in questions.about(citizen.id)] == [question.id]
    assert line.door().state().to_check == 1
    deed = questions.answer(question.id, 1)
    assert (questions.open(), questions.about(citizen.id)) == ([], [])
    act = _act_of(line, question.id, "answer")
    assert (act.kind, act.subject_id, plain(act.payload)) == (
        "question", citizen.id, {"answer": [None, json.dumps("+39333222")]})
    with pytest.raises(NothingToUndoError):
        questions.answer(question.id, 0)
    giulia.undo.undo(deed.id)
    assert plain(_act_of(line, citizen.id, "set").payload) == {"phone": ["+39333222", "+39333111"]}
    assert line.wrong() == []


def test_same_person_and_double_application_are_answered_in_the_centres_words(line, questions, giulia):
    citizen = _register(line)
    pair = (str(UUID(int=5)), str(UUID(int=6)))
    same, double = _asked(line, citizen, SAME_PERSON, pair), _asked(line, citizen, DOUBLE_APPLICATION, pair)
    deed = questions.answer(same.id, 0)
    questions.answer(double.id, 1)
    assert plain(_act_of(line, same.id, "answer").payload)["answer"][1] == '"same"'
    assert plain(_act_of(line, double.id, "answer").payload)["answer"][1] == json.dumps(pair[1])
    with pytest.raises(NothingToUndoError):
        giulia.undo.undo(deed.id)
    with pytest.raises(InvalidFieldError):
        questions.answer(_asked(line, citizen).id, 2)


def test_an_application_is_prepared_here_and_never_looks_presented(line, applications):  # S85
    citizen = _register(line)
    begun = applications.start(citizen.id, citizen.id, "wish-mi", 40_000)
    applications.make_ready(begun.id)
    applications.submit(begun.id)
    (shown,) = applications.of(citizen.id)
    assert (shown.state, shown.receipt_number) == (QUEUED, None)
    for again in (applications.submit, applications.make_ready):
        with pytest.raises(InvalidFieldError):
            again(begun.id)
    acts = [(act.verb, plain(act.payload)) for act in line.desk.acts() if act.record_id == begun.id]
    assert [verb for verb, _ in acts] == ["new", "set", "submit"]
    assert acts[2][1] == {}
    line.sync()
    line.centre.put("application", begun.id, line.centre.content("application", begun.id) | {
        "state": "submitted", "receipt_number": "2026-000001"})
    line.sync()
    (shown,) = applications.of(citizen.id)
    assert (shown.state, shown.receipt_number) == ("submitted", "2026-000001")
    applications.withdraw(begun.id)
    assert _act_of(line, begun.id, "withdraw").subject_id == citizen.id


def test_an_application_says_what_for_and_for_whom(applications, line):
    citizen = _register(line)
    for code, cents, field in ((" ", 1, "measure_code"), ("x", -1, "asked_cents")):
        with pytest.raises(InvalidFieldError) as caught:
            applications.start(citizen.id, citizen.id, code, cents)
        assert caught.value.field == field
    with pytest.raises(RecordMissingError):
        applications.start(citizen.id, UUID(int=404), "x", 1)
