"""Known faults put back, one at a time: a simulator that does not see them proves nothing.

Each changes the program in memory, for the length of one run. The fifteen H are the holes of the first design
(docs/decisions); the others are what has gone wrong in comparable programs.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from uuid import UUID

from simulation import generate, play
from simulation.script import Script
from wemi_desk.central.exchange import applications, applying, births, erasure, exchange, joining, push, recovery
from wemi_desk.central.store import log as store_log
from wemi_desk.central.store import workspace as store_workspace
from wemi_desk.persistence import sync_compare, sync_erasure, sync_log, sync_shadow, sync_store, sync_views
from wemi_desk.sync import engine, pulling, pushing, status
from wemi_desk.sync.wire import ALREADY, TAKEN, Cursor

BUDGET = 400
"""Histories within which a fault has to show."""
_UNFIT = {f"exception {error.__name__}" for error in (AttributeError, NameError, TypeError)}
"""The mutant itself broke: it proves nothing."""
Patches = Callable[[ExitStack], None]
_TABLE: dict[str, tuple[Patches, play.Generator]] = {}
_FIRST_SEED = 1_000_000


@dataclass(frozen=True, slots=True)
class Caught:
    """At which history a mutant was seen, and by which invariant; 0: never."""

    name: str
    at: int
    rule: str = ""


def mutant(make: play.Generator) -> Callable[[Patches], Patches]:
    """Enter a mutant in the table, with the histories that are likely to show it."""

    def enter(patches: Patches) -> Patches:
        _TABLE[patches.__name__] = patches, make
        return patches

    return enter


def run(only: list[str] | None, workers: int) -> int:
    """Play every mutant until it is seen; 1 when one is not."""
    from simulation import mended, mended_again

    assert mended
    assert mended_again
    names = only or list(_TABLE)
    with multiprocessing.get_context("fork").Pool(max(workers, 1)) as pool:
        found = []
        for caught in pool.imap_unordered(hunted, names):
            found.append(caught)
            said = f"history {caught.at}: {caught.rule}" if caught.at else f"NOT SEEN in {BUDGET} {caught.rule}"
            print(f"{caught.name:<44} {said}", flush=True)
    missed = [caught.name for caught in found if not caught.at]
    print(f"mutants {len(found)}, caught {len(found) - len(missed)}, missed {len(missed)} {' '.join(missed)}".rstrip())
    return 1 if missed else 0


def hunted(name: str) -> Caught:
    """Play one mutant's histories until an invariant breaks that holds without it."""
    _, make = _TABLE[name]
    for number in range(1, BUDGET + 1):
        script = make(_FIRST_SEED + number)
        with put_back(name):
            outcome = play.played(script)
        if outcome.rules & _UNFIT:
            return Caught(name, 0, "it does not fit the program any more")
        if outcome.violations and (own := outcome.rules - play.played(script).rules):
            seen = next(one for one in outcome.violations if one.rule in own)
            return Caught(name, number, str(seen)[:90])
    return Caught(name, 0)


@contextmanager
def put_back(name: str) -> Iterator[None]:
    """The program with this fault in it."""
    with ExitStack() as stack:
        _TABLE[name][0](stack)
        yield


def _replace(stack: ExitStack, target: Any, name: str, value: Any) -> None:
    stack.enter_context(patch.object(target, name, value))


# --- H1 … H15 -------------------------------------------------------------------------------------


@mutant(generate.restores)
def h1_only_what_was_not_answered_goes_again(stack: ExitStack) -> None:
    def new_incarnation(cursor: Any, incarnation: Any) -> None:
        cursor.execute("DELETE FROM outbox WHERE number <= (SELECT acked_number FROM desk) AND verdict <> 'refused'")
        _new_incarnation(cursor, incarnation)

    _new_incarnation = sync_log.new_incarnation
    _replace(stack, sync_log, "new_incarnation", new_incarnation)


@mutant(generate.funds)
def h2_nothing_is_shown_anew_after_a_verdict(stack: ExitStack) -> None:
    def take_verdicts(self: Any, verdicts: Any, last: int, receipt: Any) -> None:
        at = receipt.at if receipt else self._clock()
        with self._driver.writing() as cursor:
            sync_log.take_verdicts(cursor, verdicts, last, receipt, at)

    def absorbed(self: Any, number: int, verified: bool, at: int) -> None:
        with patch.object(sync_views, "show_again", lambda *_: None):
            _absorbed(self, number, verified, at)

    _absorbed = sync_store.SqlSyncStore.absorbed
    _replace(stack, sync_store.SqlSyncStore, "take_verdicts", take_verdicts)
    _replace(stack, sync_store.SqlSyncStore, "absorbed", absorbed)


