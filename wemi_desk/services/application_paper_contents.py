"""What the papers of an application say, put together from what was recorded: never more than is true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from wemi_desk.domain.application_papers import (
    ApplicationSummary,
    CriterionLine,
    DeclarationLine,
    FactBlock,
    Funding,
    MissingList,
    PaperHead,
    Rows,
)
from wemi_desk.domain.applications import Application, Group, Representation
from wemi_desk.domain.citizens import Citizen
from wemi_desk.domain.days import rome_day
from wemi_desk.domain.eligibility_results import EligibilityResult
from wemi_desk.domain.isee import IseeCertificate
from wemi_desk.domain.measures import MeasureVersion
from wemi_desk.domain.money import euro
from wemi_desk.domain.slip_codes import slip_code
from wemi_desk.domain.spaces import Space
from wemi_desk.i18n import N_, _
from wemi_desk.services.application_missing import document_label, missing_things
from wemi_desk.services.application_standing import day_words, stamp_words, standing
from wemi_desk.services.eligibility_words import criterion_words, result_sentence
from wemi_desk.services.measure_words import isee_kind_words, role_words
from wemi_desk.services.paper_contents import paper_space

_SAYS_ALL = ("per_unit", "window", "isee_kind")
"""Rules whose verdict needs no value beside it."""
_SOURCES = {
    "declared": N_("dichiarato"),
    "seen": N_("visto sull’attestazione"),
    "verified": N_("verificato"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything the papers of one application are made of; *measure* is None where its version is not here."""

    application: Application
    applicant: Citizen
    beneficiary: Citizen
    space: Space
    now: datetime
    saved_at: datetime
    measure: MeasureVersion | None = None
    isee: IseeCertificate | None = None
    result: EligibilityResult | None = None
    missing: tuple[str, ...] = ()
    helper: str = ""
    document_kinds: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_protected(self) -> bool:
        """Nothing on a paper may say where these people are."""
        return self.applicant.is_protected or self.beneficiary.is_protected


def application_code(application: Application) -> str:
    """The code printed on every paper of this application."""
    return slip_code(application.id, application.created_at)


def head(case: Case) -> PaperHead:
    """The top of every paper of *case*."""
    application, measure = case.application, case.measure
    title = (measure.short_title or measure.title) if measure else application.measure_code
    stands = standing(application, case.saved_at, case.now)
    return PaperHead(
        space=paper_space(case.space, is_protected=case.is_protected), code=application_code(application),
        measure=title, edition=_edition(application, measure),
        state=stands.sentence, is_sent=stands.is_sent,
        is_example=measure is not None and measure.has_example_amounts, funding=funding(measure),
    )  # fmt: skip


def funding(measure: MeasureVersion | None) -> Funding:
    """Emblems and CUP as the published document of the measure says; the Comune's own emblem is always there."""
    said = measure.document if measure else {}
    emblems = said.get("emblems")
    cup = said.get("cup")
    return Funding(
        tuple(one for one in emblems if isinstance(one, str)) if isinstance(emblems, list | tuple) else (),
        cup if isinstance(cup, str) else "",
    )


def _edition(application: Application, measure: MeasureVersion | None) -> str:
    if measure is None:
        version = application.measure_version
        return _("Versione {version}").format(version=version) if version else ""
    edition = _("{code}, versione {version}").format(code=measure.code, version=measure.version)
    call = measure.call_reference
    if call is None:
        return edition
    named = f"{call.kind} {call.number}".strip()
    act = _("{act} del {day}").format(act=named, day=day_words(call.on)) if call.on else named
    return f"{act} · {edition}"


def summary(case: Case) -> ApplicationSummary:
    """What the applicant reads and signs."""
    result = case.result
    return ApplicationSummary(
        head=head(case), blocks=tuple(block for block in _blocks(case) if block.rows),
        declarations=_declarations(case), documents=tuple(_documents(case)),
        result=result_sentence(result, received=case.application.submitted_at is not None) if result else "",
        criteria=tuple(_criteria(result)) if result else (),
        judged_at=result.reference if result else None, helper=case.helper,
    )  # fmt: skip


def _blocks(case: Case) -> list[FactBlock]:
    application, group = case.application, case.application.group
    applicant = (*_person(case.applicant, case.is_protected), *_role(application))
    for_whom = _group(group) if group else _person(case.beneficiary, True)
    blocks = [FactBlock(_("Chi fa la domanda"), applicant)]
    if group or case.beneficiary.id != case.applicant.id:
        blocks.append(FactBlock(_("Per chi"), for_whom))
    return [*blocks, FactBlock(_("ISEE"), _isee(case)), FactBlock(_("Altro"), _more(case))]


