"""A desk's line and a live centre: the same path as in production, on both databases."""

import hashlib
import os
import threading
from functools import partial
from uuid import uuid4

import msgspec
import pytest
import trustme

from tests.central_exchange import plain_rules
from tests.central_people import TENANT, SigningDesk
from tests.runners import at_once
from tests.wire_centre import LEAD, name_of, served, wire_centre
from wemi_desk.central.auth import reception
from wemi_desk.central.auth.limits import Limits, Rate
from wemi_desk.central.serve import microseconds, new_id
from wemi_desk.gateways.central_api import HttpCentreLine, check_in, enrol, hello
from wemi_desk.gateways.centre_http import CentreHttp, LineSettings
from wemi_desk.sync import admission as a
from wemi_desk.sync import wire
from wemi_desk.sync.messages import EMPTY_CHAIN
from wemi_desk.sync.ports import LineError, RevokedError, TooOldError


@pytest.fixture
def centre(centre_url, database, tmp_path):
    with served(wire_centre(centre_url, tmp_path, apply_act=plain_rules)) as centre:
        yield centre


def act(number, space="VEN", record_id=None, **content):
    record_id = record_id or new_id()
    return wire.SentAct(
        number=number, id=new_id(), kind="contact", verb="new", record_id=record_id, subject_id=None,
        operator_id=LEAD.id, space_code=space, made_at=microseconds(), hlc=microseconds() << 6, kind_version=1,
        erase_no=0, payload=msgspec.Raw(msgspec.json.encode({"id": str(record_id), "note": "x" * 400, **content})),
    )  # fmt: skip


def push_of(*acts, incarnation=None):
    return wire.PushRequest(incarnation=incarnation or uuid4(), first=1, chain=EMPTY_CHAIN, acts=list(acts), erase_no=0)


def pull_of(**more):
    return wire.PullRequest(cursors=[], erase_no=0, incarnation=uuid4(), **more)


def test_what_one_desk_pushes_another_of_the_space_pulls_and_one_elsewhere_does_not(centre):
    here, there, elsewhere = centre.enrolled(), centre.enrolled(), centre.enrolled("LOR")
    answer = here.line.push(push_of(act(1), act(2)))
    assert (answer.state, [one.code for one in answer.verdicts]) == (wire.TAKEN, ["ok", "ok"])
    assert centre.keys.signed(answer.receipt.signature, answer.receipt.signed_part())
    rows = {feed.scope: len(feed.rows) for feed in there.line.pull(pull_of()).feeds}
    assert rows["space:VEN"] == 2
    assert all(not feed.rows for feed in elsewhere.line.pull(pull_of()).feeds)
    assert "space:VEN" not in elsewhere.line.pull(pull_of()).scopes


def test_a_push_in_the_name_of_another_space_is_refused_and_nothing_is_shown(centre):
    desk, victim = centre.enrolled("LOR"), centre.enrolled("VEN")
    cursors = [wire.Cursor(scope="space:VEN")]
    asked = wire.PullRequest(cursors=cursors, erase_no=0, incarnation=uuid4())
    victim.line.push(push_of(act(1)))
    assert [feed.scope for feed in desk.line.pull(asked).feeds if feed.scope == "space:VEN"] == []
    with pytest.raises(LineError) as caught:
        desk.line.compare(wire.CompareRequest(scope="space:VEN", incarnation=uuid4(), buckets=[bytes(16)] * 256))
    assert caught.value.reason == a.UNKNOWN


def test_the_head_of_the_desks_log_comes_back_signed(centre):
    desk = centre.enrolled()
    receipt = desk.line.pull(pull_of(audit_head=(3, b"t" * 32))).audit_receipt
    at = int.from_bytes(receipt[:8])
    assert centre.keys.signed(receipt[8:], a.audit_text(desk.desk.id, 3, b"t" * 32, at))


def test_news_that_come_with_verdicts_bear_the_same_signature_and_limits(centre):
    desk = centre.enrolled()
    asked = msgspec.structs.replace(push_of(act(1)), news=pull_of(audit_head=(3, b"t" * 32)))
    answer = desk.line.push(asked)
    assert [feed.scope for feed in answer.news.feeds if feed.rows] == ["space:VEN"]
    receipt = answer.news.audit_receipt
    text = a.audit_text(desk.desk.id, 3, b"t" * 32, int.from_bytes(receipt[:8]))
    assert centre.keys.signed(receipt[8:], text)
    for unfit in (pull_of(limit=0), pull_of(audit_head=(0, b"t" * 32)), pull_of(audit_head=(4, b"t"))):
        with pytest.raises(LineError) as caught:
            desk.line.push(msgspec.structs.replace(asked, news=unfit))
        assert caught.value.reason == a.UNDECODABLE


def test_a_clock_years_off_is_put_right_by_the_first_answer(centre):
    desk = centre.enrolled()
    line = HttpCentreLine(desk.http, name_of(desk.desk), clock=lambda: 1_000_000)
    assert line.pull(pull_of()).scopes


