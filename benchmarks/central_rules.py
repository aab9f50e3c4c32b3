"""What judging an act costs the centre, without store and line: the rules alone, over records in memory."""

from itertools import pairwise
from time import process_time

from benchmarks import PASSES, share
from tests.fake_workspace import Acts, FakeWorkspace, caller_of, citizen, contact, uid
from wemi_desk.central.exchange.applying import apply_act
from wemi_desk.central.exchange.workspace import Held
from wemi_desk.sync.canonical import canonical

NAME = "central-rules"
LIMITS = {"new contacts per s": ("≥", 20_000)}
ACTS = 20_000
_NOTE = "Ha chiesto dell'ISEE, è già stata qui: torna giovedì con i documenti"


class _Store(FakeWorkspace):
    """As little as a store may do: encode once, keep."""

    def put(self, kind, record_id, content, *, subject_id, birth=None, stamps=None):
        canonical(content)
        held = self.records.get((kind, record_id))
        self.records[kind, record_id] = held = Held(
            kind=kind, id=record_id, content=dict(content), version=1, subject_id=subject_id,
            birth=birth or held.birth, stamps=dict(stamps or {}),
        )  # fmt: skip
        return held


def run(scale):
    """Acts per second of processor time, the best of three passes."""
    count = int(ACTS * share(scale))
    return {
        "new contacts per s": _rate(lambda acts: [acts.new("contact", contact(n)) for n in range(1, count + 1)]),
        "new contacts with an Italian note per s": _rate(
            lambda acts: [acts.new("contact", contact(n, note=_NOTE)) for n in range(1, count + 1)]
        ),
        "new persons per s": _rate(lambda acts: [acts.new("citizen", citizen(n)) for n in range(1, count + 1)]),
        "changed fields per s": _rate(lambda acts: _changes(acts, count)),
    }


def _changes(acts, count):
    values = [None, *(str(number) for number in range(count))]
    edits = [acts.set("citizen", uid(1), phone=[seen, said]) for seen, said in pairwise(values)]
    return [acts.new("citizen", citizen(1)), *edits]


def _rate(make):
    best = 0.0
    for _ in range(PASSES):
        work, desk, acts = _Store(), caller_of("A"), make(Acts())
        start = process_time()
        for act in acts:
            apply_act(work, desk, act)
        best = max(best, len(acts) / (process_time() - start))
    return round(best)
