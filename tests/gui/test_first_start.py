from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication

from tests.access_desk import PASSPHRASE, PIN
from tests.access_screens import CENTRE, CODE, DECIDED, VENINI, at_operator, first_start
from tests.keyboard import show
from wemi_desk.domain.access import DeviceId
from wemi_desk.domain.centres import CentrePlace, CodeWelcome
from wemi_desk.domain.errors import (
    AlreadyEnrolledError,
    CentreNotReachedError,
    CentreRefusedError,
    InvalidFieldError,
    KeyringMissingError,
    NoRecoveryError,
    RecoveryRefusedError,
    StorageError,
    WeakSecretError,
)
from wemi_desk.domain.first_desk import space_code
from wemi_desk.domain.operators import Operator, OperatorId
from wemi_desk.domain.recovery_text import answer_text, read_request
from wemi_desk.domain.spaces import Organisation
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.error_text import error_text
from wemi_desk.ui.screens.first_start.view_model import OperatorForm, Step

ANSWER = answer_text(DeviceId(UUID(int=1)), bytes(92))


def form(**changes):
    values = {"given_name": "Ada", "surname": "Prova", "passphrase": PASSPHRASE, "repeated": PASSPHRASE}
    return OperatorForm(**{**values, **changes})


def refusals(model):
    heard = []
    model.refused.connect(lambda field, words: heard.append((field, words)))
    return heard


def test_a_pc_without_a_keyring_is_told_before_anything_is_asked(qtbot, theme):
    view = show(qtbot, first_start({"check": KeyringMissingError("fail")}))
    assert view.model.step is Step.NO_KEYRING
    assert [page.isVisible() for page in view.pages.values()] == [False] * 4
    assert QApplication.focusWidget() is view.again
    view.door.trouble = {}
    view.again.click()
    assert view.model.step is Step.CODE


@pytest.mark.parametrize(("address", "code", "field"), [
    (CENTRE, "ABC", "code"), ("http://wemi.esempio.it", CODE, "centre_url"), ("", CODE, "centre_url"),
    ("due parole", CODE, "centre_url")])
def test_an_address_or_a_code_that_cannot_be_is_said_before_anybody_is_asked(qtbot, theme, address, code, field):
    view = show(qtbot, first_start())
    view.model.join_centre(address, code)
    assert view.pages[Step.CODE].fields[field].error
    assert view.door.asked == []


REFUSALS = [CentreRefusedError(reason) for reason in (
    "wrong_code", "used_code", "old_code", "other_tenant", "other_centre", "busy", "too_old", "unheard_of")]
SILENCES = [CentreNotReachedError(reason) for reason in ("down", "timeout", "certificate", "garbled", "failed")]


@pytest.mark.parametrize("error", [*REFUSALS, *SILENCES], ids=lambda error: error.reason)
def test_whatever_the_centre_says_has_its_sentence_and_nothing_is_made(qtbot, theme, error):
    view = show(qtbot, first_start({"welcome": error}))
    page = view.pages[Step.CODE]
    page.fields["centre_url"].editor.setText(CENTRE)
    page.fields["code"].editor.setText(CODE)
    page.next.click()
    assert view.model.step is Step.CODE
    field = "code" if isinstance(error, CentreRefusedError) else "centre_url"
    assert page.fields[field].error == error_text(error)
    assert page.fields["code"].editor.text().replace(" ", "") == "ABCDE12345"
    assert view.door.enrolled == []


def test_every_reason_has_a_sentence_of_its_own():
    assert len({error_text(error) for error in REFUSALS}) == len(REFUSALS)
    assert len({error_text(error) for error in SILENCES}) == len(SILENCES)


def test_with_a_code_the_desk_stands_where_the_coordinator_says_and_joins_by_keys_alone(qtbot, theme):
    view = show(qtbot, first_start())
    body = Organisation(id=UUID(int=900), name="Cooperativa Prova")
    anna = Operator(id=OperatorId(UUID(int=901)), given_name="Anna", surname="Neri", organisation_id=body.id,
                    space_codes=("VEN",), roles=("operator",))
    view.door.code_is_for = CodeWelcome(space=VENINI, bodies=(body,), colleagues=(anna,), recovery_key=bytes(32))
    typist = Typist()
    typist.type_text(CENTRE + "\nabcde-12345\n")
    assert view.model.step is Step.SPACE
    assert "Spazio WeMi Venini" in view.spaces._prescribed.words
    assert not view.spaces.fields["space"].isVisible()
    assert not view.spaces.fields["key"].isVisible()
    typist.type_text("\nanna\nNERI\n" + PASSPHRASE + "\n" + PASSPHRASE + "\n")
    assert view.model.step is Step.PIN
    (first, _passphrase), = view.door.enrolled
    assert (first.space, first.organisation, first.operator, first.recovery_key) == (VENINI, body, anna, bytes(32))
    assert view.door.joined == [(anna.id, CentrePlace(url=f"https://{CENTRE}"), "ABCDE12345")]


