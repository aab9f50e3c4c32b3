"""A file from somebody's stick to the centre: made anew, sealed, bound to its application, gone with the person."""

import hashlib
import os
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.bad_files import pdf, picture
from tests.case_desk import CaseDesk
from tests.measure_documents import measure
from wemi_desk.domain.errors import InvalidFieldError, NoCentreError, NotReadyError, StorageError
from wemi_desk.gateways.file_spool import SealedSpool
from wemi_desk.gateways.scans import remade
from wemi_desk.persistence import tables
from wemi_desk.persistence.attachments import SqlFileRecords
from wemi_desk.services.attachments import AttachmentService
from wemi_desk.sync.admission import FileState
from wemi_desk.sync.courier import FileCourier

ASKED = [{"code": "act", "label": "Atto di nomina", "as_file": True, "accepts": ["pdf", "jpg"]}]
BOX = bytes.fromhex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a")


class Office:
    """The centre, as far as files go: it takes everything."""

    def __init__(self):
        self.files = {}

    def offer_file(self, offer):
        return FileState(offset=len(self.files.setdefault(offer.sha256, b"")), whole=False)

    def send_part(self, sha256, offset, part):
        self.files[sha256] += part
        return FileState(offset=len(self.files[sha256]), whole=True)


@pytest.fixture
def case(desk):
    return CaseDesk(desk.giulia, measure(attachments=ASKED))


@pytest.fixture
def spool(tmp_path):
    return SealedSpool(tmp_path / "outgoing", BOX)


@pytest.fixture
def files(case, spool):
    return AttachmentService(case.counter.store, case.counter.session, case.measures, remade, spool)


@pytest.fixture
def begun(case):
    mother, (child,) = case.family()
    case.with_isee(mother)
    return case.start(mother, child)[0]


@pytest.fixture
def scan(tmp_path):
    path = tmp_path / "Fumagalli Anna.pdf"
    path.write_bytes(pdf())
    return path


def test_a_file_is_there_sealed_and_its_record_says_what_it_is_and_no_name(desk, files, spool, begun, scan, tmp_path):
    attached = files.attach(begun.id, "act", scan)
    assert files.of(begun.id) == [attached]
    assert (attached.media_type, attached.pages, attached.application_id) == ("application/pdf", 1, begun.id)
    (waiting,) = spool.waiting()
    assert waiting.record_id == attached.id
    kept = b"".join(path.read_bytes() for path in (tmp_path / "outgoing").iterdir())
    assert b"%PDF" not in kept
    assert b"Fumagalli" not in kept + repr(desk.rows(tables.ATTACHMENT)).encode()


def test_what_the_measure_asks_for_as_a_file_is_missing_until_it_is_attached(case, files, begun, scan):
    for code in ("truthful", "shared"):
        case.cases.tick(begun.id, code)
    assert case.cases.missing(begun.id) == ("attachment:act",)
    with pytest.raises(NotReadyError):
        case.cases.make_ready(begun.id)
    files.attach(begun.id, "act", scan)
    case.cases.make_ready(begun.id)
    assert case.cases.get(begun.id).state == "ready"


@pytest.mark.parametrize(("code", "name", "content", "why"), [
    ("other", "a.pdf", pdf(), "not_asked"), ("act", "a.pdf", b"", "empty"), ("act", "a.pdf", picture(),
     "not_what_it_says"), ("act", "a.doc", b"PK", "wrong_kind"),
])  # fmt: skip
def test_what_is_not_asked_for_or_not_what_it_says_leaves_nothing(
    desk, files, spool, begun, tmp_path, code, name, content, why
):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InvalidFieldError) as caught:
        files.attach(begun.id, code, path)
    assert (caught.value.field, caught.value.reason) == ("attachment", why)
    assert (spool.waiting(), desk.rows(tables.ATTACHMENT)) == ([], [])


def test_only_kinds_the_measure_accepts(desk, spool, begun, scan):
    only_pictures = CaseDesk(desk.giulia, measure(attachments=[ASKED[0] | {"accepts": ["jpg"]}]))
    files = AttachmentService(desk.giulia.store, desk.giulia.session, only_pictures.measures, remade, spool)
    with pytest.raises(InvalidFieldError) as caught:
        files.attach(begun.id, "act", scan)
    assert caught.value.reason == "not_accepted"


def test_a_desk_without_a_centre_has_nobody_to_seal_it_for(case, begun, scan):
    alone = AttachmentService(case.counter.store, case.counter.session, case.measures, remade, None)
    with pytest.raises(NoCentreError):
        alone.attach(begun.id, "act", scan)


