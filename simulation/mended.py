"""Holes that random play met once in thousands of histories, put back: each shows near the history that found it."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select

from simulation import generate
from simulation.mutants import _replace, mutant
from simulation.papers import DeskSpool
from simulation.picks import Picks
from simulation.play import Generator
from simulation.script import Script
from wemi_desk.central.exchange import applications, changes, contents, parting, questions, recovery, two_lives
from wemi_desk.central.exchange.redirects import branch_of
from wemi_desk.central.store import workspace as store_workspace
from wemi_desk.persistence import sync_log, sync_store
from wemi_desk.persistence.attachments import SqlFileRecords
from wemi_desk.persistence.tables import ATTACHMENT
from wemi_desk.sync import merge


def near(text: str) -> Generator:
    """The history itself, and others in which a little more happens."""
    known = Script.read(text)

    def made(seed: int) -> Script:
        picks, steps = Picks(seed), list(known.steps)
        for step in generate.everything(seed).steps[: seed % 4]:
            steps.insert(picks.number(len(steps)), step)
        return known.with_steps(tuple(steps))

    return made


BIRTHS_IN_A_QUESTION = """
world seed=1411228 desks=3 spaces=1 persons=1 page=50 batch=50 ahead=0 fund=100000 files=0 skew=0
register desk=4 pick=1320773987
register desk=2 pick=2185349142
sync desk=2 pick=98
sync desk=1 pick=13
register desk=4 pick=1535364146
edit desk=4 pick=821413887
register desk=4 pick=6
register desk=1 pick=16
merge desk=4 pick=2269391253
unmerge desk=1 pick=15
sync desk=1 pick=79
sync desk=2 pick=93
unmerge desk=2 pick=64
register desk=4 pick=20
sync desk=2 pick=97
sync desk=1 pick=81
erase desk=4 pick=77
"""
LOOKED_UP_AND_PUT_BACK = """
world seed=70191 desks=5 spaces=2 persons=4
backup_centre desk=5 pick=15
register desk=5 pick=2875062294
sync desk=0 pick=78
look_up desk=1 pick=69
restore_centre desk=0 pick=49
edit desk=6 pick=74
sync desk=1 pick=16
sync desk=0 pick=55
backup_centre desk=4 pick=44
look_up desk=1 pick=998681363
sync desk=6 pick=51
restore_centre desk=5 pick=19
"""
PUT_BACK_TWICE = """
world seed=200017 desks=5 spaces=1 persons=3 fund=30000
register desk=1 pick=3881937007
clone desk=6 pick=34
sync desk=1 pick=29
edit desk=5 pick=54
backup_centre desk=1 pick=28
register desk=3 pick=8
sync desk=3 pick=7
sync desk=5 pick=47
restore_centre desk=1 pick=17
sync desk=5 pick=96
sync desk=2 pick=71
edit desk=2 pick=2186552140
register desk=2 pick=32
sync desk=3 pick=78 !centre_restore@3
"""
PARTED_WITH_A_DOUBT = """
world seed=80026 desks=4 spaces=2 persons=1 fund=30000
register desk=3 pick=72
register desk=0 pick=82
sync desk=3 pick=83
sync desk=4 pick=37
sync desk=2 pick=66
answer_question desk=2 pick=4091686167
edit desk=2 pick=66
edit desk=4 pick=1420193055
sync desk=2 pick=15
unmerge desk=2 pick=21
"""
ERASED_TWICE = """
world seed=300597 desks=3 spaces=1 persons=1 fund=30000
register desk=4 pick=14
sync desk=4 pick=35
erase desk=1 pick=10
sync desk=1 pick=5
register desk=2 pick=1509094951
register desk=4 pick=84
register desk=1 pick=9
sync desk=1 pick=35
erase desk=4 pick=51
"""
ERASED_UNAWARE = """
world seed=60107 desks=4 spaces=1 persons=1 fund=30000
backup_centre desk=3 pick=33
register desk=5 pick=2541982826
register desk=1 pick=99
register desk=0 pick=57
sync desk=5 pick=44
merge desk=5 pick=10
sync desk=4 pick=56
sync desk=5 pick=33
restore_centre desk=1 pick=45
sync desk=0 pick=59
erase desk=5 pick=46
"""
PARTED_BELOW = """
world seed=300597 desks=3 spaces=1 persons=1 fund=30000
register desk=2 pick=24
register desk=4 pick=14
register desk=4 pick=91
sync desk=1 pick=5
sync desk=2 pick=4
unmerge desk=4 pick=50
sync desk=1 pick=35
erase desk=4 pick=51
"""
PARTED_WHILE_LOST = """
world seed=300638 desks=4 spaces=1 persons=1
register desk=2 pick=1166415986
backup_centre desk=4 pick=95
sync desk=2 pick=99 !edit_during@4611601
sync desk=0 pick=91
unmerge desk=4 pick=55
restore_centre desk=4 pick=67
register desk=4 pick=19
sync desk=0 pick=8
erase desk=2 pick=7
"""

A_MONTH_AHEAD = """
world seed=301600 desks=1 spaces=1 persons=1 fund=30000
backup_centre desk=5 pick=55
register desk=4 pick=74
settle desk=2 pick=28
clock_jump desk=4 pick=2892334765
wait desk=5 pick=490827566
backup_centre desk=5 pick=4
sync desk=4 pick=7
wait desk=3 pick=1664260068
sync desk=4 pick=42 !centre_restore@12
"""


@mutant(near(LOOKED_UP_AND_PUT_BACK))
def what_waits_again_is_not_told(stack: ExitStack) -> None:
    _replace(stack, sync_store.SqlSyncStore, "wait_again", lambda *_: False)


@mutant(near(PUT_BACK_TWICE))
def a_question_of_another_life_loses_its_words(stack: ExitStack) -> None:
    _replace(stack, recovery, "said_beside", lambda *_: {})


@mutant(near(PARTED_WITH_A_DOUBT))
def a_doubt_about_who_is_part_of_another_is_dropped(stack: ExitStack) -> None:
    _replace(stack, questions, "put_off", lambda *_: None)
    _replace(stack, parting, "_keep", lambda *_: None)


@mutant(near(ERASED_TWICE))
def the_first_of_two_orders_is_forgotten(stack: ExitStack) -> None:
    def numbers(self: Any, key: bytes) -> Any:
        return [max(all_of_them)] if (all_of_them := _numbers(self, key)) else []

    _numbers = store_workspace.SqlWorkspace.erased_key_nos
    _replace(stack, store_workspace.SqlWorkspace, "erased_key_nos", numbers)


@mutant(near(ERASED_UNAWARE))
def nobody_asks_who_was_one_with_the_erased(stack: ExitStack) -> None:
    _replace(stack, recovery, "_bears_words_of_erased", lambda *_: False)


@mutant(near(PARTED_BELOW))
def an_un_merge_looks_at_one_sheet_alone(stack: ExitStack) -> None:
    _replace(stack, parting, "_above", lambda work, other: _above(work, other)[-1:])


_above = parting._above


@mutant(near(PARTED_WHILE_LOST))
def who_said_what_is_known_by_the_act_alone(stack: ExitStack) -> None:
    _replace(stack, parting, "_sheets", lambda *_: [])


@mutant(near(A_MONTH_AHEAD))
def acts_are_let_go_by_the_desks_own_clock(stack: ExitStack) -> None:
    def receipt_as_of_now(cursor: Any) -> Any:
        receipt = _last_receipt(cursor)
        return receipt and msgspec.structs.replace(receipt, at=1 << 60)

    _last_receipt = sync_log.last_receipt
    _replace(stack, sync_log, "last_receipt", receipt_as_of_now)


@mutant(generate.papers)
def what_the_centre_has_is_gone_at_the_desk(stack: ExitStack) -> None:
    _replace(stack, DeskSpool, "delivered", DeskSpool.forget)


@mutant(generate.papers)
def a_file_outlives_its_person_at_the_desk(stack: ExitStack) -> None:
    _replace(stack, DeskSpool, "settle", lambda *_: None)


TWO_REASONS = """
world seed=38 desks=2 spaces=1 persons=1
matter desk=2 pick=21
sync desk=2 pick=21
sync desk=3 pick=16
matter_edit desk=2 pick=1214874799
matter_edit desk=3 pick=96
"""


@mutant(near(TWO_REASONS))
def what_is_said_beside_the_same_word_is_lost(stack: ExitStack) -> None:
    _replace(stack, merge, "_follows", lambda leader, _content, changes: leader in changes)
    _unheard(stack)


UNSEEN_REASON = """
world seed=310114 desks=4 spaces=1 persons=1 fund=100000
matter desk=4 pick=6
matter_edit desk=0 pick=3915062070
sync desk=0 pick=76
sync desk=2 pick=2
matter_edit desk=4 pick=1463187559
matter_edit desk=2 pick=2733970166
"""


@mutant(near(UNSEEN_REASON))
def what_goes_along_replaces_a_word_unheard(stack: ExitStack) -> None:
    _unheard(stack)


def _unheard(stack: ExitStack) -> None:
    def follow(self: Any, field: str, *said: Any) -> None:
        _follow(self, field, *said)
        self.doubts.pop(field, None)

    _follow = merge._Attempt.follow
    _replace(stack, merge._Attempt, "follow", follow)


@mutant(generate.skewed)
def a_field_of_a_newer_version_is_dropped(stack: ExitStack) -> None:
    def changes_of(payload: dict[str, Any]) -> dict[str, list[Any]]:
        return {name: change for name, change in _changes_of(payload).items() if name != "nickname"}

    _changes_of = contents.changes_of
    _replace(stack, contents, "changes_of", changes_of)


PLACE_OF_TWO = """
world seed=10000990 desks=3 spaces=2 persons=3 fund=30000
register desk=4 pick=31
draft desk=1 pick=60
submit desk=4 pick=76
register desk=3 pick=1522330760
sync desk=1 pick=1
backup_centre desk=1 pick=54
draft desk=1 pick=88
withdraw_application desk=1 pick=365884134
sync desk=1 pick=13
draft desk=0 pick=2
submit desk=4 pick=22
submit desk=3 pick=71
sync desk=0 pick=36
restore_centre desk=4 pick=31
"""


@mutant(near(PLACE_OF_TWO))
def an_empty_place_is_anybodys(stack: ExitStack) -> None:
    _replace(stack, applications, "_pass_on", lambda *_: None)


GRANTED_SINCE = """
world seed=10001592 desks=2 spaces=1 persons=1 fund=30000
register desk=4 pick=6
backup_centre desk=0 pick=20
register desk=1 pick=28
draft desk=1 pick=51
submit desk=1 pick=44
sync desk=1 pick=5
sync desk=0 pick=5
restore_centre desk=0 pick=47
sync desk=1 pick=17
decide desk=1 pick=84
sync desk=1 pick=84
"""


@mutant(near(GRANTED_SINCE))
def an_application_is_as_far_as_its_version_says(stack: ExitStack) -> None:
    _replace(stack, two_lives, "_far", lambda _: (0, 0))


MOVED_ALONG = """
world seed=10000309 desks=4 spaces=1 persons=1 fund=30000
register desk=5 pick=3628963138
register desk=0 pick=99
edit desk=1 pick=1679883944
register desk=5 pick=8
sync desk=0 pick=42
sync desk=5 pick=81
register desk=0 pick=37
call_back desk=0 pick=3444761756
merge desk=4 pick=32
sync desk=4 pick=51
erase desk=0 pick=15
"""


@mutant(near(MOVED_ALONG))
def what_belongs_to_somebody_moves_without_them(stack: ExitStack) -> None:
    _replace(stack, changes, "_goes_with_people", lambda *_: False)


@mutant(generate.papers)
def a_file_is_gone_when_its_record_is_out_of_sight(stack: ExitStack) -> None:
    _replace(stack, SqlFileRecords, "is_gone", lambda *_: True)
    _replace(stack, SqlFileRecords, "is_known", _is_shown)


def _is_shown(self: SqlFileRecords, record_id: UUID) -> bool:
    return self._any(select(ATTACHMENT.c.id).where(ATTACHMENT.c.id == record_id))


@mutant(near(BIRTHS_IN_A_QUESTION))
def whether_two_are_one_is_a_word_of_theirs(stack: ExitStack) -> None:
    def said_of(work: Any, other_id: UUID) -> set[str]:
        asked = [q for one in branch_of(work, other_id) for q in work.pointing("record_id", one, (questions.QUESTION,))]
        return _said_of(work, other_id) | {questions.act_of(word) for q in asked for word in q.content["values"]}

    _said_of = parting._said_of
    _replace(stack, parting, "_said_of", said_of)