@mutant(generate.erasures)
def h3_an_erasure_forgets_the_aliases(stack: ExitStack) -> None:
    _replace(stack, erasure, "group_of", lambda _work, citizen_id: [citizen_id])


@mutant(generate.erasures)
def h4_payloads_are_not_found_by_subject(stack: ExitStack) -> None:
    _replace(stack, store_workspace.SqlWorkspace, "_scrub", lambda *_: None)


@mutant(generate.said_again)
def h5_a_repeated_act_stores_its_payload_again(stack: ExitStack) -> None:
    """With the second guard off too: who is behind the erasures is not heard before they are carried out."""

    def known(self: Any, *asked: Any) -> Any:
        found = _known(self, *asked)
        self.repeated = dict(found)
        return found

    def taken(work: Any, caller: Any, request: Any, standing: Any, *rest: Any) -> Any:
        done = _taken(work, caller, request, replace(standing, erase_no=0), *rest)
        for act in request.acts:
            if act.payload is not None and act.id in getattr(work, "repeated", {}):
                work._transaction._cursor.execute(
                    "UPDATE act SET payload = ? WHERE id = ?", (bytes(act.payload), act.id.bytes)
                )
        return done

    _known, _taken = store_log.SqlLog.known, push.taken
    _replace(stack, store_log.SqlLog, "known", known)
    _replace(stack, exchange, "taken", taken)


@mutant(generate.funds)
def h6_a_repeat_is_only_called_known(stack: ExitStack) -> None:
    def known(self: Any, *asked: Any) -> Any:
        return {one: type(judged)(ALREADY, "", judged.body) for one, judged in _known(self, *asked).items()}

    _known = store_log.SqlLog.known
    _replace(stack, store_log.SqlLog, "known", known)


@mutant(generate.erasures)
def h7_the_ledger_is_not_replayed(stack: ExitStack) -> None:
    _replace(stack, recovery, "check_ledger", lambda *_: None)
    _replace(stack, exchange, "check_ledger", lambda *_: None)


@mutant(generate.granted)
def h8_rows_are_not_given_back(stack: ExitStack) -> None:
    _replace(stack, pulling.Pulling, "_give_back", lambda _self, _told: None)


@mutant(generate.granted_twice)
def h9_limbo_ends_when_it_is_offered(stack: ExitStack) -> None:
    def limbo(self: Any, most: int, skip: int = 0) -> Any:
        rows = _limbo(self, most, 0)
        with self._driver.writing() as cursor:
            cursor.execute("DELETE FROM limbo")
        return rows

    _limbo = sync_store.SqlSyncStore.limbo
    _replace(stack, sync_store.SqlSyncStore, "limbo", limbo)


@mutant(generate.news)
def h10_pages_are_not_anchored(stack: ExitStack) -> None:
    """With the second guard off too: the digest at the end of a feed finds what a page of another life left behind."""
    from wemi_desk.central.exchange import pull

    def apply_feed(self: Any, feed: Any) -> bool:
        _apply(self, feed)
        return True

    _apply = sync_store.SqlSyncStore.apply_feed
    _replace(stack, pull, "_anchored", lambda *_: True)
    _replace(stack, sync_store.SqlSyncStore, "apply_feed", apply_feed)
    _replace(stack, sync_store.SqlSyncStore, "disagreeing", lambda _self: [])


@mutant(generate.waiting)
def h11_nothing_drains_what_waits(stack: ExitStack) -> None:
    _replace(stack, applying, "drain", lambda *_: None)
    _replace(stack, exchange, "drain", lambda *_: None)


@mutant(generate.granted)
def h12_a_weaker_row_ends_limbo(stack: ExitStack) -> None:
    anything = "coalesce(?, ?, ?) IS NOT NULL"
    _replace(stack, sync_shadow, "_SETTLED_LIMBO", f"DELETE FROM limbo WHERE kind = ? AND id = ? AND {anything}")
    _replace(stack, sync_shadow, "_SETTLED_LIFE", "DELETE FROM limbo WHERE kind = ? AND id = ? AND ? IS NOT NULL")


