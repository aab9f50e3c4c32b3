"""Attachments from the desk's spool to the centre's disk, over HTTP."""

import os
from uuid import uuid4

import msgspec
import pytest

from tests.central.test_line import act, push_of
from tests.central_exchange import plain_rules
from tests.central_people import TENANT
from tests.wire_centre import served, wire_centre
from wemi_desk.central.boxes import opened
from wemi_desk.central.serve import new_id
from wemi_desk.central.store.file_list import FileList
from wemi_desk.gateways.boxes import unseal
from wemi_desk.gateways.file_spool import PURPOSE, SealedSpool
from wemi_desk.sync.admission import PART_BYTES
from wemi_desk.sync.courier import FileCourier
from wemi_desk.sync.ports import LineError


@pytest.fixture
def centre(centre_url, database, tmp_path):
    with served(wire_centre(centre_url, tmp_path, apply_act=plain_rules)) as centre:
        yield centre


@pytest.fixture
def desk(centre):
    return centre.enrolled()


@pytest.fixture
def spool(desk, tmp_path):
    return SealedSpool(tmp_path / "outgoing", desk.answer.box_key)


class Records:
    """A desk on which no record is in sight."""

    def __init__(self, *, gone):
        self._gone = gone

    def is_known(self, _record_id):
        return False

    def is_gone(self, _record_id):
        return self._gone


def attached(desk, record_id):
    desk.line.push(push_of(msgspec.structs.replace(act(1, record_id=record_id), kind="attachment")))


def read(centre, file):
    with centre.store.quick() as connection:
        stored = FileList(connection, TENANT).find(file.sha256)
    key = opened(stored.sealed_key, centre.keys.box, PURPOSE)
    return unseal(key, centre.app.state.centre.files.read(TENANT, file.sha256), file.record_id.bytes)


def test_what_is_attached_arrives_whole_and_only_the_centre_can_read_it(centre, desk, spool, tmp_path):
    record, content = new_id(), b"%PDF carta d'identita " * 40_000
    file = spool.put(record, content)
    attached(desk, record)
    done = FileCourier(desk.line, spool, lambda: False).round()
    assert (done.delivered, done.parts) == (1, -(-file.size // PART_BYTES))
    assert spool.waiting() == []
    assert read(centre, file) == content
    places = [path for folder in ("files", "outgoing") for path in (tmp_path / folder).rglob("*") if path.is_file()]
    assert b"carta" not in b"".join(path.read_bytes() for path in places)


@pytest.mark.parametrize("has_bytes", [True, False])
def test_what_a_restored_centre_lost_of_a_file_goes_again_in_its_next_life(centre, desk, spool, has_bytes):
    record, before, after = new_id(), uuid4(), uuid4()
    file = spool.put(record, b"once more " * 100)
    attached(desk, record)
    lives = [before, before, after]
    courier = FileCourier(desk.line, spool, lambda: False, epoch=lambda: lives.pop(0))
    assert courier.round().delivered == 1
    with centre.store.work() as connection:
        FileList(connection, TENANT).forget(file.sha256)
    if not has_bytes:
        centre.app.state.centre.files.delete(TENANT, file.sha256)
    assert courier.round().delivered == 0
    assert courier.round().delivered == 1
    assert read(centre, file) == b"once more " * 100
    with centre.store.quick() as connection:
        assert FileList(connection, TENANT).find(file.sha256).whole_at is not None


@pytest.mark.parametrize("has_bytes", [True, False])
def test_what_a_centre_lost_without_a_word_is_missed_by_the_desk_when_its_courier_begins(
    centre, desk, spool, has_bytes
):
    record, life = new_id(), uuid4()
    file = spool.put(record, b"unnoticed " * 100)
    attached(desk, record)
    courier = FileCourier(desk.line, spool, lambda: False, epoch=lambda: life)
    assert courier.round().delivered == 1
    with centre.store.work() as connection:
        FileList(connection, TENANT).forget(file.sha256)
    if not has_bytes:
        centre.app.state.centre.files.delete(TENANT, file.sha256)
    assert courier.round().parts == 0
    assert FileCourier(desk.line, spool, lambda: True, epoch=lambda: life).round().parts == 0  # records go first
    done = FileCourier(desk.line, spool, lambda: False, epoch=lambda: life).round()
    assert done.delivered == (0 if has_bytes else 1)
    assert read(centre, file) == b"unnoticed " * 100


def test_what_is_kept_for_a_restore_goes_with_its_record(desk, spool, tmp_path):
    record = new_id()
    spool.put(record, b"for a while")
    attached(desk, record)
    FileCourier(desk.line, spool, lambda: False).round()
    assert len(spool.kept_files()) == 1
    FileCourier(desk.line, spool, lambda: False, records=Records(gone=False)).round()
    assert len(spool.kept_files()) == 1  # out of sight is not gone: the centre may be put back
    FileCourier(desk.line, spool, lambda: False, records=Records(gone=True)).round()
    assert list((tmp_path / "outgoing").iterdir()) == []


def test_records_go_first_and_a_round_takes_no_more_of_the_line_than_it_may(desk, spool):
    record = new_id()
    spool.put(record, os.urandom(5 * PART_BYTES))
    attached(desk, record)
    assert FileCourier(desk.line, spool, lambda: True).round().parts == 0
    courier = FileCourier(desk.line, spool, lambda: False, most_parts=2)
    assert [courier.round().parts for _round in range(3)] == [2, 2, 2]
    assert spool.waiting() == []


def test_a_file_whose_record_has_not_arrived_waits_and_holds_no_other_up(desk, spool):
    early, late = new_id(), new_id()
    spool.put(late, b"late")
    spool.put(early, b"early")
    attached(desk, early)
    courier = FileCourier(desk.line, spool, lambda: False)
    assert courier.round().delivered == 1
    assert [one.record_id for one in spool.waiting()] == [late]


def test_a_line_that_breaks_in_every_part_costs_no_byte_twice(desk, spool):
    record = new_id()
    file = spool.put(record, os.urandom(3 * PART_BYTES))
    attached(desk, record)

    class Breaking:
        sent = 0

        def offer_file(self, offer):
            return desk.line.offer_file(offer)

        def send_part(self, digest, offset, part):
            self.sent += len(part)
            desk.line.send_part(digest, offset, part)
            raise LineError("timeout")

    line = Breaking()
    for _round in range(6):
        try:
            FileCourier(line, spool, lambda: False).round()
        except LineError:
            continue
    assert line.sent == file.size
    assert spool.waiting() == []


def test_a_spoiled_file_is_told_and_goes_again(centre, desk, spool, tmp_path):
    record = new_id()
    file = spool.put(record, b"x" * 1000)
    attached(desk, record)
    path = tmp_path / "outgoing" / file.sha256.hex()
    right = path.read_bytes()
    path.write_bytes(bytes([right[0] ^ 1]) + right[1:])
    courier = FileCourier(desk.line, spool, lambda: False)
    assert (courier.round().spoiled, len(spool.waiting())) == (1, 1)
    path.write_bytes(right)
    assert courier.round().delivered == 1
    assert read(centre, file) == b"x" * 1000


def test_a_crash_before_the_note_leaves_no_file(spool, tmp_path):
    (tmp_path / "outgoing").mkdir()
    (tmp_path / "outgoing" / uuid4().hex).write_bytes(b"half")
    assert spool.waiting() == []
