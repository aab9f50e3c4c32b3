"""The catalogue of paperwork as the city's staff prepares it: drafts on this PC, then handed over to be published."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from wemi_desk.domain.acts import PUBLISH
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.drafts import PAPERWORK_TYPE_DRAFT, Draft, DraftId
from wemi_desk.domain.errors import InvalidFieldError, PaperworkRefusedError, RecordMissingError
from wemi_desk.domain.measure_problems import Problem
from wemi_desk.domain.paperwork import PAPERWORK_TYPE, Group, PaperworkCatalogue, PaperworkType
from wemi_desk.domain.paperwork_documents import read_type, write_type
from wemi_desk.domain.slip_texts import ITALIAN, SlipVoice
from wemi_desk.services.measure_ports import RIGHT
from wemi_desk.services.paperwork.slips import SlipTexts
from wemi_desk.services.paperwork.type_forms import TypeForm, blank_document, document_of, form_of, next_version
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession

CHANGED = Changes.of("paperwork_types", "outbox")


class KnownTypes(Protocol):
    """Every version that is known here."""

    def catalogue(self) -> PaperworkCatalogue: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeDraft:
    """Work in progress: the document it began from, and the form as it is typed."""

    id: DraftId
    base: Mapping[str, Any]
    form: TypeForm
    saved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TypeLine:
    """One type as the list shows it; *state* is draft, waiting, refused, offered, later or withdrawn."""

    code: str
    version: int
    name: str
    state: str
    draft_id: DraftId | None = None
    reason: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Untold:
    """A text that citizens would read in Italian, and the languages that do not have it."""

    text: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckedType:
    """A form looked at: the type it makes, or what is wrong; *untold* is what some languages lack."""

    document: Mapping[str, Any]
    kind: PaperworkType | None
    wrong: Mapping[str, InvalidFieldError]
    problems: tuple[Problem, ...] = ()
    untold: tuple[Untold, ...] = ()


class PaperworkTypeDrafts:
    """Everything of the place Catalogo pratiche. Needs the right to publish; every call blocks."""

    def __init__(self, store: Store, session: DeskSession, types: KnownTypes, texts: SlipTexts) -> None:
        self._store = store
        self._session = session
        self._types = types
        self._texts = texts

    def groups(self) -> Sequence[Group]:
        """The headings a type can stand under."""
        return self._types.catalogue().groups

    def lines(self) -> Sequence[TypeLine]:
        """My drafts, what waits for the centre or came back, then the newest version of every type."""
        self._session.require(RIGHT)
        known, today = self._types.catalogue(), self._session.clock.today()
        offered = {one.key for one in known.offered_on(today)}
        newest = [one for one in known.types if one == known.newest(one.code)]
        with self._store.reading() as work:
            drafts = [_draft_line(one) for one in self._mine(work)]
            sent = [TypeLine(one.code, one.version, one.name, one.state, reason=one.reason)
                    for one in work.paperwork.sent()]  # fmt: skip
        lines = [TypeLine(one.code, one.version, one.title, _state(one, offered, today),
                          confirmed=one.confirmed) for one in newest]  # fmt: skip
        return [*drafts, *sent, *lines]

    def begin(self, code: str = "") -> TypeDraft:
        """A new type, or the next version of one that is known."""
        self._session.require(RIGHT)
        if not code:
            return self._keep(blank_document())
        known = self._types.catalogue().newest(code)
        if known is None:
            raise RecordMissingError(PAPERWORK_TYPE)
        with self._store.reading() as work:
            document = write_type(known, _published(work, known))
        return self._keep(next_version(document, known.version + 1))

    def get(self, draft_id: UUID) -> TypeDraft:
        """Mine; raises RecordMissingError."""
        with self._store.reading() as work:
            return _opened(self._own(work, draft_id))

    def save(self, draft: TypeDraft) -> TypeDraft:
        """Keep it as it is typed, right or wrong; it stays on this PC."""
        self._session.require(RIGHT)
        now = self._session.clock.now()
        content = json.dumps({"base": draft.base, "form": asdict(draft.form)}, ensure_ascii=False)
        with self._store.work() as work:
            known = work.drafts.find(draft.id)
            work.drafts.put(Draft(
                id=draft.id, kind=PAPERWORK_TYPE_DRAFT, author_id=self._session.operator.id,
                space_code=self._session.space.code, content=content, begun_at=known.begun_at if known else now,
                saved_at=now,
            ))  # fmt: skip
            work.commit()
        return replace(draft, saved_at=now)

    def discard(self, draft_id: UUID) -> None:
        """Throw my draft away."""
        with self._store.work() as work:
            self._own(work, draft_id)
            work.drafts.remove(DraftId(draft_id))
            work.commit()

    def check(self, draft: TypeDraft) -> CheckedType:
        """Whether the form makes a type, and which of its texts other languages lack."""
        document, wrong = document_of(draft.form, draft.base, self._session.clock.today())
        untold = self._untold(document)
        try:
            kind = None if wrong else read_type(document)
        except PaperworkRefusedError as refused:
            return CheckedType(document, None, wrong, refused.problems, untold)
        problems = () if kind is None else self._misplaced(kind)
        return CheckedType(document, None if problems else kind, wrong, problems, untold)

    def publish(self, draft: TypeDraft) -> Changes:
        """Hand it to the centre, which checks it again and shows it to every desk. Raises PaperworkRefusedError."""
        self._session.require(RIGHT)
        checked = self.check(draft)
        if checked.wrong:
            raise next(iter(checked.wrong.values()))
        faults = checked.problems
        if checked.kind is not None and self._types.catalogue().find(*checked.kind.key) is not None:
            faults = (Problem("version", "version_taken"),)
        if faults:
            raise PaperworkRefusedError(faults)
        with self._store.work() as work:
            work.acts.say(PUBLISH, PAPERWORK_TYPE, self._session.ids(), None, checked.document)
            if work.drafts.find(draft.id) is not None:
                work.drafts.remove(draft.id)
            work.commit()
        return CHANGED

    # --- inside ------------------------------------------------------------------------------------------------------

    def _misplaced(self, kind: PaperworkType) -> tuple[Problem, ...]:
        """What only the rest of the catalogue can tell."""
        known = self._types.catalogue()
        if not known.group_label(kind.group):
            return (Problem("group", "required"),)
        standing = known.newest(kind.code)
        after = standing.version + 1 if standing else 1
        return () if kind.version == after else (Problem("code", "version_gap", values={"next": after}),)

    def _untold(self, document: Mapping[str, Any]) -> tuple[Untold, ...]:
        """Texts of the slip, in the order of the type, that are not written in every language."""
        voices = [SlipVoice(*pair) for pair in self._voices()]
        texts = [document["title_it"], *document["bring_it"], *(one["label_it"] for one in document["outcomes"])]
        texts += [one["text_it"] for one in document["steps"] if all(voice.is_said(one["text_it"]) for voice in voices)]
        found = {text: tuple(voice.own.code for voice in voices if voice.text(text).is_missing) for text in texts}
        return tuple(Untold(text, languages) for text, languages in found.items() if languages and text)

    def _voices(self) -> list[tuple[Any, Any]]:
        italian = self._texts.find(ITALIAN)
        others = [self._texts.find(code) for code in self._texts.languages() if code != ITALIAN]
        return [(italian, own) for own in others if own is not None]

    def _keep(self, document: Mapping[str, Any]) -> TypeDraft:
        return self.save(TypeDraft(id=DraftId(self._session.ids()), base=document, form=form_of(document)))

    def _mine(self, work: UnitOfWork) -> Sequence[Draft]:
        drafts, me = work.drafts.of_space(self._session.space.code), self._session.operator.id
        return [one for one in drafts if one.kind == PAPERWORK_TYPE_DRAFT and one.author_id == me]

    def _own(self, work: UnitOfWork, draft_id: UUID) -> Draft:
        found = next((one for one in self._mine(work) if one.id == draft_id), None)
        if found is None:
            raise RecordMissingError("draft")
        return found


def _published(work: UnitOfWork, kind: PaperworkType) -> Mapping[str, Any] | None:
    """The document of a version as the centre published it: a later program may have written more than is read here."""
    documents = (work.paperwork.content(record_id) for record_id in work.paperwork.stamps())
    return next((one for one in documents if (one.get("code"), one.get("version")) == kind.key), None)


def _opened(draft: Draft) -> TypeDraft:
    content = json.loads(draft.content)
    return TypeDraft(id=draft.id, base=content["base"], form=TypeForm(**content["form"]), saved_at=draft.saved_at)


def _draft_line(draft: Draft) -> TypeLine:
    form = _opened(draft).form
    return TypeLine(form.code, form.version, form.title, "draft", draft.id)


def _state(kind: PaperworkType, offered: set[tuple[str, int]], today: date) -> str:
    if kind.key in offered:
        return "offered"
    return "later" if kind.valid_from and kind.valid_from > today else "withdrawn"
