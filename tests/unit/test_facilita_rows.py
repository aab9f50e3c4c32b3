"""From a sitting to the platform's row, in files, and back with the reject report (facilita.md 4 to 8, 10)."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from tests.facilita_samples import CONTRACT, TODAY, fiscal_code
from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.domain.facilita import Project
from wemi_desk.domain.facilita_batches import ExportRow, file_name, split
from wemi_desk.domain.facilita_checks import check_row, service_of
from wemi_desk.domain.facilita_indicators import count
from wemi_desk.domain.facilita_rows import Blocked, Outward, Ready, Registered, as_sent, row_of, service_text
from wemi_desk.domain.facilitation import Attendee, FacilitationSession
from wemi_desk.gateways.reference_lists import load_pick_lists
from wemi_desk.services.facilita.sieve import outward_of
from wemi_desk.ui.screens.facilita.words import outward_choices

PROJECT = Project("PDF-MI", date(2024, 1, 1), date(2026, 12, 31), date(2026, 4, 30))
REGISTERED = Registered("WeMi Sant'Ambrogio", "7", "VRDLCU80A01F205J", "Verdi Lucia")
LISTS = load_pick_lists()


def outward(name, column):
    return {item.code: item.data[column] for item in LISTS[name].items if column in item.data}


OUTWARD = Outward(
    outward("education", "facilita_an9"), outward("occupation", "facilita_an10"),
    outward("citizenship", "facilita_an11"),
)  # fmt: skip
SESSION = FacilitationSession(
    id=UUID(int=1), space_code="CAP", operator_id=UUID(int=2), starts_at=datetime(2026, 3, 14, 13, 30, tzinfo=UTC),
    minutes=45, competences=("9", "2"), title="Recupero SPID", local_number="A12",
)  # fmt: skip
ADA = Attendee(
    attendance_id=UUID(int=3), citizen_id=UUID(int=4), surname="D'Angelo", given_name='Ada, "Nicolò"',
    fiscal_code="RSSMRA80A01F205X", birth_date=date(1980, 1, 1), education="primary", occupation="retired",
    citizenship="it",
)  # fmt: skip


def made(session=SESSION, attendee=ADA, registered=REGISTERED, project=PROJECT):
    return row_of(session, attendee, registered, OUTWARD, CONTRACT, project, TODAY)


def value(row, name):
    return row.values[CONTRACT.column(name)]


def test_codes_chosen_as_9_and_2_are_written_in_order_with_their_first_level():
    row = made()
    assert (value(row, "SE5"), value(row, "SE4"), value(row, "SE6")) == ("2:9", "A:B", "S")
    assert check_row(row.values, CONTRACT, PROJECT, TODAY) == ()


def test_two_individual_sittings_of_a_day_stay_two_services():
    other = replace(SESSION, id=UUID(int=9), local_number="A13")
    first, second = made(), made(other)
    assert value(first, "SE7") == "Recupero SPID; ore 14.30; n. A12"
    assert service_of(first.values, CONTRACT) != service_of(second.values, CONTRACT)


def test_a_title_as_long_as_the_column_still_leaves_two_sittings_apart():
    long = replace(SESSION, title="x" * 700)
    first, second = made(long), made(replace(long, id=UUID(int=9), local_number="A13"))
    assert len(value(first, "SE7")) == 600
    assert value(first, "SE7").endswith("x; ore 14.30; n. A12")
    assert service_of(first.values, CONTRACT) != service_of(second.values, CONTRACT)


def test_a_group_shares_every_service_field():
    group = replace(SESSION, kind="B", title="Lezione: SPID")
    bob = replace(ADA, attendance_id=UUID(int=8), fiscal_code="RSSMRA80A41F205B", education="doctorate")
    assert service_text(group, CONTRACT) == "Lezione. SPID"
    assert service_of(made(group).values, CONTRACT) == service_of(made(group, bob).values, CONTRACT)


def test_a_sitting_across_midnight_of_new_year_belongs_to_the_day_on_which_it_began():
    late = replace(SESSION, starts_at=datetime(2025, 12, 31, 22, 50, tzinfo=UTC), minutes=30)
    assert (value(made(late), "SE1"), value(made(late), "SE2")) == ("2025-12-31", "00:30")


def test_the_gender_is_the_codes_and_the_answers_are_sorted():
    asked = replace(ADA, answers={"ES1": ("K", "A"), "ES4": ("mi serve:\nl'app",)})
    row = made(attendee=asked)
    assert (value(row, "AN7"), value(row, "ES1"), value(row, "ES4")) == ("B", "A:K", "mi serve. l'app")


def test_quotes_leave_a_name_and_its_accents_stay():
    assert value(made(), "AN1") == "Ada, 'Nicolò'"


def test_text_is_cut_on_a_whole_character():
    assert as_sent("è" * 700, CONTRACT) == "è" * 600


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        ({"fiscal_code": None}, ("no_fiscal_code",)),
        ({"fiscal_code": "STP1234567890123"}, ("fiscal_code",)),
        ({"fiscal_code": "80001234567"}, ("fiscal_code",)),
        ({"citizenship": "not_provided"}, ("no_citizenship",)),
        ({"birth_date": date(1981, 1, 1)}, ("birth_to_confirm",)),
        ({"fiscal_code": "RSSMRA16A01F205K", "birth_date": date(2016, 1, 1)}, ("minor",)),
        ({"fiscal_code": "RSSMRA16A01F205K", "birth_date": date(1916, 1, 1)}, ("century",)),
        ({"fiscal_code": "RSSMRA24A01F205N", "birth_date": date(2024, 1, 1)}, ("minor",)),
        ({"fiscal_code": "RSSMRA24A01F205N", "birth_date": None}, ("birth_to_confirm",)),
    ],
)
def test_who_cannot_be_exported_is_told_why(change, reasons):
    assert made(attendee=replace(ADA, **change)) == Blocked(reasons)


def test_a_desk_that_nobody_configured_says_so():
    assert made(registered=Registered("", "", "", "")) == Blocked(("site_not_configured", "operator_not_configured"))


def test_days_outside_the_project_and_after_the_window_are_not_sent():
    late = replace(SESSION, starts_at=datetime(2023, 5, 1, 9, tzinfo=UTC))
    assert made(late) == Blocked(("outside_project",))
    assert made(project=replace(PROJECT, last_accepted_on=date(2026, 3, 1))) == Blocked(("after_window",))


@pytest.mark.parametrize("minutes", [0, -5, 24 * 60])
def test_minutes_that_cannot_be_are_refused_at_entry(minutes):
    with pytest.raises(InvalidFieldError):
        replace(SESSION, minutes=minutes)


def test_whatever_row_is_made_passes_every_check():
    dice = random.Random(5)
    for _number in range(3000):
        born = date(1920, 1, 1) + timedelta(days=dice.randrange(39_000))
        attendee = replace(
            ADA, fiscal_code=fiscal_code(dice, born), birth_date=dice.choice([born, None]),
            education=dice.choice([*OUTWARD.education, "not_provided"]),
            occupation=dice.choice([*OUTWARD.occupation, "not_provided"]),
            answers={"ES5": tuple(dice.sample("ABCDEFGHIJKLMNO", 3)), "ES4": (dice.choice(['"', "a:b\n", "x" * 900]),)},
        )  # fmt: skip
        session = replace(
            SESSION, minutes=dice.randrange(1, 1440), kind=dice.choice("ABCDE"),
            competences=tuple(str(one) for one in dice.sample(range(1, 14), dice.randrange(1, 14))),
            domains=tuple(dice.sample("ABCDEFGHIJKLMNOPQRS", dice.randrange(5))),
        )  # fmt: skip
        row = made(session, attendee)
        if isinstance(row, Ready):
            faults = check_row(row.values, CONTRACT, PROJECT, TODAY)
            assert all(one.weight == "look" for one in faults), faults


def exported(session, size):
    return [
        ExportRow(("CAP", "2026-03-14", f"{session:05}"), session, (session, one), (str(one),)) for one in range(size)
    ]


def test_a_group_across_the_nine_thousandth_row_goes_whole_into_the_second_file():
    rows = [row for session in range(8_990) for row in exported(session, 1)] + exported(8_991, 12)
    assert [len(part) for part in split(rows, CONTRACT)] == [8_990, 12]


def test_the_same_rows_make_the_same_files_whatever_their_order():
    rows = [row for session in range(50) for row in exported(session, 3)]
    mixed = rows[:]
    random.Random(2).shuffle(mixed)
    assert list(split(rows, CONTRACT)) == list(split(mixed, CONTRACT))
    assert file_name("PDF MI/1", date(2026, 3, 1), date(2026, 3, 31), 2) == "facilita_PDF-MI-1_20260301_20260331_2.csv"


def test_the_four_figures_count_services_as_the_platform_does():
    second = made(replace(SESSION, local_number="a12"))
    other = made(attendee=replace(ADA, fiscal_code="RSSMRA80A41F205B"))
    figures = count([made().values, second.values, other.values], CONTRACT, str.encode)
    assert (figures.points, figures.people, figures.services, figures.facilitators) == (1, 2, 1, 1)
    assert figures.attendances == 3


@pytest.mark.parametrize(
    ("name", "column", "kept"),
    [("education", "AN9", OUTWARD.education), ("occupation", "AN10", OUTWARD.occupation),
     ("citizenship", "AN11", OUTWARD.citizenship)],
)  # fmt: skip
def test_every_answer_of_ours_has_a_code_there_but_a_citizenship_that_nobody_gave(name, column, kept):
    codes = CONTRACT.lists[column].codes
    assert set(kept.values()) <= set(codes)
    missing = {item.code for item in LISTS[name].items} - set(kept)
    assert missing == ({"not_provided"} if name == "citizenship" else set())


def test_our_answers_are_said_with_the_code_that_facilita_gets():
    said = dict(outward_choices(LISTS["citizenship"]))
    assert said["stateless"] == "Apolide (Facilita: C)"
    assert said["not_provided"] == "Non fornita (per Facilita non basta)"
    assert dict(outward_choices(LISTS["education"]))["not_provided"].endswith("(Facilita: L)")
    assert len(outward_choices(LISTS["occupation"])) == len(LISTS["occupation"].items)


def test_the_desk_reads_the_same_mapping_from_its_lists():
    assert outward_of(LISTS) == OUTWARD
