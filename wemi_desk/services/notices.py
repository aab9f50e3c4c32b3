"""The informativa: which text was handed to whom, in which language, how."""

from __future__ import annotations

from wemi_desk.domain.changes import Changes
from wemi_desk.domain.citizens import CitizenId
from wemi_desk.domain.deeds import Deed
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.pick_lists import PickLists
from wemi_desk.domain.privacy_notices import PrivacyNoticeRecord
from wemi_desk.services import deeds
from wemi_desk.services.paper_ports import PrivacyNotices
from wemi_desk.services.ports import Store
from wemi_desk.services.session import DeskSession

CHANGED = Changes.of("notices", "timeline", "outbox")


class NoticeService:
    """A fact, never a permission: refusing to take it blocks nothing."""

    def __init__(self, store: Store, session: DeskSession, lists: PickLists, texts: PrivacyNotices) -> None:
        self._store = store
        self._session = session
        self._lists = lists
        self._texts = texts

    def language_for(self, spoken: str) -> str:
        """The language of the paper for somebody who speaks *spoken*: that one where it exists, else Italian."""
        return spoken if any(text.language == spoken for text in self._texts.offered()) else "it"

    def give(
        self, citizen_id: CitizenId | None, language: str, channel: str = "paper"
    ) -> tuple[PrivacyNoticeRecord, Deed]:
        """Write that the current text was handed over; the digest is of the exact file."""
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
            work.notices.add(record)
            deed = deeds.remember(work, self._session, deeds.NOTICE, record.id)
            work.commit()
        return record, deed
