"""One row of a catalogue file as the fields of a service and of its provider, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from wemi_desk.domain import catalogue_cells as cells
from wemi_desk.domain.catalogue import clean_code
from wemi_desk.domain.catalogue_cells import Cell, CellError
from wemi_desk.domain.names import folded
from wemi_desk.domain.pick_lists import PickLists

LIST_OF = {
    "section": "section", "category": "category", "area_0_18": "area_0_18", "mode": "mode", "place": "place",
    "price_unit": "price_unit", "targets": "target", "times": "times", "languages": "language",
}  # fmt: skip
"""Field → the list its codes are of."""
SEVERAL = frozenset(("targets", "times", "languages"))
TEXT_LIMITS = {
    "code": 40, "title": 200, "description": 4000, "place_text": 300, "schedule_text": 500, "price_note": 300,
    "accessibility_note": 500, "characteristics": 2000, "contact_text": 500, "withdrawn_reason": 300,
    "provider_code": 40, "provider_name": 200, "provider_address": 300, "provider_contact": 500, "provider_url": 300,
}  # fmt: skip
KEYWORDS_LIMIT = 1000
_WHOLE = {"age_from": 130, "age_to": 130, "min_participants": 9999, "max_participants": 9999, "sheet_version": 99999}
_DAYS = ("valid_from", "valid_to", "withdrawn_on")
_YES_NO = ("is_free", "accepts_voucher", "provider_nonprofit")
_ALSO = {
    "price_unit": {"all ora": "hour", "orario": "hour", "h": "hour", "oraria": "hour", "ore": "hour",
                   "a seduta": "session", "incontro": "session", "lezione": "session", "volta": "session",
                   "a volta": "session", "prestazione": "session", "a corso": "course", "ciclo": "course",
                   "percorso": "course", "al mese": "month", "mensile": "month", "mesi": "month"},
    "place": {"casa": "home", "domicilio": "home", "a casa": "home", "sede": "site", "presso la sede": "site",
              "in presenza": "site", "on line": "online", "a distanza": "online", "da remoto": "online"},
    "mode": {"singolo": "individual", "gruppo": "group", "in gruppo": "group", "collettivo": "group",
             "condivisa": "shared", "in condivisione": "shared"},
    "section": {"tate colf badanti": "carers", "milano 0 18": "milano_0_18", "0 18": "milano_0_18"},
    "targets": {"famiglie": "families_minors", "minori": "families_minors", "bambini": "families_minors",
                "anziani": "older_people", "disabili": "disability", "disabilita": "disability",
                "adulti": "adults_difficulty"},
    "times": {"mattino": "morning", "serale": "evening", "notturno": "night", "sabato e domenica": "weekend",
              "weekend": "weekend", "week end": "weekend"},
}  # fmt: skip
_SHOWN = 60
_KEPT_IN_MIND = 4096


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row stays out: the file's own *row* number, the column's *field*, a *code* for the sentence."""

    row: int
    field: str
    code: str
    value: str = ""
    data: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class ReadRow:
    """*values* by field of the service, those of its provider by ``provider_…``; only columns that are mapped."""

    number: int
    values: Mapping[str, Any]
    problems: tuple[RowProblem, ...] = ()

    @property
    def code(self) -> str:
        """As it is compared."""
        return str(self.values.get("code", ""))


def choices_of(lists: PickLists) -> dict[str, dict[str, str]]:
    """Field → folded words → code: label or code, and what else people write."""
    found: dict[str, dict[str, str]] = {}
    for field, name in LIST_OF.items():
        items = lists[name].items
        words = {folded(one.label): one.code for one in items} | {folded(one.code): one.code for one in items}
        found[field] = {**_ALSO.get(field, {}), **words}
    return found


