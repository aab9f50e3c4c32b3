"""Markers outside the store, unsent work by hand, and persons of other spaces for a while."""

from uuid import UUID

import msgspec
import pytest

from tests.factories import CODE, make_citizen, person
from tests.sync_desk import Line
from wemi_desk.domain.errors import InvalidFieldError, NoCentreError, NoLineError, RecordMissingError
from wemi_desk.gateways.boxes import unseal
from wemi_desk.gateways.derivation import expand
from wemi_desk.gateways.markers import FileMarker, KeyringMarker, TwoMarkers
from wemi_desk.gateways.parcels import sealed_to_centre
from wemi_desk.gateways.whole_files import write_whole
from wemi_desk.persistence import tables
from wemi_desk.services.citizens import RegisterCitizen
from wemi_desk.sync.admission import CARRIED_MAGIC, Carried
from wemi_desk.sync.carrying import PURPOSE, CarriedWork, Sender
from wemi_desk.sync.compression import unpacked
from wemi_desk.sync.looking_up import CentreLookUp, requests
from wemi_desk.sync.ports import LineError, Mark
from wemi_desk.sync.wire import LookUpAnswer, Match, Notice, PushRequest, Row


class Entries(dict):
    """A keyring that counts how often it is written."""

    writes = 0

    def find(self, name):
        return self.get(name)

    def put(self, name, value):
        self.writes += 1
        self[name] = value


def _mark(number, incarnation=1):
    return Mark(incarnation=UUID(int=incarnation), number=number, chain=bytes([number % 256]) * 32)


def test_a_marker_is_read_as_it_was_written_and_a_broken_one_is_none(tmp_path):
    for marker in (FileMarker(tmp_path / "mark"), KeyringMarker(Entries(), "desk/mark")):
        assert marker.read() is None
        marker.write(_mark(7))
        assert marker.read() == _mark(7)
    (tmp_path / "mark").write_bytes(b"half")
    assert FileMarker(tmp_path / "mark").read() is None


def test_the_keyring_is_told_seldom_and_speaks_when_the_folder_was_put_back(tmp_path):
    entries, path = Entries(), tmp_path / "mark"

    def markers():
        return TwoMarkers(FileMarker(path), KeyringMarker(entries, "mark"), step=10)

    two = markers()
    two.read()
    for number in range(1, 26):
        two.write(_mark(number))
    assert entries.writes == 3
    assert markers().read() == _mark(25)
    path.unlink()
    assert markers().read() == _mark(21)
    FileMarker(path).write(_mark(3))
    assert markers().read() == _mark(21)
    two.write(_mark(26, incarnation=2))
    FileMarker(path).write(_mark(90))
    assert markers().read() == _mark(26, incarnation=2)


@pytest.fixture
def line(desk):
    return Line(desk)


def _box():
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def _opened(content, half):
    """As the centre opens it: X25519 with the sender's one-time key, HKDF-SHA256, AES-256-GCM."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    sealed, private = content.removeprefix(CARRIED_MAGIC), X25519PrivateKey.from_private_bytes(half)
    shared = private.exchange(X25519PublicKey.from_public_bytes(sealed[:32]))
    salt = sealed[:32] + private.public_key().public_bytes_raw()
    return unseal(expand(shared, b"wemi|1|sealed|carried", salt), sealed[32:], b"carried")


def _register(line, surname="Fumagalli", **values):
    return line.desk.giulia.citizens.register(RegisterCitizen(form=person(surname, **values))).citizen


def _carried(line, box):
    sender = Sender(
        tenant="milano", device=line.position().device_id, sign=lambda message: b"signed" + message[:4],
        seal=lambda plain, purpose: sealed_to_centre(box, plain, purpose), write=write_whole)
    return CarriedWork(line.store, sender, line.now)


def test_unsent_work_leaves_sealed_to_the_centre_and_has_one_effect_however_it_arrives(line, tmp_path):  # S98
    half, box = _box()
    path = tmp_path / "lavoro.wemi"
    assert _carried(line, box).export(path) == 0
    assert not path.exists()
    _register(line, code=CODE)
    count = _carried(line, box).export(path)
    content = path.read_bytes()
    assert content.startswith(CARRIED_MAGIC)
    assert b"Fumagalli" not in content
    file = msgspec.json.decode(unpacked(_opened(content, half), "zstd", 1 << 20), type=Carried)
    assert file.signature == b"signed" + file.signed_part()[:4]
    for _ in range(2):
        for push in file.pushes:
            line.centre.push(msgspec.json.decode(push, type=PushRequest))
    assert len(line.centre.applied()) == count == line.position().last_number
    assert line.sync().verified
    assert len(line.centre.applied()) == count
    assert PURPOSE == b"carried"


def test_a_desk_without_a_centre_cannot_seal_anything(line, tmp_path):
    with pytest.raises(NoCentreError):
        CarriedWork(line.store, None, line.now).export(tmp_path / "x")


class Answering:
    """A line that knows one person of another space."""

    def __init__(self, line, person=None):
        self.line, self.person, self.asked = line, person, []

    def look_up(self, request):
        self.asked.append(request)
        if self.person is None:
            raise LineError
        notice = Notice(epoch=UUID(int=1), now=self.line.now())
        if request.record_id is None:
            if request.fiscal_code or request.given_name == self.person.given_name:
                match = Match(id=self.person.id, shown_name="De Luca Ada", birth_year=1961, space_code="CAP")
                return LookUpAnswer(notice=notice, matches=[match])
            return LookUpAnswer(notice=notice)
        if request.record_id != self.person.id:
            return LookUpAnswer(notice=notice)
        data = msgspec.Raw(msgspec.json.encode(self.person))
        row = Row(0, "citizen", self.person.id, "put", data, 3)
        return LookUpAnswer(notice=notice, rows=[row], expires_at=self.line.now() + 12 * 3600 * 1_000_000)


def test_a_person_of_another_space_is_here_for_a_day_and_then_gone(line):  # S46, S47
    ada = make_citizen(9, surname="De Luca", given_name="Ada", space_code="CAP")
    door = CentreLookUp(Answering(line, ada), line.store, line.desk.clock)
    (found,) = door.search("at_desk", "De Luca Ada 03/05/1961")
    assert (found.shown_name, found.space_code) == ("De Luca Ada", "CAP")
    assert line.desk.rows(tables.CITIZEN) == []
    assert door.fetch("at_desk", found.id) == ada.id
    with line.desk.giulia.store.reading() as work:
        assert work.citizens.get(ada.id) == ada
    assert line.sync().verified
    line.desk.clock.pass_by(hours=13)
    line.sync()
    assert line.desk.rows(tables.CITIZEN) == line.desk.rows(tables.LOOK_UP_COPY) == line.desk.rows(tables.SHADOW) == []


def test_a_look_up_says_what_it_lacks(line):
    door = CentreLookUp(Answering(line), line.store, line.desk.clock)
    for reason, text in (("at_desk", "Rossi"), ("at_desk", "Rossi Maria"), ("", CODE), ("at_desk", "")):
        with pytest.raises(InvalidFieldError):
            door.search(reason, text)
    with pytest.raises(NoLineError):
        door.search("at_desk", CODE)
    with pytest.raises(RecordMissingError):
        CentreLookUp(Answering(line, make_citizen(1)), line.store, line.desk.clock).fetch("at_desk", UUID(int=4))


def test_a_surname_may_have_several_words(clock):
    asked = [(one.surname, one.given_name) for one in requests("at_desk", "De La Cruz Ana 03/05/1961", clock.today())]
    assert ("De La Cruz", "Ana") in asked
