"""The day's ledger on the real store, on the screen's words, and on paper."""

from dataclasses import replace

from sqlalchemy import insert

from tests.exchange_desk import LEDGER
from tests.paper_reader import text
from tests.paper_samples import SPACE, papers
from wemi_desk.domain.day_ledgers import DayLedger
from wemi_desk.persistence.tables import DESK, OUTBOX, RECEIPT
from wemi_desk.services.day_ledger import DayLedgerService
from wemi_desk.services.ledger_paper import held_words, ledger_sheet


class _Space:
    name, address, opening_text = SPACE.name, SPACE.address, SPACE.opening


def printed(ledger):
    return text(papers().day_ledger(ledger_sheet(ledger, _Space)))


def ledger_of(desk) -> DayLedger:
    return DayLedgerService(desk.giulia.store, desk.giulia.session).of_day()


def test_what_was_made_is_what_arrived_and_what_is_held_with_its_reason(desk):
    desk.giulia.contacts.quick("1")
    desk.clock.pass_by(days=1)
    for key in "23456":
        desk.giulia.contacts.quick(key)
    made = ledger_of(desk).made
    now = desk.clock.now()
    desk.execute(OUTBOX.update().where(OUTBOX.c.number == 2).values(acked_at=now, verdict="ok"))
    desk.execute(OUTBOX.update().where(OUTBOX.c.number == 3).values(verdict="refused", verdict_reason="foreign_space"))
    desk.execute(OUTBOX.update().where(OUTBOX.c.number == 4).values(verdict="refused", set_aside_at=now))
    ledger = ledger_of(desk)
    assert made == ledger.made == 5
    assert ledger.received == 1
    assert dict(ledger.held) == {"refused:foreign_space": 1, "set_aside": 1, "waiting": 2}
    assert ledger.made == ledger.received + sum(count for _reason, count in ledger.held)
    assert ledger.by_kind == (("contact", 5, 1),)
    assert (ledger.first, ledger.last, len(ledger.chain), ledger.receipt) == (2, 6, 32, None)
    assert ledger.beyond_receipt == 5


def test_the_centres_furthest_receipt_of_this_log_is_in_it(desk):
    for key in "123":
        desk.giulia.contacts.quick(key)
    incarnation = desk.rows(DESK)[0].incarnation.bytes
    for last, at in ((1, 10), (2, 20)):
        desk.execute(insert(RECEIPT).values(
            incarnation=incarnation, last=last, device=bytes(16), chain=bytes(32), at=at * 1_000_000, durable=0,
            epoch=bytes(16), signature=bytes(64)))
    ledger = ledger_of(desk)
    assert ledger.receipt.last == 2
    assert ledger.receipt.at.timestamp() == 20
    assert ledger.beyond_receipt == 1


def test_a_day_without_acts_is_told_as_such(desk):
    desk.clock.pass_by(days=3)
    ledger = ledger_of(desk)
    assert (ledger.made, ledger.last, ledger.beyond_receipt) == (0, 0, 0)


def test_on_paper_stand_the_counts_the_reasons_and_the_signature():
    words = printed(LEDGER)
    assert "Fatti: 41. Ricevuti dal sistema centrale: 37. Ancora qui: 4." in words
    assert "in attesa di invio" in words
    assert "da controllare, codice foreign_space" in words
    assert "00010203 04050607 08090a0b 0c0d0e0f" in words
    assert "2 atti del giorno non sono ancora compresi nella ricevuta." in words
    covered = replace(LEDGER, receipt=replace(LEDGER.receipt, last=160))
    assert "La ricevuta comprende tutti gli atti del giorno." in printed(covered)
    alone = replace(LEDGER, receipt=None, held=(), by_kind=(), made=0, received=0, last=0)
    assert "Ancora nessuna: la postazione non si è mai collegata." in printed(alone)


def test_a_reason_that_this_version_does_not_know_keeps_its_code():
    assert held_words("refused:zz") == "da controllare, codice zz"
    assert held_words("enchanted") == "da controllare, codice enchanted"
