"""The catalogue, or what a search found of it, as a file that says the same when it is read again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from wemi_desk.domain.catalogue import CatalogueService, Provider, ProviderId, ServiceId
from wemi_desk.domain.catalogue_cells import Cell
from wemi_desk.domain.catalogue_columns import WRITTEN
from wemi_desk.domain.catalogue_rows import LIST_OF, SEVERAL
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.services.catalogue_files.ports import CatalogueFilesStore, TableFiles

_OF_PROVIDER = {
    "provider_code": "code", "provider_name": "name", "provider_nonprofit": "is_nonprofit",
    "provider_address": "address_text", "provider_contact": "contact_text", "provider_url": "url",
}  # fmt: skip


class CatalogueExport:
    """Everybody may: the catalogue is public. Blocks."""

    def __init__(self, store: CatalogueFilesStore, files: TableFiles, lists: PickLists) -> None:
        self._store, self._files, self._lists = store, files, lists

    def export(self, path: Path, only: Collection[ServiceId] | None = None) -> int:
        """XLSX or CSV by the name, withdrawn services too; how many. *only* those of a search, in its order.

        Raises DataFolderError, InvalidFieldError("file", why).
        """
        count = 0

        def counted(rows: Iterable[list[Cell]]) -> Iterator[list[Cell]]:
            nonlocal count
            for row in rows:
                count += 1
                yield row

        with self._store.reading() as work:
            providers = {one.id: one for one in work.catalogue.providers()}
            found: Iterable[CatalogueService] = work.catalogue.all_services()
            if only is not None:
                known = work.catalogue.services(only)
                found = [known[one] for one in only if one in known]
            rows = (self._row(one, providers) for one in found)
            self._files.write(path, [one.header for one in WRITTEN], counted(rows))
        return count

    def _row(self, service: CatalogueService, providers: Mapping[ProviderId, Provider]) -> list[Cell]:
        provider = providers.get(service.provider_id) if service.provider_id else None
        return [self._cell(one.field, service, provider) for one in WRITTEN]

    def _cell(self, field: str, service: CatalogueService, provider: Provider | None) -> Cell:
        if field in _OF_PROVIDER:
            return None if provider is None else _plain(getattr(provider, _OF_PROVIDER[field]))
        if field == "price":
            return None if service.price_cents is None else service.price_cents / 100
        value = getattr(service, field)
        if field in LIST_OF:
            return self._labelled(LIST_OF[field], value if field in SEVERAL else (value,))
        if field == "keywords":
            return written_words(value)
        return ", ".join(value) if field == "municipi" else _plain(value)

    def _labelled(self, name: str, codes: Iterable[str]) -> str:
        return " | ".join(self._lists[name].label(one) for one in codes if one)


def written_words(words: tuple[str, ...]) -> str:
    """Parted by a bar, which is in none of them; one alone that holds a comma has a bar too."""
    bare = [one.replace("|", " ").strip() for one in words]
    alone = len(bare) == 1 and any(sign in bare[0] for sign in ",;\n")
    return " | ".join(bare) + (" |" if alone else "")


def _plain(value: Any) -> Cell:
    if isinstance(value, bool):
        return "sì" if value else "no"
    found: Cell = value
    return found
