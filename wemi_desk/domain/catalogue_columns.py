"""Columns of a file of the catalogue: what each is called, and which is which in a file that somebody else made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from wemi_desk.domain.names import folded

IGNORED = ""
"""A column that is left out."""
NEEDED = ("code", "title")
"""Without them no row can be told from another, or shown."""


@dataclass(frozen=True, slots=True)
class Column:
    """*field* is what it fills, *header* how we write it, *names* what others call it."""

    field: str
    header: str
    names: tuple[str, ...] = ()
    is_written: bool = True
    """Whether an export has it; the others are only understood."""


COLUMNS = (
    Column("code", "Codice", ("codice servizio", "id servizio", "id", "cod", "codice scheda", "service code")),
    Column("title", "Titolo", ("nome servizio", "servizio", "denominazione servizio", "titolo servizio", "name")),
    Column("provider_code", "Codice ente", ("id ente", "codice fornitore", "codice gestore", "cod ente")),
    Column("provider_name", "Ente", ("nome ente", "ente gestore", "ente erogatore", "erogatore", "gestore", "fornitore",
                                     "cooperativa", "associazione", "organizzazione", "provider")),
    Column("section", "Sezione", ("sezione del portale",)),
    Column("category", "Categoria", ("tipologia", "tipo di servizio", "categoria wemi")),
    Column("area_0_18", "Area Milano 0-18", ("area", "area 0 18", "area milano 0 18")),
    Column("description", "Descrizione", ("descrizione del servizio", "testo", "che cosa offre", "contenuto")),
    Column("keywords", "Parole di ricerca", ("parole chiave", "tag", "etichette", "sinonimi")),
    Column("targets", "Destinatari", ("a chi è rivolto", "rivolto a", "target", "utenza", "beneficiari")),
    Column("ages", "Età", ("fascia di età", "fascia d'età", "eta", "anni"), is_written=False),
    Column("age_from", "Età da", ("età minima", "da anni", "eta min", "dai")),
    Column("age_to", "Età a", ("età massima", "fino a anni", "eta max", "ai")),
    Column("mode", "Modalità", ("modalità di erogazione", "individuale o di gruppo", "forma")),
    Column("place", "Luogo", ("dove", "luogo di erogazione", "domicilio o sede")),
    Column("municipi", "Municipi", ("municipio", "zona", "zone", "area della città")),
    Column("place_text", "Indirizzo", ("sede", "via", "indirizzo sede", "indirizzo servizio")),
    Column("times", "Momenti", ("fascia oraria", "momento della giornata", "quando")),
    Column("schedule_text", "Orari", ("orario", "giorni e orari", "calendario", "orari di servizio")),
    Column("price", "Prezzo", ("costo", "tariffa", "prezzo in euro", "importo", "euro", "costo orario")),
    Column("price_cents", "Prezzo in centesimi", ("centesimi",), is_written=False),
    Column("price_unit", "Unità di prezzo", ("unità", "unità di misura", "per", "prezzo per")),
    Column("price_note", "Note sul prezzo", ("note prezzo", "note costo", "condizioni")),
    Column("is_free", "Gratuito", ("gratis", "gratuità", "free", "servizio gratuito")),
    Column("accepts_voucher", "Accetta voucher", ("voucher", "voucher accettato", "buono")),
    Column("min_participants", "Partecipanti minimo", ("minimo partecipanti", "min partecipanti", "numero minimo")),
    Column("max_participants", "Partecipanti massimo", ("massimo partecipanti", "max partecipanti", "posti",
                                                        "numero massimo")),
    Column("languages", "Lingue", ("lingua", "lingue parlate")),
    Column("accessibility_note", "Accessibilità", ("accessibile", "barriere", "accesso disabili")),
    Column("characteristics", "Caratteristiche", ("note", "altro", "altre informazioni", "come si svolge")),
    Column("contact_text", "Contatti", ("contatto", "telefono", "email", "e mail", "recapiti", "riferimenti")),
    Column("valid_from", "Valido dal", ("valido da", "inizio validità", "data inizio", "dal", "inizio")),
    Column("valid_to", "Valido al", ("valido fino al", "fine validità", "data fine", "al", "fine", "scadenza")),
    Column("sheet_version", "Versione scheda", ("versione", "revisione")),
    Column("withdrawn_on", "Ritirato il", ("data ritiro", "cessato il", "dismesso il")),
    Column("withdrawn_reason", "Motivo del ritiro", ("motivo ritiro",)),
    Column("provider_nonprofit", "Ente senza scopo di lucro", ("no profit", "non profit", "terzo settore")),
    Column("provider_address", "Indirizzo ente", ("sede ente", "sede legale")),
    Column("provider_contact", "Contatti ente", ("telefono ente", "email ente", "recapiti ente")),
    Column("provider_url", "Sito ente", ("sito", "sito web", "url", "web")),
)  # fmt: skip
BY_FIELD: Mapping[str, Column] = MappingProxyType({one.field: one for one in COLUMNS})
WRITTEN = tuple(one for one in COLUMNS if one.is_written)
_SAME, _WITHIN, _LOOKS = 3, 2, 1
_LEAST_ALIKE = 0.6
_MOST_SAMPLES = 50


def proposed(
    headers: Sequence[str], samples: Sequence[Sequence[str]], looks: Mapping[str, Callable[[str], bool]]
) -> tuple[str, ...]:
    """The field that each column fills, IGNORED for none: by its name, else by what stands in it.

    *looks* says of some fields whether a text can be one of theirs. No field is given twice.
    """
    found = [IGNORED] * len(headers)
    taken: set[str] = set()
    for _rank, at, field in sorted(_claims(headers, samples, looks), key=lambda one: (-one[0], one[1])):
        if not found[at] and field not in taken:
            found[at] = field
            taken.add(field)
    return tuple(found)


def recognised(headers: Sequence[str]) -> int:
    """How many of these are names that we know: a header has some, a title above it has none."""
    names = {folded(one) for one in headers if one}
    return sum(any(name in known for _field, known in _KNOWN) for name in names)


def shape_of(headers: Sequence[str]) -> str:
    """The same for two files with the same columns, however they are written: their mapping is remembered by it."""
    return "|".join(folded(one) for one in headers)




def missing(mapping: Sequence[str]) -> tuple[str, ...]:
    """Fields without which nothing can be read."""
    return tuple(one for one in NEEDED if one not in mapping)


def _claims(
    headers: Sequence[str], samples: Sequence[Sequence[str]], looks: Mapping[str, Callable[[str], bool]]
) -> list[tuple[int, int, str]]:
    claims = []
    for at, header in enumerate(headers):
        name = folded(header)
        claims += [(rank, at, field) for field, rank in _by_name(name)]
        texts = [row[at] for row in samples[:_MOST_SAMPLES] if at < len(row) and row[at]]
        claims += [(_LOOKS, at, field) for field, alike in looks.items() if _alike(texts, alike)]
    return claims


def _by_name(name: str) -> list[tuple[str, int]]:
    """A name that is ours comes before one that only holds ours; the longest of those first."""
    if not name:
        return []
    exact = [field for field, known in _KNOWN if name in known]
    if exact:
        return [(field, _SAME) for field in exact]
    padded = f" {name} "
    within = [(max((len(one) for one in known if f" {one} " in padded), default=0), field) for field, known in _KNOWN]
    return [(field, _WITHIN) for length, field in sorted(within, reverse=True) if length > 3]


def _alike(texts: Sequence[str], alike: Callable[[str], bool]) -> bool:
    return len(texts) > 1 and sum(map(alike, texts)) >= _LEAST_ALIKE * len(texts)


_KNOWN = tuple(
    (one.field, frozenset(folded(name) for name in (one.field, one.header, *one.names)))
    for one in COLUMNS
)
