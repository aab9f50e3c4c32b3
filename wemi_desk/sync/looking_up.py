"""Asking the centre for a person of another space: by whole code, or by whole name and birth date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.errors import InvalidFieldError, NoLineError, RecordMissingError
from wemi_desk.domain.fiscal_code import parse
from wemi_desk.domain.look_ups import FoundElsewhere, checked_reason
from wemi_desk.domain.names import clean
from wemi_desk.domain.typed_dates import read_typed_date
from wemi_desk.services.ports import Clock
from wemi_desk.sync.ports import CentreLine, CopyStore, LineError
from wemi_desk.sync.wire import LookUpAnswer, LookUpRequest

_LONGEST = 200


class CentreLookUp:
    """See services.exchange_ports.LookUpDoor."""

    def __init__(self, line: CentreLine, store: CopyStore, clock: Clock) -> None:
        self._line = line
        self._store = store
        self._clock = clock

    def search(self, reason: str, text: str) -> Sequence[FoundElsewhere]:
        """Raises InvalidFieldError("text") when it is neither a code nor a name with a birth date; NoLineError."""
        checked_reason(reason)
        for request in requests(reason, text, self._clock.today()):
            found = self._asked(request).matches
            if found:
                return [FoundElsewhere(id=m.id, shown_name=m.shown_name, birth_year=m.birth_year,
                                       space_code=m.space_code) for m in found]
        return []

    def perhaps_known(self, text: str) -> bool | None:
        """See services.exchange_ports.LookUpDoor; a name with a birth date says nothing here."""
        try:
            code = parse(clean(text, _LONGEST)).canonical
        except InvalidFieldError:
            return None
        known = self._store.known_elsewhere()
        return None if known is None else known.may_know(code)

    def fetch(self, reason: str, match_id: UUID) -> CitizenId:
        """Keep a copy of the sheet until the centre's time for it is over; raises RecordMissingError, NoLineError."""
        answer = self._asked(LookUpRequest(reason=reason, record_id=match_id))
        if not answer.rows:
            raise RecordMissingError("citizen")
        self._store.keep_copy(answer.rows, answer.expires_at)
        return CitizenId(answer.rows[0].id)

    def _asked(self, request: LookUpRequest) -> LookUpAnswer:
        try:
            return self._line.look_up(request)
        except LineError as error:
            raise NoLineError from error


def requests(reason: str, text: str, today: date) -> Iterator[LookUpRequest]:
    """What *text* may mean: a codice fiscale, or names with the birth date at the end, the surname first."""
    words = clean(text, _LONGEST).split()
    if len(words) == 1:
        yield LookUpRequest(reason=reason, fiscal_code=_code(words[0]))
        return
    names, last = words[:-1], words[-1] if words else ""
    typed = read_typed_date(last, today)
    if typed is None or typed.as_date is None:
        raise InvalidFieldError("text", "name_and_birth")
    for cut in range(1, min(len(names), 3) + 1):
        yield LookUpRequest(
            reason=reason, surname=" ".join(names[:cut]), given_name=" ".join(names[cut:]),
            birth_date=typed.as_date.isoformat(),
        )  # fmt: skip


def _code(word: str) -> str:
    try:
        return parse(word).canonical
    except InvalidFieldError:
        raise InvalidFieldError("text", "name_and_birth") from None