@mutant(generate.erasures)
def h13_what_hangs_on_a_late_erased_person_stays(stack: ExitStack) -> None:
    _replace(stack, erasure, "_with_waiting", lambda _work, ids: list(ids))
    _replace(stack, erasure, "late", lambda _turn: None)


@mutant(generate.erasures)
def h14_an_erased_person_is_known_by_id_alone(stack: ExitStack) -> None:
    _replace(stack, store_workspace.SqlWorkspace, "erased_key_nos", lambda _self, _key: ())


@mutant(generate.waiting)
def h15_a_row_given_back_drains_nothing(stack: ExitStack) -> None:
    _replace(stack, recovery, "drain", lambda *_: None)
    _replace(stack, exchange, "_awakening", lambda unit: unit)


# --- and others -----------------------------------------------------------------------------------


@mutant(generate.restores)
def acts_are_not_known_by_their_id(stack: ExitStack) -> None:
    def known(self: Any, *asked: Any) -> Any:
        _known(self, *asked)  # it reads ahead what the acts touch
        return {}

    _known = store_log.SqlLog.known
    _replace(stack, store_log.SqlLog, "known", known)


@mutant(generate.restores)
def a_log_is_a_number_without_a_chain(stack: ExitStack) -> None:
    def held(work: Any, caller: Any, request: Any, last: int, _chain: bytes) -> Any:
        upto = min(last, request.first - 1 + len(request.acts))
        count = max(upto - request.first + 1, 0)
        return push._linked(request)[1][:count]

    _replace(stack, push, "_held", held)


@mutant(generate.restores)
def the_outbox_forgets_what_was_answered(stack: ExitStack) -> None:
    def take_verdicts(cursor: Any, verdicts: Any, last: int, receipt: Any, at: int) -> Any:
        touched = _take(cursor, verdicts, last, receipt, at)
        cursor.execute("DELETE FROM outbox WHERE number < ? AND verdict = 'ok'", (last,))
        return touched

    _take = sync_log.take_verdicts
    _replace(stack, sync_log, "take_verdicts", take_verdicts)


@mutant(generate.crashes)
def the_cursor_moves_before_the_rows(stack: ExitStack) -> None:
    def apply_feed(self: Any, feed: Any) -> bool:
        with self._driver.writing() as cursor:
            tally = sync_shadow.tally_of(cursor, feed.scope)
            tally.count, tally.value = feed.count, int.from_bytes(feed.digest)
            here = Cursor(scope=feed.scope, cn=feed.cn, chain=feed.chain)
            if not feed.more:
                sync_shadow.set_cursor(cursor, here, tally, agreed=True)
        return _apply(self, feed)

    _apply = sync_store.SqlSyncStore.apply_feed
    _replace(stack, sync_store.SqlSyncStore, "apply_feed", apply_feed)


@mutant(generate.merges)
def a_merge_forgets_what_belongs(stack: ExitStack) -> None:
    _replace(stack, joining, "move", lambda *_: None)


@mutant(generate.funds)
def the_fund_is_not_looked_at(stack: ExitStack) -> None:
    from wemi_desk.central.exchange.workspace import Fund

    _replace(stack, Fund, "left_cents", property(lambda _self: 10**9))


@mutant(generate.funds)
def one_person_may_apply_twice(stack: ExitStack) -> None:
    _replace(stack, store_workspace.SqlWorkspace, "live_application", lambda *_: None)
    _replace(stack, applications, "live_of", lambda *_: [])


@mutant(generate.restores)
def a_pull_trusts_the_number(stack: ExitStack) -> None:
    """With the digest off too, which sees it otherwise."""
    from wemi_desk.central.exchange import pull

    _apply_feed = pulling.Pulling._apply_feed
    _replace(stack, pulling.Pulling, "_apply_feed", lambda *what: _apply_feed(*what) or True)
    _replace(stack, pull, "_stood", lambda *_: True)
    _replace(stack, sync_store.SqlSyncStore, "disagreeing", lambda _self: [])


@mutant(generate.granted)
def decisions_are_taken_during_a_recovery(stack: ExitStack) -> None:
    _replace(stack, store_workspace.SqlWorkspace, "recovering", property(lambda _self: False))