def test_when_the_record_cannot_be_written_the_file_goes_too(files, spool, begun, scan, monkeypatch):
    def full(*_):
        raise StorageError("full")

    monkeypatch.setattr("wemi_desk.persistence.attachments.SqlAttachments.add", full)
    with pytest.raises(StorageError):
        files.attach(begun.id, "act", scan)
    assert (spool.waiting(), files.of(begun.id)) == ([], [])


def test_the_courier_carries_it_and_only_the_key_of_the_centre_opens_it(desk, files, spool, begun, scan):
    attached = files.attach(begun.id, "act", scan)
    (waiting,) = spool.waiting()
    office = Office()
    assert FileCourier(office, spool, lambda: False, records=SqlFileRecords(desk.engine)).round().delivered == 1
    assert spool.waiting() == []
    (sealed,) = office.files.values()
    assert len(waiting.sealed_key) > 32
    assert b"%PDF" not in sealed
    assert hashlib.sha256(sealed).digest() == waiting.sha256
    assert attached.id.bytes not in waiting.sealed_key


def test_a_crash_between_file_and_record_is_settled_at_the_next_round(desk, files, spool, begun, scan, tmp_path):
    known = SqlFileRecords(desk.engine)
    attached = files.attach(begun.id, "act", scan)
    (waiting,) = spool.waiting()
    note = tmp_path / "outgoing" / f"{waiting.sha256.hex()}.note"
    note.rename(note.with_suffix(".coming"))
    assert spool.waiting() == []
    spool.settle(known)
    assert [one.record_id for one in spool.waiting()] == [attached.id]
    spool.prepare(begun.id, b"half")
    spool.settle(known)
    coming = list((tmp_path / "outgoing").glob("*.coming"))
    assert len(coming) == 1
    os.utime(coming[0], (time.time() - 90_000,) * 2)
    spool.settle(known)
    assert list((tmp_path / "outgoing").glob("*.coming")) == []


def out_of_sight(desk, attached):
    """Nothing of the record is here: neither shown nor said."""
    desk.execute(tables.ATTACHMENT.delete())
    desk.execute(tables.OUTBOX.delete().where(tables.OUTBOX.c.record_id == attached.id))


def test_the_file_of_somebody_erased_is_gone_at_the_next_round(desk, files, spool, begun, scan, tmp_path):
    attached = files.attach(begun.id, "act", scan)
    out_of_sight(desk, attached)
    desk.execute(tables.ERASURE_ORDER.insert().values(number=1, ids=begun.id.bytes + attached.id.bytes))
    FileCourier(Office(), spool, lambda: False, records=SqlFileRecords(desk.engine)).round()
    assert list((tmp_path / "outgoing").iterdir()) == []


@pytest.mark.parametrize("change", [{"payload": None}, {"withdrawn_at": datetime(2026, 11, 20, tzinfo=UTC)}])
def test_the_file_whose_record_is_erased_here_or_withdrawn_is_gone_too(desk, files, spool, begun, scan, change):
    attached = files.attach(begun.id, "act", scan)
    desk.execute(tables.ATTACHMENT.delete())
    desk.execute(tables.OUTBOX.update().where(tables.OUTBOX.c.record_id == attached.id).values(**change))
    spool.settle(SqlFileRecords(desk.engine))
    assert spool.waiting() == []


def test_a_file_whose_record_is_out_of_sight_for_now_stays_for_a_month(desk, files, spool, begun, scan, tmp_path):
    """The centre was put back, or this desk was: the record comes again."""
    records = SqlFileRecords(desk.engine)
    attached = files.attach(begun.id, "act", scan)
    out_of_sight(desk, attached)
    spool.settle(records)
    (waiting,) = spool.waiting()
    note = tmp_path / "outgoing" / f"{waiting.sha256.hex()}.note"
    month_ago = time.time() - 31 * 86_400
    os.utime(note, (month_ago, month_ago))
    row = {"kind": "attachment", "id": attached.id.bytes, "scope": "space:BAR", "version": 1, "mac": b"", "data": b"{}"}
    desk.execute(tables.LIMBO.insert().values(**row))
    spool.settle(records)
    assert spool.waiting() == [waiting]
    desk.execute(tables.LIMBO.delete())
    spool.settle(records)
    assert spool.waiting() == []


def test_after_it_was_submitted_only_what_the_office_asks_for_is_attached(case, files, begun, scan):
    with case.counter.store.work() as work:
        work.applications.replace(replace(begun, state="submitted", receipt_number="1"))
        work.commit()
    with pytest.raises(InvalidFieldError):
        files.attach(begun.id, "act", scan)
    with case.counter.store.work() as work:
        work.applications.replace(replace(begun, state="integration_requested", receipt_number="1"))
        work.commit()
    assert files.attach(begun.id, "page_2", scan).code == "page_2"
