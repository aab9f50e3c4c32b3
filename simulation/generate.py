"""Scripts from a seed: what a hard year at the counters looks like, compressed into 160 steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from simulation.picks import Picks
from simulation.script import Fault, Script, Step

STEPS = 160
OPERATOR_DEEDS = (
    ("register", 16), ("edit", 22), ("contact", 16), ("household", 3), ("call_back", 6), ("answer_call", 4),
    ("merge", 4), ("unmerge", 2), ("draft", 8), ("ready", 5), ("submit", 8), ("withdraw_application", 1),
    ("answer_question", 5), ("mend", 2), ("retry", 2), ("set_aside", 1), ("withdraw_act", 1),
    ("newer_record", 2),
)  # fmt: skip
EVENTS = (
    ("decide", 8), ("erase", 3), ("scope_change", 2), ("reference", 3), ("backup_centre", 6), ("restore_centre", 3),
    ("backup_desk", 6), ("restore_desk", 3), ("clone", 1), ("marker_lost", 1), ("clock_jump", 4), ("centre_clock", 1),
    ("deliver_late", 8), ("wait", 8), ("revoke", 1), ("settle", 1),
)  # fmt: skip
CALL_FAULTS = (
    ("lose_request", 8), ("lose_answer", 8), ("twice", 4), ("late", 4), ("delay", 3), ("cut_request", 1),
    ("cut_answer", 2), ("corrupt_request", 1), ("corrupt_answer", 1), ("crash_before_call", 2),
    ("crash_after_answer", 2), ("edit_before", 3), ("edit_during", 4), ("newer_answer", 2), ("newer_request", 1),
    ("too_old", 1), ("too_large", 1), ("busy", 1), ("not_ours", 1), ("centre_crash", 5), ("centre_full", 1),
    ("centre_restore", 1),
)  # fmt: skip
ALL_KINDS = (("operator", 52), ("sync", 34), ("event", 14))


def script(seed: int) -> Script:
    """The history of this number."""
    rare, rest = divmod(seed, _ONE_OF)
    if rest == _ONE_OF - 1:
        return RARE[rare % len(RARE)](seed)
    return FLAVOURS[seed % len(FLAVOURS)](seed)


def everything(seed: int) -> Script:
    """Four desks and all that can happen to them."""
    return _random(seed, OPERATOR_DEEDS, EVENTS, faulty=55)


def calm(seed: int) -> Script:
    """Much work and few faults: races of meaning rather than of machines."""
    return _random(seed, OPERATOR_DEEDS, (("decide", 10), ("erase", 3), ("wait", 10), ("scope_change", 2)), faulty=12)


def restores(seed: int) -> Script:
    """Backups put back on both sides, again and again."""
    events = (
        ("backup_centre", 10), ("restore_centre", 10), ("backup_desk", 8), ("restore_desk", 6), ("clone", 2),
        ("decide", 6), ("erase", 5), ("deliver_late", 6), ("settle", 2),
    )  # fmt: skip
    return _random(seed, OPERATOR_DEEDS, events, faulty=40)


def erasures(seed: int) -> Script:
    """Few people, registered and merged everywhere, and erased in the middle of it."""
    deeds = (
        ("register", 30), ("edit", 15), ("contact", 20), ("merge", 10), ("unmerge", 3), ("draft", 4), ("submit", 4),
        ("call_back", 4),
    )  # fmt: skip
    events = (("erase", 12), ("backup_centre", 6), ("restore_centre", 5), ("deliver_late", 6), ("wait", 6))
    return _random(seed, deeds, events, faulty=45, persons=2)


def made_one(seed: int) -> Script:
    """One person, registered everywhere, here and there with little said of them; made one, told apart, and erased by
    orders that other desks hear of late."""
    deeds = (("register", 30), ("register_briefly", 14), ("merge", 20), ("unmerge", 8), ("edit", 3))
    script = _random(
        seed, deeds, (("erase", 30), ("wait", 2)), faulty=5, persons=1,
        kinds=(("operator", 52), ("sync", 36), ("event", 12)),
    )  # fmt: skip
    return replace(script, spaces=1)


def seen(seed: int) -> Script:
    """As :func:`made_one`, where words that came from another sheet are seen and changed before the two part."""
    deeds = (("register", 24), ("register_briefly", 16), ("merge", 20), ("unmerge", 12), ("edit", 24))
    script = _random(
        seed, deeds, (("erase", 24), ("wait", 2)), faulty=5, persons=1,
        kinds=(("operator", 60), ("sync", 32), ("event", 8)),
    )  # fmt: skip
    return replace(script, spaces=1)


def parted(seed: int) -> Script:
    """One person, made one and told apart and erased, while the centre is put back to backups: what one desk heard of
    it and another did not comes back in any order."""
    deeds = (
        ("register", 26), ("register_briefly", 10), ("merge", 16), ("unmerge", 12), ("edit", 12),
        ("answer_question", 6), ("contact", 3),
    )  # fmt: skip
    events = (("backup_centre", 12), ("restore_centre", 14), ("erase", 14), ("deliver_late", 4), ("wait", 4))
    script = _random(
        seed, deeds, events, faulty=12, persons=1, kinds=(("operator", 44), ("sync", 38), ("event", 18))
    )
    return replace(script, spaces=1 + seed % 3, steps=script.steps[:80])


def said_again(seed: int) -> Script:
    """One person, registered everywhere and erased meanwhile; answers get lost, so that everything is said twice."""
    events = (("erase", 20), ("wait", 4))
    script = _random(
        seed, (("register", 40), ("contact", 8)), events, faulty=0, persons=1,
        kinds=(("operator", 34), ("sync", 50), ("event", 16)),
    )  # fmt: skip
    return replace(script, spaces=1, steps=tuple(_unheard(step) for step in script.steps))


def _unheard(step: Step) -> Step:
    if step.deed != "sync":
        return step
    return replace(step, faults=(Fault(("lose_answer", "twice")[step.pick % 2], step.pick // 2 % 4),))


def funds(seed: int) -> Script:
    """Applications for little money."""
    deeds = (
        ("register", 14), ("draft", 20), ("ready", 12), ("submit", 22), ("withdraw_application", 6), ("edit", 6),
        ("merge", 4),
    )  # fmt: skip
    events = (
        ("decide", 30), ("backup_centre", 4), ("restore_centre", 4), ("wait", 4), ("deliver_late", 6), ("settle", 3),
    )  # fmt: skip
    return _random(seed, deeds, events, faulty=40)


def cases(seed: int) -> Script:
    """Applications from papers and from the office, and what becomes of them after a restore."""
    deeds = (
        ("register", 14), ("draft", 16), ("submit", 12), ("note_paper", 22), ("cancel_application", 4),
        ("withdraw_application", 4), ("edit", 6), ("merge", 5), ("unmerge", 2), ("answer_question", 5),
    )  # fmt: skip
    events = (
        ("office", 24), ("decide", 14), ("erase", 4), ("backup_centre", 6), ("restore_centre", 6), ("settle", 3),
        ("deliver_late", 4), ("wait", 4),
    )  # fmt: skip
    return _random(seed, deeds, events, faulty=35, persons=3)


def matters(seed: int) -> Script:
    """Digital paperwork: two desks at one matter, people who become one, and erasures in the middle of it."""
    deeds = (
        ("register", 14), ("matter", 14), ("matter_edit", 34), ("mandate", 8), ("sitting", 12), ("edit", 4),
        ("merge", 6), ("unmerge", 2), ("answer_question", 6), ("retry", 1),
    )  # fmt: skip
    events = (
        ("erase", 5), ("scope_change", 2), ("backup_centre", 5), ("restore_centre", 5), ("backup_desk", 4),
        ("restore_desk", 3), ("deliver_late", 5), ("wait", 6),
    )  # fmt: skip
    return _random(seed, deeds, events, faulty=35, persons=4)


def lessons(seed: int) -> Script:
    """Courses and workstations: one register at two desks, people who become one, and erasures meanwhile."""
    deeds = (
        ("register", 16), ("lesson", 12), ("enrol", 22), ("attend", 18), ("volunteer", 12), ("turn", 10), ("edit", 4),
        ("merge", 7), ("unmerge", 3),
    )  # fmt: skip
    events = (
        ("erase", 6), ("scope_change", 2), ("backup_centre", 5), ("restore_centre", 5), ("backup_desk", 4),
        ("restore_desk", 3), ("deliver_late", 5), ("wait", 6),
    )  # fmt: skip
    return _random(seed, deeds, events, faulty=35, persons=4)


def shared(seed: int) -> Script:
    """Shared services: two desks form one group, families leave, people become one, and erasures meanwhile."""
    deeds = (
        ("register", 18), ("ask_shared", 22), ("share", 18), ("leave_shared", 20), ("edit", 4), ("merge", 7),
        ("unmerge", 3),
    )  # fmt: skip
    events = (
        ("erase", 6), ("scope_change", 2), ("backup_centre", 5), ("restore_centre", 5), ("backup_desk", 4),
        ("restore_desk", 3), ("deliver_late", 5), ("wait", 6),
    )  # fmt: skip
    return _random(seed, deeds, events, faulty=35, persons=4)


def agendas(seed: int) -> Script:
    """Appointments, shifts and notes: one week planned at two desks, people who become one, and erasures meanwhile."""
    deeds = (
        ("register", 18), ("appoint", 30), ("plan_shift", 16), ("hand_over", 14), ("edit", 4), ("merge", 7),
        ("unmerge", 3),
    )  # fmt: skip
    events = (
        ("erase", 6), ("scope_change", 2), ("backup_centre", 5), ("restore_centre", 5), ("backup_desk", 4),
        ("restore_desk", 3), ("deliver_late", 5), ("wait", 6),
    )  # fmt: skip
    return _random(seed, deeds, events, faulty=35, persons=4)


def crashes(seed: int) -> Script:
    """Crashes at every statement of both sides."""
    return _random(seed, OPERATOR_DEEDS, (("wait", 6), ("decide", 4), ("deliver_late", 4)), faulty=85, crashing=60)


def granted(seed: int) -> Script:
    """Grants that stand in the centre's lost hours."""
    deeds = (("register", 14), ("draft", 16), ("submit", 20), ("contact", 4))
    events = (
        ("decide", 40), ("backup_centre", 10), ("restore_centre", 16), ("restore_desk", 3), ("backup_desk", 4),
        ("wait", 4),
    )  # fmt: skip
    return _random(seed, deeds, events, faulty=35, kinds=(("operator", 34), ("sync", 40), ("event", 26)))