def test_a_token_that_ended_is_renewed_on_the_way(centre):
    desk = centre.enrolled()
    desk.line.pull(pull_of())
    held = desk.line.tokens.held
    desk.line.tokens.held = msgspec.structs.replace(held, token=held.token[:-8] + "AAAAAAA=")
    assert desk.line.pull(pull_of()).scopes


def test_a_revoked_desk_is_told_its_order_by_push_and_pull_and_nothing_by_the_rest(centre):
    desk = centre.enrolled()
    desk.line.push(push_of(act(1)))
    order = reception.give_order(centre.front_desk, TENANT, desk.desk.id, "wipe_now", "rubato", "test")
    for line in (desk.line, HttpCentreLine(desk.http, name_of(desk.desk))):
        pulled = line.pull(pull_of())
        assert (pulled.notice.orders, pulled.scopes, pulled.feeds) == ([order], [], [])
        pushed = line.push(msgspec.structs.replace(push_of(act(1)), news=pull_of()))
        assert (pushed.state, pushed.news) == (wire.HALTED, None)
        with pytest.raises(RevokedError):
            line.compare(wire.CompareRequest(scope="ref", incarnation=uuid4()))
        with pytest.raises(RevokedError):
            line.grants(0)
    assert check_in(desk.checking(), TENANT).orders == [order]
    assert check_in(desk.checking(), TENANT, done=order.number).orders == []


def test_a_desk_that_is_locked_while_it_compares_hears_its_order_and_nothing_of_the_scope(centre):
    desk = centre.enrolled()
    desk.line.push(push_of(act(1)))
    asked = wire.CompareRequest(scope="space:VEN", incarnation=uuid4(), wanted=list(range(256)))
    assert desk.line.compare(asked).rows
    order = reception.give_order(centre.front_desk, TENANT, desk.desk.id, "lock", "rubato", "test")
    told = desk.line.compare(asked)
    assert (told.notice.orders, told.rows, told.unknown, told.count, told.digest) == ([order], [], [], 0, bytes(16))


def test_a_desk_nobody_knows_is_told_so(centre):
    with pytest.raises(RevokedError):
        HttpCentreLine(CentreHttp(LineSettings(url=centre.url)), name_of(SigningDesk())).pull(pull_of())


def test_grants_come_for_the_operators_of_the_space(centre):
    desk = centre.enrolled()
    (grant,) = desk.line.grants(0).grants
    assert (grant.operator, grant.device) == (LEAD.id, desk.desk.id)
    assert centre.enrolled("LOR").line.grants(0).grants == []


def test_who_leads_lets_a_desk_in_sees_desks_and_takes_one_out(centre):
    desk, other = centre.enrolled(), centre.enrolled("LOR")
    (grant,) = desk.answer.grants
    code = desk.line.make_code(a.CodeRequest(grant=grant, space_code="VEN")).code
    new = SigningDesk()
    assert enrol(desk.http, new.enrol_request(code)).space_code == "VEN"
    listed = {one.id for one in desk.line.devices(a.DevicesRequest(grant=grant)).devices}
    assert listed == {desk.desk.id, new.id}
    assert desk.line.give_order(a.OrderRequest(grant=grant, device=new.id, kind="lock")).kind == "lock"
    for call in (
        lambda: desk.line.make_code(a.CodeRequest(grant=grant, space_code="LOR")),
        lambda: desk.line.give_order(a.OrderRequest(grant=grant, device=other.desk.id, kind="lock")),
    ):
        with pytest.raises(LineError, match=a.UNKNOWN):
            call()


def test_an_attachment_goes_on_where_it_broke_off_and_is_compared_with_its_hash(centre):
    desk, record = centre.enrolled(), new_id()
    attachment = msgspec.structs.replace(act(1, record_id=record), kind="attachment")
    assert desk.line.push(push_of(attachment)).state == wire.TAKEN
    content = os.urandom(2 * a.PART_BYTES + 77)
    digest = hashlib.sha256(content).digest()
    offer = a.FileOffer(sha256=digest, size=len(content), record_id=record, sealed_key=b"k" * 60)
    assert desk.line.offer_file(offer) == a.FileState(offset=0, whole=False)
    assert desk.line.send_part(digest, 0, content[: a.PART_BYTES]).offset == a.PART_BYTES
    assert desk.line.send_part(digest, 0, content[: a.PART_BYTES]).offset == a.PART_BYTES
    again = HttpCentreLine(desk.http, name_of(desk.desk))
    assert again.offer_file(offer) == again.file_state(digest) == a.FileState(offset=a.PART_BYTES, whole=False)
    again.send_part(digest, a.PART_BYTES, content[a.PART_BYTES : 2 * a.PART_BYTES])
    assert again.send_part(digest, 2 * a.PART_BYTES, content[2 * a.PART_BYTES :]).whole
    assert centre.app.state.centre.files.read(TENANT, digest) == content


