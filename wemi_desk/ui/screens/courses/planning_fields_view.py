"""The fields of an activity's form."""

from __future__ import annotations

from typing import Any

from wemi_desk.i18n import _
from wemi_desk.services.courses.planning import LEADER_LIMIT, PARTNERS_LIMIT, ROOM_LIMIT, TARGET_LIMIT, TITLE_LIMIT
from wemi_desk.services.courses.words import kinds, topics
from wemi_desk.ui.screens.courses.planning_view_model import PlanningViewModel
from wemi_desk.ui.screens.courses.planning_words import rhythms
from wemi_desk.ui.widgets.combos import CodeCombo
from wemi_desk.ui.widgets.date_field import DateField
from wemi_desk.ui.widgets.fields import Field, TextField


def planning_fields(model: PlanningViewModel) -> dict[str, Field[Any]]:
    """By name, in no order: the form says where each stands."""
    return {**_what(model), **_when(model), **_where(model), **_rest()}


def _what(model: PlanningViewModel) -> dict[str, Field[Any]]:
    return {
        "scope": Field(_("Che cosa &cambia"), CodeCombo()),
        "activity_type": Field(_("T&ipo di attività"), CodeCombo(model.types)),
        "topic": Field(_("&Argomento"), CodeCombo(topics())),
        "kind": Field(_("Come si &tiene"), CodeCombo(kinds())),
        "title": Field(_("Tit&olo"), TextField(most=TITLE_LIMIT)),
    }


def _when(model: PlanningViewModel) -> dict[str, Field[Any]]:
    return {
        "day": Field(_("&Giorno"), DateField(model.today, past=False)),
        "time": Field(_("O&ra"), TextField(most=8, placeholder=_("ore:minuti"))),
        "minutes": Field(_("Durata, in &minuti"), TextField(most=6)),
        "rhythm": Field(_("&Quante volte"), CodeCombo(rhythms())),
        "times": Field(_("Quanti i&ncontri"), TextField(most=3)),
        "until": Field(_("oppure fino al"), DateField(model.today, past=False)),
        "chosen": Field(_("Gli altri giorni"), TextField(most=400, placeholder=_("per esempio 1/12, 15/12"))),
        "left_out": Field(_("Giorni &esclusi"), TextField(most=400, placeholder=_("per esempio 24/12, 31/12"))),
    }


def _where(model: PlanningViewModel) -> dict[str, Field[Any]]:
    return {
        "capacity": Field(_("&Posti"), TextField(most=4)),
        "room": Field(_("Sala o &luogo"), TextField(most=ROOM_LIMIT)),
        "leader": Field(_("Con&duce"), CodeCombo(model.leaders, placeholder=_("Nessuno di noi"))),
        "led_by_text": Field(_("o un’altra persona"), TextField(most=LEADER_LIMIT)),
    }


def _rest() -> dict[str, Field[Any]]:
    return {
        "target": Field(_("Per chi"), TextField(most=TARGET_LIMIT, placeholder=_("bambini, anziani…"))),
        "price": Field(_("Prezzo in euro"), TextField(most=12, placeholder=_("vuoto se è gratis"))),
        "partners": Field(_("Con quali enti"), TextField(most=PARTNERS_LIMIT)),
    }