def test_what_the_administration_decided_is_not_typed_and_the_code_is_all_that_is_asked(qtbot, theme):
    view = show(qtbot, first_start(policy=DECIDED))
    page = view.pages[Step.CODE]
    url = page.fields["centre_url"]
    assert (url.editor.text(), url.editor.isReadOnly()) == (f"https://{CENTRE}", True)
    assert "Deciso dall'amministrazione." in url.editor.accessibleDescription()
    assert not page.fields["ca_file"].isVisible()
    assert "idle_minutes" in page._policy.words
    assert QApplication.focusWidget() is page.fields["code"].editor
    Typist().type_text(CODE + "\n")
    assert view.model.step is Step.SPACE
    (asked, _code), = view.door.asked
    assert asked == CentrePlace(url=DECIDED.centre_url, ca_file=DECIDED.ca_file, proxy=DECIDED.proxy)


def test_a_desk_that_stands_alone_stands_where_the_administration_says(qtbot, theme):
    view = show(qtbot, first_start(policy=DECIDED))
    view.model.work_alone()
    space = view.spaces.fields["space"]
    assert (space.editor.code, space.editor.isEnabled(), space.editor.count()) == ("CAP", False, 1)
    assert QApplication.focusWidget() is view.spaces.fields["organisation"].editor
    Typist().type_text("Cooperativa Prova\n")
    assert (view.model.step, view.model.space.code) == (Step.OPERATOR, "CAP")


def test_two_colleagues_of_one_name_are_not_guessed_between():
    body = Organisation(id=UUID(int=900), name="Cooperativa Prova")
    twins = [Operator(id=OperatorId(UUID(int=number)), given_name="Anna", surname="Neri", organisation_id=body.id,
                      space_codes=("VEN",), roles=("operator",)) for number in (1, 2)]
    welcome = CodeWelcome(space=VENINI, bodies=(body,), colleagues=tuple(twins))
    assert welcome.colleague_named("Anna", "Neri", body) is None
    assert welcome.body_named("  cooperativa PROVA") is body


def test_a_desk_that_is_ready_and_was_not_taken_tries_again_or_stands_alone(qtbot, theme):
    view = show(qtbot, first_start({"join": CentreRefusedError("old_code")}))
    page = view.pages[Step.CODE]
    Typist().type_text(CENTRE + "\n" + CODE + "\n")
    view.model.set_space("VEN", "", "Cooperativa Prova")
    view.model.set_operator(form())
    assert (view.model.step, len(view.door.enrolled)) == (Step.CODE, 1)
    assert "scaduto" in page.fields["code"].error
    Typist().press("Escape")
    assert view.model.step is Step.CODE
    view.door.trouble = {}
    page.fields["code"].editor.setText("ZZZZZ99999")
    page.next.click()
    assert view.model.step is Step.PIN
    assert [code for _who, _place, code in view.door.joined] == ["ZZZZZ99999"]


def test_a_desk_that_was_not_taken_goes_on_alone(qtbot, theme):
    view = show(qtbot, first_start({"join": CentreNotReachedError("down")}))
    view.model.join_centre(CENTRE, CODE)
    view.model.set_space("VEN", "", "Cooperativa Prova")
    view.model.set_operator(form())
    view.pages[Step.CODE].alone.click()
    assert view.model.step is Step.PIN
    assert len(view.door.enrolled) == 1


def test_the_certificate_of_the_comune_is_used_until_the_desk_stands_alone(qtbot, theme):
    view = show(qtbot, first_start())
    page = view.pages[Step.CODE]
    view.model.centre.take_authority("chiavetta/comune.pem")
    assert page._known.words == "Certificato letto: comune.pem"
    view.model.join_centre(CENTRE, CODE)
    assert view.door.asked[0][0].ca_file == "kept.pem"
    view.model.work_alone()
    view.model.back()
    assert page._known.words == ""
    view.door.trouble = {"keep_authority": InvalidFieldError("ca_file", "not_a_certificate")}
    view.model.centre.take_authority("foto.pem")
    assert page.fields["ca_file"].error


def test_the_whole_way_with_the_keyboard(qtbot, theme):
    view = show(qtbot, first_start())
    finished = []
    view.model.finished.connect(finished.append)
    typist = Typist()
    typist.press("Tab", times=4)
    typist.press("Return")
    assert view.model.progress == "Passo 2 di 3"
    typist.press("Down")
    typist.press("Tab")
    typist.type_text("Cooperativa Prova\n")
    view.model.set_space("CAP", "", "Cooperativa Prova")
    typist.type_text("Ada\nLovelace\n" + PASSPHRASE + "\n" + PASSPHRASE + "\n")
    assert view.model.step is Step.PIN
    typist.type_text(PIN + "\n" + PIN + "\n")
    (first, passphrase), = view.door.enrolled
    assert (first.operator.shown_name, first.space.code, passphrase) == ("Ada L.", "CAP", PASSPHRASE)
    assert first.enrolment(DeviceId(first.space.id)).first_operator.initials == "AL"
    assert [pin for _who, _phrase, pin in view.door.pins] == [PIN]
    assert len(finished) == 1