class RowReader:
    """Reads the rows of one file under one mapping. Remembers what short cells meant: they repeat by the thousand."""

    def __init__(self, mapping: Sequence[str], choices: Mapping[str, Mapping[str, str]]) -> None:
        self._columns = [(at, field, _reader(field, choices)) for at, field in enumerate(mapping) if field]
        self._known: dict[tuple[int, Cell, type], Any] = {}

    def read(self, number: int, row: Sequence[Cell]) -> ReadRow:
        """Row *number* of the file."""
        values: dict[str, Any] = {}
        problems: list[RowProblem] = []
        for at, field, reader in self._columns:
            cell = row[at] if at < len(row) else None
            try:
                value = self._meant(at, cell, reader)
            except CellError as error:
                problems.append(RowProblem(number, field, error.code, cells.as_text(cell)[:_SHOWN], error.data))
                continue
            _put(values, field, value)
        if not problems:
            problems = [RowProblem(number, field, code, value) for field, code, value in _disagreeing(values)]
        return ReadRow(number, values, tuple(problems))

    def _meant(self, at: int, cell: Cell, reader: Callable[[Cell], Any]) -> Any:
        cells.refuse_spoilt(cell)
        if not isinstance(cell, str) or len(cell) > _SHOWN:
            return reader(cell)
        key = (at, cell, str)
        if key not in self._known:
            if len(self._known) > _KEPT_IN_MIND * len(self._columns):
                self._known.clear()
            self._known[key] = reader(cell)
        return self._known[key]


def is_blank(row: Iterable[Cell]) -> bool:
    """Nothing but empty cells: spreadsheets leave them behind."""
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row)


def looks_of(choices: Mapping[str, Mapping[str, str]]) -> dict[str, Callable[[str], bool]]:
    """Of some fields, whether a text can be one of theirs: so that a column without a name is known by its cells."""
    lists = ("category", "section", "area_0_18", "mode", "place", "price_unit", "targets", "languages")
    found: dict[str, Callable[[str], bool]] = {field: partial(_can_be, _reader(field, choices)) for field in lists}
    found["provider_url"] = lambda text: text.startswith(("http://", "https://", "www."))
    found["price"] = lambda text: "€" in text or "euro" in text.lower()
    found["contact_text"] = lambda text: "@" in text
    return found


def _can_be(reader: Callable[[Cell], Any], text: str) -> bool:
    try:
        return bool(reader(text))
    except CellError:
        return False


def _reader(field: str, choices: Mapping[str, Mapping[str, str]]) -> Callable[[Cell], Any]:
    if field in choices:
        return partial(cells.read_choices if field in SEVERAL else cells.read_choice, choices=choices[field])
    if field in ("code", "provider_code"):
        return _read_code
    if field in TEXT_LIMITS:
        return partial(cells.read_text, limit=TEXT_LIMITS[field])
    if field in _WHOLE:
        return partial(cells.read_whole, most=_WHOLE[field])
    if field in _DAYS:
        return cells.read_day
    return cells.read_yes if field in _YES_NO else _SPECIAL[field]


def _read_code(cell: Cell) -> str:
    return clean_code(cells.read_text(cell, TEXT_LIMITS["code"]))


_SPECIAL: dict[str, Callable[[Cell], Any]] = {
    "municipi": cells.read_municipi, "price": cells.read_price, "price_cents": cells.read_cents,
    "ages": cells.read_ages, "keywords": partial(cells.read_words, limit=KEYWORDS_LIMIT),
}  # fmt: skip


def _put(values: dict[str, Any], field: str, value: Any) -> None:
    if field == "ages":
        values["age_from"], values["age_to"] = value
    else:
        values["price_cents" if field == "price" else field] = value


def _disagreeing(values: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    """Field, code and value of what a row says against itself."""
    for field in ("code", "title"):
        if not values.get(field):
            yield field, "required", ""
    for low, high in (("age_from", "age_to"), ("min_participants", "max_participants"), ("valid_from", "valid_to")):
        first, last = values.get(low), values.get(high)
        if first is not None and last is not None and first > last:
            yield high, "before_first", f"{first} – {last}"
    if values.get("is_free") and values.get("price_cents"):
        yield "is_free", "free_with_price", cells.as_text(values["price_cents"] / 100)
