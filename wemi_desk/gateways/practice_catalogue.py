"""The catalogue that the palestra practises on: invented from the first row to the last."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime

from wemi_desk.domain.catalogue import EDITION_ID, CatalogueEdition, CatalogueService, Provider, provider_id
from wemi_desk.domain.catalogue_cells import read_yes
from wemi_desk.domain.catalogue_changes import Incoming, differences
from wemi_desk.domain.catalogue_rows import RowReader, choices_of
from wemi_desk.gateways.reference_lists import load_catalogue_lists
from wemi_desk.resources import resource_path

Practised = tuple[Sequence[Provider], Sequence[CatalogueService], CatalogueEdition]


def load_practice_catalogue(at: datetime) -> Practised:
    """Providers, services and their edition, of the day on which the palestra is made."""
    providers = [
        Provider(
            id=provider_id(row["code"]), code=row["code"], name=row["name"], is_nonprofit=read_yes(row["is_nonprofit"]),
            address_text=row["address_text"], contact_text=row["contact_text"], url=row["url"],
        )
        for row in _rows("practice_providers.csv")
    ]  # fmt: skip
    services = _services(providers, at)
    source = "Catalogo di esempio della palestra"
    counts = {"services": len(services), "providers": len(providers)}
    return providers, services, CatalogueEdition(id=EDITION_ID, published_at=at, source=source, **counts)


def _services(providers: Sequence[Provider], at: datetime) -> list[CatalogueService]:
    incoming, reader = Incoming(providers), None
    for number, row in enumerate(_rows("practice_services.csv"), 2):
        reader = reader or RowReader(tuple(row), choices_of(load_catalogue_lists()))
        read = reader.read(number, list(row.values()))
        problem = incoming.add(read) if not read.problems else read.problems[0]
        if problem is not None:
            raise ValueError(f"row {number}: {problem.field}: {problem.code}")
    *_growing, found = differences(incoming, (), at.date(), whole=False)
    return [one.service for one in found.services]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with resource_path("reference", "catalogue", name).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)
