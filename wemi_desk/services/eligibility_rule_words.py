"""What each rule asks, and the values it was judged on, in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from wemi_desk.domain.days import rome_time
from wemi_desk.domain.eligibility_results import Criterion
from wemi_desk.domain.measures import MILAN
from wemi_desk.domain.money import euro
from wemi_desk.i18n import N_, _, ngettext
from wemi_desk.services.measure_words import day_text, institution_words, isee_kind_words, role_words

_WHO = {
    "applicant": N_("chi chiede"), "child": N_("il beneficiario"), "both": N_("chi chiede e il beneficiario"),
    "household": N_("il nucleo"), "": N_("non si sa di chi"),
}  # fmt: skip


def rule_words(criterion: Criterion) -> str:
    """The rule itself; an unknown one keeps its code."""
    maker = _RULES.get(criterion.code)
    return maker(criterion) if maker else criterion.code


def value_words(criterion: Criterion) -> str:
    """What it was judged on; empty where nothing is known."""
    maker = _VALUES.get(criterion.code)
    return maker(criterion) if maker else ""


def _role(criterion: Criterion) -> str:
    roles = ", ".join(role_words(code) for code in criterion.values["roles"])
    return _("Chi può chiedere: {roles}.").format(roles=roles)


def _age(criterion: Criterion) -> str:
    values = criterion.values
    least, below, on = values["min"] or 0, values["below"], day_text(values["on"])
    if values["reference"] == "at_submission":
        if below is None:
            return _("Almeno {least} anni quando la domanda è ricevuta.").format(least=least)
        return _("Da {least} anni e meno di {below} quando la domanda è ricevuta.").format(least=least, below=below)
    if below is None:
        return _("Almeno {least} anni al {day}.").format(least=least, day=on)
    return _("Da {least} anni e meno di {below} al {day}.").format(least=least, below=below, day=on)


def _residence(criterion: Criterion) -> str:
    values = criterion.values
    place = _("a Milano") if values["municipality"] == MILAN else values["municipality"]
    who = _(_WHO.get(values["who"], _WHO[""]))
    if values["since_months"]:
        months = ngettext("da almeno {n} mese", "da almeno {n} mesi", values["since_months"])
        text = _("Residenza {place} {since} ({who}).")
        return text.format(place=place, since=months.format(n=values["since_months"]), who=who)
    if values["since_on"]:
        text = _("Residenza {place} almeno dal {day} ({who}).")
        return text.format(place=place, day=day_text(values["since_on"]), who=who)
    return _("Residenza {place} ({who}).").format(place=place, who=who)


def _kind(criterion: Criterion) -> str:
    kinds = ", ".join(isee_kind_words(code) for code in criterion.values["kinds"])
    return _("Tipo di ISEE: {kinds}.").format(kinds=kinds)


def _validity(criterion: Criterion) -> str:
    return _("ISEE valido il {day}.").format(day=day_text(criterion.values["on"]))


def _least(criterion: Criterion) -> str:
    limit = euro(criterion.values["limit_cents"])
    if criterion.values["bounds"].startswith("("):
        return _("ISEE sopra {limit}.").format(limit=limit)
    return _("ISEE da {limit} in su.").format(limit=limit)


def _most(criterion: Criterion) -> str:
    limit = euro(criterion.values["limit_cents"])
    if criterion.values["bounds"].endswith(")"):
        return _("ISEE sotto {limit}.").format(limit=limit)
    return _("ISEE fino a {limit} compresi.").format(limit=limit)


def _window(criterion: Criterion) -> str:
    values = criterion.values
    opens, closes = _minute(values["opens_at"]), _minute(values["closes_at"])
    if opens and closes:
        return _("Domande ricevute dal {opens} al {closes}.").format(opens=opens, closes=closes)
    if closes:
        return _("Domande ricevute entro il {closes}.").format(closes=closes)
    if opens:
        return _("Domande dal {opens}.").format(opens=opens)
    return _("Si può spendere fino al {day}.").format(day=day_text(values["spend_until"]))


def _per_unit(criterion: Criterion) -> str:
    most = criterion.values["most"]
    return {
        "child": ngettext("Una domanda per minore.", "Al massimo {n} domande per minore.", most),
        "household": ngettext("Una domanda per nucleo.", "Al massimo {n} domande per nucleo.", most),
        "adult": ngettext("Una domanda per persona.", "Al massimo {n} domande per persona.", most),
    }.get(criterion.values["unit"], ngettext("Una domanda per ente.", "Al massimo {n} domande per ente.", most)).format(
        n=most
    )


def _institutions(criterion: Criterion) -> str:
    kinds = ", ".join(institution_words(code) for code in criterion.values["kinds"])
    return _("Enti che possono chiedere: {kinds}.").format(kinds=kinds)


def _group_age(criterion: Criterion) -> str:
    least, below = criterion.values["min"] or 0, criterion.values["below"]
    if below is None:
        return _("Gruppo da {least} anni in su.").format(least=least)
    return _("Gruppo da {least} anni e meno di {below}.").format(least=least, below=below)


_RULES: dict[str, Callable[[Criterion], str]] = {
    "applicant_role": _role, "age": _age, "residence": _residence, "isee_kind": _kind, "isee_validity": _validity,
    "isee_min": _least, "isee_max": _most, "window": _window, "per_unit": _per_unit,
    "institution_kind": _institutions, "group_age": _group_age,
    "representation": lambda _criterion: _("L’atto di chi rappresenta deve valere."),
    "household_size": lambda _criterion: _("L’importo dipende da quante persone ci sono nel nucleo."),
    "isee": lambda _criterion: _("Serve un’attestazione ISEE."),
    "isee_defects": lambda _criterion: _("Attestazione senza omissioni o difformità."),
    "participants": lambda _criterion: _("Il gruppo ha dei partecipanti."),
}  # fmt: skip


def _births(criterion: Criterion) -> str:
    days = [day_text(used.value) for used in criterion.facts_used if used.value is not None]
    return _("nascita: {days}").format(days=" / ".join(days)) if days else ""


def _homes(criterion: Criterion) -> str:
    milan, asked = criterion.values["municipality"], {"applicant": _("chi chiede"), "child": _("beneficiario")}
    found = []
    for who, words in asked.items():
        place, since = criterion.fact(f"{who}_municipality"), criterion.fact(f"{who}_since")
        if place is None:
            continue
        here = _("a Milano") if place == milan == MILAN else _("nel Comune") if place == milan else _("altrove")
        text = _("{who}: {place} dal {day}") if since else _("{who}: {place}")
        found.append(text.format(who=words, place=here, day=day_text(since)))
    return "; ".join(found)


def _isee_value(criterion: Criterion) -> str:
    cents = criterion.fact("isee_cents")
    return "" if cents is None else euro(int(cents))


def _count(criterion: Criterion) -> str:
    return "".join(str(used.value) for used in criterion.facts_used[:1] if used.value is not None)


def _ages(criterion: Criterion) -> str:
    low, high = criterion.fact("age_from"), criterion.fact("age_to")
    return "" if low is None or high is None else _("da {low} a {high} anni").format(low=low, high=high)


def _day_of(name: str) -> Callable[[Criterion], str]:
    return lambda criterion: day_text(criterion.fact(name))


def _coded(name: str, words: Callable[[str], str]) -> Callable[[Criterion], str]:
    return lambda criterion: words(str(criterion.fact(name))) if criterion.fact(name) else ""


_VALUES: dict[str, Callable[[Criterion], str]] = {
    "applicant_role": _coded("applicant_role", role_words), "age": _births, "residence": _homes,
    "representation": _day_of("representation_expires_on"), "household_size": _count, "isee": _isee_value,
    "isee_min": _isee_value, "isee_max": _isee_value, "isee_kind": _coded("isee_kind", isee_kind_words),
    "isee_validity": _day_of("isee_valid_until"), "participants": _count, "group_age": _ages,
    "institution_kind": _coded("institution_kind", institution_words),
    "window": lambda criterion: _minute(criterion.fact("received_at")), "per_unit": _count,
}  # fmt: skip


def _minute(moment: object) -> str:
    """18/12/2026, 12:00."""
    return f"{rome_time(datetime.fromisoformat(str(moment))):%d/%m/%Y, %H:%M}" if moment else ""
