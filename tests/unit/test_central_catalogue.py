"""An edition of the catalogue at the centre: who may, parts that nobody sees, everything at once or nothing."""

from dataclasses import replace
from uuid import UUID

import msgspec
import pytest

from tests.fake_workspace import Acts, FakeWorkspace, uid
from wemi_desk.central.exchange.applying import apply_act
from wemi_desk.central.exchange.workspace import Caller
from wemi_desk.domain.catalogue import (
    EDITION,
    EDITION_ID,
    PROVIDER,
    SERVICE,
    CatalogueService,
    Provider,
    provider_id,
    service_id,
)
from wemi_desk.domain.catalogue_publication import MOST_PARTS, PART, part_id, parts
from wemi_desk.sync.merge import Stamp

HERE = Caller(tenant="milano", device_id=uid(1), scopes=frozenset({"space:A", "ref"}), spaces=frozenset({"A"}))
FIRST, SECOND = "2026-11-20T10:00:00Z", "2026-11-22T10:00:00Z"
ENTE = Provider(id=provider_id("E"), code="E", name="Ente di prova")
SPESA = CatalogueService(id=service_id("S1"), code="S1", title="Spesa", provider_id=ENTE.id)
COLF = CatalogueService(id=service_id("S2"), code="S2", title="Colf")


class Centre:
    def __init__(self):
        self.work, self.acts = FakeWorkspace(), Acts()
        self.operate()

    def operate(self, **changes):
        content = {"id": str(self.acts.operator_id), "roles": ["city_staff"], "space_codes": ["A"], "valid_to": None}
        self.work.put("operator", self.acts.operator_id, content | changes, subject_id=None, birth=Stamp(0, ""))

    def say(self, kind, record_id, content):
        return apply_act(self.work, HERE, self.acts.act(kind, "publish", record_id, msgspec.to_builtins(content)))

    def bring(self, publication, number, **records):
        return self.say(PART, part_id(publication, number), records)

    def publish(self, publication, count, after=None, at=FIRST, **changes):
        edition = {
            "id": str(EDITION_ID),
            "published_at": at,
            "source": "x.csv",
            "services": 2,
            "providers": 1,
        } | changes
        return self.say(EDITION, publication, {
            "publication": str(publication), "parts": count, "after": after, "edition": edition,
        })  # fmt: skip

    def shown(self):
        kinds = (PROVIDER, SERVICE, EDITION)
        held = [one for one in self.work.records.values() if one.kind in kinds]
        seen = [one for one in held if self.work.scopes_of(one.kind, one.id) == {"ref"}]
        return {(one.kind, one.content.get("title", one.content.get("name", ""))) for one in seen}


@pytest.fixture
def centre():
    return Centre()


def test_nothing_is_seen_before_the_edition_and_everything_after(centre):
    assert centre.bring(uid(50), 1, providers=[ENTE], services=[SPESA]) == ("ok", "")
    assert centre.bring(uid(50), 2, services=[COLF]) == ("ok", "")
    assert centre.shown() == set()
    assert centre.publish(uid(50), 2) == ("ok", "")
    assert centre.shown() == {(PROVIDER, "Ente di prova"), (SERVICE, "Spesa"), (SERVICE, "Colf"), (EDITION, "")}
    assert [one.content for (kind, _id), one in centre.work.records.items() if kind == PART] == [{}, {}]
    assert centre.publish(uid(50), 2) == ("already", "")


def test_the_next_edition_touches_only_what_is_other_than_it_was(centre):
    centre.bring(uid(50), 1, services=[SPESA, COLF])
    centre.publish(uid(50), 1)
    held = centre.work.find(SERVICE, SPESA.id)
    centre.work.put(SERVICE, SPESA.id, {**held.content, "later": 1}, subject_id=None)
    before = {one.id: one.version for one in centre.work.records.values() if one.kind == SERVICE}
    centre.bring(uid(51), 1, services=[replace(SPESA, title="Spesa al piano"), COLF])
    assert centre.publish(uid(51), 1, after=FIRST, at=SECOND) == ("ok", "")
    after = {one.id: one.version for one in centre.work.records.values() if one.kind == SERVICE}
    assert {one for one in after if after[one] != before[one]} == {SPESA.id}
    assert centre.work.find(SERVICE, SPESA.id).content["later"] == 1  # what a later program wrote stays


def test_an_edition_made_over_another_one_is_refused_and_its_parts_go(centre):
    centre.bring(uid(50), 1, services=[SPESA])
    centre.publish(uid(50), 1)
    centre.bring(uid(51), 1, services=[COLF])
    assert centre.publish(uid(51), 1, after=None, at=SECOND) == ("refused", "edition:moved")
    assert centre.shown() == {(SERVICE, "Spesa"), (EDITION, "")}
    assert centre.work.find(PART, part_id(uid(51), 1)).content == {}


def test_an_edition_without_one_of_its_parts_is_refused_whole(centre):
    centre.bring(uid(50), 1, services=[SPESA])
    assert centre.publish(uid(50), 2) == ("refused", "edition:incomplete")
    assert centre.shown() == set()


@pytest.mark.parametrize("sheet", [
    {"id": str(uid(9)), "code": "S1", "title": "Spesa"}, {"id": str(service_id("S1")), "code": "S1"},
    {"id": str(service_id("")), "code": "", "title": "x"}, {"title": "x"}, "boh", None, [],
    {"id": str(service_id("S1")), "code": "S1", "title": 7},
])  # fmt: skip
def test_what_is_no_sheet_is_not_even_kept(centre, sheet):
    assert centre.bring(uid(50), 1, services=[sheet]) == ("refused", "catalogue:invalid")
    assert centre.work.find(PART, part_id(uid(50), 1)) is None


@pytest.mark.parametrize("changes", [{"roles": ["operator"]}, {"space_codes": ["B"]}, {"valid_to": "2026-01-01"}])
def test_who_may_not_publish_is_refused_as_the_centre_knows_them(centre, changes):
    centre.operate(**changes)
    assert centre.bring(uid(50), 1, services=[SPESA]) == ("refused", "role:not_allowed")
    assert centre.publish(uid(50), 0) == ("refused", "role:not_allowed")
    assert centre.shown() == set()


@pytest.mark.parametrize(("count", "changes"), [
    (-1, {}), (MOST_PARTS + 1, {}), (0, {"id": str(uid(3))}), (0, {"published_at": "ieri"}), (0, {"services": "due"}),
    ("boh", {}),
])  # fmt: skip
def test_an_edition_that_is_none_is_refused(centre, count, changes):
    assert centre.publish(uid(50), count, **changes) == ("refused", "edition:invalid")


def test_parts_are_small_enough_for_an_act_and_lose_nothing():
    long = [
        CatalogueService(id=service_id(f"L{n}"), code=f"L{n}", title="x", description="è" * 4000) for n in range(60)
    ]
    made = list(parts(long))
    assert [one for part in made for one in part] == long
    assert all(len(msgspec.json.encode(part)) < 200_000 for part in made)
    assert list(parts([])) == []
    assert len({part_id(UUID(int=1), n) for n in range(9)}) == 9
