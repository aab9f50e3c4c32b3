"""The measures that ship with the program (``resources/reference/measures``)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from wemi_desk.domain.measure_documents import read_measure
from wemi_desk.domain.measures import MeasureVersion
from wemi_desk.resources import resource_folder


@cache
def shipped_measures(*, with_examples: bool) -> Sequence[MeasureVersion]:
    """By code and version; invented ones only where people practise."""
    texts = [file.read_text(encoding="utf-8") for file in resource_folder("reference", "measures").glob("*.json")]
    known = sorted((read_measure(text) for text in texts), key=lambda one: one.key)
    return tuple(one for one in known if with_examples or not one.is_example)
