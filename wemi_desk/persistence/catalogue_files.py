"""Publications of the catalogue on their way, and what columns of files were said to be."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from wemi_desk.domain.acts import PUBLISH
from wemi_desk.domain.catalogue import EDITION, EDITION_ID
from wemi_desk.domain.catalogue_publication import PART
from wemi_desk.domain.drafts import CATALOGUE_MAPPING, Draft, DraftId
from wemi_desk.persistence.mapping import RecordMapping
from wemi_desk.persistence.tables import DRAFT, OUTBOX
from wemi_desk.services.catalogue_files.ports import SentCatalogue
from wemi_desk.sync.wire import PARKED, REFUSED

_OURS = (OUTBOX.c.verb == PUBLISH) & OUTBOX.c.withdrawn_at.is_(None)
_DRAFTS: RecordMapping[Draft] = RecordMapping(Draft)


class SqlPublications:
    """See services.catalogue_files.ports.PublicationRecords. Mappings lie among the drafts: they name nobody."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def sent(self) -> Sequence[SentCatalogue]:
        """Without the centre's yes, newest first; the sheets themselves are not read."""
        open_still = OUTBOX.c.acked_at.is_(None) | OUTBOX.c.verdict.in_((PARKED, REFUSED))
        query = select(OUTBOX.c.id, OUTBOX.c.verdict, OUTBOX.c.verdict_reason).where(
            _OURS, OUTBOX.c.kind == EDITION, open_still, OUTBOX.c.payload.is_not(None)
        )
        rows = self._connection.execute(query.order_by(OUTBOX.c.number.desc()))
        return [
            SentCatalogue(one.id, "refused" if one.verdict == REFUSED else "waiting", one.verdict_reason or "")
            for one in rows
        ]

    def refused(self) -> Sequence[UUID]:
        """Parts too."""
        query = select(OUTBOX.c.id).where(_OURS, OUTBOX.c.kind.in_((EDITION, PART)), OUTBOX.c.verdict == REFUSED)
        return list(self._connection.execute(query).scalars())

    def mapping(self, shape: str) -> tuple[str, ...] | None:
        """The fields of a file whose columns are called so."""
        query = select(DRAFT.c.content).where(DRAFT.c.id == _named(shape), DRAFT.c.kind == CATALOGUE_MAPPING)
        content = self._connection.execute(query).scalar()
        return None if content is None else tuple(json.loads(content))

    def remember(self, shape: str, mapping: Sequence[str], at: datetime, by: UUID, space_code: str) -> None:
        """From now on."""
        draft = Draft(
            id=DraftId(_named(shape)), kind=CATALOGUE_MAPPING, author_id=by, space_code=space_code,
            content=json.dumps(list(mapping)), begun_at=at, saved_at=at,
        )  # fmt: skip
        row = _DRAFTS.to_row(draft)
        self._connection.execute(insert(DRAFT).values(row).on_conflict_do_update(index_elements=["id"], set_=row))


def _named(shape: str) -> UUID:
    return uuid5(EDITION_ID, shape)
