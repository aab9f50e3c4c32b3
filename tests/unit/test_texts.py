from gettext import NullTranslations

import pytest

from tests.stretched import Stretched
from wemi_desk import cli, i18n
from wemi_desk.i18n import _, ngettext
from wemi_desk.resources import resource_path


@pytest.fixture
def english():
    i18n.install(i18n.compiled(resource_path("locale", "en", "LC_MESSAGES", "wemi.po")))
    try:
        yield
    finally:
        i18n.install(NullTranslations())


def test_italian_needs_no_catalogue():
    assert _("Registra") == "Registra"
    assert i18n.language() == "it"


def test_the_language_in_use_is_known(english):
    assert i18n.language() == "en"


def test_the_commands_are_said_in_the_language_asked_for(capsys):
    try:
        with pytest.raises(SystemExit):
            cli.main(["doctor", "--language", "en", "--help"])
    finally:
        i18n.install(NullTranslations())
    assert "says how the desk is" in capsys.readouterr().out


def test_an_unknown_language_is_refused(capsys):
    with pytest.raises(SystemExit):
        cli.main(["--language", "xx"])
    assert "xx" in capsys.readouterr().err


def test_an_english_console_speaks_english(english):
    assert _("Registra") == "Save"
    assert ngettext("{n} minore", "{n} minori", 2) == "{n} minors"
    assert ngettext("{n} minore", "{n} minori", 0) == "{n} minors"


def test_a_text_that_is_also_the_singular_of_a_count_is_found(english):
    assert _("{n} da inviare") == "{n} to send"


def test_an_unknown_text_stays_italian(english):
    assert _("Una frase che non c'è.") == "Una frase che non c'è."


def test_the_stretched_language_keeps_what_is_filled_in():
    stretched = Stretched().gettext("Chiudi il colloquio di {name}")
    assert stretched.format(name="Rossi").startswith("Chiudi il colloquio di Rossi")
    assert len(stretched) >= 1.4 * len("Chiudi il colloquio di {name}") - 1