def test_the_secrets_leave_the_screen_with_their_page(qtbot, theme):
    view = show(qtbot, at_operator(first_start()))
    page = view.pages[Step.OPERATOR]
    page.fields["given_name"].editor.setText("Ada")
    page.fields["passphrase"].editor.setText(PASSPHRASE)
    Typist().press("Escape")
    assert view.model.step is Step.SPACE
    assert page.fields["passphrase"].editor.text() == ""
    assert page.fields["given_name"].editor.text() == "Ada"


@pytest.mark.parametrize(("changes", "field"), [
    ({"given_name": " "}, "given_name"), ({"surname": ""}, "surname"),
    ({"passphrase": "", "repeated": ""}, "passphrase"), ({"repeated": "altro"}, "repeated")])
def test_what_is_missing_is_said_beside_its_field(qtbot, theme, changes, field):
    view = show(qtbot, at_operator(first_start()))
    view.model.set_operator(form(**changes))
    assert view.pages[Step.OPERATOR].fields[field].error
    assert view.door.enrolled == []


@pytest.mark.parametrize("reason", ["short", "long", "digits", "repeated", "common", "context"])
def test_every_weakness_has_its_sentence(qtbot, theme, reason):
    view = at_operator(first_start({"enrol": WeakSecretError(reason)}))
    qtbot.addWidget(view)
    heard = refusals(view.model)
    view.model.set_operator(form())
    assert [field for field, _words in heard] == ["passphrase"]
    assert view.model.step is Step.OPERATOR


@pytest.mark.parametrize("error", [AlreadyEnrolledError(), StorageError("disk")])
def test_a_trouble_of_the_pc_is_said_above_the_form(qtbot, theme, error):
    view = show(qtbot, at_operator(first_start({"enrol": error})))
    view.model.set_operator(form())
    assert view._wrong.words
    assert not view.model.busy


def test_a_keyring_that_dies_at_the_last_step_stops_everything(qtbot, theme):
    view = at_operator(first_start({"enrol": KeyringMissingError("locked")}))
    qtbot.addWidget(view)
    view.model.set_operator(form())
    assert view.model.step is Step.NO_KEYRING


def test_a_space_in_no_list_gets_a_code_of_its_own(qtbot, theme):
    view = first_start()
    qtbot.addWidget(view)
    view.model.work_alone()
    view.model.set_space(None, "Casa di quartiere Capuana", "Cooperativa Prova")
    assert (view.model.space.code, view.model.space.name) == ("CA2", "Casa di quartiere Capuana")
    assert space_code("", {"XXX", "XX2"}) == "XX3"
    assert space_code("Spazio È", ()) == "EXX"


def test_space_and_body_are_needed(qtbot, theme):
    view = first_start()
    qtbot.addWidget(view)
    heard = refusals(view.model)
    view.model.work_alone()
    view.model.set_space(None, "  ", "Cooperativa")
    view.model.set_space("VEN", "", " ")
    assert [field for field, _words in heard] == ["space", "organisation"]


def test_recovery_goes_out_as_a_request_and_comes_back_as_an_answer(qtbot, theme):
    view = show(qtbot, first_start(recovering=True))
    assert read_request(view.model.request).sealed == bytes(92)
    view.model.save_request("richiesta.txt")
    assert view.door.files == {"richiesta.txt": view.model.request}
    view.door.files["risposta.txt"] = ANSWER
    view.model.load_answer("risposta.txt")
    view.model.set_space("VEN", "", "Cooperativa Prova")
    view.model.set_operator(form())
    assert [answer for answer, _first, _phrase in view.door.enrolled] == [ANSWER]
    assert view.model.step is Step.PIN


def test_a_wrong_answer_is_said_at_once_and_one_of_another_pc_at_the_end(qtbot, theme):
    view = show(qtbot, first_start({"recover": RecoveryRefusedError()}, recovering=True))
    heard = refusals(view.model)
    view.model.take_answer("buongiorno")
    assert view.model.step is Step.EXCHANGE
    view.model.take_answer(ANSWER)
    view.model.set_space("VEN", "", "Cooperativa Prova")
    view.model.set_operator(form())
    assert view.model.step is Step.EXCHANGE
    assert [field for field, _words in heard] == ["answer", "answer"]


def test_without_a_recovery_slot_the_page_says_so(qtbot, theme):
    view = show(qtbot, first_start({"recovery_request": NoRecoveryError()}, recovering=True))
    assert "recupero non è possibile" in view.pages[Step.EXCHANGE].fields["request"].error


def test_esc_on_the_first_step_goes_back_to_the_lock_screen(qtbot, theme):
    view = show(qtbot, first_start())
    left = []
    view.model.left.connect(lambda: left.append(True))
    Typist().press("Escape")
    assert left == [True]
