"""The sheet of a service, or a comparison, put together for the printer and for a message."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wemi_desk.domain.catalogue import ServiceId
from wemi_desk.domain.catalogue_papers import CatalogueSheet
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.papers import Paper
from wemi_desk.i18n import _
from wemi_desk.services.catalogue.sheets import ServiceSheets, Sheet
from wemi_desk.services.catalogue.words import (
    Labels,
    age_words,
    copy_words,
    mode_words,
    parts_words,
    price_words,
    standing_words,
    time_words,
    where_words,
)
from wemi_desk.services.paper_contents import paper_space
from wemi_desk.services.session import DeskSession

Fact = Callable[[Sheet], str]


class CataloguePapers:
    """What a person takes home. Blocks: use a lane."""

    def __init__(
        self, sheets: ServiceSheets, session: DeskSession, labels: Labels, language: Callable[[str], str]
    ) -> None:
        self._sheets = sheets
        self._session = session
        self._labels = labels
        self._language = language

    def of(self, ids: Sequence[ServiceId], citizen_id: CitizenId | None = None) -> Paper:
        """One service, or several side by side, with what the person's voucher pays."""
        content = self.sheet(self._sheets.of(ids, citizen_id))
        return Paper(content, ids[0] if len(ids) == 1 else None, citizen_id)

    def text(self, ids: Sequence[ServiceId], citizen_id: CitizenId | None = None) -> str:
        """The same, ready for an e-mail."""
        return as_text(self.sheet(self._sheets.of(ids, citizen_id)))

    def sheet(self, shown: Sequence[Sheet]) -> CatalogueSheet:
        """The facts of *shown*, with the date of the copy."""
        rows = self.facts(shown)
        notes = [
            _("{title}: {standing}.").format(title=one.service.title, standing=standing_words(one.standing).lower())
            for one in shown if one.standing != "offered"
        ]  # fmt: skip
        if any(one.parts is not None for one in shown):
            notes.append(_("La parte del voucher è un calcolo sul credito di oggi: conta quello che dice il Comune."))
        notes.append(_("{copy}. Prezzi e orari possono cambiare: chiedi conferma all’ente.").format(
            copy=copy_words(self._sheets.edition())
        ))  # fmt: skip
        return CatalogueSheet(
            space=paper_space(self._session.space), titles=tuple(one.service.title for one in shown), rows=rows,
            notes=tuple(notes),
        )

    def facts(self, shown: Sequence[Sheet]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Label, and what each says; a line about which no sheet says anything is left out."""
        facts: tuple[tuple[str, Fact], ...] = (
            (_("Ente"), lambda one: one.provider.name if one.provider else ""),
            (_("Costo"), lambda one: price_words(one.service)),
            (_("Con il voucher"), _voucher),
            (_("Note sul prezzo"), lambda one: one.service.price_note),
            (_("Come"), lambda one: mode_words(one.service.mode)),
            (_("Dove"), lambda one: where_words(one.service)),
            (_("Indirizzo"), lambda one: one.service.place_text),
            (_("Quando"), lambda one: one.service.schedule_text or time_words(one.service.times)),
            (_("Età"), lambda one: age_words(one.service)),
            (_("Partecipanti"), _participants),
            (_("Per chi"), lambda one: ", ".join(self._labels.get(code, code) for code in one.service.targets)),
            (_("Lingue"), lambda one: ", ".join(self._language(code) for code in one.service.languages)),
            (_("Accessibilità"), lambda one: one.service.accessibility_note),
            (_("Descrizione"), lambda one: one.service.description),
            (_("Altro"), lambda one: one.service.characteristics),
            (_("Contatti"), _contacts),
            (_("Vale"), _validity),
            (_("Scheda"), lambda one: _("{code}, versione {n}").format(code=one.service.code, n=_version(one))),
        )
        rows = ((label, tuple(" ".join(say(one).split()) for one in shown)) for label, say in facts)
        return tuple((label, said) for label, said in rows if any(said))


def as_text(sheet: CatalogueSheet) -> str:
    """Plain words, line by line."""
    blocks = []
    for number, title in enumerate(sheet.titles):
        lines = [f"{label}: {said[number]}" for label, said in sheet.rows if said[number]]
        blocks.append("\n".join([title.upper() if sheet.is_comparison else title, *lines]))
    head = _("Servizi del catalogo WeMi") if sheet.is_comparison else _("Un servizio del catalogo WeMi")
    who = ", ".join(part for part in (sheet.space.name, sheet.space.address) if part)
    return "\n\n".join([head, *blocks, *sheet.notes, who]) + "\n"


def _voucher(one: Sheet) -> str:
    if one.parts is not None:
        return parts_words(one.parts)
    return _("accetta il voucher") if one.service.accepts_voucher else ""


def _participants(one: Sheet) -> str:
    least, most = one.service.min_participants, one.service.max_participants
    if least is not None and most is not None:
        return _("da {least} a {most} persone").format(least=least, most=most)
    if least is not None:
        return _("almeno {least} persone").format(least=least)
    return _("al massimo {most} persone").format(most=most) if most is not None else ""


def _contacts(one: Sheet) -> str:
    provider = one.provider
    said = [one.service.contact_text]
    if provider is not None:
        said += [provider.contact_text, provider.url]
    return " · ".join(dict.fromkeys(part for part in said if part))


def _validity(one: Sheet) -> str:
    begin, end = one.service.valid_from, one.service.valid_to
    if end is None:
        return ""
    last = end.strftime("%d/%m/%Y")
    if begin is None:
        return _("fino al {last}").format(last=last)
    return _("dal {first} al {last}").format(first=begin.strftime("%d/%m/%Y"), last=last)


def _version(one: Sheet) -> int:
    return one.service.sheet_version
