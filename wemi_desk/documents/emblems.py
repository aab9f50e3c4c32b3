"""The strip of emblems on printed forms: the picture an organisation has put in its slot, or the words instead."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from wemi_desk.documents.layout import Figure, Text
from wemi_desk.i18n import N_, _

if TYPE_CHECKING:
    from wemi_desk.documents.outline import Outline
    from wemi_desk.documents.pictures import Picture

HIGHEST = 15 * mm
_MOST, _GAP = 4, 4 * mm
_MOST_WORDS = 64  # as many as fit in the place of a picture
_MOST_BYTES, _MOST_SVG = 20_000, 200_000
_WORDS = {
    "eu": N_("Cofinanziato dall’Unione europea"),
    "pn_metro": N_("PN Metro Plus e Città Medie Sud 2021–2027"),
    "comune": N_("Comune di Milano"),
}


@dataclass(frozen=True, slots=True)
class Emblem:
    """One slot; *picture* is None where nobody has put one."""

    slot: str
    words: str
    picture: Outline | Picture | None = None
    height: float = HIGHEST


def emblems_for(slots: Iterable[str], folders: Iterable[Path]) -> tuple[Emblem, ...]:
    """The wanted slots in the organisation's order, at most four; the first folder that knows a slot decides."""
    supplied: dict[str, tuple[float, Emblem]] = {}
    for folder in folders:
        supplied = {**_supplied(folder), **supplied}
    wanted = [supplied.get(slot, (place, _empty(slot))) for place, slot in enumerate(dict.fromkeys(slots), start=1)]
    return tuple(emblem for _place, emblem in sorted(wanted, key=lambda pair: pair[0]) if emblem.words)[:_MOST]


def _empty(slot: str) -> Emblem:
    return Emblem(slot, _(_WORDS[slot]) if slot in _WORDS else "")


@lru_cache(maxsize=4)
def _supplied(folder: Path) -> dict[str, tuple[float, Emblem]]:
    """What ``emblems.json`` in *folder* says and holds; a slot that cannot be used is as good as empty."""
    try:
        said = json.loads(_read(folder / "emblems.json", _MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    entries = said.get("emblems") if isinstance(said, Mapping) else None
    listed = entries if isinstance(entries, list) else []
    found = [_emblem(folder, entry) for entry in listed if isinstance(entry, Mapping)]
    return {emblem.slot: (place, emblem) for place, emblem in found if emblem.slot}


def _emblem(folder: Path, entry: Mapping[str, Any]) -> tuple[float, Emblem]:
    slot, name, place = str(entry.get("slot", "")), str(entry.get("file", "")), entry.get("order")
    words = str(entry.get("text", ""))[:120] or _empty(slot).words
    height = entry.get("height_mm")
    high = min(float(height) * mm, HIGHEST) if isinstance(height, int | float) and height > 0 else HIGHEST
    emblem = Emblem(slot, words, _picture(folder, name), high)
    return (float(place) if isinstance(place, int | float) else 0.0), emblem


def _picture(folder: Path, name: str) -> Outline | Picture | None:
    from wemi_desk.documents.outline import Outline
    from wemi_desk.documents.pictures import Picture

    path = folder / name
    if not name or path.parent != folder:  # nothing outside the folder, whatever the list says
        return None
    try:
        return Outline.read(_read(path, _MOST_SVG)) if path.suffix.lower() == ".svg" else Picture.read(path)
    except (OSError, ValueError):
        return None


def _read(path: Path, most: int) -> bytes:
    """The file, or one byte more than *most* of it: then it is too large for whoever reads it."""
    with path.open("rb") as opened:
        return opened.read(most + 1)


class _Slot(Flowable):  # type: ignore[misc]
    """A picture within its place."""

    def __init__(self, emblem: Emblem, width: float) -> None:
        super().__init__()
        self.width, self.height, self._emblem = width, emblem.height, emblem

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        picture = self._emblem.picture
        if picture is not None:
            picture.draw(self.canv, self.width, self.height)


class Strip(Flowable):  # type: ignore[misc]
    """The emblems side by side, left to right in reading order."""

    def __init__(self, emblems: tuple[Emblem, ...], width: float, style: Any) -> None:
        super().__init__()
        self.width, self.height = width, HIGHEST + 2 * mm
        self._emblems, self._style = emblems, style

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        place = (self.width - _GAP * (_MOST - 1)) / _MOST
        for number, emblem in enumerate(self._emblems):
            self._draw(emblem, number * (place + _GAP), place)

    def _draw(self, emblem: Emblem, left: float, width: float) -> None:
        if emblem.picture is not None:
            figure = Figure(_Slot(emblem, width), emblem.words)
            figure.wrap(width, HIGHEST)
            figure.drawOn(self.canv, left, 2 * mm)
            return
        words = Text(emblem.words[:_MOST_WORDS], self._style)
        _wide, high = words.wrap(width - 2 * mm, HIGHEST)
        self.canv.begin_artifact("Layout")
        self.canv.setLineWidth(0.6)
        self.canv.rect(left, 2 * mm, width, HIGHEST)
        self.canv.end_artifact()
        words.drawOn(self.canv, left + 1 * mm, 2 * mm + (HIGHEST - high) / 2)
