"""What the catalogue's facts are called: on screens, on paper and in a message."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from wemi_desk.domain.catalogue import (
    AFTERNOON,
    COURSE,
    EVENING,
    GROUP,
    HOME,
    HOUR,
    INDIVIDUAL,
    MONTH,
    MORNING,
    NIGHT,
    ONLINE,
    SESSION,
    SHARED,
    SITE,
    WEEKEND,
    CatalogueEdition,
    CatalogueService,
)
from wemi_desk.domain.catalogue_query import (
    AGE,
    CATEGORY,
    FREE,
    HOURLY,
    LANGUAGE,
    MODE,
    MUNICIPIO,
    PRICE,
    QUARTER,
    TIME,
    VOUCHER,
    Filter,
)
from wemi_desk.domain.days import rome_day
from wemi_desk.domain.money import euro
from wemi_desk.domain.orientations import CHOSEN, MISSING, NOT_CHOSEN, REFUSED, THINKING, UNREACHABLE
from wemi_desk.domain.vouchers import PriceParts
from wemi_desk.i18n import N_, _, ngettext

_TIMES = {
    MORNING: N_("mattina"), AFTERNOON: N_("pomeriggio"), EVENING: N_("sera"), NIGHT: N_("notte"),
    WEEKEND: N_("fine settimana"),
}  # fmt: skip
_MODES = {INDIVIDUAL: N_("individuale"), GROUP: N_("in gruppo"), SHARED: N_("condiviso")}
_PLACES = {HOME: N_("a domicilio"), SITE: N_("in sede"), ONLINE: N_("online")}
_UNITS = {
    HOUR: N_("{price} l’ora"), SESSION: N_("{price} a volta"), COURSE: N_("{price} in tutto"),
    MONTH: N_("{price} al mese"),
}  # fmt: skip
OUTCOME_WORDS = {
    CHOSEN: N_("Ha scelto"), THINKING: N_("Ci pensa"), NOT_CHOSEN: N_("Non le serve più"),
    REFUSED: N_("Le hanno detto no"), UNREACHABLE: N_("Non risponde"), MISSING: N_("Manca nel catalogo"),
}  # fmt: skip
MOST_MUNICIPI, _FEW_MUNICIPI = 9, 3
Labels = Mapping[str, str]


def time_words(times: Sequence[str]) -> str:
    """mattina, sera."""
    return ", ".join(_(_TIMES[one]) for one in times if one in _TIMES)


def mode_words(mode: str) -> str:
    return _(_MODES[mode]) if mode in _MODES else mode


def place_words(place: str) -> str:
    return _(_PLACES[place]) if place in _PLACES else place


def price_words(service: CatalogueService) -> str:
    """What it costs, or that nobody says."""
    if service.is_free:
        return _("gratis")
    if service.price_cents is None or service.price_cents < 0:
        return _("prezzo da chiedere")
    price = euro(service.price_cents)
    return _(_UNITS[service.price_unit]).format(price=price) if service.price_unit in _UNITS else price


def parts_words(parts: PriceParts) -> str:
    """What the voucher pays, and what is left."""
    share, left = euro(parts.share_cents), euro(parts.remainder_cents)
    return _("il voucher paga {share}, restano {left}").format(share=share, left=left)


def age_words(service: CatalogueService) -> str:
    """da 3 a 6 anni; empty for any age."""
    begin, end = service.age_from, service.age_to
    if begin is not None and end is not None:
        return _("da {begin} a {end} anni").format(begin=begin, end=end)
    if begin is not None:
        return _("da {begin} anni").format(begin=begin)
    return _("fino a {end} anni").format(end=end) if end is not None else ""


def municipi_words(municipi: Sequence[str]) -> str:
    """Municipi 3, 4; tutta la città."""
    known = sorted(one for one in set(municipi) if one)
    if not known or len(known) == MOST_MUNICIPI:
        return _("tutta la città")
    return ngettext("Municipio {which}", "Municipi {which}", len(known)).format(which=", ".join(known))


def where_words(service: CatalogueService) -> str:
    """a domicilio, Municipi 3, 4."""
    place = place_words(service.place)
    return place if service.place == ONLINE else ", ".join(p for p in (place, municipi_words(service.municipi)) if p)


def where_in_short(service: CatalogueService) -> str:
    """For a list: a domicilio, Mun. 3, 4; in sede, 5 Municipi."""
    place, known = place_words(service.place), sorted(one for one in set(service.municipi) if one)
    if service.place == ONLINE or not 0 < len(known) < MOST_MUNICIPI:
        return place
    if len(known) > _FEW_MUNICIPI:
        return _("{place}, {n} Municipi").format(place=place, n=len(known))
    return _("{place}, Mun. {which}").format(place=place, which=", ".join(known))


def copy_words(edition: CatalogueEdition | None) -> str:
    """Of when the copy is: always shown."""
    if edition is None:
        return _("Copia del catalogo senza data")
    return _("Catalogo aggiornato al {day}").format(day=rome_day(edition.published_at).strftime("%d/%m/%Y"))


def standing_words(standing: str) -> str:
    """Why a service is not offered; empty while it is."""
    said = {
        "withdrawn": N_("Non più in catalogo"), "ended": N_("Offerta finita"), "not_yet": N_("Non ancora cominciato"),
    }  # fmt: skip
    return _(said[standing]) if standing in said else ""


def filter_words(one: Filter, labels: Labels, language: Callable[[str], str]) -> str:
    """A chip: what was understood."""
    makers: dict[str, Callable[[], str]] = {
        TIME: lambda: _("Quando: {time}").format(time=time_words((one.value,))),
        MUNICIPIO: lambda: _("Municipio {n}").format(n=one.value),
        QUARTER: lambda: _("{quarter} ({municipi})").format(
            quarter=one.said.title(), municipi=municipi_words(tuple(one.value))
        ),
        PRICE: lambda: _("Fino a {price}").format(price=euro(int(one.value))),
        HOURLY: lambda: _("Fino a {price} l’ora").format(price=euro(int(one.value))),
        FREE: lambda: _("Gratis"),
        VOUCHER: lambda: _("Con voucher"),
        AGE: lambda: ngettext("{n} anno", "{n} anni", int(one.value)).format(n=one.value),
        MODE: lambda: mode_words(one.value).capitalize(),
        LANGUAGE: lambda: _("In {language}").format(language=language(one.value)),
        CATEGORY: lambda: labels.get(one.value, one.value),
    }
    return makers[one.kind]() if one.kind in makers else one.value


def outcome_words(outcome: str) -> str:
    """What came of an orientation; empty before anybody said."""
    return _(OUTCOME_WORDS[outcome]) if outcome in OUTCOME_WORDS else outcome