def granted_twice(seed: int) -> Script:
    """Grants of the lost hours; while they are given back nobody hears it, or the centre is put back once more."""
    script = granted(seed)
    return replace(script, steps=tuple(_put_back_while_giving(step) for step in script.steps))


def _put_back_while_giving(step: Step) -> Step:
    if step.deed != "sync" or step.pick % 3:
        return step
    call, which = 4 + step.pick // 3 % 4, step.pick // 12 % 12
    if step.pick // 144 % 2:
        return replace(step, faults=(Fault("lose_request", call),))
    return replace(step, faults=(Fault("centre_restore", call * 1000 + which),))


def waiting(seed: int) -> Script:
    """Acts that arrive before what they are about: two desks of one space, one of them often without a line."""
    deeds = (("register", 24), ("edit", 16), ("contact", 20), ("call_back", 10), ("household", 6), ("merge", 4))
    events = (
        ("backup_centre", 8), ("restore_centre", 12), ("restore_desk", 5), ("backup_desk", 6), ("clone", 3),
        ("wait", 3),
    )  # fmt: skip
    return _random(seed, deeds, events, faulty=45, kinds=(("operator", 44), ("sync", 36), ("event", 20)))


def paging(seed: int) -> Script:
    """Pages of one row, and a centre that is put back between two of them."""
    deeds = (("register", 30), ("edit", 20), ("contact", 20))
    events = (("backup_centre", 14), ("restore_centre", 12), ("wait", 4))
    script = _random(seed, deeds, events, faulty=60, kinds=(("operator", 44), ("sync", 36), ("event", 20)))
    return replace(script, page=1, steps=tuple(_put_back_between(step) for step in script.steps))


