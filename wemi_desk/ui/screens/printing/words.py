"""What papers are called, and what a slip that comes back says about its act."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from wemi_desk.domain.papers import CaseState, MatterState, NoticePaper, Paper, PaperKind, SlipState
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.slips import Slip
from wemi_desk.i18n import N_, _
from wemi_desk.services.application_standing import day_words, standing
from wemi_desk.ui.exchange_words import refusal
from wemi_desk.ui.words import clock_words, when_words

if TYPE_CHECKING:
    from wemi_desk.domain.paperwork_slips import SlipHead

_CALLED = {
    PaperKind.ACCESSES: N_("Chi ha aperto la scheda"),
    PaperKind.LEDGER: N_("Registro degli invii"),
    PaperKind.DAY: N_("Foglio della giornata"),
    PaperKind.APPLICATION: N_("Riepilogo della domanda, da firmare"),
    PaperKind.MISSING: N_("Che cosa manca"),
    PaperKind.RECEIPT: N_("Ricevuta della domanda"),
    PaperKind.VOUCHER: N_("Lettera del voucher"),
    PaperKind.ATTENDANCE: N_("Foglio delle presenze"),
    PaperKind.CERTIFICATE: N_("Attestato di presenza"),
    PaperKind.PAPERWORK: N_("Promemoria della pratica"),
    PaperKind.BRING: N_("Che cosa portare"),
    PaperKind.SHARED_PROPOSAL: N_("Proposta di un servizio condiviso"),
    PaperKind.SHARED_GROUP: N_("Quote di un servizio condiviso"),
    PaperKind.MANDATE: N_("Delega da firmare"),
    PaperKind.APPOINTMENT: N_("Biglietto dell’appuntamento"),
    PaperKind.CATALOGUE: N_("Servizi del catalogo"),
}


def paper_words(paper: Paper, lists: PickLists) -> str:
    """The paper as a choice or a title."""
    content = paper.content
    if isinstance(content, Slip):
        return _("Promemoria delle {time}").format(time=clock_words(content.recorded_at))
    if isinstance(content, NoticePaper):
        return _notice(content, lists)
    from wemi_desk.domain.application_papers import ApplicationReceipt, ProtocolList
    from wemi_desk.domain.paperwork_slips import BringList, MandateForm, PaperworkSlip

    if isinstance(content, ProtocolList):
        return content.title
    if isinstance(content, (PaperworkSlip, BringList, MandateForm)):
        return _in_language(_(_CALLED[paper.kind]), content.head, lists)
    if isinstance(content, ApplicationReceipt) and not content.head.is_sent:
        return _("Domanda preparata, non ancora inviata")
    return _(_CALLED[paper.kind])


def _notice(paper: NoticePaper, lists: PickLists) -> str:
    words = notice_words(paper.language, lists)
    if paper.instead_of:
        spoken = language_words(paper.instead_of, lists)
        return _("{notice} (in {language} non c'è)").format(notice=words, language=spoken)
    return words


def _in_language(called: str, head: SlipHead, lists: PickLists) -> str:
    if head.instead_of:
        spoken = language_words(head.instead_of, lists)
        return _("{paper} (in {language} non c'è)").format(paper=called, language=spoken)
    if head.is_italian:
        return called
    return _("{paper} in {language}").format(paper=called, language=language_words(head.language, lists))


def notice_words(language: str, lists: PickLists) -> str:
    """Informativa in inglese."""
    return _("Informativa in {language}").format(language=language_words(language, lists))


def language_words(language: str, lists: PickLists) -> str:
    """A language in the middle of a sentence."""
    return lists["language"].label(language).lower()


def state_of_slip(state: SlipState, lists: PickLists) -> str:
    """What is true now about the act of a slip."""
    contact = state.contact
    reason = lists["quick_contact"].label(contact.reason) if contact.reason else _("Colloquio")
    when = when_words(contact.recorded_at)
    if state.cancelled_at is not None:
        gone = when_words(state.cancelled_at)
        return _("{reason}, {when}: annullato, {gone}.").format(when=when, reason=reason, gone=gone)
    if state.is_corrected:
        words = _("{reason}, {when}: corretto dopo la stampa. {sent}")
    else:
        words = _("{reason}, {when}: registrato. {sent}")
    return words.format(when=when, reason=reason, sent=_sent(state))


def state_of_case(state: CaseState, now: datetime) -> str:
    """What is true now about the application or the voucher of a paper."""
    if state.application is not None:
        stands = standing(state.application, state.saved_at, now)
        measure = state.measure or state.application.measure_code
        return _("Domanda {measure}: {state}").format(measure=measure, state=stands.sentence)
    return _("Voucher n. {number}.").format(number=state.voucher.number if state.voucher else "")


def state_of_matter(state: MatterState) -> str:
    """What is true now about the pratica of a paper."""
    case, title = state.case, state.case.type_title
    if case.closed_at is not None:
        return _("Pratica {title}: chiusa, {when}.").format(title=title, when=when_words(case.closed_at))
    if case.next_on is not None:
        return _("Pratica {title}: aperta, prossima data {day}.").format(title=title, day=day_words(case.next_on))
    return _("Pratica {title}: aperta.").format(title=title)


def _sent(state: SlipState) -> str:
    if state.refused is not None:
        return _("Da controllare: {reason}.").format(reason=refusal(state.refused)[0])
    return _("Ricevuto dal sistema centrale.") if state.is_received else _("Da inviare al sistema centrale.")
