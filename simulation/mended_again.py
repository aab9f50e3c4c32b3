"""More such holes, put back: who shares words with whom, what is said too early, what a repetition hides."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from simulation.mended import near
from simulation.mutants import _replace, mutant
from simulation.picks import Picks
from simulation.play import Generator
from simulation.script import Script
from wemi_desk.central.exchange import births, erasure, exchange, parting, passed_on, people, recovery, settling, turns
from wemi_desk.central.exchange.redirects import target_of
from wemi_desk.central.store import log as store_log
from wemi_desk.central.store import people as store_people
from wemi_desk.persistence import sync_passed_on
from wemi_desk.persistence.journal import Journal
from wemi_desk.persistence.mapping import microseconds
from wemi_desk.sync import courier, engine, owing, pulling

REFUSED_AFTER_IT_AGREED = """
world seed=20001644 desks=4 spaces=3 persons=4 page=50 batch=50 ahead=0 fund=100000 files=0 skew=0
register desk=2 pick=89
sync desk=2 pick=79
scope_change desk=0 pick=1063319585
sync desk=0 pick=67
scope_change desk=0 pick=1139645897
contact desk=0 pick=43
edit desk=4 pick=65
register desk=0 pick=11
sync desk=4 pick=13
call_back desk=0 pick=15
scope_change desk=0 pick=2
sync desk=0 pick=18 !too_old@4
"""
ONE_WITH_A_THIRD = """
world seed=60152 desks=3 spaces=1 persons=1 fund=30000
register desk=1 pick=60
register desk=2 pick=1621354487
register desk=2 pick=52
merge desk=2 pick=77
unmerge desk=2 pick=81
backup_centre desk=1 pick=44
edit desk=2 pick=1110413063
sync desk=1 pick=87
sync desk=2 pick=95
call_back desk=2 pick=36
restore_centre desk=1 pick=60
register desk=3 pick=17
sync desk=2 pick=42
sync desk=0 pick=93
erase desk=2 pick=3789544516
"""
LED_TO_SOMEBODY_ERASED = """
world seed=20002805 desks=4 spaces=1 persons=1
register desk=0 pick=78
backup_centre desk=4 pick=24
register desk=0 pick=437063329
merge desk=0 pick=46
sync desk=0 pick=18
register desk=1 pick=94
sync desk=1 pick=89 !centre_restore@1036
sync desk=5 pick=54
erase desk=3 pick=36
"""
PARTED_AND_ERASED = """
world seed=116 desks=2 spaces=1 persons=1 fund=30000
register desk=1 pick=60
register desk=2 pick=1621354487
register desk=2 pick=2190053351
sync desk=2 pick=48
unmerge desk=2 pick=81
backup_centre desk=2 pick=44
sync desk=1 pick=76
sync desk=2 pick=95
call_back desk=2 pick=36
restore_centre desk=2 pick=60
sync desk=2 pick=25
erase desk=2 pick=1473003806
"""
NOBODY_SPOKE_OF_IT = """
world seed=2008 desks=1 spaces=1 persons=1 fund=30000
register desk=1 pick=50
register desk=2 pick=51
register desk=2 pick=1621354487
sync desk=2 pick=69
unmerge desk=2 pick=81
backup_centre desk=2 pick=44
sync desk=0 pick=52
restore_centre desk=2 pick=60
sync desk=2 pick=7
erase desk=3 pick=1100679374
"""
BETWEEN_TWO = """
world seed=1200712 desks=3 spaces=1 persons=2 fund=30000
register desk=1 pick=837481092
register desk=3 pick=77
register desk=3 pick=75
sync desk=3 pick=31
register desk=2 pick=89
sync desk=2 pick=20
edit desk=3 pick=2660813322
sync desk=1 pick=36
register desk=2 pick=87
merge desk=0 pick=70
edit desk=2 pick=3942718056
sync desk=0 pick=28
register desk=2 pick=29
answer_question desk=4 pick=32
unmerge desk=3 pick=97
sync desk=1 pick=8
sync desk=2 pick=22
sync desk=3 pick=91
erase desk=2 pick=2597748765
"""
OFFERED_TWICE = """
world seed=1200432 desks=4 spaces=1 persons=1
matter desk=0 pick=29
matter_edit desk=0 pick=41
backup_centre desk=2 pick=74
matter desk=2 pick=64
sync desk=4 pick=86
matter desk=4 pick=68
restore_centre desk=4 pick=31
sync desk=4 pick=83 !too_old@0
sync desk=0 pick=92
sync desk=2 pick=35
matter desk=4 pick=59
restore_centre desk=3 pick=37
sync desk=4 pick=32
sync desk=2 pick=49
matter_edit desk=2 pick=751346763
sync desk=2 pick=84 !twice@2
"""
NOT_YET_GIVEN_BACK = """
world seed=31 desks=1 spaces=1 persons=2 fund=30000
register desk=0 pick=0
register desk=0 pick=1
draft desk=0 pick=9
draft desk=0 pick=61548
submit desk=0 pick=0
submit desk=0 pick=2
sync desk=0 pick=2
backup_centre desk=0 pick=1
decide desk=0 pick=51093
sync desk=0 pick=2
restore_centre desk=0 pick=1
sync desk=0 pick=2 !lose_answer@3
decide desk=0 pick=56723
decide desk=0 pick=276
"""
ANSWERED_TOO_LATE = """
world seed=1201044 desks=3 spaces=1 persons=1
backup_centre desk=0 pick=16
register desk=2 pick=1572360286
backup_centre desk=1 pick=24
sync desk=2 pick=25
register desk=4 pick=33
backup_centre desk=4 pick=11
backup_centre desk=0 pick=6
backup_centre desk=4 pick=33
register desk=1 pick=21
sync desk=4 pick=85
backup_centre desk=3 pick=89
answer_question desk=4 pick=2500029290
backup_centre desk=1 pick=89
restore_centre desk=2 pick=72
erase desk=2 pick=72
"""
ERASED_ALONG = """
world seed=2376 desks=2 spaces=1 persons=1 fund=30000
register desk=1 pick=60
register desk=2 pick=1621354487
register desk=2 pick=2190053351
sync desk=2 pick=48
unmerge desk=2 pick=81
backup_centre desk=2 pick=44
sync desk=2 pick=56
sync desk=1 pick=76
restore_centre desk=2 pick=60
sync desk=2 pick=25
erase desk=2 pick=6
"""
MADE_ONE_TOO_LATE = """
world seed=144 desks=3 spaces=1 persons=1 fund=30000
register desk=0 pick=22348
register_briefly desk=0 pick=34023
register_briefly desk=0 pick=13019
sync desk=0 pick=1
sync desk=1 pick=1
sync desk=2 pick=1
register desk=2 pick=53314
erase desk=0 pick=14957
sync desk=1 pick=1
register_briefly desk=1 pick=62594
merge desk=0 pick=52954
sync desk=0 pick=1
merge desk=1 pick=7034
sync desk=1 pick=1
"""
TWO_BIRTHS = """
world seed=1300016 desks=4 spaces=1 persons=3 page=50 batch=50 ahead=0 fund=30000 files=0 skew=0
register desk=0 pick=98
register desk=0 pick=24
backup_centre desk=4 pick=42
sync desk=4 pick=37
sync desk=2 pick=18
erase desk=1 pick=296903308
sync desk=4 pick=30
volunteer desk=4 pick=97
volunteer desk=2 pick=50
sync desk=2 pick=84
restore_centre desk=5 pick=50
"""
A_GROUP_OF_TWO_SPACES = """
world seed=1300012 desks=4 spaces=3 persons=1 page=50 batch=50 ahead=0 fund=100000 files=0 skew=0
register desk=4 pick=30
sync desk=4 pick=99
sync desk=3 pick=62
ask_shared desk=0 pick=47
sync desk=4 pick=16
ask_shared desk=3 pick=94
scope_change desk=1 pick=24
sync desk=3 pick=14
sync desk=5 pick=39
sync desk=0 pick=11
share desk=0 pick=97
share desk=5 pick=9
"""
FILLED_TOO_LATE = """
world seed=2 desks=2 spaces=1 persons=1
register desk=0 pick=38
sync desk=0 pick=1
register_briefly desk=1 pick=77
register desk=1 pick=75
merge desk=1 pick=22
erase desk=0 pick=1
"""
FILLED_AND_TAKEN_BACK = """
world seed=2 desks=1 spaces=1 persons=1
register_briefly desk=0 pick=30
register desk=0 pick=75
sync desk=0 pick=1
merge desk=0 pick=22
unmerge desk=0 pick=1
sync desk=0 pick=1
erase desk=0 pick=69
"""
SEEN_AND_CHANGED = """
world seed=2 desks=1 spaces=1 persons=1
register_briefly desk=0 pick=30
register desk=0 pick=75
sync desk=0 pick=1
merge desk=0 pick=22
edit desk=0 pick=0
unmerge desk=0 pick=1
sync desk=0 pick=1
erase desk=0 pick=69
"""
SEEN_WITHOUT_THE_SHEET = """
world seed=1400091 desks=4 spaces=2 persons=1 page=50 batch=50 ahead=0 fund=100000 files=0 skew=0
register desk=1 pick=97
register desk=0 pick=67
register desk=4 pick=52
sync desk=0 pick=68
sync desk=1 pick=41
unmerge desk=0 pick=43
edit desk=1 pick=70
register desk=4 pick=98
register desk=0 pick=76
sync desk=4 pick=75
erase desk=0 pick=672351995
"""
FILLED_WITH_A_CODE = """
world seed=2 desks=2 spaces=1 persons=1
register desk=0 pick=1998508115
sync desk=0 pick=1
register_briefly desk=1 pick=2179574990
edit desk=1 pick=705199203
register desk=1 pick=639756416
merge desk=1 pick=626871370
sync desk=1 pick=1
draft desk=1 pick=4171479581
submit desk=1 pick=1
sync desk=1 pick=1
erase desk=0 pick=2624293540
"""
LISTED_NO_MORE = """
world seed=1301071 desks=3 spaces=1 persons=1 page=50 batch=50 ahead=0 fund=30000 files=0 skew=0
register desk=0 pick=56
draft desk=3 pick=61
attach desk=0 pick=51
sync desk=0 pick=7
backup_centre desk=3 pick=40
courier desk=0 pick=141906936
restore_centre desk=0 pick=2216012361
"""


def _decided_otherwise(text: str) -> Generator:
    """The history itself; which application is decided in it, and how, differs."""
    known = Script.read(text)

    def made(seed: int) -> Script:
        picks = Picks(seed)
        decided = (replace(one, pick=picks.number(1 << 16)) if one.deed == "decide" else one for one in known.steps)
        return known.with_steps(tuple(decided))

    return made


@mutant(near(ONE_WITH_A_THIRD))
def who_is_told_apart_shares_words_with_a_third(stack: ExitStack) -> None:
    def part_pair(work: Any, person: Any, other: Any) -> None:
        parting._part_words(work, person, person, other)
        parting._part_words(work, other, other, person)

    _replace(stack, parting, "_part_pair", part_pair)


@mutant(near(PARTED_AND_ERASED))
def a_question_brings_words_of_the_erased(stack: ExitStack) -> None:
    _replace(stack, parting, "_forget_erased", lambda *_: None)


@mutant(near(NOBODY_SPOKE_OF_IT))
def everything_is_news_of_a_restore_nobody_spoke_of(stack: ExitStack) -> None:
    _replace(stack, exchange, "take_back", lambda *given: recovery.take_back(*given[:4]))


@mutant(near(ERASED_ALONG))
def an_order_goes_on_when_others_are_one_with_them(stack: ExitStack) -> None:
    def reach_on(work: Any, rows: Any) -> None:
        calls.append(1)
        if len(calls) % 2 == 0:
            _reach_on(work, rows)

    calls: list[int] = []
    _reach_on = recovery._reach_on
    _replace(stack, recovery, "_reach_on", reach_on)


@mutant(near(BETWEEN_TWO))
def a_sheet_on_the_way_forgets_its_own_word(stack: ExitStack) -> None:
    def keep(turn: Any, root_id: Any, *said: Any, own: bool) -> None:
        sheet = turn.work.find("citizen", root_id)
        if sheet is not None and target_of(sheet) is None:
            _keep(turn, root_id, *said, own=own)

    _keep = people._keep_own_words
    _replace(stack, people, "_keep_own_words", keep)


@mutant(near(OFFERED_TWICE))
def the_answer_to_a_repetition_is_believed(stack: ExitStack) -> None:
    _give_back = pulling.Pulling._give_back
    _replace(stack, pulling.Pulling, "_give_back", lambda self, told: _give_back(self, told) or None)


@mutant(_decided_otherwise(NOT_YET_GIVEN_BACK))
def a_recovery_ends_with_a_quiet_question(stack: ExitStack) -> None:
    _replace(stack, owing.Owing, "epoch", lambda _self, position: position.epoch)


@mutant(near(ANSWERED_TOO_LATE))
def what_is_said_of_the_erased_waits(stack: ExitStack) -> None:
    def wait(turn: Any, kind: str, record_id: Any) -> turns.Outcome:
        turn.work.park(turn.act, record_id, turn.caller)
        return turns.waiting_for(kind, record_id)

    _replace(stack, births, "wait", wait)


@mutant(near(MADE_ONE_TOO_LATE))
def a_code_seen_since_leaves_alone(stack: ExitStack) -> None:
    _bears = people._bears_code_of

    def bears(work: Any, content: Any, spared_id: Any, was_seen: bool | None) -> bool:
        return _bears(work, content, spared_id, was_seen or None)

    _replace(stack, people, "_bears_code_of", bears)


@mutant(near(TWO_BIRTHS))
def a_row_replaces_the_words_of_another_birth(stack: ExitStack) -> None:
    _replace(stack, settling, "_is_one_birth", lambda *_: True)


@mutant(near(A_GROUP_OF_TWO_SPACES))
def a_group_is_shown_where_it_was_made_first_alone(stack: ExitStack) -> None:
    _replace(stack, births, "_may_name_families", lambda *_: False)


@mutant(near(FILLED_TOO_LATE))
def a_merge_that_came_too_late_leaves_its_words(stack: ExitStack) -> None:
    _replace(stack, passed_on, "take_back", lambda *_: None)


@mutant(near(FILLED_AND_TAKEN_BACK))
def words_taken_back_stay_in_the_log(stack: ExitStack) -> None:
    _replace(stack, passed_on, "leave_log", lambda *_: None)


@mutant(near(FILLED_AND_TAKEN_BACK))
def words_put_on_anothers_sheet_stay_in_the_outbox(stack: ExitStack) -> None:
    _replace(stack, sync_passed_on, "carries", lambda *_: False)


@mutant(near(SEEN_AND_CHANGED))
def words_seen_and_changed_stay_in_the_log(stack: ExitStack) -> None:
    _replace(stack, store_people, "unseen", lambda *_: None)
    _replace(stack, store_log, "heard", lambda _kind, _verb, payload: payload)


@mutant(near(SEEN_WITHOUT_THE_SHEET))
def words_seen_stay_in_the_log_of_who_hears_late(stack: ExitStack) -> None:
    _replace(stack, store_log, "heard", lambda _kind, _verb, payload: payload)


@mutant(near(SEEN_AND_CHANGED))
def words_seen_and_changed_stay_in_the_outbox(stack: ExitStack) -> None:
    _replace(stack, sync_passed_on, "_take_seen", lambda *_: False)


@mutant(near(FILLED_TOO_LATE))
def every_act_of_a_deed_has_its_own_instant(stack: ExitStack) -> None:
    """On a machine that takes three seconds from one to the next."""

    def instant(journal: Any) -> int:
        slow[journal] += 1
        return microseconds(journal._clock.now()) + 3_000_000 * slow[journal]

    slow: Counter[Any] = Counter()
    _replace(stack, Journal, "_instant", property(instant))


@mutant(near(FILLED_WITH_A_CODE))
def a_place_stays_under_the_code_of_the_erased(stack: ExitStack) -> None:
    _replace(stack, passed_on, "_roots", lambda *_: [])


@mutant(near(LED_TO_SOMEBODY_ERASED))
def who_led_to_somebody_erased_leads_nowhere(stack: ExitStack) -> None:
    _replace(stack, erasure, "let_stand", lambda *_: [])


@mutant(near(LISTED_NO_MORE))
def nobody_asks_for_a_file_that_arrived(stack: ExitStack) -> None:
    _replace(stack, courier.FileCourier, "_ask_again", lambda _self: None)


@mutant(near(REFUSED_AFTER_IT_AGREED))
def what_agreed_is_said_though_nothing_was_heard_since(stack: ExitStack) -> None:
    """A later round of the exchange came to nothing."""

    def all_of_it(self: Any, told: Any) -> bool:
        ended = _all(self, told)
        agreed[:] = [told.verified]
        return ended

    def exchange(self: Any) -> Any:
        told = _exchange(self)
        told.verified = agreed == [True]
        return told

    agreed: list[bool] = []
    _all, _exchange = pulling.Pulling.all, engine.SyncEngine.exchange
    _replace(stack, pulling.Pulling, "all", all_of_it)
    _replace(stack, engine.SyncEngine, "exchange", exchange)
