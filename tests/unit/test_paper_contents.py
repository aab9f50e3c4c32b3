"""The papers say what was recorded, in the words of the lists."""

from datetime import UTC, date, datetime
from uuid import UUID

from wemi_desk.domain.contacts import Contact, ContactId
from wemi_desk.domain.day import DaySummary
from wemi_desk.domain.pick_lists import ListItem, PickList, PickLists
from wemi_desk.domain.slips import NextStep, PaperSpace
from wemi_desk.domain.spaces import Space
from wemi_desk.services.paper_contents import contact_slip, day_sheet

NOW = datetime(2026, 11, 18, 9, 42, tzinfo=UTC)
SPACE = Space(
    id=UUID(int=1), code="PRV", name="Spazio di prova", kind="wemi_space", address="via Esempio 3", opening_text="9–13"
)


def one(name, **labels):
    return PickList(name, name, tuple(ListItem(code, label) for code, label in labels.items()))


LISTS = PickLists(
    [
        one("answer", information="Informazione", brand_new="Risposta nuova"),
        one("destination", caf="CAF", school="Scuola"),
        one("quick_contact", q_isee="ISEE e contributi"),
        one("need", psychological_support="Sostegno psicologico"),
        one("channel", desk="Allo sportello"),
    ]
)


def contact(**changes):
    facts = {"needs": ("psychological_support",), "answers": ("information",)} | changes
    return Contact(
        id=ContactId(UUID(int=2)), space_code="PRV", operator_id=UUID(int=3), started_at=NOW, recorded_at=NOW, **facts
    )


def test_the_slip_says_what_was_done_and_where_to_go():
    made = contact(answers=("information", "brand_new"), destinations=("caf", "school"))
    slip = contact_slip(made, SPACE, LISTS, "WDPRV261118001")
    assert slip.done == (
        "Le abbiamo dato le informazioni che cercava.",
        "Risposta nuova",
        "Si rivolga a: CAF, Scuola.",
    )
    assert slip.space == PaperSpace("Spazio di prova", "via Esempio 3", "9–13")
    assert (slip.code, slip.recorded_at) == ("WDPRV261118001", NOW)


def test_the_slip_never_shows_the_need_and_no_name_unless_asked():
    slip = contact_slip(contact(), SPACE, LISTS, "WDPRV261118001")
    assert "psicologico" not in repr(slip)
    assert slip.person == ""


def test_what_the_citizen_should_bring_and_when_is_passed_on():
    step = NextStep(date(2026, 11, 20))
    slip = contact_slip(contact(), SPACE, LISTS, "WDPRV261118001", bring=("ISEE",), next_step=step, person="Maria R.")
    assert (slip.bring, slip.next_step, slip.person) == (("ISEE",), step, "Maria R.")


def test_the_day_sheet_has_the_words_of_the_lists_and_only_what_is_open():
    summary = DaySummary(
        day=date(2026, 11, 18), contacts=5, anonymous=4, people=1,
        by_reason=(("q_isee", 3), ("psychological_support", 2)),
        by_channel=(("desk", 5),), entered_later=1, registered=1, notices=1, drafts=0, call_backs_due=2, to_verify=0,
        waiting=0, unsent=7, oldest_unsent_at=None,
    )  # fmt: skip
    made, reasons, channels, still_open = day_sheet(summary, SPACE, LISTS).tables
    assert dict(made.rows)["Contatti"] == 5
    assert reasons.rows == (("ISEE e contributi", 3), ("Sostegno psicologico", 2))
    assert channels.rows == (("Allo sportello", 5),)
    assert still_open.rows == (("Da richiamare", 2), ("Atti da inviare", 7))
