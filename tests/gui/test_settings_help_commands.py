import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.keyboard import show
from tests.place_screens import KeptSettings, settings_model
from tests.session_screens import counter
from wemi_desk.domain.desk_settings import DeskSettings
from wemi_desk.ui.apply_settings import apply_settings
from wemi_desk.ui.box import BoxViewModel, Command
from wemi_desk.ui.commands import NOT_COMMANDS, all_commands
from wemi_desk.ui.desk_input import DeskInput
from wemi_desk.ui.driver import Typist
from wemi_desk.ui.screens.help.view import KeysView
from wemi_desk.ui.screens.settings.view import SettingsView
from wemi_desk.ui.shortcuts import Keymap, Shortcut, Shortcuts
from wemi_desk.ui.theme import Theme, ThemeName


def test_a_choice_takes_effect_at_once_and_is_kept(qapp):
    store = KeptSettings()
    model, told = settings_model(store), []
    model.settings_changed.connect(told.append)
    model.change(theme="dark", text_percent=150)
    assert told == [store.kept] == [DeskSettings(theme="dark", text_percent=150)]
    model.change(theme="dark")
    assert len(told) == 1


def test_what_the_administration_decided_is_read_and_not_changed(qtbot):
    store = KeptSettings(DeskSettings(theme="light", idle_s=60), decided=("theme", "idle_s"))
    model = settings_model(store)
    view = show(qtbot, SettingsView(model))
    for field, code in ((view.theme, "light"), (view.idle, "60")):
        assert (field.editor.isEnabled(), field.editor.code) == (False, code)
        assert "Deciso dall'amministrazione." in field.editor.accessibleDescription()
    assert view.focusProxy() is view.text_size.editor
    model.change(theme="dark", text_percent=120)
    assert store.kept == DeskSettings(theme="light", idle_s=60, text_percent=120)


def test_text_stops_at_both_ends(qapp):
    model = settings_model()
    model.step_text(-1)
    assert model.settings.text_percent == 100
    for _ in range(15):
        model.step_text(1)
    assert model.settings.text_percent == 200


def test_the_readers_pause_is_proposed_and_taken(qapp):
    model, asked = settings_model(), []
    model.reader_test_requested.connect(lambda: asked.append(True))
    model.test_reader()
    assert (asked, model.reader_words) == ([True], "Passa una tessera nel lettore.")
    model.reader_measured(42, 63)
    assert model.settings.scanner_gap_ms == 63


def test_settings_come_into_force(qapp):
    theme, keys = Theme(), DeskInput()
    apply_settings(DeskSettings("contrast", 130, sounds=False, idle_s=60, scanner_gap_ms=90), theme, keys)
    assert (theme.name, theme.percent) == (ThemeName.CONTRAST, 130)
    assert (keys.sounds.enabled, keys.idle.idle_s, keys.scanner.gap_ms) == (False, 60, 90)


def test_by_keys_alone_the_text_grows(qtbot):
    view = show(qtbot, SettingsView(settings_model()))
    view.theme.editor.setFocus()
    typist = Typist()
    typist.press("3")
    typist.press("Tab")
    typist.press("Down", times=3)
    assert (view.model.settings.theme, view.model.settings.text_percent) == ("dark", 130)


def test_the_page_of_keys_lists_them_all_with_the_operators_own(qtbot):
    keymap = Keymap()
    keymap.remap(Shortcut.DRAFTS, "Ctrl+B")
    view = show(qtbot, KeysView(keymap))
    shown = {view.rows.row_at(row) for row in range(view.rows.rowCount())}
    assert shown == set(Shortcut)
    row = list(Shortcut).index(Shortcut.DRAFTS)
    assert view.table.model().index(row, 0).data() == "Ctrl+B"
    view.table.go_to_row(list(Shortcut).index(Shortcut.CALL_NEXT))
    assert view.where.text() == "Funziona dove c'è la coda."


@pytest.fixture
def commands(qapp):
    done = []
    shortcuts, owner = Shortcuts(), QWidget()
    owner.show()
    for shortcut in Shortcut:
        shortcuts.register(shortcut, lambda s=shortcut: done.append(s), owner=owner)
    settings = settings_model()
    others = {"invio": ("Invio dati", lambda: done.append("invio"))}
    found = all_commands(shortcuts, settings, others)
    return found, done, settings, (shortcuts, owner)


def test_every_key_that_does_something_is_a_command_with_words_of_its_own(commands):
    found, done, _settings, _kept = commands
    titles = [command.title for command in found]
    assert len(set(titles)) == len(titles)
    for command in found:
        if command.name in {shortcut.id for shortcut in Shortcut}:
            command.run()
    assert set(done) == set(Shortcut) - NOT_COMMANDS


def test_other_commands_do_what_they_say(commands):
    found, done, settings, _kept = commands
    by_name = {command.name: command for command in found}
    by_name["invio"].run()
    by_name["theme_contrast"].run()
    by_name["text_larger"].run()
    by_name["text_larger"].run()
    by_name["text_smaller"].run()
    assert done == ["invio"]
    assert (settings.settings.theme, settings.settings.text_percent) == ("contrast", 110)


@pytest.mark.parametrize(("typed", "title"), [
    (">attivita", "Attività"), (">piu grande", "Testo più grande"), (">tasti", "Tasti: tutte le scorciatoie"),
    (">INVIO", "Invio dati"), (">contrasto", "Tema ad alto contrasto"), (">nascondi", "Nascondi dati")])
def test_commands_are_found_while_typing_whatever_the_accents(commands, typed, title):
    found, _done, _settings, _kept = commands
    box, answers = BoxViewModel(None, None), []
    box.commands = found
    box.answered.connect(lambda _text, rows, _note: answers.append([row.title for row in rows]))
    box.type(typed)
    assert answers == [[title]]


def test_a_command_finds_the_box_empty_and_leaves_it_so(qtbot, theme):
    found = []

    def give(work):
        box = work.window.bar.box
        work.box.model.commands = [Command("updates", "Aggiornamento", lambda: found.append(box.text()))]
        box.setText("> aggior")
        box.typed.emit(box.text())
        QTest.keyClick(box, Qt.Key.Key_Return)
        found.append(box.text())

    qtbot.addWidget(counter(give))
    assert found == ["", ""]
