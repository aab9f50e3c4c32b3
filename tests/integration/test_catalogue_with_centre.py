"""The catalogue from one desk through the centre to the others: at once, and only what changed."""

import pytest

from tests.catalogue_files_desk import STAFF, files_desk, tried, written
from tests.joined_desks import World
from wemi_desk.domain.catalogue import EDITION_ID
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.sync.merge import Stamp
from wemi_desk.sync.messages import plain

HEADER = ("Codice", "Titolo", "Ente", "Prezzo")
ROWS = [(f"S-{n:03}", f"Servizio {n}", f"Ente {n % 7}", f"{n},50") for n in range(450)]


@pytest.fixture
def world(tmp_path):
    world = World(tmp_path)
    yield world
    world.close()


def staff(world):
    content = {
        "id": str(STAFF.id), "given_name": "Anna", "surname": "Neri", "roles": ["city_staff"], "space_codes": ["VEN"],
        "organisation_id": str(STAFF.organisation_id), "badge_code": "", "valid_from": None, "valid_to": None,
    }  # fmt: skip

    def unit(work):
        work.put("operator", STAFF.id, content, subject_id=None, birth=Stamp(0, ""))
        work.show("operator", STAFF.id, ("space:VEN",))

    world.within(unit)
    world.settle()
    return files_desk(world.desks[0].desk.counter(STAFF), has_centre=True)


def titles(desk):
    with desk.reading() as work:
        return {one.code: one.title for one in work.catalogue.all_services()}


def test_a_catalogue_reaches_every_desk_and_the_next_one_only_with_what_changed(world, tmp_path):
    anna, other = staff(world), world.desks[1]
    dry = tried(anna, written(tmp_path / "uno.csv", HEADER, *ROWS))
    assert anna.imports.publish(dry).waits
    assert [one.state for one in anna.imports.sent()] == ["waiting"]
    assert titles(world.desks[0]) == {}  # the catalogue is the centre's: until it answers, what stood stands
    with pytest.raises(InvalidFieldError, match="publication_waits"):
        anna.imports.publish(dry)
    pushed = world.desks[0].line.calls
    pushed.clear()
    world.settle()
    assert pushed.count("push") <= 3
    assert anna.imports.sent() == []
    assert titles(other) == titles(world.desks[0]) == {row[0]: row[1] for row in ROWS}
    with other.reading() as work:
        assert (work.catalogue.edition().id, work.catalogue.edition().services) == (EDITION_ID, 450)

    other.line.calls.clear()
    before = _stamps(world)
    anna.imports.publish(
        tried(anna, written(tmp_path / "due.csv", HEADER, (ROWS[0][0], "Altro", *ROWS[0][2:]), *ROWS[1:]))
    )
    world.settle()
    assert titles(other)[ROWS[0][0]] == "Altro"
    changed = {record for record, content in _stamps(world).items() if before.get(record) != content}
    assert len(changed) == 2  # the sheet and the edition


def test_two_who_publish_over_the_same_edition_the_second_is_told_and_tries_again(world, tmp_path):
    anna, other = staff(world), files_desk(world.desks[1].desk.counter(STAFF), has_centre=True)
    anna.imports.publish(tried(anna, written(tmp_path / "uno.csv", HEADER, ROWS[0])))
    path = written(tmp_path / "due.csv", HEADER, ROWS[1])
    other.imports.publish(tried(other, path))
    world.settle()
    [refused] = other.imports.sent()
    assert (refused.state, refused.reason) == ("refused", "edition:moved")
    assert titles(world.desks[1]) == {ROWS[0][0]: ROWS[0][1]}
    other.imports.publish(tried(other, path))  # the refused one goes, the new one takes its place
    world.settle()
    assert other.imports.sent() == []
    assert titles(world.desks[0]) == titles(world.desks[1]) == {row[0]: row[1] for row in ROWS[:2]}


def test_a_refused_publication_can_be_let_go(world, tmp_path):
    anna = files_desk(world.desks[0].desk.counter(STAFF), has_centre=True)  # the centre knows nobody of that name
    anna.imports.publish(tried(anna, written(tmp_path / "uno.csv", HEADER, ROWS[0])))
    world.settle()
    assert [(one.state, one.reason) for one in anna.imports.sent()] == [("refused", "role:not_allowed")]
    anna.imports.withdraw()
    assert anna.imports.sent() == []
    world.settle()
    assert titles(world.desks[1]) == {}


def _stamps(world):
    from wemi_desk.persistence.tables import SHADOW

    rows = world.desks[1].rows(SHADOW)
    return {(one.kind, one.id): plain(one.data) for one in rows if one.kind.startswith("catalogue") and one.data}
