"""What the centre gives to its desks: lists, measures, types of paperwork, rules, and records it got otherwise."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from wemi_desk.central.exchange import measures, paperwork
from wemi_desk.central.exchange.ports import Exchanged
from wemi_desk.central.exchange.published import MEASURE, published_id
from wemi_desk.central.exchange.redirects import person_keys
from wemi_desk.central.office import CENTRE_STAMP, REFERENCE, Office
from wemi_desk.central.serve import microseconds
from wemi_desk.central.store.directory import Directory
from wemi_desk.domain.catalogue import SERVICE
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.paperwork import PAPERWORK_TYPE
from wemi_desk.sync.admission import SignedPolicy

KINDS = {
    "lists": "reference_list", "measures": "measure", "catalogue": "catalogue_service", "paperwork": PAPERWORK_TYPE,
}  # fmt: skip


class Publications:
    """Of one office's tenant."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def publish(self, what: str, entries: Collection[Mapping[str, Any]]) -> int:
        """Reference data for every desk; how many entries are new or changed.

        Raises InvalidFieldError, MeasureRefusedError, PaperworkRefusedError: then none of the documents is published.
        """
        kind = KINDS[what]
        if kind == SERVICE:
            from wemi_desk.central.catalogue_desk import publish_entries

            return publish_entries(self._office, entries, "")
        publisher = {MEASURE: measures.publish, PAPERWORK_TYPE: paperwork.publish}.get(kind)
        if publisher is not None:
            changed = self._office.within(lambda work: sum([publisher(work, one) for one in entries]))
        else:
            changed = sum(self._entry(kind, entry) for entry in entries)
        self._office.note(f"published_{what}", str(len(entries)))
        return changed

    def _entry(self, kind: str, entry: Mapping[str, Any]) -> bool:
        code = entry.get("code")
        if not isinstance(code, str) or not code:
            raise InvalidFieldError("code", "required")
        record_id = published_id(self._office.tenant, kind, code)
        return self._office.show_to(kind, record_id, {"id": str(record_id), **entry}, {REFERENCE})

    def bring(self, kind: str, contents: Sequence[Mapping[str, Any]], scope: str) -> None:
        """Records that were somewhere before this centre was: as if a desk of the scope's space had sent them."""

        def unit(work: Exchanged) -> None:
            for content in contents:
                record_id = UUID(str(content["id"]))
                subject = record_id if kind == "citizen" else content.get("citizen_id")
                subject_id = UUID(str(subject)) if subject else None
                work.put(kind, record_id, content, subject_id=subject_id, birth=CENTRE_STAMP)
                work.show(kind, record_id, (scope,))
                if kind == "citizen":
                    work.set_person_keys(record_id, person_keys(work, dict(content)))

        self._office.within(unit)

    def set_policy(self, text: str) -> SignedPolicy:
        """The next version of the signed policy. Raises InvalidFieldError when it is not JSON."""
        try:
            msgspec.json.decode(text)
        except msgspec.DecodeError:
            raise InvalidFieldError("policy", "not_json") from None
        with self._office.store.work() as connection:
            directory = Directory(connection, self._office.tenant)
            last = directory.policy()
            bare = SignedPolicy(version=last.version + 1 if last else 1, text=text, signature=b"")
            policy = msgspec.structs.replace(bare, signature=self._office.keys.sign(bare.signed_part()))
            directory.add_policy(policy, microseconds())
            self._office.log(connection).enter(microseconds(), self._office.actor, "policy", str(policy.version))
        return policy

    def sign_policy_again(self) -> None:
        """After the keys were replaced: the same text under the new signature."""
        with self._office.store.quick() as connection:
            last = Directory(connection, self._office.tenant).policy()
        if last is not None:
            self.set_policy(last.text)

    def set_recovery_key(self, public_key: bytes) -> None:
        """For desks enrolled from now on."""
        with self._office.store.work() as connection:
            Directory(connection, self._office.tenant).put_recovery_key(public_key, microseconds())
            self._office.log(connection).enter(microseconds(), self._office.actor, "recovery_key")
