import pytest
from PySide6.QtWidgets import QApplication

from tests.keyboard import show
from tests.place_screens import connection_view
from wemi_desk.domain.centres import CentrePlace
from wemi_desk.domain.errors import CentreNotReachedError, CentreRefusedError, StorageError
from wemi_desk.domain.machine_policy import read_policy
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.error_text import error_text

ADDRESS, CODE = "wemi.esempio.it", "ABCDE 12345"


def test_a_desk_that_stood_alone_joins_by_keys_alone_and_offers_to_come_back(qtbot, theme):
    view = show(qtbot, connection_view())
    locks = []
    view.lock_requested.connect(lambda: locks.append(True))
    view.url.editor.setFocus()
    Typist().type_text(f"{ADDRESS}\n{CODE}\n")
    assert view.door.joined == [(CentrePlace(url=f"https://{ADDRESS}"), "ABCDE12345")]
    assert "rientri" in view.done.words
    assert not view.join_button.isVisible()
    assert QApplication.focusWidget() is view.lock_button
    view.lock_button.click()
    assert locks == [True]


@pytest.mark.parametrize(("error", "field"), [
    (CentreRefusedError("used_code"), "code"), (CentreNotReachedError("certificate"), "url"), (StorageError(), "")])
def test_a_refusal_stands_beside_its_field_and_what_was_typed_stays(qtbot, theme, error, field):
    view = show(qtbot, connection_view(trouble=error))
    view.url.editor.setText(ADDRESS)
    view.code.editor.setText(CODE)
    view.join_button.click()
    said = getattr(view, field).error if field else view.wrong.words or view.code.error
    assert said == error_text(error)
    assert (view.url.editor.text(), view.code.editor.text()) == (ADDRESS, CODE)
    assert view.join_button.isVisible()
    view.door.trouble = None
    view.join_button.click()
    assert view.model.joined


def test_what_the_administration_decided_is_in_force_and_the_code_is_all_that_is_asked(qtbot, theme):
    policy = read_policy({"centre_url": f"https://{ADDRESS}", "ca_file": "/etc/ca.pem", "proxy": "http://p:3128"})
    view = show(qtbot, connection_view(policy=policy))
    assert (view.url.editor.text(), view.url.editor.isReadOnly()) == (f"https://{ADDRESS}", True)
    assert not view.authority.isVisible()
    view.code.editor.setText(CODE)
    view.join_button.click()
    (place, _code), = view.door.joined
    assert place == CentrePlace(url=f"https://{ADDRESS}", ca_file="/etc/ca.pem", proxy="http://p:3128")


def test_a_desk_that_knows_its_centre_says_which_and_asks_nothing(qtbot, theme):
    view = show(qtbot, connection_view(address=f"https://{ADDRESS}"))
    assert ADDRESS in view.known.text()
    assert not view.code.isVisible()
    view.model.join(ADDRESS, CODE)
    assert view.door.joined == []


# --- a proxy in between


PROXY, WORD = "proxy.esempio.it:3128", "parola segreta"


def test_a_network_with_a_proxy_is_joined_through_it_and_the_word_is_gone_from_the_screen(qtbot, theme):
    view = show(qtbot, connection_view())
    assert not view.proxy.address.isVisible()
    view.url.editor.setText(ADDRESS)
    view.code.editor.setText(CODE)
    view.proxy.open_button.click()
    assert QApplication.focusWidget() is view.proxy.address.editor
    Typist().type_text(f"{PROXY}\tada\t{WORD}")
    assert view.proxy.word.editor.echoMode() is view.proxy.word.editor.EchoMode.Password
    Typist().press("Return")
    (place, _code), = view.door.joined
    assert place.proxy == "http://ada:parola%20segreta@proxy.esempio.it:3128"
    assert view.proxy.word.editor.text() == ""
    assert WORD not in repr(place)
    assert not view.proxy.isVisible()


def test_a_proxy_that_refuses_opens_its_fields_and_says_so_there(qtbot, theme):
    view = show(qtbot, connection_view(trouble=CentreNotReachedError("proxy")))
    view.url.editor.setText(ADDRESS)
    view.code.editor.setText(CODE)
    view.join_button.click()
    assert view.proxy.address.isVisible()
    assert view.proxy.address.error == error_text(CentreNotReachedError("proxy"))
    view.proxy.address.editor.setText("socks://x")
    view.join_button.click()
    assert "3128" in view.proxy.address.error
    assert view.code.editor.text() == CODE


def test_a_desk_that_knows_its_centre_takes_a_proxy_later_and_offers_to_come_back(qtbot, theme):
    view = show(qtbot, connection_view(address=f"https://{ADDRESS}", proxy=f"http://{PROXY}"))
    assert view.proxy.address.editor.text() == f"http://{PROXY}"
    view.proxy.name.editor.setText("ada")
    view.proxy.word.editor.setText(WORD)
    view.keep_button.click()
    assert view.door.proxies == [(f"http://{PROXY}", "ada", WORD)]
    assert "rientri" in view.done.words
    assert view.lock_button.isVisible()
    assert not view.keep_button.isVisible()


def test_a_keyring_that_is_shut_keeps_no_word_and_says_why(qtbot, theme):
    view = show(qtbot, connection_view(address=f"https://{ADDRESS}", trouble=StorageError()))
    view.proxy.open_button.click()
    view.proxy.address.editor.setText(PROXY)
    view.keep_button.click()
    assert view.proxy.address.error == error_text(StorageError())
    assert view.keep_button.isVisible()


def test_a_proxy_of_the_administrations_is_shown_and_nobody_changes_it(qtbot, theme):
    policy = read_policy({"proxy": f"http://{PROXY}"})
    view = show(qtbot, connection_view(address=f"https://{ADDRESS}", policy=policy))
    assert (view.proxy.address.editor.text(), view.proxy.address.editor.isReadOnly()) == (f"http://{PROXY}", True)
    assert not view.proxy.word.isVisible()
    assert not view.keep_button.isVisible()
