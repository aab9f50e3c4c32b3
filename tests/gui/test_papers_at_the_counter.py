"""Ctrl+P and Ctrl+I on the window: one key shows, the next prints; what is printed is true and leads back."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from tests.accessibility import contrast_faults, focus_faults, name_faults, room_faults
from tests.paper_reader import pages, scanned
from tests.window_desk import WindowDesk
from wemi_desk.persistence import tables
from wemi_desk.ui.screens.printing.view import PageView
from wemi_desk.ui.screens.printing.view_model import Stage
from wemi_desk.ui.theme import ThemeChoice, current_theme


@pytest.fixture
def at(desk, threads, qtbot, theme, tmp_path):
    at = WindowDesk(desk, threads, qtbot, tmp_path)
    try:
        yield at
    finally:
        at.end()


def stage(at):
    return at.work.papers.model.stage


def pane(at):
    return at.window.panel.content


def strip_words(at, owner):
    return [choice.text() for choice in owner.strip.findChildren(QPushButton) if choice.isVisible()]


def prints(at):
    return [(row.kind, row.object_id) for row in at.rows(tables.PRINT_RECORD)]


def contact_of(at):
    (row,) = at.rows(tables.CONTACT)
    return row


def with_contact(at, citizen=None):
    at.serve(citizen)
    at.press("1", "Ctrl+S")
    return contact_of(at)


def test_the_first_key_shows_and_starts_nothing(at):
    with_contact(at)
    at.press("Ctrl+P")
    assert (stage(at), at.printer.sheets, prints(at)) == (Stage.SHOWN, [], [])
    (page,) = pane(at).findChildren(PageView)
    assert "Le abbiamo dato le informazioni che cercava." in page.accessibleName()


def test_the_second_key_prints_once_and_the_sheet_can_be_scanned_back(at):
    citizen = at.register()
    contact = with_contact(at, citizen)
    at.press("Ctrl+P", "1", "Ctrl+P")
    (sheet,) = at.printer.sheets
    assert prints(at) == [("slip", contact.id)]
    (code,) = scanned(sheet)
    at.press("Ctrl+Return", "1")
    assert at.work.counter.visit.visit is None
    at.scan(code)
    assert at.work.counter.visit.visit.citizen_id == citizen.id
    assert at.said[-1].endswith("registrato. Da inviare al sistema centrale.")


def test_the_name_stands_on_the_slip_only_when_it_is_asked_for(at):
    citizen = at.register()
    with_contact(at, citizen)
    at.press("Ctrl+P", "1")
    assert "Per: " not in page_words(at)
    pane(at).with_name.click()
    at.settle()
    assert (stage(at), pane(at).with_name.isChecked()) == (Stage.SHOWN, True)
    assert f"Per: {citizen.given_name} {citizen.surname}".strip() in page_words(at)
    assert prints(at) == []
    pane(at).with_name.click()
    at.settle()
    assert "Per: " not in page_words(at)
    at.press("Ctrl+P")
    assert len(at.printer.sheets) == 1


def test_the_slip_of_nobody_knows_no_name(at):
    with_contact(at)
    at.press("Ctrl+P")
    assert pane(at).with_name.isHidden()


def page_words(at):
    return " ".join(page.accessibleName() for page in pane(at).findChildren(PageView))


def test_two_quick_keys_print_one_sheet(at):
    with_contact(at)
    at.typist.press("Ctrl+P")
    at.qtbot.waitUntil(lambda: stage(at) is not Stage.IDLE)
    for _ in range(3):  # one of them while it is drawn, the others while it is printed
        at.typist.press("Ctrl+P")
    at.settle()
    assert (len(at.printer.sheets), len(prints(at))) == (1, 1)


def test_enter_prints_what_is_shown_and_the_hands_are_back_where_they_were(at):
    with_contact(at)
    before = QApplication.focusWidget()
    at.press("Ctrl+P", "Return")
    assert (len(at.printer.sheets), stage(at)) == (1, Stage.IDLE)
    assert at.window.panel.isHidden()
    assert QApplication.focusWidget() is before


def test_a_printer_that_fails_leaves_the_act_and_the_paper_to_be_printed_again(at):
    contact = with_contact(at)
    at.printer.jammed = True
    at.press("Ctrl+P", "Ctrl+P")
    words = [label.text() for label in pane(at).findChildren(QLabel)]
    assert any("La stampante non ha preso il foglio" in one for one in words)
    assert (prints(at), contact_of(at).id) == ([], contact.id)
    at.printer.jammed = False
    at.press("Ctrl+P")
    assert prints(at) == [("slip", contact.id)]


def test_a_setting_prints_at_once(at):
    with_contact(at)
    at.work.papers.model.prints_at_once = True
    at.press("Ctrl+P")
    assert (len(at.printer.sheets), len(prints(at))) == (1, 1)


def test_esc_closes_the_preview_and_prints_nothing(at):
    with_contact(at)
    at.press("Ctrl+P", "Esc")
    assert (stage(at), at.printer.sheets, at.window.panel.isHidden()) == (Stage.IDLE, [], True)


def test_what_is_typed_and_not_recorded_is_offered_to_be_recorded_first(at):
    at.serve()
    at.press("1", "Ctrl+P")
    assert strip_words(at, at.work.papers)[0] == "1 Registra e stampa il promemoria"
    assert at.rows(tables.CONTACT) == []
    at.press("1")
    assert stage(at) is Stage.SHOWN
    at.press("Ctrl+P")
    assert prints(at) == [("slip", contact_of(at).id)]


def test_going_back_from_the_question_records_nothing(at):
    at.serve()
    at.press("1", "Ctrl+P", "Esc")
    assert (at.rows(tables.CONTACT), stage(at)) == ([], Stage.IDLE)
    assert at.work.counter.contact.form.reason == "q_information"


def test_with_nothing_to_print_a_sentence_says_what_to_do(at):
    at.serve()
    at.press("Ctrl+P")
    assert at.said == ["Non c'è ancora niente da stampare: registra il colloquio, poi Ctrl+P."]


def test_the_informativa_just_handed_over_is_what_is_printed_in_the_persons_language(at):
    at.serve(at.register(language="ar"))
    at.press("Ctrl+I", "Ctrl+P", "Ctrl+P")
    (row,) = at.rows(tables.PRIVACY_NOTICE_RECORD)
    assert (row.language, row.channel) == ("ar", "paper")
    assert prints(at) == [("privacy_notice", row.id)]
    assert pages(at.printer.sheets[0]) >= 1


def test_an_informativa_due_and_a_slip_ask_which(at):
    with_contact(at, at.register())
    at.press("Ctrl+P")
    words = strip_words(at, at.work.papers)
    assert words[0].startswith("1 Promemoria delle")
    assert words[1:] == ["2 Informativa in italiano", "3 Torna indietro"]
    at.press("2", "Ctrl+P")
    assert prints(at) == [("privacy_notice", None)]


def test_a_language_without_informativa_is_said_and_italian_is_offered(at):
    at.serve(at.register(language="si"))
    at.press("Ctrl+I")
    assert at.work.notices.strip.accessibleName() == "L'informativa in singalese non c'è."
    assert at.rows(tables.PRIVACY_NOTICE_RECORD) == []
    at.press("2")
    (row,) = at.rows(tables.PRIVACY_NOTICE_RECORD)
    assert (row.language, row.channel) == ("it", "read_aloud")


def test_printing_an_informativa_in_another_language_than_spoken_is_never_silent(at):
    at.serve(at.register(language="tl"))
    at.press("Ctrl+P")
    assert strip_words(at, at.work.papers)[0] == "1 Informativa in italiano (in filippino non c'è)"


def test_the_same_key_again_changes_how_it_was_handed_over(at):
    at.serve(at.register())
    at.press("Ctrl+I", "Ctrl+I", "5")
    first, second = sorted(at.rows(tables.PRIVACY_NOTICE_RECORD), key=lambda row: row.given_at)
    assert {first.channel, second.channel} == {"paper", "qr"}
    assert [row.channel for row in (first, second) if row.cancelled_at is None] == ["qr"]


def test_another_language_can_be_chosen(at):
    at.serve(at.register())
    at.press("Ctrl+I", "Ctrl+I", "6", "2")
    standing = [row.language for row in at.rows(tables.PRIVACY_NOTICE_RECORD) if row.cancelled_at is None]
    assert standing == ["en"]


def test_a_registration_asks_for_the_language_before_anybody_is_written(at):
    at.press("Ctrl+N")
    at.work.counter.registration.edit(surname="Prova", given_name="Ada", language="si")
    at.press("Ctrl+I", "1")
    assert at.work.counter.notice.is_set
    at.press("Ctrl+S")
    (row,) = at.rows(tables.PRIVACY_NOTICE_RECORD)
    assert (row.language, row.citizen_id) == ("it", at.work.counter.visit.visit.citizen_id)


def test_an_informativa_refused_is_not_written_with_the_registration(at):
    at.press("Ctrl+N")
    at.work.counter.registration.edit(surname="Prova", language="si")
    at.press("Ctrl+I", "4")
    assert not at.work.counter.notice.is_set


def test_the_day_is_printed_with_the_same_two_keys(at):
    with_contact(at)
    at.press("F8", "Ctrl+P", "Ctrl+P")
    assert prints(at) == [("day", None)]
    assert len(at.printer.sheets) == 1


@pytest.mark.parametrize("leave", ["Ctrl+Return", "F12", "end"])
def test_nothing_of_a_paper_stays(at, leave):
    with_contact(at, at.register("Zanzibarri"))
    at.press("Ctrl+P", "1")
    assert pane(at) is not None
    if leave == "end":
        at.work.end()
    elif leave == "Ctrl+Return":
        at.press("Ctrl+Return", "1")
    else:
        at.press(leave)
    model = at.work.papers.model
    assert (model.stage, model.paper, model.sheets, pane(at)) == (Stage.IDLE, None, None, None)
    assert at.window.panel.isHidden()


def test_after_the_cover_the_work_goes_on(at):
    with_contact(at)
    at.press("Ctrl+P", "F12", "F12")
    assert at.window.stage.is_desk_shown


def test_the_paper_of_an_anonymous_contact_says_what_became_of_it(at):
    with_contact(at)
    at.press("Ctrl+P", "Ctrl+P")
    (code,) = scanned(at.printer.sheets[0])
    at.press("Ctrl+Return", "1")
    at.scan(code)
    shown = pane(at).toPlainText()
    assert shown.startswith("Informazioni, ")
    assert "registrato. Da inviare al sistema centrale." in shown
    assert "È un contatto anonimo" in shown


def test_a_paper_of_nobody_here_says_what_to_do(at):
    at.scan("A12345678K")
    assert "foglio" in at.window.banner.words


def test_a_code_typed_in_the_box_opens_the_same_as_a_scan(at):
    citizen = at.register()
    with_contact(at, citizen)
    at.press("Ctrl+P", "1")
    code = at.work.papers.model.paper.content.code
    at.press("Ctrl+Return", "1", "Ctrl+K")
    at.typist.type_text(code)
    at.settle()
    at.press("Return")
    assert at.work.counter.visit.visit.citizen_id == citizen.id


def test_at_twice_the_text_the_page_has_the_room_and_the_buttons_stand_beside_it(at):
    with_contact(at)
    at.press("Ctrl+P")
    preview, (page,) = pane(at), pane(at).findChildren(PageView)
    assert not preview.is_low
    current_theme().set_percent(200)
    try:
        at.window.resize(1366, 768)
        at.settle()
        assert preview.is_low
        view, stampa = preview._scroll.viewport(), preview._print
        assert view.height() > 0.9 * preview.height()
        assert stampa.mapTo(preview, stampa.rect().topLeft()).x() > view.width()
        assert stampa.mapTo(preview, stampa.rect().bottomLeft()).y() < preview.height()
        assert page._shown == page._inked != page._whole
        assert page.width() > preview.width() / 2
    finally:
        current_theme().set_percent(100)


def test_every_control_of_the_preview_has_a_name(at):
    with_contact(at)
    at.press("Ctrl+P")
    controls = [*pane(at).findChildren(QPushButton), *pane(at).findChildren(PageView)]
    assert all(one.accessibleName() or one.text() for one in controls)
    assert pane(at).accessibleName().startswith("Promemoria delle")


# --- Fai vedere al cittadino ---------------------------------------------------------------------------------------


def citizen_words(at):
    return [label.text() for label in at.work.papers.citizen.view.findChildren(QLabel) if label.text()]


def pressed(at, words):
    """Click the button of the preview that says *words*."""
    next(one for one in pane(at).findChildren(QPushButton) if one.text() == words).click()
    at.settle()


def test_the_citizen_sees_the_paper_and_nothing_else(at):
    with_contact(at, at.register("Zanzibarri"))
    at.press("Ctrl+P", "1")
    pressed(at, "Fai vedere al cittadino")
    view = at.work.papers.citizen.view
    assert view.isVisible()
    assert view.windowTitle() == "WeMi Desk"
    assert len(view.findChildren(PageView)) == 1
    assert citizen_words(at) == ["Il Suo foglio"]


def test_the_keys_stay_with_the_operator(at):
    with_contact(at)
    at.press("Ctrl+P")
    pressed(at, "Fai vedere al cittadino")
    at.qtbot.wait(50)
    assert QApplication.activeWindow() is at.window
    at.press("Ctrl+P")
    assert len(at.printer.sheets) == 1


def test_the_citizen_sees_what_is_being_recorded(at):
    at.serve(at.register())
    at.work.counter.contact.edit(reason="q_information", note="Torna con la figlia.", destination="caf")
    at.press("Ctrl+P", "3")
    assert citizen_words(at)[1:] == ["Motivo", "Informazioni", "Inviato a", "CAF", "Nota", "Torna con la figlia."]
    assert at.rows(tables.CONTACT) == []


@pytest.mark.parametrize("leave", ["Esc", "Ctrl+Return", "F12", "end"])
def test_nothing_stays_in_front_of_the_citizen(at, leave):
    at.serve(at.register("Zanzibarri"))
    at.press("1", "Ctrl+P", "3")
    assert at.work.papers.citizen.view.isVisible()
    if leave == "end":
        at.work.end()
    else:
        at.press(leave)
    assert at.work.papers.citizen.view is None


# --- every size and look -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("percent", [100, 133, 200])
def test_the_preview_has_names_room_and_an_order_at_every_size(at, theme, percent):
    with_contact(at)
    theme.set_percent(percent)
    at.press("Ctrl+P")
    QApplication.processEvents()
    assert name_faults(at.window) == []
    assert room_faults(at.window) == []
    assert focus_faults(at.window, at.window.regions) == []


@pytest.mark.parametrize("choice", [ThemeChoice.LIGHT, ThemeChoice.DARK, ThemeChoice.CONTRAST])
def test_the_preview_and_the_question_can_be_read_in_every_theme(at, theme, choice):
    at.serve(at.register(language="si"))
    at.press("Ctrl+I")
    theme.set_choice(choice)
    QApplication.processEvents()
    least = 7.0 if choice is ThemeChoice.CONTRAST else 4.5
    assert contrast_faults(at.work.notices.strip, least) == []
    at.press("1", "Ctrl+P")
    QApplication.processEvents()
    assert contrast_faults(pane(at), least) == []


def test_a_person_takes_the_list_of_accesses_home(at):
    citizen = at.register()
    at.serve(citizen)
    at.press("F4", "Alt+5")
    at.work.places.citizens.accesses.print_list()
    at.settle()
    (page,) = pane(at).findChildren(PageView)
    assert "Chi ha aperto la Sua scheda" in page.accessibleName()
    assert citizen.surname in page.accessibleName()
    at.press("Ctrl+P")
    assert prints(at) == [("accesses", citizen.id)]
    assert len(at.printer.sheets) == 1
    newest = at.work.counter.visit.timeline[0]
    assert (newest.kind, newest.codes) == ("print", ("accesses",))
