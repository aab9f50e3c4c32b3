"""``wemi-desk central …``: what the people who run a centre type."""

from __future__ import annotations

import argparse
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from uuid import UUID

from wemi_desk.central import care_commands, case_commands, commands
from wemi_desk.central.saying import Command, spoken
from wemi_desk.i18n import _

Commands = Any
PORT = 8440
LOG_DAYS, FEED_DAYS = 730, 400
ROLES = ("operator", "reader", "organisation_lead", "network_coordinator", "city_staff")


def add_to(under: Commands, tables: Any = None) -> None:
    """Hang the commands of the centre under ``central``; *tables* reads the rows of a CSV or XLSX of the catalogue."""
    central = under.add_parser("central", help=_("il sistema centrale: avviarlo e averne cura"))
    nouns = central.add_subparsers(required=True, metavar=_("comando"))
    for add in (_add_running, _add_people, _add_contents, _add_devices, _add_upkeep):
        add(nouns)
    case_commands.add_to(nouns, _add)
    nouns.choices["publish"].set_defaults(tables=tables)


def _add_running(under: Commands) -> None:
    serve = _add(under, "serve", commands.serve, _("risponde alle postazioni finché non lo fermi"))
    serve.add_argument("--host", default="127.0.0.1", help=_("indirizzo su cui ascoltare; il TLS lo fa il proxy"))
    serve.add_argument("--port", type=int, default=PORT, help=_("porta"))
    serve.add_argument("--workers", type=int, default=1, help=_("quanti processi"))
    serve.add_argument("--releases", type=Path, help=_("cartella delle versioni firmate, da dare alle postazioni"))
    serve.add_argument("--leashed", action="store_true", help=argparse.SUPPRESS)
    _add(under, "init", commands.init, _("prepara chiavi, tabelle e ente, una volta sola"))
    _add(under, "upgrade", commands.upgrade, _("porta le tabelle alla versione di questo programma"))


def _add_people(under: Commands) -> None:
    space = under.add_parser("space", help=_("gli spazi")).add_subparsers(required=True, metavar=_("comando"))
    new = _add(space, "add", commands.add_space, _("aggiunge o cambia uno spazio"))
    new.add_argument("code", help=_("tre caratteri A–Z, 0–9"))
    new.add_argument("name", nargs="?", default="", help=_("nome; senza, quello dell'elenco"))
    new.add_argument("--network", default="", help=_("codice della rete"))
    _add(space, "list", commands.list_spaces, _("elenca gli spazi"))
    operator = under.add_parser("operator", help=_("gli operatori")).add_subparsers(
        required=True, metavar=_("comando")
    )
    _describe_operator(_add(operator, "add", commands.add_operator, _("aggiunge o cambia un operatore")))
    end = _add(operator, "end", commands.end_operator, _("toglie l'accesso a un operatore, da oggi"))
    end.add_argument("id", type=UUID, help=_("identificativo dell'operatore"))
    words = _("fa un codice, valido tre giorni e una volta sola, con cui l'operatore sceglie la frase di accesso")
    reset = _add(operator, "code", care_commands.make_login_code, words)
    reset.add_argument("id", type=UUID, help=_("identificativo dell'operatore"))
    _add(operator, "list", commands.list_operators, _("elenca gli operatori"))
    code = under.add_parser("code", help=_("codici per una nuova postazione")).add_subparsers(
        required=True, metavar=_("comando")
    )
    make = _add(code, "make", commands.make_code, _("fa un codice, valido un quarto d'ora e una volta sola"))
    make.add_argument("space", help=_("codice dello spazio"))
    reach = make.add_mutually_exclusive_group()
    reach.add_argument("--network", default="", help=_("la postazione tiene i dati di tutta questa rete"))
    reach.add_argument("--city", action="store_true", help=_("la postazione tiene i dati di tutta la città"))


