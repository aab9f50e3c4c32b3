"""The catalogue published from a table at the centre, on both databases."""

import pytest

from tests.catalogue_files_desk import written
from tests.office_desks import rows
from wemi_desk import cli
from wemi_desk.catalogue_commands import read_table
from wemi_desk.central.catalogue_desk import publish_table
from wemi_desk.central.exchange.published import REFERENCE
from wemi_desk.central.publications import Publications
from wemi_desk.domain.catalogue import EDITION_ID, service_id
from wemi_desk.domain.errors import InvalidFieldError

HEADER = ("Codice", "Titolo", "Ente", "Prezzo")
ROWS = [(f"S-{n:02}", f"Servizio {n}", f"Ente {n % 3}", "9,50") for n in range(12)]


def publish(office, path, **more):
    with read_table(path) as found:
        return publish_table(office, found, path.name, **more)


def shown(desk):
    return {kind: sum(one == kind for one, _id in rows(desk, "ref")) for kind in (
        "catalogue_provider", "catalogue_service", "catalogue_edition",
    )}  # fmt: skip


def test_right_rows_of_a_table_reach_every_desk_and_the_same_again_is_no_news(office, served, tmp_path):
    path = written(tmp_path / "uno.csv", HEADER, *ROWS, ("X", "", "", ""), ("Y", "Prezzo", "", "dieci"))
    outcome = publish(office, path)
    assert (outcome.changed, [one.row for one in outcome.problems]) == (15, [14, 15])
    assert shown(served("VEN")) == {"catalogue_provider": 3, "catalogue_service": 12, "catalogue_edition": 1}
    assert publish(office, path).changed == 0
    held = office.within(lambda work: work.find("catalogue_edition", EDITION_ID).content)
    assert (held["services"], held["providers"], held["source"]) == (12, 3, "uno.csv")


def test_only_a_whole_table_withdraws_what_is_not_in_it(office, tmp_path):
    publish(office, written(tmp_path / "uno.csv", HEADER, *ROWS))
    less = written(tmp_path / "due.csv", HEADER, *ROWS[:2], (ROWS[2][0], "Altro titolo", *ROWS[2][2:]))
    assert publish(office, less).changed == 1
    assert publish(office, less, whole=True).differences.count("withdrawn") == 9
    held = office.within(lambda work: work.find("catalogue_service", service_id("S-02")).content)
    assert (held["title"], held["sheet_version"]) == ("Altro titolo", 2)
    assert office.within(lambda work: work.find("catalogue_edition", EDITION_ID).content)["services"] == 3


def test_entries_are_shown_under_the_identifier_of_their_code_or_not_at_all(office):
    assert Publications(office).publish("catalogue", [{"code": " a-1", "title": "Uno"}]) == 1
    assert office.within(lambda work: work.scopes_of("catalogue_service", service_id("A-1"))) == {REFERENCE}
    for entry in ({"code": "b"}, {"title": "Senza"}, {"code": "b", "title": 3}):
        with pytest.raises(InvalidFieldError):
            Publications(office).publish("catalogue", [{"code": "c", "title": "Tre"}, entry])
    assert office.within(lambda work: work.find("catalogue_service", service_id("c"))) is None


def test_the_command_prints_what_stays_out_and_why(tmp_path, capsys):
    folder = ["--folder", str(tmp_path / "centro")]
    assert cli.main(["central", "init", *folder]) == 0
    path = written(tmp_path / "uno.csv", HEADER, *ROWS, ("Y", "Prezzo", "", "dieci"))
    assert cli.main(["central", "publish", "catalogue", str(path), *folder]) == 1
    said = capsys.readouterr().out
    assert "Riga 14, Prezzo: Non è un prezzo. Scrivi per esempio 12,50." in said
    assert "Servizi: 12 nuovi. Enti nuovi o cambiati: 3. 1 riga con errori resta fuori." in said
    path.write_bytes(b"")
    assert cli.main(["central", "publish", "catalogue", str(path), *folder]) == 1
    assert "Il file è vuoto." in capsys.readouterr().err