def news(seed: int) -> Script:
    """Reference data that nobody sends again, read a row at a time, and a centre that is put back between two rows."""
    events = (("reference", 40), ("backup_centre", 10), ("restore_centre", 4), ("wait", 4))
    script = _random(
        seed, (("register", 10),), events, faulty=10, kinds=(("operator", 6), ("sync", 44), ("event", 50))
    )
    return replace(script, page=1, steps=tuple(_put_back_between(step) for step in script.steps))


def merges(seed: int) -> Script:
    """The same few people, registered, merged and told apart."""
    deeds = (
        ("register", 26), ("edit", 14), ("contact", 12), ("merge", 14), ("unmerge", 8), ("household", 5),
        ("call_back", 6), ("answer_question", 12), ("draft", 4), ("submit", 4),
    )  # fmt: skip
    return _random(seed, deeds, (("wait", 6), ("deliver_late", 4)), faulty=30, persons=2)


def moving(seed: int) -> Script:
    """Desks that are given another space to look after, and lose it again."""
    deeds = (("register", 24), ("edit", 14), ("contact", 20), ("call_back", 6))
    events = (("scope_change", 30), ("wait", 6), ("deliver_late", 4))
    return _random(seed, deeds, events, faulty=30, kinds=(("operator", 44), ("sync", 40), ("event", 16)))


