"""The operators' manual: whole, linked, and true to the program's own words, keys and pictures."""

import ast
import re
from bisect import bisect_left
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from wemi_desk.resources import manual_folder
from wemi_desk.ui.screens.help.manual import FIGURE, INDEX, LINK, Manual, anchor_of, read_manual
from wemi_desk.ui.screens.help.topics import KEYS, LOCKED, OF_PLACES, OF_SCREENS
from wemi_desk.ui.shell.places import Place
from wemi_desk.ui.shortcuts import Shortcut, italian

ROOT = Path(__file__).resolve().parents[2]
SCREENS = ROOT / "wemi_desk" / "ui" / "screens"
MANUAL = read_manual(manual_folder())
NAMES = [page.name for page in MANUAL.pages]
STRONG = re.compile(r"\*\*([^*\n]+)\*\*")
OF_THE_KEYBOARD = re.compile(
    r"(Invio|Spazio|Tab|Esc|Freccia (su|giù|sinistra)|Pag (su|giù)|Alt|Alt\+Freccia sinistra|(una )?cifra|lettere)",
    re.IGNORECASE,
)
KEY = re.compile(r"\b(?:(?:Ctrl|Alt|Maiusc)\+)+(?:Pag (?:su|giù)|Freccia \w+|[\w?]+)|\bF\d\d?\b")
READING_KEYS = {"Alt+Freccia sinistra"}


def page(name):
    return MANUAL.find_page(name)


def targets(name):
    """Where the links of a page lead."""
    return [target for _words, target in LINK.findall(page(name).text) if ":" not in target]


def has(topic, here=""):
    name, _hash, anchor = topic.partition("#")
    found = page(name.removesuffix(".md") or here)
    return found is not None and (not anchor or anchor in {section.anchor for section in found.sections})


def test_every_place_has_its_page():
    assert set(OF_PLACES) == set(Place)
    assert [topic for topic in (*OF_PLACES.values(), KEYS, LOCKED) if not has(topic)] == []


def test_every_part_of_a_screen_that_has_words_of_its_own_leads_to_a_heading_that_exists():
    assert {name: topic for name, topic in OF_SCREENS.items() if not has(topic)} == {}


def test_the_parts_of_screens_are_called_as_in_the_code():
    known = {f"{path.parent.name}.{node.name}" for path in SCREENS.rglob("*.py")
             for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ClassDef)}
    assert set(OF_SCREENS) - known == set()


def test_everything_that_is_put_into_the_panel_has_its_page():
    """A new list in the side panel is a new topic: whoever adds one says where it is explained."""
    shown = set()
    for path in (ROOT / "wemi_desk" / "ui").rglob("*.py"):
        text = path.read_text("utf-8")
        if "panel.open_widget(" in text:
            shown |= set(re.findall(r"\b([A-Z]\w+(?:View|Pane))\(", text))
    kinds = {name.partition(".")[2] for name in OF_SCREENS}
    assert {"CallBacksView", "DraftsView", "OutboxView", "LookUpView", "SettingsView", "PreviewPane"} <= shown
    assert shown - kinds == set()


@pytest.mark.parametrize("name", NAMES)
def test_no_link_is_broken(name):
    assert [target for target in targets(name) if not has(target, name)] == []


def test_the_index_leads_to_every_page():
    assert set(MANUAL.order) == set(NAMES)


@pytest.mark.parametrize("name", [name for name in NAMES if name != INDEX])
def test_a_page_begins_with_what_can_be_done_there(name):
    lines = [line for line in page(name).shown.splitlines() if line.strip()]
    assert lines[0].startswith("# ")
    assert lines[1].startswith("Qui ")
    assert sum(1 for line in lines if line.startswith("# ")) == 1


def test_the_pictures_of_the_manual_are_those_the_tour_makes():
    album = ast.parse((ROOT / "wemi_desk" / "tour" / "album.py").read_text("utf-8"))
    (made,) = [node.value for node in ast.walk(album)
               if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == "FIGURES"]
    made = {key.value for key in made.keys}
    named = {name for one in MANUAL.pages for name in one.figures}
    assert named == made
    assert made - shots() == set()


def shots():
    """The screens that the tour takes, by the names in its code."""
    names = set()
    for path in (ROOT / "wemi_desk" / "tour").glob("*.py"):
        text = path.read_text("utf-8")
        names |= set(re.findall(r'shot\("([\w-]+)"\)', text)) | set(re.findall(r'"([\w-]+)"\)[,)]', text))
        for frame in re.findall(r'shot\(f"([\w-]*)\{name\}"\)', text):
            names |= {frame + word for word in re.findall(r'"([a-z-]+)"', text)}
    return names


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_stands_on_a_line_of_its_own_and_says_what_it_shows(name):
    text = page(name).text
    assert len(FIGURE.findall(text)) == text.count("](tour:") == text.count("![")
    assert all(words.strip() for words, _figure in FIGURE.findall(text))


