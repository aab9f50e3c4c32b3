"""Files of the catalogue on a real store: looked at, tried out, published, written out and read again."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.catalogue_files_desk import LISTS, STAFF, files_desk, fill, tried, written
from wemi_desk.domain.catalogue import EDITION_ID, CatalogueEdition, CatalogueService, Provider, provider_id, service_id
from wemi_desk.domain.catalogue_changes import normal
from wemi_desk.domain.catalogue_rows import LIST_OF, SEVERAL
from wemi_desk.domain.errors import InvalidFieldError, NotAllowedError
from wemi_desk.gateways.practice_catalogue import load_practice_catalogue
from wemi_desk.services.catalogue_files.words import problem_words

HEADER = ("Codice", "Titolo", "Ente", "Prezzo", "Municipi", "Valido al")
ONE = ("A-1", "Spesa a casa", "Cooperativa Prova", "12,50", "1, 4", "31/12/2027")


@pytest.fixture
def anna(desk):
    return files_desk(desk.counter(STAFF))


def services(anna):
    with anna.counter.store.reading() as work:
        return {one.code: one for one in work.catalogue.all_services()}


def publish(anna, path, **more):
    return anna.imports.publish(tried(anna, path, **more))


def test_the_practice_catalogue_holds_what_a_citys_does(desk):
    providers, found, edition = load_practice_catalogue(desk.clock.now())
    assert (len(providers), edition.services, len(found)) == (53, len(found), 336)
    lists = {name: {item.code for item in LISTS[name].items} for name in ("category", "area_0_18", "section")}
    assert {one.category for one in found} - {""} == lists["category"]
    assert {one.area_0_18 for one in found} - {""} == lists["area_0_18"]
    assert {one.section for one in found} == lists["section"]
    assert {one.provider_id for one in found} == {one.id for one in providers}
    assert len({one.title for one in found}) == len(found)
    assert all("000 000" in one.contact_text and one.url.endswith(".example") for one in providers)


def test_only_who_may_publish_it_comes_here(desk, tmp_path):
    giulia = files_desk(desk.giulia, filled=True)
    path = written(tmp_path / "uno.csv", HEADER, ONE)
    for act in (lambda: giulia.imports.look(path), giulia.imports.sent):
        with pytest.raises(NotAllowedError):
            act()
    assert giulia.exports.export(tmp_path / "fuori.csv") == 336  # to take it home is everybody's


def test_a_new_service_and_its_provider_come_in(anna, tmp_path):
    path = written(tmp_path / "uno.csv", HEADER, ONE)
    dry = tried(anna, path)
    assert (dry.differences.count("new"), len(dry.differences.providers), dry.problems) == (1, 1, ())
    assert services(anna) == {}  # a dry run writes nothing
    assert not anna.imports.publish(dry).waits
    one = services(anna)["A-1"]
    assert (one.title, one.price_cents, one.municipi, one.valid_to) == (
        "Spesa a casa", 1250, ("1", "4"), date(2027, 12, 31),
    )  # fmt: skip
    with anna.counter.store.reading() as work:
        assert work.catalogue.provider(one.provider_id).name == "Cooperativa Prova"
        assert (work.catalogue.edition().services, work.catalogue.edition().source) == (1, "uno.csv")
    assert tried(anna, path).differences.is_empty


def test_what_changes_is_shown_field_by_field_and_the_sheet_has_a_later_version(anna, tmp_path):
    publish(anna, written(tmp_path / "uno.csv", HEADER, ONE))
    dry = tried(anna, written(tmp_path / "due.csv", HEADER, (*ONE[:3], "13", *ONE[4:])))
    [change] = dry.differences.services
    assert [(one.field, one.before, one.after) for one in change.fields] == [("price_cents", 1250, 1300)]
    anna.imports.publish(dry)
    assert (services(anna)["A-1"].sheet_version, services(anna)["A-1"].municipi) == (2, ("1", "4"))


def test_columns_that_a_file_lacks_leave_what_there_was(anna, tmp_path):
    publish(anna, written(tmp_path / "uno.csv", HEADER, ONE))
    publish(anna, written(tmp_path / "due.csv", ("Codice", "Titolo"), ("a-1 ", "Spesa al piano")))
    one = services(anna)["A-1"]
    assert (one.title, one.price_cents, one.provider_id is not None) == ("Spesa al piano", 1250, True)


def test_what_is_not_in_the_file_is_withdrawn_only_when_the_file_is_the_whole_catalogue(anna, tmp_path):
    publish(anna, written(tmp_path / "uno.csv", HEADER, ONE, ("B-2", "Colf", "", "", "", "")))
    less = written(tmp_path / "due.csv", HEADER, ONE)
    assert tried(anna, less).differences.is_empty
    dry = tried(anna, less, whole=True)
    assert [(one.kind, one.service.code) for one in dry.differences.services] == [("withdrawn", "B-2")]
    anna.imports.publish(dry)
    assert services(anna)["B-2"].withdrawn_on == anna.counter.session.clock.today()
    assert tried(anna, less, whole=True).differences.is_empty
    again = tried(anna, written(tmp_path / "tre.csv", HEADER, ("B-2", "Colf", "", "", "", "")))
    assert [one.kind for one in again.differences.services] == ["back"]
    anna.imports.publish(again)
    assert services(anna)["B-2"].withdrawn_on is None


def test_right_rows_go_in_and_wrong_ones_stay_in_the_list_with_row_column_and_reason(anna, tmp_path):
    rows = [
        ONE,
        ("A-1", "Doppio", "", "", "", ""),
        ("", "Senza codice", "", "", "", ""),
        ("C", "", "", "", "", ""),
        ("D", "Prezzo", "", "dieci", "", ""),
        ("E", "Data", "", "", "", "31/02/2027"),
        ("F", "Municipio", "", "", "centro", ""),
        ("G", "=1+1", "", "", "", ""),
    ]
    dry = tried(anna, written(tmp_path / "misto.csv", HEADER, *rows))
    assert [(one.row, one.field, one.code) for one in dry.problems] == [
        (3, "code", "twice"), (4, "code", "required"), (5, "title", "required"), (6, "price", "price_not_a_number"),
        (7, "valid_to", "no_such_day"), (8, "municipi", "not_municipio"), (9, "title", "formula"),
    ]  # fmt: skip
    assert all(problem_words(one).endswith(".") for one in dry.problems)
    assert dry.right_rows == 1
    anna.imports.publish(dry)
    assert list(services(anna)) == ["A-1"]
    anna.imports.save_problems(dry, tmp_path / "errori.csv")
    lines = (tmp_path / "errori.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[:2] == ["Riga;Colonna;Valore;Motivo", "3;Codice;A-1;Lo stesso codice è già nella riga 2."]


def test_a_provider_is_known_by_its_code_or_by_its_name(anna, tmp_path):
    fill(anna.counter)
    header = ("Codice", "Titolo", "Codice ente", "Ente")
    dry = tried(anna, written(
        tmp_path / "enti.csv", header, ("N-1", "Uno", "LAN", ""),
        ("N-2", "Due", "", "cooperativa sociale tre lanterne GIALLE"),
        ("N-3", "Tre", "MAI", ""), ("N-4", "Quattro", "LAN", "Un altro nome"), ("N-5", "Cinque", "", ""),
    ))  # fmt: skip
    assert [(one.row, one.code) for one in dry.problems] == [(4, "unknown_provider"), (5, "other_provider")]
    found = {one.service.code: one.service.provider_id for one in dry.differences.services}
    assert found == {"N-1": provider_id("LAN"), "N-2": provider_id("LAN"), "N-5": None}
    assert dry.differences.providers == []


def test_columns_are_corrected_by_the_operator_and_remembered_for_files_of_that_shape(anna, tmp_path):
    header, row = ("Riferimento", "Nome", "Boh"), ("A-1", "Spesa", "12,50 €")
    path = written(tmp_path / "strano.csv", header, row, ("A-2", "Pane", "3 €"))
    looked = anna.imports.look(path)
    assert (looked.mapping, looked.is_remembered) == (("", "", "price"), False)
    with pytest.raises(InvalidFieldError, match="mapping: required"):
        anna.imports.try_out(looked.opened, looked.mapping, whole=False)
    with pytest.raises(InvalidFieldError, match="mapping: twice"):
        anna.imports.try_out(looked.opened, ("code", "title", "title"), whole=False)
    anna.imports.publish(anna.imports.try_out(looked.opened, ("code", "title", "price"), whole=False))
    again = anna.imports.look(written(tmp_path / "altro.csv", header, ("A-3", "Latte", "2 €")))
    assert (again.mapping, again.is_remembered) == (("code", "title", "price"), True)


@pytest.mark.parametrize("after", [0, 1, 2])
def test_what_is_stopped_leaves_everything_as_it_was(anna, tmp_path, after):
    path = written(tmp_path / "molte.csv", HEADER, *((f"S-{n}", *ONE[1:]) for n in range(600)))
    looked, calls = anna.imports.look(path), []

    def stop(done, of):
        calls.append((done, of))
        return len(calls) <= after

    dry = anna.imports.try_out(looked.opened, looked.mapping, whole=False, progress=stop)
    assert dry.stopped
    with pytest.raises(InvalidFieldError, match="nothing_to_publish"):
        anna.imports.publish(dry)
    whole = anna.imports.try_out(looked.opened, looked.mapping, whole=False)
    for most in (0, 1):
        told = iter([True] * most)
        assert anna.imports.publish(whole, lambda _done, _of, told=told: next(told, False)).stopped
    assert services(anna) == {}
    assert anna.imports.look(path).is_remembered is False


def test_a_dry_run_of_an_older_catalogue_publishes_nothing(anna, tmp_path):
    dry = tried(anna, written(tmp_path / "uno.csv", HEADER, ONE))
    with anna.counter.store.work() as work:
        now = anna.counter.session.clock.now()
        work.catalogue.put((), (), CatalogueEdition(id=EDITION_ID, published_at=now))
        work.commit()
    with pytest.raises(InvalidFieldError, match="catalogue_moved"):
        anna.imports.publish(dry)


def test_a_file_that_changed_meanwhile_is_chosen_again(anna, tmp_path):
    path = written(tmp_path / "uno.csv", HEADER, ONE)
    looked = anna.imports.look(path)
    written(path, HEADER, ONE, ONE)
    with pytest.raises(InvalidFieldError, match="changed_meanwhile"):
        anna.imports.try_out(looked.opened, looked.mapping, whole=False)


@pytest.mark.parametrize("name", ["tutto.csv", "tutto.xlsx"])
def test_the_whole_catalogue_written_out_comes_back_without_a_difference(anna, tmp_path, name):
    fill(anna.counter)
    path = tmp_path / name
    assert anna.exports.export(path) == 336
    dry = tried(anna, path, whole=True)
    assert (dry.problems, dry.differences.services, dry.differences.providers) == ((), [], [])
    assert dry.differences.unchanged == 336
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".part"] == []


def test_what_a_search_found_is_written_in_its_order(anna, tmp_path):
    fill(anna.counter)
    only = [service_id("ORE-01"), service_id("LAN-02"), service_id("MAI-99")]
    assert anna.exports.export(tmp_path / "trovati.csv", only) == 2
    lines = (tmp_path / "trovati.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(";")[0] for line in lines[1:]] == ["ORE-01", "LAN-02"]


def test_no_cell_that_is_written_is_a_formula(anna, tmp_path):
    sheet = CatalogueService(
        id=service_id("Z"), code="Z", title='=HYPERLINK("http://x")', description="@import", price_note="-5"
    )
    with anna.counter.store.work() as work:
        work.catalogue.put((), [sheet])
        work.commit()
    anna.exports.export(tmp_path / "z.csv")
    cells = (tmp_path / "z.csv").read_text(encoding="utf-8-sig").splitlines()[1]
    assert "'=HYPERLINK" in cells
    assert "'@import" in cells
    assert "'-5" in cells
    anna.exports.export(tmp_path / "z.xlsx")
    assert tried(anna, tmp_path / "z.xlsx").differences.is_empty


LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co", "Cn"), exclude_characters="Ãâ\ufffd")
TEXTS = st.text(LETTERS, max_size=12) | st.sampled_from(
    ["'=1", "=1+1", "''-", "a;b", 'detto "così"', "a|b", "due\nrighe", "+39", "@x", "_x0041_", "0012", "１２"]
)  # fmt: skip
DAYS = st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1))


def codes_of(name):
    codes = [item.code for item in LISTS[LIST_OF[name]].items]
    if name in SEVERAL:
        return st.lists(st.sampled_from(codes), unique=True, max_size=3).map(tuple)
    return st.sampled_from(codes if name in ("mode", "section", "price_unit") else ["", *codes])


@st.composite
def sheets(draw):
    low, high = sorted((draw(st.integers(0, 130)), draw(st.integers(0, 130))))
    is_free = draw(st.booleans())
    said = {name: draw(codes_of(name)) for name in LIST_OF}
    said |= {name: draw(TEXTS) for name in (
        "description", "place_text", "schedule_text", "price_note", "accessibility_note", "characteristics",
        "contact_text",
    )}  # fmt: skip
    begins, ends = draw(DAYS), draw(DAYS)
    if begins and ends and ends < begins:
        begins, ends = ends, begins
    code = draw(st.from_regex(r"[A-Z]{1,4}-[0-9]{1,3}", fullmatch=True))
    return CatalogueService(
        id=service_id(code), code=code, title=draw(TEXTS.filter(lambda one: normal("title", one))),
        provider_id=draw(st.sampled_from([None, provider_id("P1"), provider_id("P2"), provider_id("NESSUNO")])),
        keywords=draw(st.lists(TEXTS, max_size=3).map(tuple)), age_from=low, age_to=draw(st.sampled_from([None, high])),
        municipi=draw(st.lists(st.sampled_from("123456789"), unique=True, max_size=9).map(tuple)),
        price_cents=None if is_free else draw(st.none() | st.integers(0, 10**9)), is_free=is_free,
        accepts_voucher=draw(st.booleans()), min_participants=draw(st.none() | st.integers(0, 9)),
        max_participants=draw(st.none() | st.integers(10, 999)), valid_from=begins, valid_to=ends,
        sheet_version=draw(st.integers(1, 50)), withdrawn_on=draw(DAYS), **said,
    )  # fmt: skip


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=st.lists(sheets(), unique_by=lambda one: one.code, min_size=1, max_size=4), names=st.tuples(TEXTS, TEXTS))
@pytest.mark.parametrize("name", ["giro.csv", "giro.xlsx"])
def test_whatever_a_catalogue_says_comes_back_as_it_was(desk, tmp_path_factory, name, found, names):
    anna, path = files_desk(desk.counter(STAFF)), tmp_path_factory.mktemp("giro") / name
    providers = [
        Provider(id=provider_id(code), code=code, name=normal("name", said) or code, url="=x")
        for code, said in zip(("P1", "P2"), names, strict=True)
    ]
    with anna.counter.store.work() as work:
        held = {one.id: one for one in work.catalogue.all_services()}
        gone = [one for one in held.values() if one.id not in {sheet.id for sheet in found}]
        work.catalogue.put(providers, [*found, *(replace(one, **_as_new(found[0])) for one in gone)])
        work.commit()
    only = [one.id for one in found]
    anna.exports.export(path, only)
    dry = tried(anna, path)
    assert dry.problems == ()
    assert dry.differences.services == []
    assert dry.differences.providers == []


def _as_new(sheet):
    """Sheets of earlier examples are kept out of this one's way."""
    return {one.name: getattr(sheet, one.name) for one in fields(sheet) if one.name not in ("id", "code")}