def lookups(seed: int) -> Script:
    """People of other spaces, looked up, worked on, and let go when their time is over."""
    deeds = (
        ("register", 22), ("look_up", 22), ("edit", 16), ("contact", 14), ("call_back", 6), ("household", 3),
        ("merge", 3), ("draft", 4), ("submit", 4),
    )  # fmt: skip
    events = (
        ("wait", 10), ("erase", 5), ("backup_centre", 4), ("restore_centre", 3), ("deliver_late", 4),
        ("scope_change", 3),
    )  # fmt: skip
    return _random(seed, deeds, events, faulty=35, persons=4)


def files(seed: int) -> Script:
    """The stores are encrypted files: copied, put back, cloned, killed as such; shorter, as each write is awaited."""
    script = (everything, restores, erasures, crashes)[seed // _ONE_OF % 4](seed)
    return replace(script, files=1, steps=script.steps[:100])


def skewed(seed: int) -> Script:
    """Desks and a centre of neighbouring versions: what one does not know of the other it keeps, and sends back."""
    deeds = (
        ("register", 20), ("newer_record", 16), ("newer_code", 20), ("edit", 22), ("merge", 8), ("unmerge", 5),
        ("contact", 8), ("answer_question", 8),
    )  # fmt: skip
    skew = 1 + seed // _ONE_OF % 3
    restored = () if skew == _CENTRE_OLDER else (("backup_centre", 8), ("restore_centre", 4))
    script = _random(seed, deeds, (("scope_change", 4), ("erase", 3), ("wait", 6), *restored), faulty=25, persons=3)
    return replace(script, skew=skew, steps=script.steps[:120])


def papers(seed: int) -> Script:
    """Attachments that travel in parts on a bad line, and what a restore and an erasure make of them."""
    deeds = (
        ("register", 16), ("draft", 14), ("attach", 30), ("edit", 6), ("merge", 4), ("unmerge", 2), ("submit", 2),
        ("cancel_application", 1),
    )  # fmt: skip
    events = (
        ("courier", 60), ("erase", 4), ("backup_centre", 6), ("restore_centre", 5), ("backup_desk", 3),
        ("restore_desk", 2), ("deliver_late", 4), ("wait", 4),
    )  # fmt: skip
    script = _random(
        seed, deeds, events, faulty=30, persons=3, kinds=(("operator", 40), ("sync", 30), ("event", 30))
    )
    return replace(script, steps=script.steps[:100])


def busy(seed: int) -> Script:
    """Operators who type while the engine talks: at every answer something changes."""
    deeds = (("edit", 60), ("register", 10), ("contact", 6))
    script = _random(seed, deeds, (("wait", 6), ("decide", 2)), faulty=10, persons=2)
    return replace(script, spaces=1, steps=tuple(_with_typing(step) for step in script.steps))


def _with_typing(step: Step) -> Step:
    if step.deed != "sync":
        return step
    return replace(step, faults=tuple(Fault("edit_during", call + 100 * (step.pick % 65_536)) for call in range(3)))


def _put_back_between(step: Step) -> Step:
    if step.deed != "sync" or step.pick % 4:
        return step
    return replace(step, faults=(*step.faults, Fault("centre_restore", (2 + step.pick % 5) * 1000)))


FLAVOURS: tuple[Callable[[int], Script], ...] = (
    everything, everything, matters, calm, restores, erasures, funds, crashes, granted, waiting, merges, paging,
    moving, busy, cases, lookups,
)  # fmt: skip
RARE: tuple[Callable[[int], Script], ...] = (files, papers, skewed, lessons, shared, agendas, made_one, seen, parted)
"""One history of fifty, in turn."""
_ONE_OF = 50
_CENTRE_OLDER = 3


def _random(
    seed: int,
    deeds: tuple[tuple[str, int], ...],
    events: tuple[tuple[str, int], ...],
    *,
    faulty: int,
    crashing: int = 12,
    persons: int = 0,
    kinds: tuple[tuple[str, int], ...] = ALL_KINDS,
) -> Script:
    picks = Picks(seed)
    desks = picks.one((4, 4, 4, 3, 5))
    small = picks.chance(30)
    steps = tuple(_step(picks, desks, kinds, deeds, events, faulty, crashing) for _ in range(STEPS))
    return Script(
        seed=seed, desks=desks, spaces=2 + picks.number(2), persons=persons or 3 + picks.number(5),
        page=picks.one((1, 2, 3)) if small else 50, batch=picks.one((1, 2, 4)) if small else 50, ahead=seed % 2,
        fund=picks.one((30_000, 100_000)), steps=steps,
    )  # fmt: skip


def _step(
    picks: Picks,
    desks: int,
    kinds: tuple[tuple[str, int], ...],
    deeds: tuple[tuple[str, int], ...],
    events: tuple[tuple[str, int], ...],
    faulty: int,
    crashing: int,
) -> Step:
    kind, desk, pick = picks.weighted(kinds), picks.number(desks + 2), picks.number(1 << 32)
    if kind == "sync":
        faults = _faults(picks, crashing) if picks.chance(faulty) else ()
        return Step("sync", desk, pick, faults)
    if kind == "event":
        return Step(picks.weighted(events), desk, pick)
    faults = (_desk_fault(picks, 40),) if picks.chance(crashing / 2) else ()
    return Step(picks.weighted(deeds), desk, pick, faults)


def _faults(picks: Picks, crashing: int) -> tuple[Fault, ...]:
    faults = [_call_fault(picks) for _ in range(1 + picks.number(2))]
    if picks.chance(crashing):
        faults.append(_desk_fault(picks, 120))
    return tuple(faults)


def _call_fault(picks: Picks) -> Fault:
    kind, call = picks.weighted(CALL_FAULTS), picks.spread(5)
    if kind.startswith("centre_"):
        return Fault(kind, call * 1000 + picks.number(60))
    if kind in ("edit_before", "edit_during"):
        return Fault(kind, call + 100 * picks.number(1 << 16))
    return Fault(kind, call)


def _desk_fault(picks: Picks, most: int) -> Fault:
    return Fault("desk_full" if picks.chance(15) else "desk_crash", picks.number(most))