@mutant(generate.calm)
def the_digest_is_not_counted_down(stack: ExitStack) -> None:
    from wemi_desk.sync.canonical import Digest

    def remove(self: Any, _content_hash: bytes) -> None:
        self.count -= 1

    _replace(stack, Digest, "remove", remove)


@mutant(generate.everything)
def sent_is_shown_when_it_left(stack: ExitStack) -> None:
    def state(self: Any, facts: Any, now: Any) -> Any:

        shown = _state(self, facts, now)
        return replace(shown, unsent=0, unacknowledged=0)

    _state = status.SyncStatus.state
    _replace(stack, status.SyncStatus, "state", state)


@mutant(generate.erasures)
def a_late_act_brings_the_erased_back(stack: ExitStack) -> None:
    _replace(stack, store_workspace.SqlWorkspace, "is_erased", lambda _self, _id: False)


@mutant(generate.erasures)
def erasures_are_not_carried_out_first(stack: ExitStack) -> None:
    _replace(stack, sync_erasure, "_erase_person", lambda *_: None)


@mutant(generate.busy)
def a_pull_overwrites_what_was_just_typed(stack: ExitStack) -> None:
    _replace(stack, sync_views, "live_acts", lambda *_: {})


@mutant(generate.calm)
def the_last_word_wins_and_the_other_is_gone(stack: ExitStack) -> None:
    from wemi_desk.central.exchange import questions

    _replace(stack, questions, "take", lambda *_, **__: SimpleNamespace(id=UUID(int=0)))
    _replace(stack, questions, "take_doubts", lambda *_, **__: False)


@mutant(generate.moving)
def scopes_are_not_looked_at(stack: ExitStack) -> None:
    _replace(stack, sync_store.SqlSyncStore, "keep_only", lambda *_: None)


@mutant(generate.moving)
def a_gained_scope_wakes_nothing(stack: ExitStack) -> None:
    _replace(stack, store_workspace.SqlWorkspace, "waiting_with_less", lambda *_: ())


@mutant(generate.everything)
def everything_read_is_called_verified(stack: ExitStack) -> None:
    def all_of_it(self: Any, told: Any) -> bool:
        ended = _all(self, told)
        told.verified = True
        return ended

    _all = pulling.Pulling.all
    _replace(stack, pulling.Pulling, "all", all_of_it)
    _replace(stack, sync_shadow, "apply_rows", lambda *_, **_more: None)


@mutant(generate.crashes)
def an_answer_is_not_asked_for_again(stack: ExitStack) -> None:
    def batch(self: Any, position: Any, told: Any) -> Any:
        from wemi_desk.sync.ports import LineError

        try:
            return _batch(self, position, told)
        except LineError:
            self._store.take_verdicts([], position.last_number, None)
            raise

    _batch = pushing.Pushing._batch
    _replace(stack, pushing.Pushing, "_batch", batch)


def _one_by_one(seed: int) -> Script:
    """Every act and every row asked for ahead of its turn."""
    return replace(generate.everything(seed), batch=1, page=2, ahead=1)


@mutant(_one_by_one)
def acts_sent_ahead_count_when_those_before_them_failed(stack: ExitStack) -> None:
    def batch(self: Any, position: Any, told: Any) -> Any:
        from wemi_desk.sync.ports import LineError

        try:
            return _batch(self, position, told)
        except LineError:
            if self._ahead is None:
                raise
            answer = self._ahead.answer()
            self._store.take_verdicts(answer.verdicts, self._ahead.last, None)
            return answer

    _batch = pushing.Pushing._batch
    _replace(stack, pushing.Pushing, "_batch", batch)


@mutant(generate.waiting)
def parked_acts_are_never_asked_about(stack: ExitStack) -> None:
    _replace(stack, pushing.Pushing, "ask_about_parked", lambda *_: False)


@mutant(generate.everything)
def a_clone_goes_on_under_the_same_name(stack: ExitStack) -> None:
    _replace(stack, engine.SyncEngine, "begin_again", lambda *_: None)


@mutant(generate.lookups)
def a_sheet_that_was_looked_up_stays(stack: ExitStack) -> None:
    _replace(stack, sync_store.SqlSyncStore, "end_copies", lambda _self: None)


__all__ = ["TAKEN", "Caught", "births", "put_back", "run", "sync_compare"]
