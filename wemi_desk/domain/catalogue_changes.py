"""What a file would change in the catalogue: new, changed field by field, back, withdrawn, unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from wemi_desk.domain.catalogue import CatalogueService, Provider, ProviderId, clean_code, provider_id, service_id
from wemi_desk.domain.catalogue_rows import ReadRow, RowProblem
from wemi_desk.domain.names import clean, folded

NEW, CHANGED, BACK, WITHDRAWN = "new", "changed", "back", "withdrawn"
_OF_PROVIDER = {
    "provider_name": "name", "provider_nonprofit": "is_nonprofit", "provider_address": "address_text",
    "provider_contact": "contact_text", "provider_url": "url",
}  # fmt: skip
_OF_SERVICE = frozenset(one.name for one in fields(CatalogueService)) - {"id", "code", "provider_id", "sheet_version"}
_ORDERLESS = frozenset(("municipi",))
_NEVER_NONE = {"mode": "individual", "section": "services", "price_unit": "hour", "sheet_version": 1}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a sheet, before and after."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class ServiceChange:
    """One sheet as it would stand; *fields* say what is other than now, *row* where the file says so."""

    kind: str
    service: CatalogueService
    fields: tuple[FieldChange, ...] = ()
    row: int = 0


@dataclass(slots=True)
class Differences:
    """Everything a file would change. *known* says how many services were here."""

    providers: list[tuple[str, Provider]] = field(default_factory=list)
    services: list[ServiceChange] = field(default_factory=list)
    unchanged: int = 0
    known: int = 0
    standing: int = 0
    """Services that would not be withdrawn."""

    @property
    def is_empty(self) -> bool:
        """Nothing would change."""
        return not self.providers and not self.services

    def count(self, kind: str) -> int:
        """Services of one kind of change."""
        return sum(one.kind == kind for one in self.services)


class Incoming:
    """The rows of a file that are right, by code; what only the other rows can tell is told here."""

    def __init__(self, providers: Iterable[Provider]) -> None:
        self.held = {one.id: one for one in providers}
        self._by_name = {folded(one.name): one.code for one in self.held.values()}
        self.rows: dict[str, tuple[int, Mapping[str, Any], ProviderId | None]] = {}
        self.providers: dict[ProviderId, Provider] = {}

    def add(self, row: ReadRow) -> RowProblem | None:
        """Take it, or say why not: its code was there before, its provider is nobody or somebody else."""
        if row.code in self.rows:
            return RowProblem(row.number, "code", "twice", row.code, {"row": self.rows[row.code][0]})
        provider, problem = self._provider(row)
        if problem is None:
            self.rows[row.code] = (row.number, row.values, provider)
        return problem

    def _provider(self, row: ReadRow) -> tuple[ProviderId | None, RowProblem | None]:
        code, name = row.values.get("provider_code") or "", row.values.get("provider_name") or ""
        code = code or (self._by_name.get(folded(name), "") if folded(name) else "") or clean_code(name)[:40]
        if not code:
            return None, None
        known_id = provider_id(code)
        said = {own: row.values[theirs] for theirs, own in _OF_PROVIDER.items() if row.values.get(theirs) is not None}
        if not said.get("name"):
            said.pop("name", None)
        before = self.providers.get(known_id)
        if before is not None:
            differs = bool(name) and folded(before.name) != folded(name)
            return known_id, RowProblem(row.number, "provider_name", "other_provider", name) if differs else None
        held = self.held.get(known_id)
        if held is None and not name:
            return None, RowProblem(row.number, "provider_code", "unknown_provider", code)
        base = held or Provider(id=known_id, code=code, name=name)
        self.providers[known_id] = replace(base, **said, withdrawn_on=None)
        self._by_name.setdefault(folded(self.providers[known_id].name), code)
        return known_id, None


def differences(
    incoming: Incoming, known: Iterable[CatalogueService], today: date, *, whole: bool
) -> Iterator[Differences]:
    """Yields the growing result after each known sheet, so that whoever asks may stop; the last one is whole.

    *whole*: the file is the whole catalogue, and what is not in it is withdrawn. Otherwise it stays.
    """
    found = Differences()
    waiting = dict(incoming.rows)
    for service in known:
        found.known += 1
        row = waiting.pop(clean_code(service.code), None)
        if row is not None:
            _take(found, _changed(service, row, incoming), service)
        elif whole and service.withdrawn_on is None:
            gone = FieldChange("withdrawn_on", None, today)
            found.services.append(ServiceChange(WITHDRAWN, _versioned(service, withdrawn_on=today), (gone,)))
        else:
            _take(found, None, service)
        yield found
    for code, (number, values, provider) in waiting.items():
        made = _made(code, values, provider)
        found.standing += made.withdrawn_on is None
        found.services.append(ServiceChange(NEW, made, row=number))
    found.providers = [(CHANGED if one.id in incoming.held else NEW, one) for one in incoming.providers.values()
                       if not _same_provider(incoming.held.get(one.id), one)]  # fmt: skip
    yield found


def normal(name: str, value: Any) -> Any:
    """A value as every file would give it back: two that are alike here are not a change."""
    if isinstance(value, str):
        return _cleaned(value)
    if isinstance(value, (tuple, list)):
        cleaned = [_cleaned(str(one).replace("|", " ")) for one in value]
        found = tuple(dict.fromkeys(one for one in cleaned if one))
        return tuple(sorted(found)) if name in _ORDERLESS else found
    return value


def _cleaned(text: str) -> str:
    """Some letters are longer once they are composed: nothing is cut."""
    return clean(text.strip(), 4 * len(text)).strip()


def _take(found: Differences, change: ServiceChange | None, service: CatalogueService) -> None:
    after = service if change is None else change.service
    found.standing += after.withdrawn_on is None
    if change is None:
        found.unchanged += 1
    else:
        found.services.append(change)


def _changed(
    service: CatalogueService, row: tuple[int, Mapping[str, Any], ProviderId | None], incoming: Incoming
) -> ServiceChange | None:
    number, values, provider = row
    said = {name: _or_default(name, values[name]) for name in values if name in _OF_SERVICE}
    if service.withdrawn_on is not None and "withdrawn_on" not in said:
        said |= {"withdrawn_on": None, "withdrawn_reason": ""}
    told = "provider_code" in values or "provider_name" in values
    if told and not (provider is None and service.provider_id not in incoming.held):
        said["provider_id"] = provider
    pairs = ((name, getattr(service, name), value) for name, value in said.items())
    changed = [FieldChange(*pair) for pair in pairs if not _alike(*pair)]
    version = values.get("sheet_version") or 0
    if not changed and version <= service.sheet_version:
        return None
    after = _versioned(service, version, **{one.field: one.after for one in changed})
    back = service.withdrawn_on is not None and after.withdrawn_on is None
    gone = service.withdrawn_on is None and after.withdrawn_on is not None
    return ServiceChange(BACK if back else WITHDRAWN if gone else CHANGED, after, tuple(changed), number)


def _versioned(service: CatalogueService, version: int = 0, **changed: Any) -> CatalogueService:
    """Every sheet that says something else has a later version."""
    later = max(version, service.sheet_version + 1 if version <= service.sheet_version else version)
    return replace(service, sheet_version=later, **changed)


def _made(code: str, values: Mapping[str, Any], provider: ProviderId | None) -> CatalogueService:
    said = {name: _or_default(name, value) for name, value in values.items() if name in _OF_SERVICE}
    version = _or_default("sheet_version", values.get("sheet_version"))
    return CatalogueService(id=service_id(code), code=code, provider_id=provider, sheet_version=version, **said)


def _or_default(name: str, value: Any) -> Any:
    return value or _NEVER_NONE[name] if name in _NEVER_NONE else value


def _same_provider(held: Provider | None, said: Provider) -> bool:
    names: Sequence[str] = ("name", "is_nonprofit", "address_text", "contact_text", "url", "withdrawn_on")
    return held is not None and all(_alike(name, getattr(held, name), getattr(said, name)) for name in names)


def _alike(name: str, before: Any, after: Any) -> bool:
    if before == after:
        return True
    return bool(normal(name, _or_default(name, before)) == normal(name, _or_default(name, after)))
