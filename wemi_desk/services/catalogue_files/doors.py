"""What the page of the catalogue's files works with."""

from __future__ import annotations

from dataclasses import dataclass

from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.services.catalogue_files.exporting import CatalogueExport
from wemi_desk.services.catalogue_files.importing import CatalogueImport
from wemi_desk.services.catalogue_files.ports import CatalogueFilesStore, TableFiles
from wemi_desk.services.session import DeskSession


@dataclass(frozen=True, slots=True)
class CatalogueFileDoors:
    """In, out, and the words of codes."""

    imports: CatalogueImport
    exports: CatalogueExport
    lists: PickLists


def catalogue_file_doors(
    store: CatalogueFilesStore, session: DeskSession, files: TableFiles, lists: PickLists, *, has_centre: bool
) -> CatalogueFileDoors:
    """For one session."""
    imports = CatalogueImport(store, session, files, lists, has_centre=has_centre)
    return CatalogueFileDoors(imports, CatalogueExport(store, files, lists), lists)
