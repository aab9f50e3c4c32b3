"""Requests, proposals and groups in the words of the desk."""

from __future__ import annotations

from datetime import date

from wemi_desk.domain.money import euro
from wemi_desk.domain.shared_services import (
    ACTIVE,
    AGREED,
    CLOSED,
    DECLINED,
    FORMING,
    INTEREST,
    TO_ASK,
    SharedRequest,
)
from wemi_desk.i18n import N_, _, ngettext
from wemi_desk.services.shared_services.finding import Found
from wemi_desk.services.shared_services.forming import Proposal
from wemi_desk.services.shared_services.reading import Group, Member
from wemi_desk.services.shared_services.requests import RequestLine
from wemi_desk.services.shared_services.words import asked_words, hours_words, slots_words, status_words
from wemi_desk.ui.widgets.marks import STATE_MARKS, Mark

_ISSUES = {
    "too_old": N_("bambino troppo grande"), "ended": N_("periodo finito"), "no_consent": N_("chiedere il consenso"),
    "refused": N_("non vuole essere proposta"), "nowhere": N_("manca dove"), "two_groups": N_("in due gruppi"),
}  # fmt: skip
_GROUP_ISSUES = {
    "withdrawn_service": N_("Il servizio scelto non è più in catalogo: sceglierne un altro."),
    "unsettled": N_("Il gruppo è cambiato: dire a ogni famiglia la sua quota nuova."),
    "to_tell": N_("Le quote sono cambiate: avvisare le famiglie segnate."),
    "two_groups": N_("Una famiglia è anche in un altro gruppo: scegliere in quale resta, e farla uscire dall’altro."),
    "too_old": N_("Un bambino è diventato troppo grande per questo servizio."),
    "ended": N_("Per una famiglia il periodo chiesto è finito."),
}
_ANSWERS = {TO_ASK: N_("da chiedere"), AGREED: N_("d’accordo"), DECLINED: N_("non d’accordo")}
_ANSWER_MARKS = {TO_ASK: Mark("it-telephone", "text2"), AGREED: Mark("it-check", "ok"), DECLINED: STATE_MARKS["ended"]}
_STATUS_MARKS = {
    INTEREST: STATE_MARKS["waiting"], FORMING: STATE_MARKS["in_progress"], ACTIVE: STATE_MARKS["done"],
    CLOSED: STATE_MARKS["ended"],
}  # fmt: skip


def where_words(request: SharedRequest) -> str:
    """``Scuola di via Venini``, ``Municipio 4``; nothing where nobody said."""
    municipio = _("Municipio {n}").format(n=request.municipio) if request.municipio.isdecimal() else ""
    return " · ".join(one for one in (request.context_name, municipio) if one)


def wanted_words(line: RequestLine) -> str:
    """``Baby-sitter · lun-ven 16-19 · Municipio 4``."""
    request = line.request
    parts = (asked_words(request), slots_words(request.slots), where_words(request))
    return " · ".join(one for one in parts if one)


def request_facts(line: RequestLine, today: date) -> list[tuple[str, str]]:
    """What a request says, a name and a value each; what nobody said is left out."""
    request = line.request
    begin = _("dal {day}").format(day=f"{request.from_on:%d/%m/%Y}")
    end = _("al {day}").format(day=f"{request.until_on:%d/%m/%Y}") if request.until_on else ""
    ages = sorted(request.ages_on(max(today, request.from_on)))
    children = [ngettext("{n} anno", "{n} anni", age).format(n=age) for age in ages]
    facts = (
        (_("Che cosa"), asked_words(request)),
        (_("Quando"), slots_words(request.slots)),
        (_("Quanto"), hours_words(request.minutes_wanted)),
        (_("Dove"), where_words(request)),
        (_("Bambini"), ", ".join(children)),
        (_("Periodo"), " ".join(one for one in (begin, end) if one)),
        (_("Al massimo"), _("{amount} l’ora").format(amount=euro(request.most_cents)) if request.most_cents else ""),
        (_("Stato"), line_state(line)[0]),
    )
    return [(name, value) for name, value in facts if value]


