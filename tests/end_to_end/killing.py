"""Kill the saver at a random moment, again and again, and look at what is left."""

import contextlib
import random
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from uuid import UUID

from tests.desk import KEY, Desk
from wemi_desk.domain.errors import StorageError
from wemi_desk.persistence import tables
from wemi_desk.persistence.copying import check_integrity
from wemi_desk.sync.canonical import next_link
from wemi_desk.sync.messages import EMPTY_CHAIN

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Losses:
    """What went wrong, in words; empty when nothing did."""

    acknowledged: int = 0
    lost: list = field(default_factory=list)
    corrupt: list = field(default_factory=list)


def kill_while_saving(folder, seed, start, most_lines=25, most_seconds=0.02):
    """Run the saver and kill it at a random moment after a random number of commits; returns what it had said."""
    pick = random.Random(seed)
    lines, moment = pick.randint(0, most_lines), pick.uniform(0, most_seconds)
    command = [sys.executable, "-m", "tests.end_to_end.saver", str(folder), str(start)]
    saver = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)
    try:
        heard = [saver.stdout.readline() for _ in range(lines + 1)]
        timer = Timer(moment, saver.send_signal, (_KILL,))
        timer.start()
        heard += saver.stdout.readlines()
        timer.join()
    finally:
        with contextlib.suppress(ProcessLookupError):
            saver.kill()
        saver.wait()
        saver.stdout.close()
    if heard[0] != b"ready\n":
        raise AssertionError("the saver did not start")
    return [tuple(line.decode().split()) for line in heard[1:] if line.endswith(b"\n")]


_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)


def look(folder, lines, losses):
    """Compare the store with everything that was ever acknowledged."""
    losses.acknowledged = len(lines)
    try:
        check_integrity(folder / "store.db", KEY)
        desk = Desk(folder)
    except StorageError as error:
        losses.corrupt.append(type(error).__name__)
        return
    try:
        losses.lost += _lost(desk, lines)
        losses.corrupt += inconsistent(desk)
    finally:
        desk.close()


def _lost(desk, lines):
    contacts = {row.id for row in desk.rows(tables.CONTACT)}
    people = {row.id for row in desk.rows(tables.CITIZEN)}
    gone = {row.contact_id for row in desk.rows(tables.CONTACT_CANCELLATION)}
    drafts = {row.id: len(row.content) for row in desk.rows(tables.DRAFT)}
    sent = Counter(act.record_id for act in desk.acts() if act.verb == "new")
    done = {line[3] for line in lines if line[0] == "visit"}
    for kind, first, *rest in lines:
        one = UUID(first)
        match kind:
            case "quick" | "visit":
                there = one in contacts and sent[one] == 1
            case "person":
                there = one in people and sent[one] == 1
            case "undo":
                there = one in gone
            case "draft":
                there = first in done or one in contacts or drafts.get(one, 0) >= int(rest[0]) or _recorded(desk, one)
        if not there:
            yield (kind, first, *rest)


def _recorded(desk, draft):
    """The kill came after the commit that used the draft up and before its line was printed."""
    return any(row.form_id == draft for row in desk.rows(tables.DEED))


def inconsistent(desk):
    """What the store says against itself, in words."""
    chain, acts = EMPTY_CHAIN, desk.acts()
    for number, act in enumerate(acts, start=1):
        chain = next_link(chain, act.id, act.body)
        if act.number != number or act.chain != chain:
            yield f"outbox broken at {number}"
            return
    state = desk.rows(tables.DESK)[0]
    if (state.last_number, state.chain) != (len(acts), chain):
        yield "the desk does not know its outbox"
    for kind, (_, table) in tables.SYNCHRONISED.items():
        if {row.id for row in desk.rows(table)} != {act.record_id for act in acts if act.kind == kind}:
            yield f"{kind}: records without their acts, or acts without their records"
    if desk.first_bad_entry() is not None:
        yield "the access log does not verify"
    yield from _unfindable(desk)


def _unfindable(desk):
    indexed = {UUID(bytes=row.citizen_id) for row in desk.rows(tables.METADATA.tables["search_person"])}
    living = {row.id for row in desk.rows(tables.CITIZEN) if row.merged_into is None and row.withdrawn_at is None}
    if indexed != living:
        yield "the search does not know every person"


def rounds(folder, kills, seed):
    """*kills* kills one after the other on one store; returns what was lost in all of them."""
    Desk(folder).found().close()
    lines, losses = [], Losses()
    for number in range(kills):
        lines += kill_while_saving(folder, seed * 10_000 + number, number * 1_000)
        look(folder, lines, losses)
        if losses.lost or losses.corrupt:
            break
    return losses
