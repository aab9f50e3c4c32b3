"""The commands about applications and vouchers: what an office decided is told to the desks."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from wemi_desk.central.case_words import state_words
from wemi_desk.central.commands import office_of
from wemi_desk.central.saying import Command
from wemi_desk.domain.days import rome_day, rome_instant
from wemi_desk.domain.money import euro, read_euro
from wemi_desk.i18n import _

if TYPE_CHECKING:
    from wemi_desk.central.registry import Registry

Adder = Callable[[Any, str, Command, str], argparse.ArgumentParser]
STEPS = {
    "submitted": "submitted", "registered": "registered", "review": "under_review",
    "integration": "integration_requested", "integrated": "integrated", "withdraw": "withdrawn", "lapse": "lapsed",
}  # fmt: skip
"""What is typed → the state it leads to."""
MOVES = ("hold", "spend", "release", "reversal")


def add_to(under: Any, add: Adder) -> None:
    """Hang ``application`` and ``voucher`` under ``central``."""
    step = add(under, "application", take_step, _("dice che cosa ha fatto l'ufficio di una domanda"))
    step.add_argument("application", type=UUID, help=_("identificativo della domanda"))
    step.add_argument("step", choices=(*STEPS, "history"), help=_("che cosa; «history» la mostra soltanto"))
    step.add_argument("--number", default="", help=_("numero di ricevuta, di protocollo o dell'atto"))
    step.add_argument("--at", type=_instant, help=_("quando è stata inviata: 2026-11-20T09:12, ora di Roma"))
    step.add_argument("--on", type=date.fromisoformat, help=_("data dell'atto, per esempio 2026-11-20"))
    step.add_argument("--due", type=date.fromisoformat, help=_("entro quando"))
    step.add_argument("--reason", default="", help=_("che cosa manca, o il motivo"))
    voucher = under.add_parser("voucher", help=_("i voucher")).add_subparsers(required=True, metavar=_("comando"))
    _add_issue(voucher, add)
    _add_move(voucher, add)
    end = add(voucher, "revoke", revoke, _("revoca un voucher: da adesso non si spende più"))
    end.add_argument("voucher", type=UUID, help=_("identificativo del voucher"))
    end.add_argument("--reason", default="", help=_("motivo"))
    show = add(voucher, "show", show_voucher, _("mostra credito e movimenti"))
    show.add_argument("voucher", type=UUID, help=_("identificativo del voucher"))


def _add_issue(under: Any, add: Adder) -> None:
    new = add(under, "issue", issue, _("assegna un voucher a una domanda ammessa"))
    new.add_argument("application", type=UUID, help=_("identificativo della domanda"))
    new.add_argument("number", help=_("numero del voucher"))
    new.add_argument("euros", type=_cents, metavar="EURO", help=_("importo"))
    new.add_argument("--on", type=date.fromisoformat, help=_("data; senza, oggi"))
    new.add_argument("--until", type=date.fromisoformat, help=_("ultimo giorno in cui si spende"))


def _add_move(under: Any, add: Adder) -> None:
    new = add(under, "move", move, _("registra un movimento detto dalla piattaforma"))
    new.add_argument("voucher", type=UUID, help=_("identificativo del voucher"))
    new.add_argument("kind", choices=MOVES, help=_("prenotazione, consumo, annullo della prenotazione, storno"))
    new.add_argument("euros", type=_cents, metavar="EURO", help=_("importo"))
    new.add_argument("--at", type=_instant, help=_("quando; senza, adesso"))
    new.add_argument("--refers-to", type=UUID, help=_("il movimento a cui si riferisce"))
    new.add_argument("--provider", default="", help=_("fornitore"))
    new.add_argument("--reference", default="", help=_("riferimento della piattaforma: due volte lo stesso è uno solo"))


def take_step(arguments: argparse.Namespace) -> int:
    """One step, or the history."""
    if arguments.step == "history":
        return _history(arguments)
    said = {
        "number": arguments.number.strip(), "at": _text(arguments.at), "on": _text(arguments.on),
        "due_on": _text(arguments.due), "note": arguments.reason.strip(),
    }  # fmt: skip
    with _registry(arguments) as registry:
        state = registry.step(arguments.application, STEPS[arguments.step], said)
    print(_("La domanda adesso è: {state}").format(state=state_words(state)))
    return 0


def _history(arguments: argparse.Namespace) -> int:
    with _registry(arguments) as registry:
        for one in registry.history(arguments.application):
            print(one["at"], state_words(one["state"]), one.get("number") or "-", one["provenance"], sep="\t")
    return 0


def issue(arguments: argparse.Namespace) -> int:
    """A voucher for what was granted."""
    said = {
        "number": arguments.number.strip(), "amount_cents": arguments.euros,
        "issued_on": _text(arguments.on or rome_day(datetime.now(UTC))), "spend_until": _text(arguments.until),
    }  # fmt: skip
    with _registry(arguments) as registry:
        print(registry.issue_voucher(arguments.application, said))
    return 0


def move(arguments: argparse.Namespace) -> int:
    """A movement of the platform."""
    said = {
        "kind": arguments.kind, "amount_cents": arguments.euros, "at": _text(arguments.at or datetime.now(UTC)),
        "refers_to": str(arguments.refers_to) if arguments.refers_to else None, "provider": arguments.provider.strip(),
        "external_reference": arguments.reference.strip(),
    }  # fmt: skip
    with _registry(arguments) as registry:
        print(registry.move_voucher(arguments.voucher, said))
    return show_voucher(arguments)


def revoke(arguments: argparse.Namespace) -> int:
    """Nothing can be spent any more."""
    with _registry(arguments) as registry:
        registry.revoke_voucher(arguments.voucher, arguments.reason.strip())
    print(_("Revocato: quello che è stato speso resta speso."))
    return 0


def show_voucher(arguments: argparse.Namespace) -> int:
    """Credit, movements, and what does not fit."""
    from wemi_desk.domain.vouchers import balance

    with _registry(arguments) as registry:
        voucher, moved = registry.voucher(arguments.voucher)
    for one in moved:
        print(one.id, one.kind, euro(one.amount_cents), one.at.isoformat(timespec="minutes"), sep="\t")
    stands = balance(voucher, moved, rome_day(datetime.now(UTC)))
    print(_("Voucher {number}: {amount}, restano {left}").format(
        number=voucher.number, amount=euro(stands.amount_cents), left=euro(stands.left_cents)
    ))  # fmt: skip
    for odd in stands.anomalies:
        print(_("Non torna: {code}, {amount}").format(code=odd.code, amount=euro(odd.cents)))
    return 0


@contextmanager
def _registry(arguments: argparse.Namespace) -> Iterator[Registry]:
    from wemi_desk.central.registry import Registry

    with office_of(arguments) as office:
        yield Registry(office)


def _cents(text: str) -> int:
    from wemi_desk.domain.errors import InvalidFieldError

    try:
        return read_euro(text)
    except InvalidFieldError:
        raise argparse.ArgumentTypeError(text) from None


def _instant(text: str) -> datetime:
    """Without a zone it is Rome's."""
    at = datetime.fromisoformat(text)
    return at.astimezone(UTC) if at.tzinfo else rome_instant(at.date(), at.time())


def _text(moment: date | datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment is not None else None