def _person(person: Citizen, without_address: bool) -> Rows:
    rows = (
        (_("Nome"), f"{person.given_name} {person.surname}".strip()),
        (_("Data di nascita"), day_words(person.birth_date)),
        (_("Codice fiscale"), person.fiscal_code or ""),
        (_("Abita in"), "" if without_address else person.address or ""),
    )
    return tuple(row for row in rows if row[1])


def _role(application: Application) -> Rows:
    role = application.applicant_role
    rows: Rows = ((_("In qualità di"), role_words(role)),) if role else ()
    act = application.representation
    return (*rows, (_("Con l’atto"), _act(act))) if act and act.act_reference else rows


def _act(act: Representation) -> str:
    if act.expires_on is None:
        return act.act_reference
    return _("{act}, vale fino al {day}").format(act=act.act_reference, day=day_words(act.expires_on))


def _group(group: Group) -> Rows:
    ages = _("da {first} a {last} anni").format(first=group.age_from, last=group.age_to) if group.age_to else ""
    rows = (
        (_("Ente"), group.holder_name), (_("Responsabile"), group.responsible),
        (_("Partecipanti"), str(group.participants or "")), (_("Età"), ages),
        (_("Attività"), group.activity), (_("Periodo"), group.period),
    )  # fmt: skip
    return tuple(row for row in rows if row[1])


def _isee(case: Case) -> Rows:
    isee = case.isee
    if isee is None:
        wanted = case.measure is not None and case.measure.isee is not None
        return ((_("Valore"), _("non ancora noto")),) if wanted else ()
    rows = (
        (_("Valore"), euro(isee.value_cents)), (_("Tipo"), isee_kind_words(isee.kind)),
        (_("Protocollo"), isee.protocol), (_("DSU del"), day_words(isee.dsu_on)),
        (_("Vale fino al"), day_words(isee.valid_until)), (_("Da dove"), _(_SOURCES[isee.provenance])),
        (_("Omissioni"), _("sì, con omissioni o difformità") if isee.has_defects else ""),
    )  # fmt: skip
    return tuple(row for row in rows if row[1])


def _more(case: Case) -> Rows:
    application = case.application
    size, title = application.household_size, case.measure.title if case.measure else ""
    rows = (
        (_("Misura"), title if case.measure and title != case.measure.short_title else ""),
        (_("Persone in famiglia"), str(size) if size is not None else ""),
        (_("Importo chiesto"), euro(application.asked_cents) if application.asked_cents else ""),
        (_("Nota"), application.note),
    )
    return tuple(row for row in rows if row[1])


def _declarations(case: Case) -> tuple[DeclarationLine, ...]:
    """Those the measure asks for, in its order, then any other that was ticked: nothing that was said is left out."""
    ticked = {one.code: one.ticked_at for one in case.application.declarations}
    asked = case.measure.declarations if case.measure else ()
    required = _required(case)
    lines = [DeclarationLine(one.text, ticked.get(one.code)) for one in asked if one.code in {*required, *ticked}]
    known = {one.code for one in asked}
    return (*lines, *(DeclarationLine(code, at) for code, at in ticked.items() if code not in known))


def _required(case: Case) -> set[str]:
    if case.measure is None:
        return set()
    return {one.code for one in case.measure.declarations_for(case.application.applicant_role)}


def _documents(case: Case) -> list[str]:
    return [_document(one.kind, case, day_words(one.expires_on), stamp_words(one.seen_at))
            for one in case.application.documents_seen]  # fmt: skip


def _document(kind: str, case: Case, expires: str, seen: str) -> str:
    label = case.document_kinds.get(kind) or document_label(kind, case.measure)
    if expires:
        words = _("{document}: scadenza {day}, controllo del {when}.")
        return words.format(document=label, day=expires, when=seen)
    return _("{document}: controllo del {when}.").format(document=label, when=seen)


def _criteria(result: EligibilityResult) -> list[CriterionLine]:
    """What to do next is not here: those words are for the operator."""
    judged = [(criterion_words(one), one.code in _SAYS_ALL) for one in result.criteria]
    return [CriterionLine(one.rule, one.verdict, "" if says_all else one.value) for one, says_all in judged]


def missing_list(case: Case) -> MissingList:
    """What to bring or do before it can be sent."""
    codes = dict.fromkeys((*case.missing, *(case.result.missing if case.result else ())))
    closes = case.measure.closes_at if case.measure else None
    return MissingList(
        head=head(case), things=missing_things(codes, case.measure), closes_at=closes,
        days_left=(rome_day(closes) - rome_day(case.now)).days if closes else None, initials=initials(case),
    )  # fmt: skip


def initials(case: Case) -> str:
    """For whom, without a name; not even so for whoever must not be found."""
    if case.is_protected or case.application.group:
        return ""
    names = f"{case.beneficiary.given_name} {case.beneficiary.surname}".split()
    return " ".join(f"{name[0]}." for name in names)
