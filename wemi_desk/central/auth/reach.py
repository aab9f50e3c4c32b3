"""Which scopes a desk may hold: its space's, its network's, or the whole city's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from wemi_desk.central.store.directory import KnownSpace

SPACE, NETWORK, CITY = "space", "network", "city"
REFERENCE = "ref"


def reach_of(kind: str, name: str = "") -> str:
    """How a reach is written: ``space:VEN``, ``network:NORD``, ``city``."""
    return kind if kind == CITY else f"{kind}:{name}"


def spaces_within(reach: str, spaces: Iterable[KnownSpace]) -> list[str]:
    """Codes of the spaces in a reach; a reach nobody knows holds none."""
    kind, _, name = reach.partition(":")
    if kind == CITY:
        return sorted(space.code for space in spaces)
    if kind == NETWORK and name:
        return sorted(space.code for space in spaces if space.network == name)
    return sorted(space.code for space in spaces if kind == SPACE and space.code == name)


def scopes_of(device_id: UUID, spaces: Sequence[str]) -> list[str]:
    """Everything a desk with these spaces may be shown."""
    return sorted({REFERENCE, f"desk:{device_id}", *(f"space:{code}" for code in spaces)})
