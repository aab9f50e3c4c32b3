"""Names of spaces and colleagues, as the central system last gave them."""

from __future__ import annotations

from wemi_desk.services.ports import Store


def space_names(store: Store) -> dict[str, str]:
    """The name of every space this desk knows, by code."""
    with store.reading() as work:
        return {space.code: space.name for space in work.directory.spaces()}