@pytest.mark.parametrize("name", NAMES)
def test_every_key_that_is_named_exists(name):
    ours = {italian(shortcut.keys) for shortcut in Shortcut} | READING_KEYS | {"Ctrl+?"}
    named = set(KEY.findall(page(name).shown))
    assert named - ours == set()


def test_every_shortcut_is_in_the_page_of_keys():
    named = set(KEY.findall(page(KEYS).shown.replace("Alt+1 … Alt+5", "Alt+1 Alt+2 Alt+3 Alt+4 Alt+5"))) | {"Esc"}
    assert {italian(shortcut.keys) for shortcut in Shortcut} - named <= {"Ctrl+?"}


def spelled(text):
    return re.sub(r"\s+", " ", text.replace("&", "").replace("’", "'")).lower()


def test_words_in_bold_are_those_on_the_screen():
    texts = sorted({spelled(text) for text in messages()})
    wrong = []
    for one in MANUAL.pages:
        for words in STRONG.findall(one.shown):
            sought = spelled(words).strip(" :.,")
            if KEY.match(words) or OF_THE_KEYBOARD.fullmatch(words.strip(" :.,")) or begun(texts, sought):
                continue
            if not any(filled(text, sought) for text in texts if "{" in text):
                wrong.append((one.name, words))
    assert wrong == []


def begun(texts, sought):
    """A whole text of the program, or how it begins."""
    for text in texts[bisect_left(texts, sought):]:
        if not text.startswith(sought):
            return False
        if text[len(sought):len(sought) + 1] in tuple(" .:,?!…") or text == sought:
            return True
    return False


def filled(text, sought):
    """What the program fills in counts as anything."""
    return bool(re.fullmatch(".{1,80}?".join(re.escape(part) for part in re.split(r"\{[^}]*\}", text)), sought))


def messages():
    """Every text of the program in Italian: another test keeps the catalogue complete."""
    with (ROOT / "resources" / "locale" / "en" / "LC_MESSAGES" / "wemi.po").open("rb") as file:
        for message in read_po(file):
            yield from message.id if isinstance(message.id, tuple) else (message.id,)


def test_a_word_is_found_in_any_ending_case_and_accent():
    found = MANUAL.search("STAMPANTI")
    assert found
    assert all(one.page in NAMES for one in found)
    assert MANUAL.search("attivita") == MANUAL.search("attività")


@pytest.mark.parametrize(("words", "name"), [
    ("stampante", "stampa"), ("prenotare", "agenda"), ("password", "primo-accesso"), ("ingrandire", "impostazioni"),
    ("doppione", "doppioni"), ("backup", "copie"), ("non c'è rete", "invio-dati"),
    ("turni", "agenda"), ("baby-sitter", "condivisi"),
])
def test_people_find_a_page_by_their_own_words(words, name):
    assert name in [found.page for found in MANUAL.search(words)][:3]


def test_sections_that_hold_more_of_the_words_come_first():
    manual = Manual({INDEX: "# Indice\n[a](a.md)", "a": "# Uno\nil gatto\n## Due\nil gatto dorme\n## Gatto\nfame"})
    assert [found.anchor for found in manual.search("gatto dorme")] == ["due"]
    assert [found.anchor for found in manual.search("gatti")] == ["gatto", "uno", "due"]
    assert manual.search("") == manual.search("zzz") == []


def test_hidden_words_are_sought_and_never_shown():
    manual = Manual({INDEX: "# Indice\n[a](a.md)", "a": "# Uno\nchiaro <!-- segreto -->"})
    assert [found.line for found in manual.search("segreto")] == ["chiaro"]
    assert "segreto" not in manual.find_page("a").shown


def test_pages_follow_each_other_as_the_index_has_them():
    manual = Manual({INDEX: "# Indice\n[b](b.md) [a](a.md)", "a": "# A", "b": "# B"})
    assert [manual.beside(name, 1) for name in (INDEX, "b", "a")] == ["b", "a", None]
    assert manual.beside("a", -1) == "b"


def test_a_heading_is_called_as_on_the_web():
    assert anchor_of("Attività già fatta") == "attività-già-fatta"
    assert anchor_of("L’elenco (F3)") == "lelenco-f3"
