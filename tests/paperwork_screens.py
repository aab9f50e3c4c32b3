"""Pratiche in the states an operator meets, for the catalogue of screens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from PySide6.QtWidgets import QWidget

from tests.counter_store import MORNING
from tests.paperwork_desk import (
    family_at_desk,
    follow_ups_model,
    granted_family,
    known_application,
    numbered,
    things_to_follow,
)
from tests.place_screens import placed
from tests.screens import MARIA, screen
from wemi_desk.domain.applications import Contradiction, ReceiptNoted
from wemi_desk.ui.screens.applications.view import FollowUpsPanes, PaperworkPanes
from wemi_desk.ui.screens.applications.view_model import PaperworkViewModel
from wemi_desk.ui.screens.follow_ups.view import CountsPane, FollowUpDetail, FollowUpsPane
from wemi_desk.ui.screens.follow_ups.view_model import FollowUpsViewModel
from wemi_desk.ui.shell.places import Place

LUCA = UUID(int=1003)
STATES = ("draft", "ready", "queued", "submitted", "integration_requested", "granted", "rejected", "cancelled", "odd")


def open_panes(model: FollowUpsViewModel) -> Callable[[], FollowUpsPanes]:
    def make() -> FollowUpsPanes:
        lines = FollowUpsPane(model)
        return FollowUpsPanes(lines, FollowUpDetail(model, lines), CountsPane(model))

    return make


def paperwork(model: PaperworkViewModel, act=lambda panes: None, follow: FollowUpsViewModel | None = None) -> QWidget:
    """The window with the place as the program puts it together."""
    model.follow_ups = follow or follow_ups_model(*things_to_follow())
    panes = PaperworkPanes(model, open_panes(model.follow_ups))
    window = placed(Place.PAPERWORK, panes.specs())
    panes.page = window.panes.page(Place.PAPERWORK)
    panes.arrange()
    if model.citizen_id is not None:
        window.person_bar.show_person(MARIA)
    window.paperwork, window.model = panes, model
    act(panes)
    return window


def nobody(*lines) -> QWidget:
    model = family_at_desk()
    model.show_person(None)
    return paperwork(model, follow=follow_ups_model(*lines))


def begun(panes: PaperworkPanes) -> None:
    panes.family.begin()


def filled(panes: PaperworkPanes) -> None:
    begun(panes)
    case = panes.model.case
    case.see("identity_document", date(2030, 5, 1))
    case.edit(isee_protocol="12", isee_value="12.345,67", isee_dsu_on="20/01/2026")
    case.save_now()
    case.filled.emit()
    for one in case.case.measure.declarations:
        case.tick(one.code, True)


def ready(panes: PaperworkPanes) -> None:
    filled(panes)
    panes.case.save()


def with_step(code: str) -> Callable[[PaperworkPanes], None]:
    def act(panes: PaperworkPanes) -> None:
        ready(panes)
        panes.case._ask(code)
        panes.case.step_form.save()

    return act


def opened(number: int, act=lambda panes: None) -> Callable[[PaperworkPanes], None]:
    def open_it(panes: PaperworkPanes) -> None:
        panes.model.case.open(numbered(100 + number))
        act(panes)

    return open_it


def moving(panes: PaperworkPanes) -> None:
    panes.case._open_voucher()
    panes.case.voucher.price.editor.setText("200")
    panes.case.voucher._show_form(True)
    panes.case.voucher.form.save()


def contradicted() -> PaperworkViewModel:
    wrong = Contradiction(field="receipt_number", typed="2026-1", stated="2026-000001", at=MORNING)
    model = family_at_desk(known_application(
        1, "submitted", typed_fields=("receipt_number",), contradictions=(wrong,), deadline="late"))
    model.at.cases.note_receipt(numbered(101), ReceiptNoted(what="registered", number="PG/1", on=date(2026, 11, 20)))
    return model


def asked_before() -> PaperworkViewModel:
    return family_at_desk(*(
        known_application(number, state, beneficiary_id=LUCA) for number, state in enumerate(STATES, 1)))


def in_group(panes: PaperworkPanes) -> None:
    panes.model.want_group()
    panes.group_form.save()


screen("paperwork, to be followed")(lambda: nobody(*things_to_follow()))
screen("paperwork, nothing to follow")(nobody)
screen("paperwork, which measures fit")(lambda: paperwork(
    family_at_desk(), lambda panes: panes.family.table.go_to_row(2)))
screen("paperwork, applications in every state")(lambda: paperwork(asked_before()))
screen("paperwork, a new application")(lambda: paperwork(family_at_desk(), filled))
screen("paperwork, ready")(lambda: paperwork(family_at_desk(), ready))
screen("paperwork, a receipt without its number")(lambda: paperwork(family_at_desk(), with_step("note_submitted")))
screen("paperwork, an integration is asked")(lambda: paperwork(
    family_at_desk(), with_step("note_integration_requested")))
screen("paperwork, the centre says otherwise")(lambda: paperwork(contradicted(), opened(1)))
screen("paperwork, history")(lambda: paperwork(contradicted(), opened(1, lambda panes: panes.case._open_history())))
screen("paperwork, voucher")(lambda: paperwork(granted_family(), opened(1, moving)))
screen("paperwork, a new voucher")(lambda: paperwork(
    family_at_desk(known_application(1, "granted")), opened(1, lambda panes: panes.case._open_voucher())))
screen("paperwork, for a group")(lambda: paperwork(family_at_desk(), in_group))
