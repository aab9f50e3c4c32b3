"""A PC becomes a desk, survives a full disk on the way, and comes back after its keyring was lost."""

from dataclasses import replace
from uuid import UUID

import pytest

from tests.access_desk import OTHER, PASSPHRASE, PIN, Desk
from wemi_desk import bootstrap
from wemi_desk.domain.access import DeskCondition
from wemi_desk.domain.errors import DiskFullError, KeyringMissingError, RecoveryRefusedError, WeakSecretError
from wemi_desk.domain.first_desk import FIRST_ROLES, FirstDesk
from wemi_desk.domain.operators import Operator, OperatorId
from wemi_desk.domain.recovery_text import request_text
from wemi_desk.domain.spaces import Organisation, Space
from wemi_desk.gateways import recovery_office
from wemi_desk.gateways.clock import TimeOrderedIds
from wemi_desk.gateways.reference_lists import load_spaces
from wemi_desk.gateways.text_files import MOST_BYTES, ShortTextFiles
from wemi_desk.services.first_start import FirstStartPorts, FirstStartService

VEN = Space(id=UUID(int=201), code="VEN", name="Spazio WeMi Venini", kind="wemi_space")
BODY = Organisation(id=UUID(int=301), name="Cooperativa Prova")


def first_desk(number=401, **changes):
    ada = Operator(
        id=OperatorId(UUID(int=number)), given_name="Ada", surname="Prova", organisation_id=BODY.id,
        space_codes=("VEN",), roles=FIRST_ROLES,
    )  # fmt: skip
    return FirstDesk(**{"space": VEN, "organisation": BODY, "operator": ada, **changes})


def service(desk, found=None):
    def really(opened, first):
        bootstrap.found_desk(desk.profile, opened, first)

    found = found or really
    return FirstStartService(
        FirstStartPorts(
            desk.access, desk.secrets, load_spaces, found, ShortTextFiles(), TimeOrderedIds(), lambda: None
        )
    )


@pytest.fixture
def pc(tmp_path):
    return Desk(tmp_path)


def test_a_new_pc_becomes_a_desk_that_opens_again(pc):
    start = service(pc)
    assert "VEN" in {space.code for space in start.check()}
    opened = start.enrol(first_desk(), PASSPHRASE)
    start.set_pin(opened.operator_id, PASSPHRASE, PIN)
    opened.close()
    again = pc.access.unlock(OperatorId(UUID(int=401)), PIN)
    desk = bootstrap.open_desk(pc.profile, again)
    try:
        assert (desk.session.operator.shown_name, desk.session.space.name) == ("Ada P.", "Spazio WeMi Venini")
        assert desk.session.allows("register")
        assert desk.session.allows("coordinate_accounts")
    finally:
        desk.close()


def test_nothing_is_asked_where_nothing_can_be_kept(pc):
    pc.secrets.missing = True
    with pytest.raises(KeyringMissingError):
        service(pc).check()


def test_a_weak_pass_phrase_leaves_the_pc_as_new(pc):
    with pytest.raises(WeakSecretError):
        service(pc).enrol(first_desk(), "ada prova 123")
    assert pc.access.lock_screen().condition is DeskCondition.NOT_ENROLLED


def test_a_disk_that_was_full_is_no_reason_to_lose_the_keys(pc):
    tries = []

    def found(opened, first):
        tries.append((opened.operator_id, first.operator.id))
        if len(tries) == 1:
            raise DiskFullError

    start = service(pc, found)
    with pytest.raises(DiskFullError):
        start.enrol(first_desk(401), PASSPHRASE)
    start.enrol(first_desk(402), PASSPHRASE).close()
    assert tries == [(UUID(int=401), UUID(int=401))] * 2


def test_a_lost_keyring_is_recovered_by_two_people_with_everything_in_the_store(pc, tmp_path):
    files = recovery_office.write_keys(tmp_path / "comune")
    start = service(pc)
    key = start.recovery_key(str(tmp_path / "comune" / recovery_office.PUBLIC_NAME))
    start.enrol(first_desk(recovery_key=key), PASSPHRASE).close()
    pc.secrets.values.clear()
    pc.restart()
    start = service(pc)
    assert pc.access.lock_screen().recovery_possible
    request = request_text(start.recovery_request())
    shares = [path.read_text() for path in files if path.name.startswith("quota")]
    start.write_text(str(tmp_path / "risposta.txt"), recovery_office.answer(request, shares[0], shares[2]))
    answer = start.read_text(str(tmp_path / "risposta.txt"))
    opened = start.recover(answer, first_desk(402, recovery_key=key), OTHER)
    desk = bootstrap.open_desk(pc.profile, opened)
    try:
        assert {one.id for one in _operators(desk)} == {UUID(int=401), UUID(int=402)}
        assert desk.session.space.id == VEN.id
    finally:
        desk.close()


def test_an_answer_that_is_none_is_refused(pc, tmp_path):
    for content in (b"x" * (MOST_BYTES + 1), b"\xff\xfe\x00", b"buongiorno"):
        path = tmp_path / "risposta.txt"
        path.write_bytes(content)
        with pytest.raises(RecoveryRefusedError):
            service(pc).recovery_key(str(path))


def test_spaces_have_the_same_identifiers_on_every_pc_and_codes_for_barcodes():
    first, second = load_spaces(), load_spaces()
    assert first == second
    assert len({space.id for space in first}) == len({space.code for space in first}) == len(first) > 10
    assert all(len(space.code) == 3 and space.code.isalnum() for space in first)
    assert replace(first[0]) == second[0]


def _operators(desk):
    with desk.store.reading() as work:
        return work.directory.operators()