def _describe_operator(new: argparse.ArgumentParser) -> None:
    new.add_argument("--id", type=UUID, help=_("identificativo, se c'è già"))
    new.add_argument("--name", required=True, help=_("nome"))
    new.add_argument("--surname", required=True, help=_("cognome"))
    new.add_argument("--organisation", required=True, help=_("ente"))
    new.add_argument("--space", action="append", required=True, help=_("codice di uno spazio; si può ripetere"))
    new.add_argument("--role", action="append", choices=ROLES, help=_("ruolo; si può ripetere"))
    new.add_argument("--badge", default="", help=_("codice del badge"))


def _add_contents(under: Commands) -> None:
    words = _("manda a tutte le postazioni elenchi, misure, catalogo o tipi di pratica")
    publish = _add(under, "publish", commands.publish, words)
    publish.add_argument("what", choices=("lists", "measures", "catalogue", "paperwork"), help=_("che cosa"))
    publish.add_argument("file", type=Path, help=_("file JSON: voci con un «code» ciascuna; catalogo anche CSV o XLSX"))
    publish.add_argument("--whole", action="store_true", help=_("il catalogo è intero: chi manca viene ritirato"))
    policy = _add(under, "policy", commands.policy, _("firma e pubblica le regole del Comune"))
    policy.add_argument("file", type=Path, help=_("file JSON"))
    key = _add(under, "recovery-key", commands.recovery_key, _("dà alle nuove postazioni la chiave di recupero"))
    key.add_argument("file", type=Path, help=_("file con la chiave pubblica"))
    fund = under.add_parser("fund", help=_("i fondi")).add_subparsers(required=True, metavar=_("comando"))
    set_one = _add(fund, "set", commands.set_fund, _("dice quanto può spendere una misura"))
    set_one.add_argument("measure", help=_("codice della misura"))
    set_one.add_argument("euros", type=_cents, metavar="EURO", help=_("importo, per esempio 25000,00"))
    _add(fund, "list", commands.list_funds, _("elenca i fondi"))
    _add(under, "applications", commands.applications, _("elenca le domande aperte")).add_argument(
        "--measure", default="", help=_("solo di questa misura")
    )
    decide = _add(under, "decide", commands.decide, _("accoglie o respinge una domanda"))
    decide.add_argument("application", type=UUID, help=_("identificativo della domanda"))
    how = decide.add_mutually_exclusive_group(required=True)
    how.add_argument("--grant", type=_cents, metavar="EURO", help=_("accoglie, per questo importo"))
    how.add_argument("--reject", action="store_true", help=_("respinge"))
    decide.add_argument("--reason", default="", help=_("motivo"))
    erase = _add(under, "erase", commands.erase, _("cancella una persona, qui e su ogni postazione"))
    erase.add_argument("person", type=UUID, help=_("identificativo della persona"))
    erase.add_argument("--yes", action="store_true", help=_("non chiedere conferma"))
    leave = _add(under, "leave", care_commands.leave, _("toglie una persona dalle postazioni di uno spazio"))
    leave.add_argument("person", type=UUID, help=_("identificativo della persona"))
    leave.add_argument("space", help=_("codice dello spazio"))


def _add_devices(under: Commands) -> None:
    _add(under, "devices", commands.devices, _("dice come stanno le postazioni"))
    device = under.add_parser("device", help=_("una postazione")).add_subparsers(required=True, metavar=_("comando"))
    orders = (
        ("lock", "lock", _("la blocca")),
        ("revoke", "flush_and_wipe", _("le fa consegnare quello che non ha inviato, poi la svuota")),
        ("wipe", "wipe_now", _("la svuota subito: quello che non ha inviato è perso")),
        ("rekey", "rekey", _("le fa cambiare la chiave dei dati, se qualcuno può avere quella di adesso")),
    )
    for name, kind, words in orders:
        order = _add(device, name, commands.order, words)
        order.set_defaults(order=kind)
        order.add_argument("id", type=UUID, help=_("identificativo della postazione"))
        order.add_argument("--reason", default="", help=_("motivo"))
    reach = _add(device, "reach", care_commands.set_reach, _("dice quali dati tiene; senza altro, il suo spazio"))
    reach.add_argument("id", type=UUID, help=_("identificativo della postazione"))
    how = reach.add_mutually_exclusive_group()
    how.add_argument("--network", default="", help=_("la postazione tiene i dati di tutta questa rete"))
    how.add_argument("--city", action="store_true", help=_("la postazione tiene i dati di tutta la città"))
    free = _add(device, "unlock", commands.unlock, _("toglie il blocco"))
    free.add_argument("id", type=UUID, help=_("identificativo della postazione"))


