"""Volunteers in words."""

from __future__ import annotations

from collections.abc import Mapping

from wemi_desk.domain.volunteers import VolunteerFigures
from wemi_desk.i18n import _, ngettext
from wemi_desk.services.volunteers.register import VolunteerLine
from wemi_desk.ui.widgets.marks import STATE_MARKS, Mark
from wemi_desk.ui.words import hours_words


def figures_words(figures: VolunteerFigures) -> str:
    """Quest’anno: 3 volontari attivi, 12 ore."""
    words = ngettext("Quest’anno: {n} volontario attivo, {hours}", "Quest’anno: {n} volontari attivi, {hours}",
                     figures.active)  # fmt: skip
    return words.format(n=figures.active, hours=hours_words(figures.minutes))


def skills_words(line: VolunteerLine, known: Mapping[str, str]) -> str:
    """What they can do."""
    words = [known[code] for code in line.volunteer.skills if code in known]
    return ", ".join([*words, *([line.volunteer.skills_text] if line.volunteer.skills_text else [])])


def volunteer_state(line: VolunteerLine) -> tuple[str, Mark]:
    """Word and mark: active, until today, not any more."""
    if not line.is_active:
        return _("ha smesso"), STATE_MARKS["ended"]
    if line.volunteer.until_on is not None:
        return _("fino a oggi"), STATE_MARKS["waiting"]
    return _("attivo"), STATE_MARKS["done"]