def line_state(line: RequestLine) -> tuple[str, Mark]:
    """Where a request stands, and what is the matter."""
    if line.issue:
        mark = STATE_MARKS["conflict" if line.issue == "two_groups" else "to_check"]
        return _(_ISSUES[line.issue]), mark
    if line.group is not None:
        return status_words(line.group.status).lower(), _STATUS_MARKS[line.group.status]
    return _("da sistemare"), STATE_MARKS["waiting"]


def size_words(proposal: Proposal) -> str:
    """How many families, and children."""
    families = len(proposal.requests)
    return ngettext("{n} famiglia", "{n} famiglie", families).format(n=families)


def each_words(proposal: Proposal) -> str:
    """From what to what each pays a month."""
    low, high = min(proposal.offer.shares), max(proposal.offer.shares)
    return euro(low) if low == high else _("{low} – {high}").format(low=euro(low), high=euro(high))


def found_words(found: Found) -> str:
    """How many find a place, and whether more could."""
    if not found.asked:
        return _("Nessuna richiesta aperta si può proporre adesso: manca il consenso, o sono già in un gruppo.")
    words = ngettext(
        "Trova posto {placed} famiglia su {asked}.", "Trovano posto {placed} famiglie su {asked}.", found.placed
    ).format(placed=found.placed, asked=found.asked)  # fmt: skip
    return f"{words} {_certain_words(found)}"


def _certain_words(found: Found) -> str:
    if found.is_most:
        return _("Di più non è possibile.")
    if found.is_simple:
        return _("Su questo computer il calcolo è semplificato: forse se ne possono sistemare altre.")
    more = found.at_most - found.placed
    return ngettext(
        "Forse se ne può sistemare ancora {n}: il calcolo si è fermato al tempo concesso.",
        "Forse se ne possono sistemare al massimo altre {n}: il calcolo si è fermato al tempo concesso.", more,
    ).format(n=more)  # fmt: skip


def group_state(group: Group) -> tuple[str, Mark]:
    """Where a group is in its life; what is the matter comes first."""
    if group.issues and group.service.status != CLOSED:
        return _("da controllare"), STATE_MARKS["to_check"]
    if group.service.status in (INTEREST, FORMING) and group.counted(TO_ASK):
        count = group.counted(TO_ASK)
        words = ngettext("{n} da chiedere", "{n} da chiedere", count).format(n=count)
        return words, _STATUS_MARKS[group.service.status]
    if group.service.status == FORMING:
        return _("pronto per cominciare"), STATE_MARKS["in_progress"]
    words = status_words(group.service.status).lower()
    if group.service.status == ACTIVE:
        count = len(group.present)
        words = ngettext("attivo, {n} famiglia", "attivo, {n} famiglie", count).format(n=count)
    return words, _STATUS_MARKS[group.service.status]


def issue_words(group: Group) -> str:
    """What is the matter with a group, a sentence each."""
    return " ".join(_(_GROUP_ISSUES[one]) for one in group.issues)


def detail_words(member: Member | None) -> str:
    """What else there is to know of the family the operator is on."""
    if member is None:
        return ""
    place = member.participant
    told = _("le è stato detto {cents}").format(cents=euro(place.share_cents or 0)) if member.is_to_tell else ""
    shows = _("dà nome e telefono agli altri") if place.shows_contact else ""
    parts = (hours_words(place.minutes), told, shows)
    return _("{name}: {details}").format(name=member.who, details=" · ".join(one for one in parts if one))


def answer_words(member: Member) -> str:
    """What the family said, and whether it left."""
    place = member.participant
    if place.left_on is not None:
        return _("uscita il {day}").format(day=f"{place.left_on:%d/%m}")
    return _(_ANSWERS[place.answer])


def answer_mark(member: Member) -> Mark:
    """Its sign."""
    return STATE_MARKS["ended"] if member.participant.left_on is not None else _ANSWER_MARKS[member.participant.answer]


def share_words(member: Member) -> str:
    """What they pay a month as of today."""
    return euro(member.cents) if member.cents is not None and member.participant.is_in else ""


def share_mark(member: Member) -> Mark | None:
    """Somebody must call them."""
    return STATE_MARKS["to_check"] if member.is_to_tell else None
