"""The informativa: which text was handed to whom, in which language, how."""

from __future__ import annotations

from dataclasses import replace

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.privacy_notices import PrivacyNoticeRecord
from wemi_desk.services import deeds
from wemi_desk.services.paper_ports import PrivacyNotices
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession

CHANGED = Changes.of("notices", "timeline", "outbox")


class NoticeService:
    """A fact, never a permission: refusing to take it blocks nothing."""

    def __init__(self, store: Store, session: DeskSession, lists: PickLists, texts: PrivacyNotices) -> None:
        self._store = store
        self._session = session
        self._lists = lists
        self._texts = texts

    def languages(self) -> tuple[str, ...]:
        """The languages in which there is a text, Italian first."""
        return tuple(text.language for text in self._texts.offered())

    def give(
        self,
        citizen_id: CitizenId | None,
        language: str,
        channel: str = "paper",
        in_place_of: PrivacyNoticeRecord | None = None,
    ) -> tuple[PrivacyNoticeRecord, Deed]:
        """Write that the current text was handed over; the digest is of the exact file.

        InvalidFieldError when there is no text in *language*: another one is the operator's choice, never ours.
        """
        self._session.require("serve")
        self._lists["privacy_notice_channel"].require("channel", channel)
        text = next((one for one in self._texts.offered() if one.language == language), None)
        if text is None:
            raise InvalidFieldError("language", "not_offered", language=language)
        record = PrivacyNoticeRecord(
            id=self._session.ids(), citizen_id=citizen_id, space_code=self._session.space.code,
            version=text.version, language=language, sha256=text.sha256, channel=channel,
            operator_id=self._session.operator.id, given_at=self._session.clock.now(),
        )  # fmt: skip
        with self._store.work() as work:
            if in_place_of is not None:
                self._take_back(work, in_place_of)
            work.notices.add(record)
            deed = deeds.remember(work, self._session, deeds.NOTICE, record.id)
            work.commit()
        return record, deed

    def _take_back(self, work: UnitOfWork, wrong: PrivacyNoticeRecord) -> None:
        known = work.notices.get(wrong.id)
        if known.cancelled_at is None:
            work.notices.replace(replace(known, cancelled_at=self._session.clock.now()))