def test_an_attachment_offered_and_brought_again_before_the_first_answer_came_is_whole_and_nobody_hears_of_an_error(
    centre, tmp_path
):
    desk, record = centre.enrolled(), new_id()
    desk.line.push(push_of(msgspec.structs.replace(act(1, record_id=record), kind="attachment")))
    for _ in range(5):
        first, last = os.urandom(a.PART_BYTES), os.urandom(a.PART_BYTES - 7)
        digest = hashlib.sha256(first + last).digest()
        offer = a.FileOffer(sha256=digest, size=len(first + last), record_id=record, sealed_key=b"k" * 60)
        lines = [HttpCentreLine(desk.http, name_of(desk.desk)) for _ in range(4)]
        assert {said.offset for said in at_once(partial(line.offer_file, offer) for line in lines)} == {0}
        for part in (first, last):  # who comes while another writes hears how far that is
            begins = desk.line.offer_file(offer).offset
            said = at_once(partial(line.send_part, digest, begins, part) for line in lines)
            assert max(one.offset for one in said) == begins + len(part)
            assert min(one.offset for one in said) >= begins
        assert desk.line.offer_file(offer).whole
        assert centre.app.state.centre.files.read(TENANT, digest) == first + last
    assert not list(tmp_path.glob("files/**/*.part"))


def test_an_attachment_that_is_not_what_was_said_is_thrown_away(centre):
    desk, record = centre.enrolled(), new_id()
    desk.line.push(push_of(msgspec.structs.replace(act(1, record_id=record), kind="attachment")))
    digest = hashlib.sha256(b"right").digest()
    desk.line.offer_file(a.FileOffer(sha256=digest, size=5, record_id=record, sealed_key=b"k"))
    assert desk.line.send_part(digest, 0, b"wrong") == a.FileState(offset=0, whole=False)
    assert desk.line.send_part(digest, 0, b"right") == a.FileState(offset=5, whole=True)


def test_a_file_of_a_record_that_is_not_shown_here_is_like_one_that_is_not_there(centre):
    desk, other, record = centre.enrolled(), centre.enrolled("LOR"), new_id()
    desk.line.push(push_of(msgspec.structs.replace(act(1, record_id=record), kind="attachment")))
    offer = a.FileOffer(sha256=b"h" * 32, size=5, record_id=record, sealed_key=b"k")
    desk.line.offer_file(offer)
    for call in (
        lambda: other.line.offer_file(msgspec.structs.replace(offer, sha256=b"i" * 32)),
        lambda: other.line.send_part(b"h" * 32, 0, b"x"),
        lambda: desk.line.offer_file(msgspec.structs.replace(offer, sha256=b"j" * 32, record_id=uuid4())),
    ):
        with pytest.raises(LineError, match=a.UNKNOWN):
            call()


def test_a_centre_that_answers_nobody_any_more_from_this_version_still_takes_its_acts(centre, monkeypatch):
    desk = centre.enrolled()
    desk.line.push(push_of(act(1)))
    monkeypatch.setattr("wemi_desk.central.auth.gate.OLDEST_PROTOCOL", 2)
    with pytest.raises(TooOldError):
        desk.line.pull(pull_of())
    answer = desk.line.push(msgspec.structs.replace(push_of(act(1)), news=pull_of()))
    assert (answer.state, answer.news) == (wire.TAKEN, None)


def test_a_centre_under_pressure_says_when_to_come_again(centre_url, database, tmp_path):
    limits = Limits(device=Rate(4, 0.2), address=Rate(1e6, 1e6))
    with served(wire_centre(centre_url, tmp_path, limits, apply_act=plain_rules)) as centre:
        desk = centre.enrolled()
        with pytest.raises(LineError) as caught:
            [desk.line.pull(pull_of()) for _pull in range(6)]
        assert caught.value.reason == "busy"
        assert 0 < caught.value.retry_after <= 5


def test_a_private_authority_is_trusted_when_its_file_is_given_and_not_otherwise(centre_url, database, tmp_path):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    made = wire_centre(centre_url, tmp_path, apply_act=plain_rules)
    with served(made, authority.issue_cert("localhost")) as centre:
        desk = centre.enrolled(ca_file=tmp_path / "ca.pem")
        assert desk.line.pull(pull_of()).scopes
        with pytest.raises(LineError, match="certificate"):
            hello(CentreHttp(LineSettings(url=centre.url)))
        wrong_name = centre.url.replace("localhost", "127.0.0.1")
        with pytest.raises(LineError, match="certificate"):
            hello(CentreHttp(LineSettings(url=wrong_name, ca_file=tmp_path / "ca.pem")))
        desk.http.close()


def test_two_lines_at_once_lose_nothing(centre):
    desks = [centre.enrolled() for _desk in range(3)]
    failures = []

    def send(desk):
        try:
            assert desk.line.push(push_of(*(act(number) for number in range(1, 21)))).state == wire.TAKEN
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=send, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    feeds = centre.enrolled().line.pull(pull_of()).feeds
    assert sum(len(feed.rows) for feed in feeds) == 60
