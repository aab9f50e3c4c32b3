"""The place Misure on a real store: drafts, trying out, handing over to the centre."""

from dataclasses import replace

import pytest

from tests.factories import make_operator
from tests.integration.test_measures import application, document, family, line, publish, seen, service  # noqa: F401
from tests.joined_desks import World
from wemi_desk.domain.errors import InvalidFieldError, MeasureRefusedError, NotAllowedError, RecordMissingError
from wemi_desk.domain.measure_documents import read_measure, write_measure
from wemi_desk.services.drafts import DraftService
from wemi_desk.services.isee import IseeService
from wemi_desk.services.measure_drafts import MeasureDraftService
from wemi_desk.sync.merge import Stamp
from wemi_desk.sync.messages import plain

STAFF = make_operator(7, "city_staff", given_name="Anna", surname="Neri")


@pytest.fixture
def anna(desk):
    return desk.counter(STAFF)


def editor(counter, *documents):
    return MeasureDraftService(counter.store, counter.session, service(counter, *documents))


def listed(drafts):
    return [(one.code, one.version, one.state) for one in drafts.lines()]


def edited(draft, **changes):
    return replace(draft, form=replace(draft.form, **changes))


def test_only_the_citys_staff_comes_here(desk):
    drafts = editor(desk.giulia, document())
    for act in (drafts.lines, drafts.begin):
        with pytest.raises(NotAllowedError):
            act()


def test_a_correction_is_drafted_here_and_seen_by_its_author_alone(desk, anna):
    drafts = editor(anna, document())
    begun = drafts.begin("PROVA-2026", 1)
    drafts.save(edited(begun, isee_max="domani"))
    assert listed(drafts) == [("PROVA-2026", 2, "draft"), ("PROVA-2026", 1, "active")]
    assert drafts.get(begun.id).form.isee_max == "domani"  # also what is wrong is kept
    other = editor(desk.counter(make_operator(8, "city_staff")), document())
    assert listed(other) == [("PROVA-2026", 1, "active")]
    with pytest.raises(RecordMissingError):
        other.get(begun.id)
    assert [act.kind for act in desk.acts()] == []
    assert DraftService(anna.store, anna.session).mine() == []  # Ctrl+D is about people


def test_a_draft_is_looked_at_while_it_is_typed(anna):
    drafts = editor(anna, document())
    draft = edited(drafts.begin("PROVA-2026", 1), isee_max="boh", opens="31/01/2027 12:00")
    checked = drafts.check(draft)
    assert (list(checked.wrong), [one.path for one in checked.problems]) == (["isee_max"], [])
    checked = drafts.check(edited(draft, isee_max="20.000"))
    assert {(one.path, one.code) for one in checked.problems} == {
        ("window.closes_at", "end_before_start"),
        ("amount.bands[1].to_cents", "band_cut"),
    }
    with pytest.raises(InvalidFieldError):
        drafts.rehearse(draft)
    with pytest.raises(MeasureRefusedError):
        drafts.publish(edited(draft, isee_max="20.000"))


def test_a_draft_is_tried_on_edges_and_on_the_applications_of_this_desk(desk, anna, family):  # noqa: F811
    mother, nina, _leo = family
    IseeService(desk.giulia.store, desk.giulia.session).note(mother, seen(2_500_000))
    with desk.giulia.store.work() as work:
        begun = replace(application(desk, mother, nina), measure_code="PROVA-2026", measure_version=1)
        work.applications.add(begun)
        work.commit()
    drafts = editor(anna, document())
    draft = edited(drafts.begin("PROVA-2026", 1), isee_max="20.000", bands="0 - 9.000: 400\n9.000,01 - 20.000: 100")
    rehearsal = drafts.rehearse(draft)
    (past,) = rehearsal.past
    assert (past.compared.before.verdict, past.compared.after.verdict) == ("eligible", "not_eligible")
    moved = {case.values["cents"] for case, one in rehearsal.edges if one.has_changed and case.code == "isee"}
    assert moved == {2_000_001, 2_700_000}
    assert rehearsal.changed == 1 + sum(one.has_changed for _case, one in rehearsal.edges)
    assert rehearsal.standing == ("PROVA-2026", 1)
    assert [one.code for one in rehearsal.faults] == ["not_confirmed"]
    assert all(trial.is_green for trial in rehearsal.trials)


