"""What a file would change, as people read it: field by field, before and after."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from wemi_desk.domain.catalogue_changes import BACK, CHANGED, NEW, WITHDRAWN, Differences, FieldChange, ServiceChange
from wemi_desk.domain.catalogue_rows import LIST_OF
from wemi_desk.domain.money import euro
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.i18n import _, ngettext
from wemi_desk.services.catalogue_files.words import column_words

_MOST_SHOWN = 48


def kind_words(kind: str) -> str:
    """What happens to a sheet."""
    words = {NEW: _("Nuovo"), CHANGED: _("Cambiato"), BACK: _("Torna nel catalogo"), WITHDRAWN: _("Ritirato")}
    return words[kind]


def change_words(change: ServiceChange, lists: PickLists) -> str:
    """Nuovo; or each field, before and after."""
    if change.kind == NEW or not change.fields:
        return kind_words(change.kind)
    fields = "; ".join(_field_words(one, lists) for one in change.fields)
    if change.kind == CHANGED:
        return fields
    return _("{what}: {fields}").format(what=kind_words(change.kind), fields=fields)


def count_words(found: Differences, wrong_rows: int) -> str:
    """12 nuovi, 3 cambiati, 320 uguali; 4 righe con errori."""
    new, changed, back, gone = (found.count(kind) for kind in (NEW, CHANGED, BACK, WITHDRAWN))
    counts = (
        (new, ngettext("{n} nuovo", "{n} nuovi", new)), (changed, ngettext("{n} cambiato", "{n} cambiati", changed)),
        (back, ngettext("{n} torna", "{n} tornano", back)), (gone, ngettext("{n} ritirato", "{n} ritirati", gone)),
    )  # fmt: skip
    said = [words.format(n=n) for n, words in counts if n]
    if found.unchanged or not said:
        same = ngettext("{n} resta com’è", "{n} restano come sono", found.unchanged)
        said.append(same.format(n=found.unchanged))
    words = _("Servizi: {counts}.").format(counts=", ".join(said))
    if found.providers:
        n = len(found.providers)
        words += " " + ngettext("Enti nuovi o cambiati: {n}.", "Enti nuovi o cambiati: {n}.", n).format(n=n)
    if wrong_rows:
        wrong = ngettext("{n} riga con errori resta fuori.", "{n} righe con errori restano fuori.", wrong_rows)
        words += " " + wrong.format(n=wrong_rows)
    return words


def _field_words(change: FieldChange, lists: PickLists) -> str:
    name = column_words({"price_cents": "price", "provider_id": "provider_name"}.get(change.field, change.field))
    if isinstance(change.before, UUID) or isinstance(change.after, UUID):
        return _("{name}: un altro").format(name=name)
    before, after = (_value_words(change.field, one, lists) for one in (change.before, change.after))
    return _("{name}: {before} → {after}").format(name=name, before=before, after=after)


def _value_words(field: str, value: Any, lists: PickLists) -> str:
    if value is None or value == "" or value == ():
        return _("niente")
    if isinstance(value, bool):
        return _("sì") if value else _("no")
    if field == "price_cents":
        return euro(value)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    parts = value if isinstance(value, tuple) else (value,)
    shown = ", ".join(lists[LIST_OF[field]].label(one) if field in LIST_OF else str(one) for one in parts)
    return shown if len(shown) <= _MOST_SHOWN else shown[: _MOST_SHOWN - 1] + "…"
