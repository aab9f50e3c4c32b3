"""The form of a family's request: few keys, and a week to mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.shared_services import BABY_SITTING, CARER, GIVEN, HOMEWORK, NOT_ASKED, OTHER, REFUSED
from wemi_desk.domain.shared_slots import read_week, week_text
from wemi_desk.i18n import _
from wemi_desk.services.shared_services.forms import NAME_LIMIT, TEXT_LIMIT, WEEK_LIMIT, TypedRequest
from wemi_desk.services.shared_services.words import needs
from wemi_desk.ui.screens.shared_services.requests_view_model import RequestsViewModel
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.fields import Field, TextField
from wemi_desk.ui.widgets.form_view import FormView
from wemi_desk.ui.widgets.week_grid import WeekGrid

_NO_NIL = ""
_CHOICES = ("need", "municipio", "nil_code", "context", "language", "consent")
_TEXTS = (
    "other_text", "slots", "minutes_wanted", "address", "context_name", "children", "cared_age", "from_on", "until_on",
    "most_cents",
)  # fmt: skip


class RequestFormView(FormView):
    """What, when, where, for whom, from when, how much; the fields that a need has not stay away."""

    def __init__(self, model: RequestsViewModel, lists: PickLists, districts: Sequence[tuple[str, str]]) -> None:
        super().__init__(_("Richiesta"))
        self.model = model
        self._languages: tuple[str, ...] = ()
        self._shows = False
        self.fields = self._fields(lists, districts)
        self.grid = WeekGrid()
        self.add_lines(("need",), ("other_text",), ("slots",))
        self.form.addWidget(self.grid)
        self.add_fields(
            ("minutes_wanted", "most_cents"), ("children",), ("cared_age",), ("municipio", "nil_code"),
            ("context", "context_name"), ("address",), ("from_on", "until_on"), ("language", "consent"),
        )  # fmt: skip
        self._bind()

    def _fields(self, lists: PickLists, districts: Sequence[tuple[str, str]]) -> dict[str, Field[Any]]:
        municipi = [(one.code, one.label) for one in lists["municipio"].items if one.code.isdecimal()]
        contexts = [(one.code, one.label) for one in lists["shared_service_context"].items]
        languages = [(one.code, one.label) for one in lists["language"].items]
        consents = [
            (GIVEN, _("Sì, senza nome")), (REFUSED, _("No")), (NOT_ASKED, _("Non ancora chiesto")),
        ]  # fmt: skip
        return {
            "need": Field(_("Che cosa &cerca"), CodeCombo(needs())),
            "other_text": Field(_("&Quale servizio"), TextField(most=TEXT_LIMIT)),
            "slots": Field(
                _("&Giorni e ore in cui va bene"),
                TextField(most=WEEK_LIMIT, placeholder=_("per esempio lun-ven 16-19; sab 9-12")),
            ),
            "minutes_wanted": Field(_("Quante &ore la settimana"), TextField(most=6, placeholder=_("vuoto: tutte"))),
            "children": Field(
                _("&Nascita dei bambini"), TextField(most=TEXT_LIMIT, placeholder=_("per esempio 12/3/2021, 2023"))
            ),
            "cared_age": Field(_("&Età della persona da assistere"), TextField(most=3)),
            "municipio": Field(_("&Municipio"), CodeCombo(municipi)),
            "nil_code": Field(_("&Quartiere (NIL), se lo sa"), CodeCombo(districts, numbered=False)),
            "context": Field(_("&Insieme a chi"), CodeCombo(contexts)),
            "context_name": Field(_("Nome di &scuola, condominio o azienda"), TextField(most=NAME_LIMIT)),
            "address": Field(_("In&dirizzo, se serve"), TextField(most=NAME_LIMIT)),
            "language": Field(_("&Lingua in casa"), CodeCombo(languages)),
            "most_cents": Field(_("Al massimo, &euro l’ora"), TextField(most=12)),
            "from_on": Field(_("Da &quando"), TextField(most=12, placeholder=_("vuoto: da subito"))),
            "until_on": Field(_("&Fino a quando"), TextField(most=12, placeholder=_("vuoto: senza fine"))),
            "consent": Field(_("Possiamo &proporla ad altre famiglie?"), CodeCombo(consents)),
        }  # fmt: skip

    def open_for(self, typed: TypedRequest, words: str) -> None:
        """Empty but for what the card knows, as it was left, or as it stands."""
        self._shows = True
        self.clear_errors()
        self.title = words
        self._languages = typed.languages
        for name in _TEXTS:
            self.fields[name].editor.setText(getattr(typed, _typed_name(name)))
        for name in _CHOICES:
            self.fields[name].editor.set_code(self._code_of(typed, name))
        self._shows = False
        self._show_week()
        self._show_needed()
        self.fields["need"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        self.clear_errors()
        self.model.save(self.typed())

    def typed(self) -> TypedRequest:
        """The form as it stands."""
        return TypedRequest(
            need=self._code("need"), other_text=self._text("other_text"), week=self._text("slots"),
            hours=self._text("minutes_wanted"), municipio=self._code("municipio"), nil_code=self._code("nil_code"),
            address=self._text("address"), context=self._code("context") or "neighbourhood",
            context_name=self._text("context_name"), children=self._text("children"),
            cared_age=self._text("cared_age"), languages=self._spoken(), from_on=self._text("from_on"),
            until_on=self._text("until_on"), most=self._text("most_cents"), consent=self._code("consent") or NOT_ASKED,
        )  # fmt: skip

    def empty(self) -> None:
        """Written: nothing stays for the next."""
        self._shows = True
        for name in _TEXTS:
            self.fields[name].editor.empty()
        self._shows = False

    # --- inside ------------------------------------------------------------------------------------------------

    def _bind(self) -> None:
        self.model.field_failed.connect(self.show_error)
        self.grid.edited.connect(self._take_grid)
        self.fields["slots"].editor.textChanged.connect(lambda _text: self._show_week())
        self.fields["need"].editor.code_changed.connect(lambda _code: self._show_needed())
        for name in _TEXTS:
            self.fields[name].editor.textChanged.connect(lambda _text: self._touch())
        for name in _CHOICES:
            self.fields[name].editor.code_changed.connect(lambda _code: self._touch())

    def _touch(self) -> None:
        if not self._shows:
            self.model.touch(self.typed())

    def _take_grid(self) -> None:
        """What was marked is what is written."""
        self._shows = True
        self.fields["slots"].editor.setText(week_text(self.grid.slots_marked))
        self._shows = False
        self.fields["slots"].set_error("")
        self._touch()

    def _show_week(self) -> None:
        """What was typed is what is marked, as far as it can be read already."""
        if self._shows:
            return
        try:
            self.grid.show_slots(read_week(self._text("slots")))
        except InvalidFieldError:
            self.grid.show_slots(())

    def _show_needed(self) -> None:
        need = self._code("need")
        self.fields["other_text"].setVisible(need == OTHER)
        self.fields["children"].setVisible(need in (BABY_SITTING, HOMEWORK))
        self.fields["cared_age"].setVisible(need == CARER)

    def _code_of(self, typed: TypedRequest, name: str) -> str | None:
        if name == "language":
            return typed.languages[0] if typed.languages else None
        code: str = getattr(typed, name)
        return code or None

    def _spoken(self) -> tuple[str, ...]:
        """The first language may be changed; those that an older form knew beside it stay."""
        first = self._code("language")
        return (first, *(one for one in self._languages[1:] if one != first)) if first else ()

    def _text(self, name: str) -> str:
        return str(self.fields[name].editor.text())

    def _code(self, name: str) -> str:
        return self.fields[name].editor.code or ""


def _typed_name(name: str) -> str:
    return {"slots": "week", "minutes_wanted": "hours", "most_cents": "most"}.get(name, name)
