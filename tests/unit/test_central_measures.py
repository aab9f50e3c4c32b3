"""A measure that a desk wants to publish: who may, what is taken, and what the desk hears."""

import pytest

from tests.fake_workspace import Acts, FakeWorkspace, uid
from tests.measure_documents import document
from wemi_desk.central.exchange.applying import apply_act
from wemi_desk.central.exchange.published import published_id
from wemi_desk.central.exchange.workspace import Caller
from wemi_desk.domain.operators import PUBLISHERS
from wemi_desk.gateways.reference_lists import load_permissions
from wemi_desk.sync.merge import Stamp

HERE = Caller(tenant="milano", device_id=uid(1), scopes=frozenset({"space:A", "ref"}), spaces=frozenset({"A"}))


@pytest.fixture
def acts():
    return Acts()


@pytest.fixture
def work(acts):
    known = FakeWorkspace()
    operate(known, acts, roles=["city_staff"])
    return known


def operate(work, acts, **changes):
    content = {"id": str(acts.operator_id), "roles": ["city_staff"], "space_codes": ["A"], "valid_to": None} | changes
    work.put("operator", acts.operator_id, content, subject_id=None, birth=Stamp(0, ""))


def publish(work, acts, content, **more):
    return apply_act(work, HERE, acts.act("measure", "publish", uid(77), content, **more))


def found(work, version=1):
    return work.find("measure", published_id(work.tenant, "measure", "PROVA-2026", version))


def test_the_citys_staff_publishes_to_every_desk(work, acts):
    assert publish(work, acts, document(later={"a": 1})) == ("ok", "")
    assert found(work).content["later"] == {"a": 1}
    assert work.scopes_of("measure", found(work).id) == {"ref"}
    assert publish(work, acts, document(later={"a": 1})) == ("already", "")


def test_a_correction_is_a_new_version_and_the_old_one_stands(work, acts):
    publish(work, acts, document())
    assert publish(work, acts, document(title="Altro")) == ("refused", "version:version_taken")
    assert publish(work, acts, document(title="Altro", version=2)) == ("ok", "")
    assert [found(work, version).content["title"] for version in (1, 2)] == ["Voucher di prova", "Altro"]
    assert publish(work, acts, document(status="ended")) == ("ok", "")


@pytest.mark.parametrize("changes", [
    {"roles": ["operator", "network_coordinator", "reader"]}, {"roles": []}, {"space_codes": ["B"]},
    {"valid_to": "2026-01-01"}, {"roles": None},
])  # fmt: skip
def test_who_may_not_publish_is_refused_as_the_centre_knows_them(work, acts, changes):
    operate(work, acts, **changes)
    assert publish(work, acts, document()) == ("refused", "role:not_allowed")
    assert found(work) is None


def test_an_operator_nobody_knows_publishes_nothing(acts):
    assert publish(FakeWorkspace(), acts, document()) == ("refused", "role:not_allowed")


@pytest.mark.parametrize(("changes", "detail"), [
    ({"spend_until": "2020-01-01"}, "spend_until:spend_before_closing"),
    ({"eligibility_tests": []}, "eligibility_tests:no_tests"),
    ({"eligibility_tests__0__expected": {"eligible": False}}, "eligibility_tests[0]:test_red"),
    ({"confirmed": False}, "confirmed:not_confirmed"), ({"kind": "x"}, "kind:unknown_code"),
])  # fmt: skip
def test_a_measure_that_is_not_right_is_refused_with_its_first_fault(work, acts, changes, detail):
    assert publish(work, acts, document(**changes)) == ("refused", detail)
    assert found(work) is None


def test_only_measures_are_published(work, acts):
    assert apply_act(work, HERE, acts.act("citizen", "publish", uid(5), {})) == ("refused", "verb:unknown")


def test_nobody_changes_a_published_measure_in_another_way(work, acts):
    publish(work, acts, document())
    for act in (
        acts.set("measure", found(work).id, title=["Voucher di prova", "x"]),
        acts.new("measure", {"id": str(uid(5))}),
    ):
        assert apply_act(work, HERE, act)[0] == "refused"


def test_the_right_at_the_desk_and_at_the_centre_is_of_the_same_roles():
    permissions = load_permissions()
    roles = ("operator", "network_coordinator", "organisation_lead", "city_staff", "reader")
    assert {role for role in roles if permissions.allows((role,), "publish_measures")} == PUBLISHERS
