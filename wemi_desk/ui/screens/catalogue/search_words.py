"""What stands around the results: chips, how many, of when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from wemi_desk.domain.catalogue import GROUP
from wemi_desk.domain.catalogue_query import CATEGORY, FREE, MODE, VOUCHER, Filter
from wemi_desk.i18n import _, ngettext
from wemi_desk.services.catalogue.finding import Copy, Results
from wemi_desk.services.catalogue.words import copy_words, filter_words

_OFFERED = (Filter(FREE, "1"), Filter(VOUCHER, "1"), Filter(MODE, GROUP))


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter as it is shown; pressing it takes it away, or adds it."""

    filter: Filter
    words: str


class SearchWords:
    """Knows the lists."""

    def __init__(self, labels: Mapping[str, str], language: Callable[[str], str]) -> None:
        self._labels = labels
        self._language = language

    def chips(self, results: Results | None) -> list[Chip]:
        """What was understood, what was added, and the age of the child at the desk."""
        return self._made(results.question.filters if results is not None else ())

    def offered(self, results: Results | None) -> list[Chip]:
        """Filters a press of a button adds."""
        held = {one.kind for one in (results.question.filters if results is not None else ())}
        return self._made(one for one in _OFFERED if one.kind not in held)

    def closest(self, results: Results | None) -> list[Chip]:
        """Categories that come near when nothing was found."""
        codes = results.closest if results is not None and not results.rows else ()
        return self._made(Filter(CATEGORY, one) for one in codes)

    def count(self, results: Results | None) -> str:
        """12 servizi, qui i primi 30."""
        if results is None:
            return ""
        words = ngettext("{n} servizio", "{n} servizi", results.total).format(n=results.total)
        shown = len(results.rows)
        return _("{total}, qui i primi {n}").format(total=words, n=shown) if shown < results.total else words

    def copy(self, copy: Copy | None) -> str:
        """Of when the copy is, and what of it cannot be read here."""
        if copy is None or not copy.count:
            return ""
        words, lost = copy_words(copy.edition), copy.unreadable
        more = ngettext("{n} scheda non si legge qui", "{n} schede non si leggono qui", lost).format(n=lost)
        return f"{words} · {more}" if lost else words

    def _made(self, filters: Iterable[Filter]) -> list[Chip]:
        return [Chip(one, filter_words(one, self._labels, self._language)) for one in filters]
