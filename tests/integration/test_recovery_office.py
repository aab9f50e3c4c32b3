"""Two people of the Comune answer a PC that lost its keyring."""

from itertools import permutations
from zlib import crc32

import pytest

from tests.access_desk import DEVICE, OTHER, Desk, giulia
from wemi_desk.domain.access import Enrolment
from wemi_desk.domain.errors import RecoveryRefusedError
from wemi_desk.domain.recovery_text import public_key_text, read_answer, read_public_key, read_request, request_text
from wemi_desk.gateways.recovery_office import answer, load_public_key, write_keys


@pytest.fixture
def office(tmp_path):
    """Public key file, then the shares' texts."""
    public, *shares = write_keys(tmp_path / "office")
    return public, [path.read_text() for path in shares]


@pytest.fixture
def asked(tmp_path, office):
    """A desk whose keyring is gone, its old store key and its request."""
    desk = Desk(tmp_path)
    key = desk.enrol(load_public_key(office[0])).db
    desk.secrets.values.clear()
    return desk, key, request_text(desk.restart().access.recovery_request())


def test_any_two_of_three_shares_bring_the_store_back(asked, office):
    desk, key, request = asked
    for one, other in permutations(office[1], 2):
        device_id, resealed = read_answer(answer(request, one, other))
        opened = desk.access.recover(resealed, Enrolment(device_id, "CAP", "Spazio di prova", giulia()), OTHER)
        assert opened.db == key
        request = request_text(desk.access.recovery_request())


def test_one_share_alone_or_shares_of_different_keys_open_nothing(asked, office, tmp_path):
    foreign = write_keys(tmp_path / "elsewhere")[2].read_text()
    for one, other in [(office[1][0], office[1][0]), (office[1][0], foreign)]:
        with pytest.raises(RecoveryRefusedError):
            answer(asked[2], one, other)


def test_a_text_broken_by_a_mail_is_read_and_a_changed_one_refused(asked):
    text = asked[2]
    broken = "\r\n ".join(text[at : at + 40] for at in range(0, len(text), 40))
    assert read_request(broken) == read_request(text)
    for at in range(0, len(text), 7):
        changed = text[:at] + ("x" if text[at] != "x" else "y") + text[at + 1 :]
        with pytest.raises(RecoveryRefusedError):
            read_request(changed)


@pytest.mark.parametrize(
    "text", ["", "WEMI", "WEMI:CHIAVE:1::00000000", "è", "WEMI:CHIAVE:1:AA:" + "0" * 8, "x" * 9999]
)
def test_anything_else_is_refused_in_one_way(text, tmp_path):
    with pytest.raises(RecoveryRefusedError):
        read_public_key(text)
    (tmp_path / "x").write_bytes(text.encode("utf-16"))
    with pytest.raises(RecoveryRefusedError):
        load_public_key(tmp_path / "x")


def test_a_public_key_of_the_wrong_length_is_refused():
    odd = "WEMI:CHIAVE:1:A"
    for text in (public_key_text(bytes(31)), f"{odd}:{crc32(odd.encode()):08x}"):
        with pytest.raises(RecoveryRefusedError):
            read_public_key(text)
    assert read_public_key(public_key_text(bytes(32))) == bytes(32)


def test_a_request_names_its_pc(asked):
    assert read_request(asked[2]).device_id == DEVICE
