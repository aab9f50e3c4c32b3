"""What a free note had better not hold: hints with a place in the text, never a block (privacy.md 3.3)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from wemi_desk.domain import fiscal_code
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.telephone import is_not_personal

MAX_NOTE_LENGTH = 500


class HintKind(StrEnum):
    """What a passage looks like."""

    IBAN = "iban"
    CARD_NUMBER = "card_number"
    SECRET = "secret"  # noqa: S105 (the name of a hint)
    OTHER_FISCAL_CODE = "other_fiscal_code"
    PHONE = "phone"
    HEALTH = "health"
    JUDICIAL = "judicial"
    VIOLENCE = "violence"


@dataclass(frozen=True, slots=True)
class Hint:
    """Characters *start* to *end* of the note; the passage itself is shown and counted, never stored or logged."""

    kind: HintKind
    start: int
    end: int


def hints(text: str, own_codes: Collection[str] = ()) -> tuple[Hint, ...]:
    """All hints in reading order; *own_codes* are the canonical codici fiscali of the people of this visit."""
    found = [
        *_numbers(text),
        *_secrets(text),
        *_fiscal_codes(text, own_codes),
        *_words(text),
    ]
    return tuple(sorted(found, key=lambda hint: (hint.start, hint.end, hint.kind)))


_IBAN = re.compile(r"(?<!\w)[A-Z]{2}[ -]?[0-9]{2}(?:[ -]?[A-Z0-9]){11,30}(?!\w)", re.IGNORECASE)
_ITALIAN_IBAN = re.compile(
    r"(?<!\w)IT[ -]?[0-9]{2}[ -]?[A-Z](?:[ -]?[0-9]){10}(?:[ -]?[0-9A-Z]){12}(?!\w)", re.IGNORECASE
)
_CARD = re.compile(r"(?<![\w+.,/-])[2-6][0-9]{3}(?:[ -]?[0-9]){9,15}(?![\w/]|[.,][0-9])")
_PHONE = re.compile(
    r"(?<![\w/.,-])(?:(?:\+|00)[1-9][0-9]{0,2}[ .-]?[0-9](?:[ ./-]?[0-9]){6,11}"
    r"|3[0-9]{2}[ ./-]?[0-9](?:[ .-]?[0-9]){5,6}"
    r"|0[1-9][0-9]{0,2}[ ./-]?[0-9](?:[ .-]?[0-9]){5,8})(?![\w/]|[.,-][0-9])"
)

_CREDENTIAL = (
    r"(?<!\w)(?:password|passwd|pwd|passphrase|pin|puk|otp|cvv|cvc|parola chiave|parola d['’]ordine"
    r"|codice (?:segreto|di sicurezza|usa e getta|otp|pin|puk|dispositivo))(?!\w)"
)
_SECRET_STATED = re.compile(
    _CREDENTIAL
    + r"[^\n:=.;]{0,25}?\s*[:=]\s*(?!(?:da|dal|non|si|sì|no|ok|va|ha|da rifare|persa?o?|dimenticat\w|smarrit\w"
    r"|scadut\w|bloccat\w|cambiat\w|rinnov\w+|recuper\w+|rifatt\w|spiegat\w|assistenza|aiuto|richiest\w|consegnat\w)\b)"
    r"(?P<token>[^\s,;]{3,})",
    re.IGNORECASE,
)
_SECRET_TOKEN = re.compile(
    _CREDENTIAL + r"(?:\s+(?!nel\b|dal\b|del \d|il\b|alle\b|ore\b|entro\b|art\b|in data\b|su\b|per\b|ogni\b|dopo\b|da\b"
    r"|tra\b|fra\b|con\b|di \d|n\.)[a-zàèéìòù'’]+){0,4}\s+[«\"'“]?"
    r"(?P<token>(?=[^\s]*[0-9])(?![0-9]{1,2}(?:[/.:-][0-9]{1,4})+)[^\s,;«»\"“”/]{4,})",
    re.IGNORECASE,
)

_CODE = re.compile(
    r"(?<!\w)[A-Z]{3} ?[A-Z]{3} ?[0-9LMNPQRSTUV]{2} ?[ABCDEHLMPRST] ?[0-9LMNPQRSTUV]{2} ?"
    r"[A-Z] ?[0-9LMNPQRSTUV]{3} ?[A-Z](?!\w)",
    re.IGNORECASE,
)

_HEALTH = (
    r"diagnos\w*|malatti\w+|malat[oaie]|tumor\w*|cancro|metastasi|leucemi\w+|linfoma|diabet\w+|depress\w+|psichiatr\w+"
    r"|psicos[ie]|psicotic\w+|psicofarmac\w+|psicoterap\w+|schizofren\w+|bipolare|demenz\w+|alzheimer|parkinson"
    r"|epiless\w+|epilett\w+|hiv|aids|sieropositiv\w+|epatite|tubercolosi|cirrosi|dialisi|sclerosi|ictus|infart\w+"
    r"|cardiopati\w+|cardiac\w+|asm[ai]tic\w+|asma|celiac\w+|celiachia|autis\w+|disless\w+|adhd|down"
    r"|invalid[oaie]|invalidità|inabilità|disabil\w+|handicap|(?:legge|l\.) ?104|carrozzin\w+"
    r"|non autosufficien\w+|ricover\w+|chemio\w*|radioterap\w+|terapi[ae]|in cura|farmac[oi]|operat[oa] (?:al|alla|a)"
    r"|intervento chirurgico|incinta|gravidanza|abort\w+|tossicodipend\w+|alcol(?:ism|ist|dipend)\w+|ser[dt]|metadone"
    r"|cartella clinica|refert[oi]|anoressi\w+|bulimi\w+|ansia|ansios[oa]|attacchi di panico|tentato suicidio|suicid\w+"
    r"|(?:onc|cardi|neur|ginec|ur|nefr|psic|emat|reumat|pneum|dermat|endocrin)olog\w+|fisioterapi\w+|logoped\w+"
    r"|vaccin\w+|protesi|amputa\w+|ciec[oa]|sord[oa]|sordomut\w+|ipovedent\w+|non vedent\w+|osteoporosi"
    r"|frattur(?:a|at\w+)"
)
_JUDICIAL = (
    r"carcer\w+|detenut\w+|detenzione|arrest(?:o|i|at\w+)|condann\w+|denunci(?:a|at\w+) (?:penale|per)|denunciat\w+"
    r"|querel\w+|penal[ei]|indagat\w+|imputat\w+|reat[oi]|pregiudicat\w+|arresti domiciliari|ai domiciliari"
    r"|affidamento in prova|semilibertà|libertà vigilata|spacci\w+|furt[oi]|rapin\w+|ricettazione|truff\w+|casellario"
    r"|carichi pendenti|braccialetto|messa alla prova|espulsion\w+|latitan\w+|omicidi\w+|ex detenut\w+|uepe"
)
_VIOLENCE = (
    r"violenz\w+|violent[oa]|maltratt\w+|stalk\w+|percoss\w+|abus[oi]|abusat[oa]|picchi(?:a|ata|ato|ava)|molest\w+"
    r"|stupr\w+|aggredit\w+|minacci\w+|centro antiviolenza|antiviolenza|casa rifugio|ordine di protezione"
)
_WORDS = ((HintKind.HEALTH, _HEALTH), (HintKind.JUDICIAL, _JUDICIAL), (HintKind.VIOLENCE, _VIOLENCE))


def _numbers(text: str) -> Iterator[Hint]:
    """An account is not also a card, and a card not also a telephone."""
    taken: list[Hint] = []
    for kind, pattern, good_length in (
        (HintKind.IBAN, _ITALIAN_IBAN, len),
        (HintKind.IBAN, _IBAN, _iban_length),
        (HintKind.CARD_NUMBER, _CARD, _card_length),
        (HintKind.PHONE, _PHONE, _private_phone_length),
    ):
        for match in pattern.finditer(text):
            start, end = match.start(), match.start() + good_length(match.group())
            if start < end and all(end <= hint.start or start >= hint.end for hint in taken):
                taken.append(Hint(kind, start, end))
    yield from taken


def _iban_length(passage: str) -> int:
    """An account in groups is followed by a word that looks like one more group: the check tells where it ends."""
    ends = (len(passage), *(match.start() for match in re.finditer("[ -]", passage)))
    return max((end for end in ends if is_iban(passage[:end])), default=0)


def _card_length(passage: str) -> int:
    return len(passage) if is_card_number(passage) else 0


def is_iban(text: str) -> bool:
    """ISO 13616: country, two check digits, remainder 1 modulo 97."""
    bare = re.sub(r"[ -]", "", text).upper()
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", bare):
        return False
    return int("".join(str(int(char, 36)) for char in bare[4:] + bare[:4])) % 97 == 1


def is_card_number(text: str) -> bool:
    """13 to 19 digits with the check of Luhn."""
    digits = [int(char) for char in text if char in "0123456789"]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return 13 <= len(digits) <= 19 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _private_phone_length(passage: str) -> int:
    return 0 if is_not_personal(re.sub(r"[^0-9+]", "", passage)) else len(passage)


def _secrets(text: str) -> Iterator[Hint]:
    starts: set[int] = set()
    for pattern in (_SECRET_STATED, _SECRET_TOKEN):
        for match in pattern.finditer(text):
            if match.start() not in starts:
                starts.add(match.start())
                yield Hint(HintKind.SECRET, match.start(), match.end("token"))


def _fiscal_codes(text: str, own_codes: Collection[str]) -> Iterator[Hint]:
    for match in _CODE.finditer(text):
        try:
            theirs = fiscal_code.parse(match.group()).canonical not in own_codes
        except InvalidFieldError:
            theirs = True
        if theirs:
            yield Hint(HintKind.OTHER_FISCAL_CODE, *match.span())


def _words(text: str) -> Iterator[Hint]:
    for kind, words in _WORDS:
        for match in re.finditer(rf"(?<!\w)(?:{words})(?!\w)", text, re.IGNORECASE):
            yield Hint(kind, *match.span())
