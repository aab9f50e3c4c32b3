"""One paper at a time: what is late is dropped, what is printed is written once, what fails can be tried again."""

from types import SimpleNamespace

import pytest

from tests.runners import HeldRunner, ImmediateRunner
from wemi_desk.domain.errors import PrinterError
from wemi_desk.domain.papers import NoticePaper, Paper
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.printing.view_model import PrintViewModel, Sheets, Stage

PAPER = Paper(NoticePaper("it", "2026-11"))


class Service:
    def __init__(self):
        self.records = []

    def fitting(self, _desk):
        return (PAPER,)

    def render(self, paper):
        return paper.content.language.encode()

    def printed(self, paper):
        self.records.append(paper)


class Press:
    def __init__(self):
        self.jammed, self.sheets = False, []

    def draw(self, pdf):
        return Sheets(pdf, (object(),), ("Testo.",))

    def put(self, pdf):
        if self.jammed:
            raise PrinterError
        self.sheets.append(pdf)


def printing(runner=None):
    service, press, messages = Service(), Press(), Notices()
    model = PrintViewModel(service, press, runner or ImmediateRunner(), ChangeBus(), messages)
    heard = SimpleNamespace(said=[], failed=[], fitted=[])
    messages.posted.connect(lambda notice: heard.said.append(notice.text))
    model.failed.connect(heard.failed.append)
    model.fitted.connect(heard.fitted.append)
    return SimpleNamespace(model=model, service=service, press=press, heard=heard, messages=messages, keep=heard)


def test_showing_prints_nothing():
    at = printing()
    at.model.show(PAPER)
    assert (at.model.stage, at.press.sheets, at.service.records) == (Stage.SHOWN, [], [])


def test_confirming_prints_once_and_forgets_the_paper():
    at = printing()
    at.model.show(PAPER)
    assert at.model.confirm()
    assert (at.press.sheets, at.service.records) == ([b"it"], [PAPER])
    assert (at.model.stage, at.model.paper, at.model.sheets) == (Stage.IDLE, None, None)


def test_with_nothing_shown_there_is_nothing_to_confirm():
    assert not printing().model.confirm()


def test_a_key_pressed_while_the_paper_is_drawn_prints_it_when_it_is():
    at = printing(runner := HeldRunner())
    at.model.show(PAPER)
    at.model.confirm()
    at.model.confirm()
    runner.release()
    assert at.model.stage is Stage.PRINTING
    at.model.confirm()
    runner.release()
    assert (at.press.sheets, at.service.records, runner.jobs) == ([b"it"], [PAPER], [])


def test_a_paper_drawn_too_late_is_not_shown():
    at = printing(runner := HeldRunner())
    at.model.show(PAPER)
    at.model.close()
    runner.release()
    assert (at.model.stage, at.model.sheets) == (Stage.IDLE, None)


def test_an_answer_to_an_older_question_is_dropped():
    at = printing(runner := HeldRunner())
    at.model.look(None)
    at.model.close()
    runner.release()
    assert at.heard.fitted == []


def test_a_lock_while_the_printer_works_loses_no_record():
    at = printing(runner := HeldRunner())
    at.model.show(PAPER)
    runner.release()
    at.model.confirm()
    at.model.close()
    runner.release()
    assert at.service.records == [PAPER]
    assert at.model.stage is Stage.IDLE


def test_a_jam_is_said_where_the_paper_is_and_the_paper_stays():
    at = printing()
    at.press.jammed = True
    at.model.show(PAPER)
    at.model.confirm()
    assert at.heard.failed == ["La stampante non ha preso il foglio: controllala e ristampa. L'atto è registrato."]
    assert (at.model.stage, at.service.records) == (Stage.SHOWN, [])
    at.press.jammed = False
    at.model.confirm()
    assert at.service.records == [PAPER]


def test_a_jam_after_the_preview_was_closed_is_said_on_the_status_line():
    at = printing(runner := HeldRunner())
    at.press.jammed = True
    at.model.show(PAPER)
    runner.release()
    at.model.confirm()
    at.model.close()
    runner.release()
    assert at.heard.failed == []
    assert len(at.heard.said) == 1


def test_a_paper_that_cannot_be_drawn_closes_the_preview_with_a_sentence():
    at = printing()
    at.press.draw = at.press.put
    at.press.jammed = True
    at.model.show(PAPER)
    assert (at.model.stage, len(at.heard.said)) == (Stage.IDLE, 1)


def test_a_bug_is_not_hidden():
    at = printing()
    at.service.render = None
    with pytest.raises(TypeError):
        at.model.show(PAPER)


def test_another_printer_takes_the_same_paper():
    at, other = printing(), []
    at.model.show(PAPER)
    at.model.print(other.append)
    assert (other, at.press.sheets, at.service.records) == ([b"it"], [], [PAPER])


def test_a_setting_prints_as_soon_as_the_paper_is_drawn():
    at = printing()
    at.model.prints_at_once = True
    at.model.show(PAPER)
    assert at.service.records == [PAPER]
