"""Measures as the city's staff prepare them: drafts on this PC, tried out, then handed over to be published."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from wemi_desk.domain.acts import PUBLISH
from wemi_desk.domain.applications import CANCELLED, Application
from wemi_desk.domain.changes import Changes
from wemi_desk.domain.drafts import MEASURE_DRAFT, Draft, DraftId
from wemi_desk.domain.eligibility import evaluate
from wemi_desk.domain.errors import InvalidFieldError, MeasureRefusedError, RecordMissingError
from wemi_desk.domain.measure_documents import read_measure, write_measure
from wemi_desk.domain.measure_problems import Problem
from wemi_desk.domain.measure_rehearsal import Compared, EdgeCase, all_edges, as_test, compared
from wemi_desk.domain.measure_text import read_json
from wemi_desk.domain.measure_trials import Trial, publication_problems, run_trials
from wemi_desk.domain.measures import MeasureKey, MeasureVersion
from wemi_desk.services.measure_forms import MeasureForm, blank_document, document_of, form_of, next_version
from wemi_desk.services.measure_ports import RIGHT
from wemi_desk.services.measures import MeasureService, facts_of
from wemi_desk.services.ports import Store, UnitOfWork
from wemi_desk.services.session import DeskSession

CHANGED = Changes.of("measures", "outbox")
MOST_PAST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureDraft:
    """Work in progress: the document it began from, and the form as it is typed."""

    id: DraftId
    base: Mapping[str, Any]
    form: MeasureForm
    saved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One version as the list shows it; *state* is draft, waiting, refused, unreadable or the version's status."""

    code: str
    version: int
    name: str
    state: str
    draft_id: DraftId | None = None
    reason: str = ""
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """A form looked at: the version it makes, or what is wrong, field by field and elsewhere."""

    document: Mapping[str, Any]
    version: MeasureVersion | None
    wrong: Mapping[str, InvalidFieldError]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class PastCase:
    """An application of this desk, by its code, judged by its own version and by the draft."""

    application: Application
    compared: Compared


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a draft would change; *standing* is the version it is compared with."""

    standing: MeasureKey | None
    edges: Sequence[tuple[EdgeCase, Compared]]
    past: Sequence[PastCase]
    trials: Sequence[Trial]
    faults: tuple[Problem, ...]
    """What keeps it from being published."""

    @property
    def changed(self) -> int:
        """How many outcomes change."""
        return sum(one.has_changed for _case, one in self.edges) + sum(one.compared.has_changed for one in self.past)


class MeasureDraftService:
    """Everything of the place Misure. Needs the right to publish."""

    def __init__(self, store: Store, session: DeskSession, measures: MeasureService) -> None:
        self._store = store
        self._session = session
        self._measures = measures

    def lines(self) -> Sequence[MeasureLine]:
        """My drafts, what waits for the centre or came back, and every version that is known: newest first."""
        self._session.require(RIGHT)
        versions = self._measures.all()
        newest = {one.code: one.version for one in versions}
        known = [_line(one, newest[one.code]) for one in reversed(versions)]
        strange = [MeasureLine(one.code, one.version, "", "unreadable") for one in self._measures.unreadable()]
        with self._store.reading() as work:
            sent = [
                MeasureLine(one.code, one.version, one.name, one.state, reason=one.reason)
                for one in work.measures.sent()
            ]
            drafts = [_draft_line(one) for one in self._mine(work)]
        return [*drafts, *sent, *known, *strange]

    def begin(self, code: str = "", version: int = 0) -> MeasureDraft:
        """A new measure, or the next version of one that is known."""
        self._session.require(RIGHT)
        if not code:
            return self._keep(blank_document())
        newest = max([one.version for one in self._measures.all() if one.code == code], default=0)
        return self._keep(next_version(self._measures.get(code, version).document, newest + 1))

    def read(self, text: str) -> MeasureDraft:
        """A draft from a file, its faults left for the form to show; raises MeasureRefusedError for what is none."""
        self._session.require(RIGHT)
        content, _lines = read_json(text)
        if not isinstance(content, dict):
            raise MeasureRefusedError((Problem("", "not_object"),))
        try:
            return self._keep({**blank_document(), **content})
        except (AttributeError, KeyError, TypeError, ValueError):
            read_measure(text)  # says what is wrong, and where
            raise

    def get(self, draft_id: UUID) -> MeasureDraft:
        """Mine; raises RecordMissingError."""
        with self._store.reading() as work:
            return _opened(self._own(work, draft_id))

    def save(self, draft: MeasureDraft) -> MeasureDraft:
        """Keep it as it is typed, right or wrong; it stays on this PC."""
        self._session.require(RIGHT)
        now = self._session.clock.now()
        content = json.dumps({"base": draft.base, "form": asdict(draft.form)}, ensure_ascii=False)
        with self._store.work() as work:
            known = work.drafts.find(draft.id)
            work.drafts.put(Draft(
                id=draft.id, kind=MEASURE_DRAFT, author_id=self._session.operator.id,
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

    def check(self, draft: MeasureDraft) -> Checked:
        """Whether the form makes a measure."""
        document, wrong = document_of(draft.form, draft.base, self._session.clock.today())
        try:
            return Checked(document, None if wrong else read_measure(document), wrong)
        except MeasureRefusedError as refused:
            return Checked(document, None, wrong, refused.problems)

    def text_of(self, draft: MeasureDraft) -> str:
        """The draft as a file."""
        return write_measure(self.check(draft).document)

    def rehearse(self, draft: MeasureDraft) -> Rehearsal:
        """The draft on edge cases and on this desk's applications; raises MeasureRefusedError while it is not right."""
        self._session.require(RIGHT)
        version, now = self._right(draft), self._session.clock.now()
        standing = self._standing(version)
        edges = [(case, compared(case, version, standing)) for case in all_edges(version, standing, now)]
        faults = tuple(publication_problems(version))
        key = standing.key if standing else None
        return Rehearsal(key, edges, self._past(version, now), run_trials(version), faults)

    def accept(self, draft: MeasureDraft, name_of: Callable[[EdgeCase], str]) -> MeasureDraft:
        """Today's outcomes of the edge cases, looked at and found right, become the tests of the document."""
        version = self._right(draft)
        cases = all_edges(version, self._standing(version), self._session.clock.now())
        tests = [as_test(name_of(case), case, compared(case, version, None).after) for case in cases]
        document = self.check(draft).document
        return self.save(replace(draft, base={**document, "eligibility_tests": tests}))

    def publish(self, draft: MeasureDraft) -> Changes:
        """Hand it to the centre, which checks it again and shows it to every desk. Raises MeasureRefusedError."""
        self._session.require(RIGHT)
        version = self._right(draft)
        faults = tuple(publication_problems(version))
        if self._measures.find(version.code, version.version) is not None:
            faults += (Problem("version", "version_taken"),)
        if faults:
            raise MeasureRefusedError(faults)
        with self._store.work() as work:
            work.acts.say(PUBLISH, "measure", self._session.ids(), None, version.document)
            if work.drafts.find(draft.id) is not None:
                work.drafts.remove(draft.id)
            work.commit()
        return CHANGED

    # --- inside ------------------------------------------------------------------------------------------------------

    def _right(self, draft: MeasureDraft) -> MeasureVersion:
        """The version that the draft makes; raises InvalidFieldError, MeasureRefusedError."""
        checked = self.check(draft)
        if checked.wrong:
            raise next(iter(checked.wrong.values()))
        if checked.version is None:
            raise MeasureRefusedError(checked.problems)
        return checked.version

    def _standing(self, version: MeasureVersion) -> MeasureVersion | None:
        """The newest version of the measure that came before."""
        before = [one for one in self._measures.all() if one.code == version.code and one.version < version.version]
        return max(before, key=lambda one: one.version, default=None)

    def _past(self, version: MeasureVersion, now: datetime) -> Sequence[PastCase]:
        with self._store.reading() as work:
            known = [one for one in work.measures.applications(version.code, MOST_PAST) if one.state != CANCELLED]
            return [PastCase(one, self._both(work, one, version, now)) for one in known]

    def _both(self, work: UnitOfWork, one: Application, version: MeasureVersion, now: datetime) -> Compared:
        at = one.submitted_at or now
        own = self._measures.find(one.measure_code, one.measure_version)
        before = evaluate(facts_of(work, one, own, at), own, at) if own is not None else None
        return Compared(before, evaluate(facts_of(work, one, version, at), version, at))

    def _keep(self, document: Mapping[str, Any]) -> MeasureDraft:
        return self.save(MeasureDraft(id=DraftId(self._session.ids()), base=document, form=form_of(document)))

    def _mine(self, work: UnitOfWork) -> Sequence[Draft]:
        drafts = work.drafts.of_space(self._session.space.code)
        return [one for one in drafts if one.kind == MEASURE_DRAFT and one.author_id == self._session.operator.id]

    def _own(self, work: UnitOfWork, draft_id: UUID) -> Draft:
        found = next((one for one in self._mine(work) if one.id == draft_id), None)
        if found is None:
            raise RecordMissingError("draft")
        return found


def _opened(draft: Draft) -> MeasureDraft:
    content = json.loads(draft.content)
    listed = {name: tuple(content["form"][name]) for name in ("roles", "isee_kinds")}
    form = MeasureForm(**{**content["form"], **listed})
    return MeasureDraft(id=draft.id, base=content["base"], form=form, saved_at=draft.saved_at)


def _draft_line(draft: Draft) -> MeasureLine:
    form = _opened(draft).form
    return MeasureLine(form.code, form.version, form.short_title, "draft", draft.id)


def _line(version: MeasureVersion, newest: int) -> MeasureLine:
    """A version that was corrected says so, whatever its document said when it was published."""
    state = "superseded" if version.status == "active" and version.version < newest else version.status
    return MeasureLine(version.code, version.version, version.short_title, state, is_example=version.is_example)
