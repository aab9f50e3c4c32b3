from dataclasses import replace

import pytest

from tests.exchange_desk import SAME, Questions, question
from tests.session_screens import MARIA, TWIN, counter
from wemi_desk.domain.changes import Changes
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.shortcuts import Shortcut
from wemi_desk.ui.widgets.announce import listen

PHONE = question(subject_id=MARIA)
OTHER = replace(SAME, subject_id=MARIA)


@pytest.fixture
def desk(qtbot):
    def open_desk(*asked):
        opened, questions = [], Questions(*asked)
        window = counter(opened.append, questions=questions)
        qtbot.addWidget(window)
        window.show()
        (work,) = opened
        work.asked, work.band = questions, work.exchange.asked.strip
        return work

    return open_desk


def alt(work, number):
    return work.keys.shortcuts.trigger(Shortcut[f"TAB_{number}"])


def test_a_person_with_an_open_question_brings_it_along_and_the_hands_stay_in_motivo(desk):
    work, said = desk(PHONE), []
    stop = listen(lambda words, _urgent: said.append(words))
    work.counter.visit.open_person(MARIA)
    stop()
    assert work.band.isVisible()
    assert work.band.accessibleName() == "Quale telefono è quello giusto?"
    assert any("333 123 4567 · Giulia R. · 18/11 alle 09:41 · WeMi Venini" in words for words in said)
    assert not work.band.isAncestorOf(work.window.focusWidget())


def test_one_key_answers_it_and_it_can_be_undone(desk):
    work, posted = desk(PHONE), []
    work.messages.posted.connect(posted.append)
    work.counter.visit.open_person(MARIA)
    alt(work, 2)
    assert work.asked.answers == [(PHONE.id, 1)]
    assert not work.band.isVisible()
    assert posted[-1].deed is not None


def test_the_next_question_follows(desk):
    work = desk(PHONE, OTHER)
    work.counter.visit.open_person(MARIA)
    alt(work, 1)
    assert work.band.accessibleName() == "Forse questa persona ha due schede: è la stessa persona?"
    alt(work, 1)
    assert [position for _id, position in work.asked.answers] == [0, 0]


def test_later_and_esc_put_it_off_for_this_visit_and_answer_nothing(desk):
    work = desk(PHONE, OTHER)
    work.counter.visit.open_person(MARIA)
    alt(work, 3)
    assert work.band.isVisible()
    assert work.step_out_of_band()
    assert not work.band.isVisible()
    assert work.asked.answers == []
    work.counter.close_without_contact()
    work.counter.visit.open_person(MARIA)
    assert work.band.isVisible()


def test_a_question_about_somebody_else_is_not_asked(desk):
    work = desk(PHONE)
    work.counter.visit.open_person(TWIN)
    assert not work.band.isVisible()
    work.counter.close_without_contact()
    assert alt(work, 1)  # refused in words, and nothing happens
    assert work.asked.answers == []


def test_what_is_decided_elsewhere_meanwhile_is_not_asked_any_more(desk):
    work = desk(PHONE)
    work.counter.visit.open_person(MARIA)
    work.asked.asked = []
    work.changes.changed.emit(Changes.of("questions"))
    assert not work.band.isVisible()


def test_resizing_locking_and_an_update_answer_nothing(desk):
    work = desk(PHONE)
    work.counter.visit.open_person(MARIA)
    work.window.resize(700, 700)
    work.changes.changed.emit(Changes.of("questions", "citizens"))
    assert work.band.isVisible()
    work.end()
    assert work.asked.answers == []


def test_in_another_place_the_keys_belong_to_the_tabs(desk):
    work = desk(PHONE)
    work.counter.visit.open_person(MARIA)
    work.window.set_place(Place.CITIZENS)
    alt(work, 2)
    assert work.asked.answers == []
