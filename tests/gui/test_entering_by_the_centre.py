"""Entra con la rete: for who never entered here, forgot, or is suspended."""

from dataclasses import replace

import pytest

from tests.access_screens import FakeAccess, lock_screen, not_today, online_view, tile, unlock_view
from tests.runners import HeldRunner
from wemi_desk.domain.access import SlotKind, TileState
from wemi_desk.domain.errors import CentreNotReachedError, CentreRefusedError, NoCentreError, WeakSecretError

PHRASE = "il tram numero nove parte tardi"


class Opened:
    method = SlotKind.PASSPHRASE

    def __init__(self):
        self.closed, self.operator_id = False, tile(1).operator_id

    def close(self):
        self.closed = True


def test_a_name_and_a_pass_phrase_enter_and_a_pin_is_offered(qapp):
    view = online_view(answer=Opened())
    form, entered = view._online, []
    view.view_model.unlocked.connect(entered.append)
    form.who.editor.set_code(str(tile(1).operator_id))
    form.passphrase.editor.setText(PHRASE)
    form.enter.click()
    assert view.centre.asked == [(tile(1).operator_id, PHRASE, "")]
    assert (form.isHidden(), view._pin.isHidden(), form.passphrase.editor.text()) == (True, False, "")
    view._pin.skip.click()
    assert entered == [view.centre.answer]


def test_who_is_chosen_already_is_meant_and_may_be_suspended(qapp):
    stopped = not_today(1, state=TileState.SUSPENDED, suspended=True, remaining=0)
    view = online_view(lock_screen(stopped, tile(2)), answer=Opened())
    view._online.back.click()
    assert not view._entry_page.isHidden()
    view.view_model.choose(stopped.operator_id)
    assert not view._by_net.isHidden()
    view._by_net.click()
    assert view._online.who.editor.code == str(stopped.operator_id)


def test_a_code_wants_a_new_pass_phrase_twice(qapp):
    view = online_view(answer=Opened())
    form = view._online
    assert form.code.isHidden()
    form.enter.click()
    assert form.who.error
    form.who.editor.set_code(str(tile(1).operator_id))
    form.with_code.setChecked(True)
    form.enter.click()
    assert form.code.error
    form.code.editor.setText("ABCDE 12345")
    form.passphrase.editor.setText(PHRASE)
    form.enter.click()
    assert form.repeated.error
    assert view.centre.asked == []
    form.repeated.editor.setText(PHRASE)
    form.enter.click()
    assert view.centre.asked == [(tile(1).operator_id, PHRASE, "ABCDE 12345")]


@pytest.mark.parametrize("error", [
    *(CentreRefusedError(code) for code in ("wrong_login", "no_login", "login_closed", "no_release", "busy", "weak")),
    CentreNotReachedError("down"), NoCentreError(), WeakSecretError("short"),
])
def test_what_the_centre_says_is_said_beside_the_field_and_the_page_stays(qapp, error):
    view = online_view(answer=error)
    form = view._online
    form.who.editor.set_code(str(tile(0).operator_id))
    form.passphrase.editor.setText(PHRASE)
    form.enter.click()
    assert form.passphrase.error
    assert not form.isHidden()


def test_without_a_line_there_are_no_names_and_the_reason_is_told(qapp):
    assert online_view(people=CentreNotReachedError("down"))._online.who.error
    assert online_view(people=[])._online.who.error


def test_an_answer_that_comes_after_the_page_was_left_opens_nothing(qapp):
    runner, opened = HeldRunner(), Opened()
    view = online_view(runner=runner, answer=opened)
    runner.release_all()
    view._first_time.click()
    runner.release_all()
    view._online.who.editor.set_code(str(tile(0).operator_id))
    view._online.passphrase.editor.setText(PHRASE)
    view._online.enter.click()
    view.view_model.lock()
    runner.release_all()
    assert opened.closed
    assert view._online.isHidden()


def test_a_desk_without_a_centre_says_who_can_help(qapp):
    view = unlock_view()
    view.view_model._access = FakeAccess(replace(lock_screen(), online=False))
    view._first_time.click()
    assert view._first_time_words.words
    assert view._by_net.isHidden()
