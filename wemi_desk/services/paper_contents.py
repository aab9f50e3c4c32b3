"""What the papers say, put together from what was recorded: never more than is true, never a name unless asked."""

from __future__ import annotations

from wemi_desk.domain.contacts import Contact
from wemi_desk.domain.day import DaySummary
from wemi_desk.domain.day_sheets import CountTable, DaySheet
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.slips import NextStep, PaperSpace, Slip
from wemi_desk.domain.spaces import Space
from wemi_desk.i18n import N_, _

_DONE = {
    "information": N_("Le abbiamo dato le informazioni che cercava."),
    "orientation": N_("Le abbiamo indicato a quale servizio rivolgersi."),
    "paperwork_support": N_("L’abbiamo aiutata con la Sua pratica."),
    "activity_enrolment": N_("Abbiamo fatto l’iscrizione all’attività."),
    "measure_application": N_("L’abbiamo aiutata con la domanda di voucher o contributo."),
    "social_services_report": N_("Abbiamo segnalato la Sua richiesta ai servizi sociali."),
    "shared_service": N_("Le abbiamo parlato di un servizio condiviso."),
    "referral": N_("L’abbiamo inviata a un altro servizio."),
}

# from the paperwork catalogue (bring_it); needs that say something private are not here
_BRING: dict[str, tuple[str, ...]] = {
    "digital_identity": (
        N_("Un documento d’identità valido"),
        N_("La tessera sanitaria"),
        N_("Il Suo cellulare e il Suo indirizzo e-mail"),
    ),
    "digital_paperwork": (N_("SPID o CIE"), N_("Il Suo cellulare")),
    "health_services": (N_("La tessera sanitaria"), N_("SPID, CIE o CNS")),
    "isee": (
        N_("Documenti e codici fiscali di tutto il nucleo"),
        N_("Saldi e giacenze medie al 31 dicembre di due anni prima"),
    ),
    "school_childcare": (N_("I codici fiscali di tutta la famiglia"), N_("SPID o CIE")),
    "job_search": (N_("Un documento d’identità valido"), N_("SPID o CIE")),
}
_IN_DANGER = "safety"
_UNFINISHED = {"in_progress", "deferred"}


def paper_space(space: Space, *, is_protected: bool = False) -> PaperSpace:
    """The space as papers name it; the paper of whoever must not be found does not say where it was made."""
    if is_protected:
        return PaperSpace(_("WeMi, Comune di Milano"))
    return PaperSpace(space.name, space.address, space.opening_text)


def contact_slip(
    contact: Contact,
    space: Space,
    lists: PickLists,
    code: str,
    *,
    bring: tuple[str, ...] = (),
    next_step: NextStep | None = None,
    person: str = "",
    is_protected: bool = False,
) -> Slip:
    """The slip of one contact; *code* is what the barcode says, *person* only if the citizen asks."""
    return Slip(
        code=code,
        space=paper_space(space, is_protected=is_protected),
        title=_("Promemoria"),
        done=_done(contact, lists),
        recorded_at=contact.recorded_at,
        bring=bring,
        next_step=next_step,
        person=person,
    )


def things_to_bring(contact: Contact, *, comes_back: bool) -> tuple[str, ...]:
    """What is needed to go on, when something is to go on."""
    if not comes_back and contact.outcome not in _UNFINISHED:
        return ()
    wanted = [_(thing) for need in contact.needs for thing in _BRING.get(need, ())]
    return (*dict.fromkeys(wanted), _("Questo foglio")) if wanted else ()


def _done(contact: Contact, lists: PickLists) -> tuple[str, ...]:
    """One sentence per answer, then where to go; needs stay out, a slip may lie on a kitchen table."""
    answers = [_(_DONE[code]) if code in _DONE else lists["answer"].label(code) for code in contact.answers]
    if _IN_DANGER in contact.needs:  # where help was found must not be read by whoever finds the paper
        return tuple(answers)
    places = [lists["destination"].label(code) for code in contact.destinations]
    if places:
        answers.append(_("Si rivolga a: {places}.").format(places=", ".join(places)))
    if contact.service_text:
        answers.append(_("Servizio indicato: {service}.").format(service=contact.service_text.rstrip(".")))
    return tuple(answers)


def day_sheet(summary: DaySummary, space: Space, lists: PickLists) -> DaySheet:
    """The day's figures as tables."""
    tables = (_made(summary), _reasons(summary, lists), _channels(summary, lists), _still_open(summary))
    return DaySheet(paper_space(space), summary.day, tables)


def _made(summary: DaySummary) -> CountTable:
    rows = (
        (_("Contatti"), summary.contacts),
        (_("di cui anonimi"), summary.anonymous),
        (_("di cui scritti più tardi"), summary.entered_later),
        (_("Persone"), summary.people),
        (_("Persone registrate"), summary.registered),
        (_("Informative consegnate"), summary.notices),
    )
    note = _("Contatti, persone e informative si contano a parte: non si sommano.")
    return CountTable(_("Oggi"), _("Che cosa"), rows, note)


def _reasons(summary: DaySummary, lists: PickLists) -> CountTable:
    rows = tuple((_reason(code, lists), count) for code, count in summary.by_reason)
    return CountTable(_("Contatti per motivo"), _("Motivo"), rows)


def _reason(code: str, lists: PickLists) -> str:
    shortcut = lists["quick_contact"].find(code)
    return shortcut.label if shortcut else lists["need"].label(code)


def _channels(summary: DaySummary, lists: PickLists) -> CountTable:
    rows = tuple((lists["channel"].label(code), count) for code, count in summary.by_channel)
    return CountTable(_("Contatti per canale"), _("Canale"), rows)


def _still_open(summary: DaySummary) -> CountTable:
    rows = (
        (_("Bozze"), summary.drafts),
        (_("Da richiamare"), summary.call_backs_due),
        (_("Schede da verificare"), summary.to_verify),
        (_("Persone in coda"), summary.waiting),
        (_("Atti da inviare"), summary.unsent),
    )
    return CountTable(_("Ancora aperti"), _("Che cosa"), tuple(row for row in rows if row[1]))
