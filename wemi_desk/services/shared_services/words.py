"""Shared services in plain Italian: needs, states, why families fit, and other families without a name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from wemi_desk.domain.money import euro
from wemi_desk.domain.shared_matching import NEXT_MUNICIPIO, SAME_CONTEXT, SAME_MUNICIPIO, SAME_NIL, Offer
from wemi_desk.domain.shared_services import (
    ACTIVE,
    BABY_SITTING,
    BY_HOURS,
    CARER,
    CLOSED,
    EQUAL,
    FORMING,
    HOMEWORK,
    INTEREST,
    OTHER,
    SharedRequest,
)
from wemi_desk.domain.shared_slots import WeekSlot, week_text
from wemi_desk.i18n import N_, _, ngettext

_HARD_SPACE = "\u00a0"
_NEEDS = {
    BABY_SITTING: N_("Baby-sitter"), CARER: N_("Badante o assistente"), HOMEWORK: N_("Aiuto compiti"),
    OTHER: N_("Altro servizio"),
}  # fmt: skip
_STATUSES = {
    INTEREST: N_("Interesse raccolto"), FORMING: N_("In formazione"), ACTIVE: N_("Attivo"), CLOSED: N_("Concluso"),
}  # fmt: skip
_SPLITS = {BY_HOURS: N_("In base alle ore"), EQUAL: N_("In parti uguali")}
_SAME = {
    "apartment_building": N_("Abitano nello stesso condominio: {name}."),
    "school": N_("I bambini vanno alla stessa scuola: {name}."),
    "company": N_("Lavorano nella stessa azienda: {name}."),
    "neighbourhood": N_("Vivono nello stesso quartiere: {name}."),
}
_OTHER_FAMILY = {
    "apartment_building": N_("una famiglia del Suo condominio"), "school": N_("una famiglia della Sua stessa scuola"),
    "company": N_("una famiglia della Sua azienda"), "neighbourhood": N_("una famiglia del Suo quartiere"),
}  # fmt: skip


def need_words(need: str) -> str:
    """One need; one that this version does not know is another one."""
    return _(_NEEDS.get(need, _NEEDS[OTHER]))


def needs() -> list[tuple[str, str]]:
    """What can be asked for: codes and words."""
    return [(code, _(words)) for code, words in _NEEDS.items()]


def asked_words(request: SharedRequest) -> str:
    """What a family asks for, by its own name where it is none of the usual ones."""
    return request.other_text if request.need == OTHER and request.other_text else need_words(request.need)


def status_words(status: str) -> str:
    """Where a group is in its life."""
    return _(_STATUSES.get(status, _STATUSES[INTEREST]))


def splits() -> list[tuple[str, str]]:
    """How a cost may be split: codes and words."""
    return [(code, _(words)) for code, words in _SPLITS.items()]


def split_words(split_by: str) -> str:
    """How the cost is split."""
    return _(_SPLITS.get(split_by, _SPLITS[BY_HOURS]))


def hours_words(minutes: int) -> str:
    """``6 ore la settimana``, ``1 ora e mezza la settimana``."""
    hours, rest = divmod(minutes, 60)
    words = ngettext("{n} ora", "{n} ore", hours).format(n=hours)
    if rest == 30:
        words = _("{hours} e mezza").format(hours=words) if hours else _("mezz’ora")
    elif rest:
        words = _("{hours} e {minutes} minuti").format(hours=words, minutes=rest)
    return _("{hours} la settimana").format(hours=words)


def month_words(cents: int) -> str:
    """``€ 120,00 al mese``."""
    return _("{amount} al mese").format(amount=euro(cents))


def title_words(offer: Offer, municipio: str, name: str, other: str) -> str:
    """What a new group is called: it names nobody."""
    what = other if offer.need == OTHER and other else need_words(offer.need)
    where = name or (_("Municipio {n}").format(n=municipio) if municipio.isdecimal() else "")
    return " · ".join(one for one in (what, where, week_text(offer.slots)) if one)[:80]


def reasons(offer: Offer, requests: Sequence[SharedRequest]) -> list[str]:
    """Why these families fit, a sentence each, for the operator."""
    told = [
        _("Cercano tutte la stessa cosa: {what}.").format(what=asked_words(requests[0]).lower()),
        _("Orari in comune: {week}, {hours}.").format(week=week_text(offer.slots), hours=hours_words(offer.minutes)),
        _near(offer, requests),
    ]
    if offer.ages:
        told.append(_ages(offer.ages))
    told.append(_dates(offer.from_on, offer.until_on))
    return told


def saving_words(offer: Offer) -> str:
    """What it costs together, and what it would cost alone."""
    words = _("Insieme {total}; ognuna per conto suo, in tutto {alone}: si risparmiano {saved}.")
    alone, saved = (euro(cents).replace(" ", _HARD_SPACE) for cents in (sum(offer.alone), offer.saved_cents))
    return words.format(total=month_words(offer.total_cents), alone=alone, saved=saved)


def other_family(mine: SharedRequest, theirs: SharedRequest, near: int, day: date) -> str:
    """Another family as this one may hear of it: near, and the ages of children. Nothing else."""
    where = _where(mine, near)
    ages = sorted(theirs.ages_on(max(day, theirs.from_on)))
    if theirs.need == CARER:
        return _("{family} con una persona da assistere").format(family=where)
    if not ages:
        return where
    if len(ages) == 1:
        return _one_child(where, ages[0])
    spoken = _("{most} e {last}").format(most=", ".join(map(str, ages[:-1])), last=ages[-1])
    return _("{family} con {n} bambini di {ages} anni").format(family=where, n=len(ages), ages=spoken)


def _one_child(where: str, age: int) -> str:
    if not age:
        return _("{family} con un bambino che non ha ancora un anno").format(family=where)
    return ngettext(
        "{family} con un bambino di {n} anno", "{family} con un bambino di {n} anni", age
    ).format(family=where, n=age)  # fmt: skip


def _where(mine: SharedRequest, near: int) -> str:
    if near == SAME_CONTEXT:
        return _(_OTHER_FAMILY.get(mine.context, _OTHER_FAMILY["neighbourhood"]))
    if near == SAME_NIL:
        return _(_OTHER_FAMILY["neighbourhood"])
    return _("una famiglia del Suo Municipio") if near == SAME_MUNICIPIO else _("una famiglia di un Municipio vicino")


def _near(offer: Offer, requests: Sequence[SharedRequest]) -> str:
    if offer.near == SAME_CONTEXT:
        return _(_SAME.get(requests[0].context, _SAME["neighbourhood"])).format(name=requests[0].context_name)
    if offer.near == SAME_NIL:
        return _("Vivono nello stesso quartiere della città (NIL).")
    municipi = sorted({one.municipio for one in requests if one.municipio.isdecimal()})
    if offer.near >= NEXT_MUNICIPIO and len(municipi) > 1:
        return _("Vivono in Municipi vicini: {numbers}.").format(numbers=", ".join(municipi))
    return _("Vivono nello stesso Municipio: {number}.").format(number="".join(municipi))


def _ages(ages: Sequence[int]) -> str:
    count = len(ages)
    if min(ages) == max(ages):
        return ngettext(
            "È {n} bambino, di {age} anni.", "Sono {n} bambini, tutti di {age} anni.", count
        ).format(n=count, age=ages[0])  # fmt: skip
    return _("Sono {n} bambini da {low} a {high} anni.").format(n=count, low=min(ages), high=max(ages))


def _dates(begin: date, end: date | None) -> str:
    if end is None:
        return _("Possono cominciare il {begin}.").format(begin=f"{begin:%d/%m/%Y}")
    return _("Possono cominciare il {begin} e andare avanti fino al {end}.").format(
        begin=f"{begin:%d/%m/%Y}", end=f"{end:%d/%m/%Y}"
    )


def slots_words(slots: Sequence[WeekSlot]) -> str:
    """Days and hours, as they are typed."""
    return week_text(slots)
