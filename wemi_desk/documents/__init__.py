"""Papers for citizens."""

from wemi_desk.documents.notice_texts import ShippedPrivacyNotices
from wemi_desk.documents.papers import TaggedPapers

__all__ = ["ShippedPrivacyNotices", "TaggedPapers"]
