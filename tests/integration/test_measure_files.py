"""Measures in files that people carry."""

import pytest

from tests.measure_documents import document
from wemi_desk.domain.errors import MeasureRefusedError, StorageError, WemiError
from wemi_desk.domain.measure_documents import read_measure, write_measure
from wemi_desk.gateways.measure_files import LocalMeasureFiles

FILES = LocalMeasureFiles()


def test_what_was_written_reads_back_also_from_an_editor_that_marks_its_files(tmp_path):
    path = tmp_path / "misura.json"
    FILES.write(str(path), write_measure(document()))
    assert read_measure(FILES.read(str(path))) == read_measure(document())
    path.write_text(write_measure(document()), encoding="utf-8-sig")
    assert read_measure(FILES.read(str(path))).code == "PROVA-2026"


@pytest.mark.parametrize(("content", "code"), [(b"\xff\xfe\x00", "not_json"), (b" " * 1_000_001, "too_long")])
def test_what_is_no_text_or_far_too_long_is_refused(tmp_path, content, code):
    path = tmp_path / "misura.json"
    path.write_bytes(content)
    with pytest.raises(MeasureRefusedError) as refused:
        FILES.read(str(path))
    assert refused.value.problems[0].code == code


def test_what_cannot_be_read_or_written_is_said(tmp_path):
    with pytest.raises(WemiError):
        FILES.read(str(tmp_path / "manca.json"))
    with pytest.raises(StorageError):
        FILES.write(str(tmp_path / "manca" / "misura.json"), "{}")
