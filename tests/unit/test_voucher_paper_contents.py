"""The letter of a voucher and the lists of the desk: derived from movements, by code, without names."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from tests.case_samples import CHILD, MEASURE, MOTHER, NOW, SENT, application
from tests.factories import SPACE
from wemi_desk.domain.application_states import STATES
from wemi_desk.domain.applications import ApplicationId
from wemi_desk.domain.follow_ups import REASONS, FollowUpLine
from wemi_desk.domain.vouchers import HOLD, SPEND, MovementId, Voucher, VoucherId, VoucherMovement
from wemi_desk.services.list_paper_contents import follow_up_list, measure_list
from wemi_desk.services.voucher_paper_contents import Credit, voucher_letter

VOUCHER = Voucher(
    id=VoucherId(UUID(int=50)), number="V-2026/00123", citizen_id=MOTHER.id, beneficiary_id=CHILD.id, space_code="VEN",
    measure_code=MEASURE.code, amount_cents=25_000, issued_on=date(2026, 9, 1), spend_until=date(2027, 7, 31),
    provenance="centre", created_at=NOW, created_by=UUID(int=9),
)  # fmt: skip


def moved(number, kind, cents, **values):
    base = {
        "id": MovementId(UUID(int=number)), "voucher_id": VOUCHER.id, "citizen_id": MOTHER.id, "space_code": "VEN",
        "kind": kind, "amount_cents": cents, "at": NOW - timedelta(days=number), "created_at": NOW,
        "created_by": UUID(int=9),
    }  # fmt: skip
    return VoucherMovement(**{**base, **values})


def letter(price=None, voucher=VOUCHER, movements=(), **values):
    base = {"holder": MOTHER, "space": SPACE, "now": NOW, "measure": MEASURE, "code": "A24512345K"}
    return voucher_letter(Credit(voucher=voucher, movements=movements, **{**base, **values}), price)


def test_the_letter_derives_what_is_left():
    made = letter(movements=(moved(2, SPEND, 8_000, provider="Palestra di prova"), moved(1, HOLD, 2_000)))
    assert dict(made.rows) == {
        "Valore": "€ 250,00", "Già usato": "€ 80,00", "Prenotato": "€ 20,00", "Ne restano": "€ 150,00",
    }  # fmt: skip
    assert made.head.state == "Voucher usato in parte: restano € 150,00."
    assert made.movements[0] == ("16/11/2026", "Consumo: Palestra di prova", "€ 80,00")
    assert (made.holder, made.address) == ("Teresa Fumagalli", "via delle Prove 12")
    assert made.last_day == date(2027, 7, 31)


@pytest.mark.parametrize(
    ("price", "share", "remainder"),
    [(20_000, "€ 200,00", "€ 0,00"), (30_000, "€ 250,00", "€ 50,00"), (0, "€ 0,00", "€ 0,00")],
)
def test_the_three_numbers_add_up(price, share, remainder):
    made = dict(letter(price).price)
    assert (made["Paga il voucher"], made["A carico della famiglia"]) == (share, remainder)


def test_without_a_price_there_are_no_three_numbers():
    assert letter().price == ()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"spend_until": date(2026, 11, 17)}, "scaduto"),
        ({"revoked_at": NOW}, "revocato"),
        ({"amount_cents": 0}, "esaurito"),
        ({"provenance": "typed"}, "non ancora confermati"),
    ],
)
def test_a_voucher_that_cannot_be_used_says_so_and_pays_nothing(values, words):
    made = letter(10_000, replace(VOUCHER, **values))
    assert words in made.head.state
    if "provenance" not in values:
        assert dict(made.rows)["Ne restano"] == "€ 0,00"
        assert dict(made.price)["A carico della famiglia"] == "€ 100,00"


def test_the_days_that_are_left_are_said():
    assert letter(voucher=replace(VOUCHER, spend_until=date(2026, 11, 18))).warning == "È l’ultimo giorno."
    assert letter(voucher=replace(VOUCHER, spend_until=date(2026, 11, 19))).warning == "Manca 1 giorno."
    assert letter(voucher=replace(VOUCHER, spend_until=None)).warning == ""


def test_movements_that_do_not_fit_are_told():
    assert "non tornano" in letter(movements=(moved(1, SPEND, 90_000),)).warning


@pytest.mark.parametrize("values", [{"holder": replace(MOTHER, is_protected=True)}, {"beneficiary_protected": True}])
def test_a_protected_person_gets_a_letter_without_any_address(values):
    made = letter(space=replace(SPACE, address="via Esempio 3"), **values)
    assert made.address == ""
    assert "via" not in repr(made)


def test_an_institution_is_named_and_a_voucher_alone_has_its_own_code():
    made = letter(voucher=replace(VOUCHER, holder_name="Scuola di prova"), holder=None, code="")
    assert (made.holder, made.address) == ("Scuola di prova", "")
    assert made.head.code != "A24512345K"


# --- lists ---------------------------------------------------------------------------------------------------------


def numbered(number, **values):
    return application(id=ApplicationId(UUID(int=(0x0190 << 112) | number)), **values)


def test_the_list_of_a_measure_is_in_the_order_of_receipts_by_number_and_without_names():
    early = numbered(1, **{**SENT, "submitted_at": NOW - timedelta(hours=2), "receipt_number": "PORT-1"})
    late = numbered(2, **SENT, protocol_number="PG/2026/2")
    unsent = numbered(3, state="ready", created_at=datetime(2026, 1, 1, tzinfo=UTC))
    made = measure_list(MEASURE, [unsent, late, early], SPACE)
    assert [row[1] for row in made.rows][:2] == ["PORT-1", "PG/2026/2"]
    assert made.rows[2][3] == "pronta, NON inviata"
    assert made.rows[2][2] == ""
    assert "Fumagalli" not in repr(made)
    assert "graduatoria la fa il Comune" in made.note


def test_a_state_without_its_number_is_not_called_sent_on_a_list():
    (row,) = measure_list(MEASURE, [numbered(1, state="submitted")], SPACE).rows
    assert row[3] == "senza ricevuta"


def test_follow_ups_are_listed_by_day_and_code():
    late = FollowUpLine(reason="integration_due", due_on=date(2026, 11, 1), citizen_id=MOTHER.id, code="PG/2026/2")
    money = FollowUpLine(
        reason="voucher_expiring", due_on=date(2026, 12, 1), citizen_id=MOTHER.id, code="V-1", left_cents=15_000
    )
    made = follow_up_list([late, money], SPACE, NOW)
    assert made.rows == (
        ("01/11/2026 (passato)", "integrazione da portare", "PG/2026/2", ""),
        ("01/12/2026", "voucher in scadenza", "V-1", "€ 150,00"),
    )


@pytest.mark.parametrize("reason", [*REASONS, "of_a_later_version"])
def test_every_reason_is_said_in_words(reason):
    line = FollowUpLine(reason=reason, due_on=None, citizen_id=MOTHER.id, code="PG/1")
    said = follow_up_list([line], SPACE, NOW).rows[0][1]
    assert said != reason
    assert "_" not in said


@pytest.mark.parametrize("state", [*STATES, "queued", "of_a_later_version"])
def test_every_state_is_said_in_words(state):
    said = measure_list(MEASURE, [numbered(1, **{**SENT, "state": state})], SPACE).rows[0][3]
    assert said != state
    assert "_" not in said
