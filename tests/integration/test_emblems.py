"""The slots of the strip: words where nobody put a picture, the picture where somebody did, and nothing else obeyed."""

import io
import json
import struct
import zlib

import pytest
from PIL import Image

from tests.application_paper_samples import RECEIPT
from tests.paper_reader import outline, text, verdict
from tests.paper_samples import NOTICES, NOW
from tests.pdfa_rules import broken
from wemi_desk.documents import TaggedPapers
from wemi_desk.documents.emblems import emblems_for
from wemi_desk.documents.pictures import Picture

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect x="1" y="1" width="38" height="18"/></svg>'


@pytest.fixture
def folder(tmp_path):
    return tmp_path


def put(folder, *entries):
    (folder / "emblems.json").write_text(json.dumps({"emblems": list(entries)}), encoding="utf-8")


def png(mode="RGBA", size=(60, 30), colour=(0, 51, 153, 128)):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, "PNG")
    return out.getvalue()


def printed(folder):
    return TaggedPapers(NOTICES, lambda: NOW, folder).application_receipt(RECEIPT)


def test_without_pictures_the_slots_hold_words(folder):
    pdf = printed(folder)
    words = text(pdf)
    slots = "Cofinanziato dall’Unione europea PN Metro Plus e Città Medie Sud 2021–2027 Comune di Milano"
    assert words.startswith(slots)
    assert broken(pdf) == []


PICTURES = [("ue.svg", SVG.encode()), ("ue.png", png()), ("ue.png", png("L", (9, 9), 7))]


@pytest.mark.parametrize(("name", "source"), PICTURES)
def test_a_picture_takes_the_place_of_the_words_and_keeps_them_for_those_who_do_not_see(folder, name, source):
    (folder / name).write_bytes(source)
    put(folder, {"slot": "eu", "file": name, "text": "Emblema dell’Unione europea"})
    pdf = printed(folder)
    assert "Cofinanziato" not in text(pdf)
    assert "  Figure 'Emblema dell’Unione europea'" in outline(pdf)
    assert broken(pdf) == []
    assert verdict(pdf) == "pass"


def test_the_order_is_the_organisations_and_a_slot_nobody_asked_for_stays_out(folder):
    put(folder, {"slot": "comune", "order": -1}, {"slot": "unasked", "text": "Sponsor"})
    slots = [emblem.slot for emblem in emblems_for(("eu", "pn_metro", "comune"), [folder])]
    assert slots == ["comune", "eu", "pn_metro"]


def test_an_organisation_may_fill_a_slot_of_its_own(folder):
    put(folder, {"slot": "fondazione", "text": "Fondazione di prova"})
    assert [emblem.words for emblem in emblems_for(("fondazione", "unknown"), [folder])] == ["Fondazione di prova"]


def test_at_most_four_are_shown(folder):
    put(folder, *({"slot": f"s{number}", "text": f"Ente {number}", "order": number} for number in range(9)))
    assert len(emblems_for([f"s{number}" for number in range(9)], [folder])) == 4


def _bomb():
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


@pytest.mark.parametrize(
    "source", [b"", b"not a picture", _bomb(), png()[:60], b"%!PS-Adobe-3.0", b"GIF89a" + bytes(40), bytes(2_000_001)]
)
def test_what_is_no_picture_leaves_the_words(folder, source):
    (folder / "ue.png").write_bytes(source)
    put(folder, {"slot": "eu", "file": "ue.png"})
    assert Picture.read(folder / "ue.png") is None
    assert "Cofinanziato" in text(printed(folder))


@pytest.mark.parametrize("name", ["../ue.svg", "/etc/hostname", "sub/ue.svg", ".", "", "missing.png", "a\x00b.png"])
def test_nothing_outside_of_the_folder_is_opened(folder, name):
    (folder.parent / "ue.svg").write_text(SVG)
    put(folder, {"slot": "eu", "file": name})
    (emblem,) = emblems_for(("eu",), [folder])
    assert emblem.picture is None


@pytest.mark.parametrize(
    "said",
    ["", "[", "[]", '{"emblems": 3}', '{"emblems": [1, "x", {}]}', "[" * 100_000,
     '{"emblems": [{"slot": "eu", "height_mm": "x"}]}',
     '{"emblems": [{"slot": "eu", "height_mm": -1, "order": "first", "text": 5}]}'],
)  # fmt: skip
def test_a_list_that_makes_no_sense_keeps_no_paper_from_being_printed(folder, said):
    (folder / "emblems.json").write_text(said)
    assert len(emblems_for(("eu", "comune"), [folder])) == 2