def test_outcomes_that_were_looked_at_become_the_tests(anna):
    drafts = editor(anna)
    draft = edited(
        drafts.begin(), code="NUOVA", short_title="Nuova", title="Nuova misura", isee_kinds=("ordinary",),
        isee_max="6.000", fixed="1.500",
    )  # fmt: skip
    assert [one.code for one in drafts.rehearse(draft).faults] == ["no_tests", "not_confirmed"]
    accepted = drafts.accept(draft, lambda case: case.code)
    rehearsal = drafts.rehearse(edited(accepted, confirmed=True))
    assert (rehearsal.faults, len(rehearsal.trials)) == ((), len(rehearsal.edges))


def test_publishing_hands_the_document_to_the_centre_and_waits_for_its_word(desk, anna, line):  # noqa: F811
    drafts = editor(anna)
    publish(line, 1, document(later={"a": 1}))
    draft = edited(drafts.begin("PROVA-2026", 1), confirmed=True, title="Rettifica")
    drafts.publish(draft)
    assert listed(drafts) == [("PROVA-2026", 2, "waiting"), ("PROVA-2026", 1, "active")]
    (act,) = desk.acts()
    content = plain(act.payload)
    assert (act.verb, act.kind, content["title"], content["later"]) == ("publish", "measure", "Rettifica", {"a": 1})


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    yield made
    made.close()


def know(world, operator):
    """The centre learns of an operator, as its own command does."""
    content = {"id": str(operator.id), "roles": list(operator.roles), "space_codes": ["VEN"], "valid_to": None}
    world.within(lambda work: work.put("operator", operator.id, content, subject_id=None, birth=Stamp(0, "")))


def test_what_one_desk_publishes_every_desk_offers(world):
    know(world, STAFF)
    here, there = world.desks
    drafts = editor(here.desk.counter(STAFF), document())
    draft = edited(drafts.begin("PROVA-2026", 1), confirmed=True, title="Rettifica")
    drafts.publish(draft)
    world.settle()
    assert listed(drafts) == [("PROVA-2026", 2, "active")]
    again = edited(drafts.begin("PROVA-2026", 2), confirmed=True, title="Seconda rettifica")
    drafts.publish(again)
    world.settle()
    assert listed(drafts) == [("PROVA-2026", 3, "active"), ("PROVA-2026", 2, "superseded")]
    (offered,) = service(there.giulia).open_now()
    assert (offered.key, offered.title) == (("PROVA-2026", 3), "Seconda rettifica")


def test_the_centre_takes_nothing_from_who_may_not_whatever_the_desk_says(world):
    know(world, make_operator(7, "operator", given_name="Anna", surname="Neri"))
    here, there = world.desks
    drafts = editor(here.desk.counter(STAFF), document())
    drafts.publish(edited(drafts.begin("PROVA-2026", 1), confirmed=True))
    world.settle()
    assert next((one.state, one.reason) for one in drafts.lines()) == ("refused", "role:not_allowed")
    assert service(there.giulia).open_now() == []


def test_what_the_centre_refuses_stands_in_the_list_with_its_reason(desk, anna, line):  # noqa: F811
    drafts = editor(anna, document())
    draft = edited(drafts.begin("PROVA-2026", 1), confirmed=True)
    drafts.publish(draft)
    (act,) = desk.acts()
    line.centre.refuse[act.record_id] = "role:not_allowed"
    line.sync()
    (refused, _known) = drafts.lines()
    assert (refused.state, refused.reason) == ("refused", "role:not_allowed")


def test_a_version_that_stands_is_not_published_again(anna):
    drafts = editor(anna, document())
    draft = drafts.begin("PROVA-2026", 1)
    with pytest.raises(MeasureRefusedError) as refused:
        drafts.publish(replace(draft, form=replace(draft.form, version=1, confirmed=True)))
    assert [one.code for one in refused.value.problems] == ["version_taken"]


def test_a_file_comes_in_and_goes_out_as_it_was(anna):
    drafts = editor(anna)
    text = write_measure(document(later={"a": 1}))
    assert read_measure(drafts.text_of(drafts.read(text))).document["later"] == {"a": 1}
    assert drafts.check(drafts.read('{"isee": {"kinds": ["?"]}}')).version is None
    for bad in ("{", "[1]", "7"):
        with pytest.raises(MeasureRefusedError):
            drafts.read(bad)


def test_a_draft_that_is_not_wanted_goes(anna):
    drafts = editor(anna)
    drafts.discard(drafts.begin().id)
    assert drafts.lines() == []
