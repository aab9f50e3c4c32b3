"""An STP or ENI card typed where the codice fiscale goes."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from uuid import UUID

import pytest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from tests.keyboard import show
from tests.runners import ImmediateRunner
from wemi_desk.domain.drafts import DraftId
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.services.person_forms import PersonForm
from wemi_desk.ui.change_bus import ChangeBus
from wemi_desk.ui.notices import Notices
from wemi_desk.ui.screens.counter.health_card_view import HealthCardFields
from wemi_desk.ui.screens.counter.registration_view_model import RegistrationViewModel

STP = "STP0301511234567"


class FakeCitizens:
    """Refuses as the real service does."""

    def __init__(self):
        self.forms = []
        self.refusal = None

    def alike(self, form):
        return ()

    def register(self, command):
        self.forms.append(command.form)
        if command.form.code.startswith("STP"):
            raise InvalidFieldError("fiscal_code", "is_stp_eni", kind="STP", complete=True)
        if self.refusal is not None:
            raise self.refusal
        raise InvalidFieldError("surname", "required")


class FakeDrafts:
    def begin(self):
        return DraftId(UUID(int=1))

    def save(self, draft_id, kind, content, **_more):
        return SimpleNamespace(saved_at=datetime(2026, 11, 23, tzinfo=UTC))


@pytest.fixture
def registration(qapp):
    view_model = RegistrationViewModel(FakeCitizens(), FakeDrafts(), ImmediateRunner(), ChangeBus(), Notices())
    view_model.begin(view_model.form)
    return view_model


def shown_fields(qtbot, registration):
    window = QWidget()
    box = QVBoxLayout(window)
    box.addWidget(QLineEdit())
    fields = HealthCardFields(registration, lambda: date(2026, 11, 23))
    box.addWidget(fields)
    show(qtbot, window)
    return fields


def test_a_card_in_the_code_field_is_offered_as_what_it_is(qtbot, theme, registration):
    fields = shown_fields(qtbot, registration)
    rejected = []
    registration.field_rejected.connect(lambda *what: rejected.append(what))
    registration.edit(surname="Okafor", code=STP)
    registration.register()
    question = "Questo è un codice STP, non un codice fiscale. Lo registro come STP?"
    assert rejected == [("fiscal_code", question, False)]
    assert fields.take.text() == "Registra come STP"
    assert fields.take.isVisible()
    fields.take.click()
    assert (registration.form.code, registration.form.health_code) == ("", STP)
    assert fields.code.editor.text() == STP
    assert fields.issued.editor.hasFocus()
    assert not fields.take.isVisible()


def test_nothing_of_it_is_shown_to_everybody_else(qtbot, theme, registration):
    fields = shown_fields(qtbot, registration)
    assert not fields.code.isVisible()
    registration.edit(surname="Rossi")
    assert not fields.issued.isVisible()


def test_what_is_typed_in_the_card_reaches_the_form(qtbot, theme, registration):
    registration.begin(PersonForm(health_code=STP))
    fields = shown_fields(qtbot, registration)
    fields.issued.editor.setFocus()
    qtbot.keyClicks(fields.issued.editor, "2/11/26")
    fields.code.editor.setFocus()
    assert registration.form.health_code_issued == "02/11/2026"
    registration.close()
    assert fields.code.editor.text() == ""
    assert not fields.code.isVisible()


@pytest.mark.parametrize(("refusal", "mendable"), [
    (InvalidFieldError("health_code", "length", actual=9, expected=16), False),
    (InvalidFieldError("health_code", "taken", name="Okafor Joy", year=1990), True),
])
def test_only_a_card_that_is_taken_may_be_kept_to_verify(registration, refusal, mendable):
    registration._citizens.refusal = refusal
    rejected = []
    registration.field_rejected.connect(lambda *what: rejected.append(what))
    registration.edit(surname="Sow", health_code=STP)
    registration.register()
    assert [(field, can) for field, _words, can in rejected] == [("health_code", mendable)]
