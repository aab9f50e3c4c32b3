"""The log holds codes, numbers and ids, never words of people."""

import json
import logging
import os
from logging.handlers import RotatingFileHandler
from uuid import UUID

import pytest

from wemi_desk import logs


@pytest.fixture
def folder(tmp_path):
    logs.configure(tmp_path, strict=True)
    yield tmp_path
    logs.close()
    logs._strict = True


def lines(folder):
    return [json.loads(line) for line in (folder / logs.FILE_NAME).read_text("utf-8").splitlines()]


def test_a_line_is_json_with_time_event_and_fields(folder):
    logs.log("contact_saved", duration_ms=12, object=UUID(int=3), result="ok")
    (line,) = lines(folder)
    assert line.pop("at").endswith("+00:00")
    assert line == {"event": "contact_saved", "duration_ms": 12, "object": str(UUID(int=3)), "result": "ok"}


@pytest.mark.parametrize(
    "fields", [{"name": "Rossi"}, {"result": "Maria Rossi"}, {"result": "a\nb"}, {"code": ["x"]}, {"kind": "x" * 500}]
)
def test_an_unknown_field_or_a_free_text_raises_under_tests(folder, fields):
    with pytest.raises(logs.UnknownFieldError):
        logs.log("x", **fields)


def test_in_production_it_is_dropped_and_the_line_is_kept(tmp_path):
    logs.configure(tmp_path)
    logs.log("x", name="Rossi", result="Maria Rossi", count=2)
    logs.close()
    logs._strict = True
    assert lines(tmp_path)[0].keys() == {"at", "event", "count"}
    assert "Rossi" not in (tmp_path / logs.FILE_NAME).read_text("utf-8")


def test_an_error_leaves_type_and_place_but_not_its_text(folder):
    try:
        raise ValueError("RSSMRA58C52F205X")
    except ValueError as error:
        logs.log_error("import_failed", error)
    (line,) = lines(folder)
    assert line["error"] == "ValueError"
    assert line["location"].startswith("test_logs.py:")
    assert "RSSMRA" not in (folder / logs.FILE_NAME).read_text("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="modes are of POSIX")
def test_the_file_is_for_this_account_only_and_rotates(folder, monkeypatch):
    (handler,) = (one for one in logging.getLogger("wemi_desk.events").handlers if isinstance(one, RotatingFileHandler))
    assert (handler.maxBytes, handler.backupCount) == (10_000_000, 4)
    handler.maxBytes = 300
    for number in range(40):
        logs.log("turn", count=number)
    written = sorted(folder.iterdir())
    assert len(written) == 5
    assert {path.stat().st_mode & 0o777 for path in written} == {0o600}


def test_the_last_events_are_kept_for_a_crash_report(folder):
    for number in range(60):
        logs.log(f"step_{number}")
    assert logs.recent_events()[-1] == "step_59"
    assert len(logs.recent_events()) == 50
