import pytest

from tests.exchange_desk import ELSEWHERE, LookUps
from tests.session_screens import MARIA, counter
from wemi_desk.domain.errors import InvalidFieldError, NoLineError
from wemi_desk.ui.screens.look_up.view_model import LIMIT_MS

NOBODY = "Nessuno negli altri spazi con questi dati."


@pytest.fixture
def desk(qtbot):
    def open_desk(look_up):
        opened = []
        window = counter(opened.append, look_up=look_up)
        qtbot.addWidget(window)
        window.show()
        return opened[0]

    return open_desk


def asked(work, text="Rossi Maria 12/03/1958", reason="at_desk"):
    work.look_up.show(text)
    view = work.window.panel.content
    view.reason.editor.set_code(reason)
    view.search_button.click()
    return view


def test_nobody_here_offers_a_new_person_first_and_then_the_other_spaces(desk):
    work = desk(LookUps())
    rows = []
    work.box.model.answered.connect(lambda _text, found, _note: rows.append([row.title for row in found]))
    work.box.model.type("zzzz")
    assert rows[-1] == ["Registra una nuova persona", "Cerca negli altri spazi (serve la rete)"]
    work.box.model.submit("zzzz", "elsewhere")
    assert work.window.panel.content.who.editor.text() == "zzzz"


def test_enter_on_somebody_unknown_still_registers_them(desk):
    work = desk(LookUps())
    work.box.model.type("zzzz")
    work.box.model.submit("zzzz", "new")
    assert work.counter.task == "registration"


def test_a_match_says_name_year_and_space_and_opens_as_a_copy_that_is_marked(desk):
    look_up = LookUps(*ELSEWHERE, citizen_id=MARIA)
    work = desk(look_up)
    view = asked(work)
    assert [(one.name, one.year, one.space) for one in work.look_up.model.found] == [
        ("Rossi Maria", "1958", "CAP"), ("Rossi Maria", "1985", "spazio riservato")]
    view.open_button.click()
    assert look_up.asked == [("at_desk", "Rossi Maria 12/03/1958"), ("at_desk", ELSEWHERE[0].id)]
    assert work.counter.visit.visit.citizen_id == MARIA
    assert work.look_up.warnings(MARIA) == ("Copia temporanea",)


def test_without_a_reason_nobody_is_asked(desk):
    look_up = LookUps(*ELSEWHERE)
    view = asked(desk(look_up), reason=None)
    assert view.reason.error == "Scegli un motivo."
    assert look_up.asked == []


def test_another_reason_is_written_out(desk):
    look_up = LookUps(*ELSEWHERE)
    view = asked(desk(look_up), reason="other")
    assert view.own_words.isVisible()
    view.own_words.editor.setText("Lo chiede il Municipio")
    view.search_button.click()
    assert look_up.asked[-1][0] == "other:Lo chiede il Municipio"


def test_too_little_to_search_with_is_told_beside_the_field(desk):
    view = asked(desk(LookUps(error=InvalidFieldError("text", "name_and_birth"))), text="Rossi")
    assert view.who.error == "Serve il codice fiscale intero, oppure cognome, nome e data di nascita."


def test_nobody_found_and_no_line_are_said_in_words(desk):
    assert asked(desk(LookUps())).words.text() == NOBODY
    view = asked(desk(LookUps(error=NoLineError())))
    assert view.words.text().startswith("Il sistema centrale non risponde")


@pytest.mark.parametrize(
    ("perhaps", "words"), [(None, "si cerca solo"), (True, "Forse un altro spazio"), (False, "Nessun altro spazio")]
)
def test_without_a_line_the_desk_says_what_it_can_without_showing_anything(desk, perhaps, words):
    view = asked(desk(LookUps(error=NoLineError(), perhaps=perhaps)), text="RSSMRA58C52F205X")
    assert words in view.words.text()


def test_after_five_seconds_the_operator_goes_on_and_a_late_answer_is_dropped(desk):
    work = desk(LookUps(*ELSEWHERE))
    model = work.look_up.model
    waiting = []
    model._runner = type("Held", (), {"run": lambda _self, job, *, done, **_rest: waiting.append((job, done))})()
    view = asked(work)
    assert not view.search_button.isEnabled()
    assert model._limit.interval() == LIMIT_MS == 5_000
    model._limit.timeout.emit()
    assert view.words.text().startswith("Il sistema centrale non risponde")
    job, done = waiting[0]
    done(job())
    assert model.found == ()


@pytest.mark.parametrize(("perhaps", "shown"), [(True, True), (False, False), (None, False)])
def test_without_a_line_a_whole_code_may_hint_at_another_space_and_says_nothing_of_anybody(desk, perhaps, shown):
    work = desk(LookUps(perhaps=perhaps))
    work.register("Bianchi Carla")
    pane = work.panes.candidates
    work.counter.registration.edit(code="BNCCRL58C52F20")
    assert not pane.elsewhere.words
    work.counter.registration.edit(code="BNCCRL58C52F205X")
    assert pane.elsewhere.words == ("Forse è già conosciuta in un altro spazio." if shown else "")
    if shown:
        pane.elsewhere_wanted.emit()
        assert work.window.panel.content.who.editor.text() == "BNCCRL58C52F205X"
    work.counter.registration.edit(code="")
    assert not pane.elsewhere.words