def _add_upkeep(under: Commands) -> None:
    audit = under.add_parser("audit", help=_("il registro del sistema centrale")).add_subparsers(
        required=True, metavar=_("comando")
    )
    _add(audit, "verify", commands.verify, _("controlla che registro e conti siano interi"))
    _add(audit, "heads", care_commands.audit_heads, _("fin dove è controfirmato il registro di ogni postazione"))
    words = _("le ricerche tra spazi che il coordinamento deve guardare")
    seen = _add(under, "look-ups", care_commands.look_ups, words)
    seen.add_argument("--days", type=int, default=7, help=_("quanti giorni indietro"))
    care = _add(under, "upkeep", care_commands.upkeep, _("di notte: lascia andare per età quello che non serve più"))
    care.add_argument("--log-days", type=int, default=LOG_DAYS, help=_("per quanti giorni tenere il registro"))
    care.add_argument("--feed-days", type=int, default=FEED_DAYS, help=_("per quanti giorni tenere le posizioni"))
    keys = under.add_parser("keys", help=_("le chiavi del sistema centrale")).add_subparsers(
        required=True, metavar=_("comando")
    )
    fresh = _add(keys, "replace", care_commands.replace_keys, _("ne fa di nuove, firmate da quelle di prima"))
    fresh.add_argument("--yes", action="store_true", help=_("non chiedere conferma"))
    backup = _add(under, "backup", commands.backup, _("fa una copia e la rilegge"))
    backup.add_argument("copies", type=Path, help=_("cartella delle copie, su un altro disco"))
    restore = _add(under, "restore", commands.restore, _("rimette una copia; le postazioni ridanno quello che manca"))
    restore.add_argument("source", type=Path, help=_("cartella di una copia"))
    restore.add_argument("--yes", action="store_true", help=_("non chiedere conferma"))
    words = _("di notte: dice agli spazi, senza mostrare nulla, quali codici gli altri conoscono già")
    _add(under, "known-elsewhere", commands.known_elsewhere, words)
    recovery = _add(under, "recovery", commands.recovery, _("dice a che punto è il recupero dopo un ripristino"))
    recovery.add_argument("--end", action="store_true", help=_("lo chiude anche se manca qualche postazione"))
    receive = _add(under, "receive", commands.receive, _("prende il lavoro non inviato portato su una chiavetta"))
    receive.add_argument("file", type=Path, help=_("file fatto dalla postazione"))


def _add(under: Commands, name: str, command: Command, words: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = under.add_parser(name, help=words, description=words)
    parser.set_defaults(command=spoken(command))
    parser.add_argument("--database", default="", help=_("indirizzo del database; senza, un file nella cartella"))
    parser.add_argument("--folder", type=Path, help=_("cartella di chiavi, allegati e registro delle cancellazioni"))
    parser.add_argument("--tenant", default="milano", help=_("ente"))
    return parser


def _cents(text: str) -> int:
    try:
        cents = Decimal(text.replace(".", "").replace(",", ".") if "," in text else text) * 100
    except InvalidOperation:
        raise argparse.ArgumentTypeError(text) from None
    if cents != cents.to_integral_value() or not 0 <= cents < 10**15:
        raise argparse.ArgumentTypeError(text)
    return int(cents)
