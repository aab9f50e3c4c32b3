"""The commands of the centre, one function each; every one prints and returns the exit status."""

from __future__ import annotations

import argparse
import json
import os
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wemi_desk.domain.errors import InvalidFieldError
from wemi_desk.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wemi_desk.central.office import Office


def _folder(arguments: argparse.Namespace) -> Path:
    if arguments.folder:
        return Path(arguments.folder).absolute()
    from wemi_desk.config import default_profile

    return default_profile().folder.with_name("centre")


def _url(arguments: argparse.Namespace) -> str:
    from wemi_desk.central.serve import Place

    given = arguments.database or os.environ.get("WEMI_CENTRE_DATABASE", "")
    return given or f"sqlite:///{Place(_folder(arguments)).database}"


@contextmanager
def office_of(arguments: argparse.Namespace) -> Iterator[Office]:
    from wemi_desk.central.office import Office
    from wemi_desk.central.serve import Place

    office = Office(_url(arguments), Place(_folder(arguments)), arguments.tenant, "console")
    try:
        yield office
    finally:
        office.close()


def serve(arguments: argparse.Namespace) -> int:
    from wemi_desk import logs
    from wemi_desk.central import serve as serving
    from wemi_desk.central.auth.keys import read_keys
    from wemi_desk.central.store.upgrade import require_latest

    folder = _folder(arguments)
    logs.configure(folder)
    if arguments.leashed:
        _bring_up(_url(arguments))
        serving.serve_leashed(_url(arguments), serving.Place(folder), host=arguments.host, port=arguments.port)
        return 0
    place = serving.Place(folder, arguments.releases.absolute() if arguments.releases else None)
    require_latest(_url(arguments))
    read_keys(place.keys)  # here there are words for it; a worker would only end, and be started again
    where = {"host": arguments.host, "port": arguments.port}
    print(_("Il sistema centrale risponde su http://{host}:{port}. Ctrl+C per fermarlo.").format(**where), flush=True)
    serving.serve(_url(arguments), place, workers=max(1, arguments.workers), **where)
    return 0


def init(arguments: argparse.Namespace) -> int:
    from wemi_desk.central.auth.keys import new_keys, write_keys
    from wemi_desk.central.serve import Place

    place = Place(_folder(arguments))
    place.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not place.keys.exists():
        write_keys(place.keys, new_keys())
        print(_("Chiavi nuove: {path}. Fanne una copia e tienila separata dal database.").format(path=place.keys))
    upgrade(arguments)
    with office_of(arguments) as office:
        new = office.found()
    print(_("Il sistema centrale è pronto.") if new else _("Il sistema centrale era già pronto."))
    return 0


def upgrade(arguments: argparse.Namespace) -> int:
    _bring_up(_url(arguments))
    print(_("Le tabelle sono quelle di questa versione."))
    return 0


def _bring_up(url: str) -> None:
    from wemi_desk.central.store.database import CentreDatabase
    from wemi_desk.central.store.upgrade import upgrade as bring_up

    database = CentreDatabase(url)
    try:
        bring_up(database)
    finally:
        database.close()


def add_space(arguments: argparse.Namespace) -> int:
    from wemi_desk.central.places import known_place
    from wemi_desk.central.store.directory import KnownSpace

    place = known_place(arguments.code.upper(), arguments.name)
    with office_of(arguments) as office:
        space = KnownSpace(code=place.code, id=place.id, name=place.name, network=arguments.network)
        office.add_space(space, place.content)
    print(_("Spazio {code}: {name}").format(code=place.code, name=place.name))
    return 0


def list_spaces(arguments: argparse.Namespace) -> int:
    with office_of(arguments) as office:
        for space in office.spaces():
            print(space.code, space.network or "-", space.name, sep="\t")
    return 0


def add_operator(arguments: argparse.Namespace) -> int:
    from wemi_desk.central.places import organisation_id
    from wemi_desk.central.serve import new_id
    from wemi_desk.sync.admission import OperatorSheet

    sheet = OperatorSheet(
        id=arguments.id or new_id(), given_name=arguments.name, surname=arguments.surname,
        badge_code=arguments.badge or None, organisation_id=organisation_id(arguments.tenant, arguments.organisation),
        organisation=arguments.organisation, space_codes=[code.upper() for code in arguments.space],
        roles=arguments.role or ["operator"],
    )  # fmt: skip
    with office_of(arguments) as office:
        office.add_operator(sheet)
    print(sheet.id)
    return 0


def end_operator(arguments: argparse.Namespace) -> int:
    with office_of(arguments) as office:
        office.end_operator(arguments.id)
    print(_("Fatto: entro una settimana non entra più in nessuna postazione, nemmeno senza rete."))
    return 0


def list_operators(arguments: argparse.Namespace) -> int:
    with office_of(arguments) as office:
        for one in office.operators():
            print(one.id, ",".join(one.space_codes), ",".join(one.roles), one.given_name, one.surname, sep="\t")
    return 0


def make_code(arguments: argparse.Namespace) -> int:
    reach = "city" if arguments.city else f"network:{arguments.network}" if arguments.network else ""
    with office_of(arguments) as office:
        made = office.make_code(arguments.space.upper(), reach)
    until = datetime.fromtimestamp(made.expires_at / 1e6, UTC).astimezone().strftime("%H:%M")
    print(_("{code}  (fino alle {time}, una volta sola)").format(code=made.code, time=until))
    return 0


def publish(arguments: argparse.Namespace) -> int:
    from wemi_desk.central.publications import Publications

    if arguments.what == "catalogue" and arguments.file.suffix.lower() != ".json":
        return _publish_table(arguments)
    text = arguments.file.read_text(encoding="utf-8")
    entries = _measures(text) if arguments.what == "measures" else _entries(json.loads(text))
    with office_of(arguments) as office:
        changed = Publications(office).publish(arguments.what, entries)
    print(_("Voci: {all}; nuove o cambiate: {changed}.").format(all=len(entries), changed=changed))
    return 0


def _publish_table(arguments: argparse.Namespace) -> int:
    """Rows that are right go in; the others are printed with why."""
    from wemi_desk.central.catalogue_desk import publish_table
    from wemi_desk.services.catalogue_files.change_words import count_words
    from wemi_desk.services.catalogue_files.words import problem_line, refusal_words

    try:
        with arguments.tables(arguments.file) as rows, office_of(arguments) as office:
            outcome = publish_table(office, rows, arguments.file.name, whole=arguments.whole)
    except InvalidFieldError as error:
        print(refusal_words(error) or str(error), file=sys.stderr)
        return 1
    for one in outcome.problems:
        print(problem_line(one))
    print(count_words(outcome.differences, len({one.row for one in outcome.problems})))
    return 1 if outcome.problems else 0


def policy(arguments: argparse.Namespace) -> int:
    from wemi_desk.central.publications import Publications

    with office_of(arguments) as office:
        signed = Publications(office).set_policy(arguments.file.read_text(encoding="utf-8"))
    print(_("Regole firmate: versione {version}.").format(version=signed.version))
    return 0


def recovery_key(arguments: argparse.Namespace) -> int:
    from wemi_desk.central.publications import Publications
    from wemi_desk.domain.recovery_text import read_public_key

    key = read_public_key(arguments.file.read_text(encoding="ascii"))
    with office_of(arguments) as office:
        Publications(office).set_recovery_key(key)
    print(_("Le postazioni preparate da adesso la usano."))
    return 0


def set_fund(arguments: argparse.Namespace) -> int:
    from wemi_desk.central.registry import Registry

    with office_of(arguments) as office:
        fund = Registry(office).set_fund(arguments.measure, arguments.euros)
    print(_("{measure}: {total}, di cui già assegnati {booked}").format(
        measure=fund.measure_code, total=_euros(fund.total_cents), booked=_euros(fund.booked_cents)
    ))  # fmt: skip
    return 0


def list_funds(arguments: argparse.Namespace) -> int:
    from wemi_desk.central.registry import Registry

    with office_of(arguments) as office:
        for fund in Registry(office).funds():
            print(fund.measure_code, _euros(fund.total_cents), _euros(fund.booked_cents), sep="\t")
    return 0


def applications(arguments: argparse.Namespace) -> int:
    from wemi_desk.central.registry import Registry

    with office_of(arguments) as office:
        for one in Registry(office).applications(arguments.measure):
            asked, given = _euros(one["asked_cents"]), _euros(one.get("granted_cents") or 0)
            print(one["id"], one["measure_code"], one["state"], one.get("receipt_number"), asked, given, sep="\t")
    return 0


def decide(arguments: argparse.Namespace) -> int:
    from wemi_desk.central.case_words import state_words
    from wemi_desk.central.registry import Registry

    with office_of(arguments) as office:
        state = Registry(office).decide(arguments.application, arguments.grant, arguments.reason)
    print(_("La domanda adesso è: {state}").format(state=state_words(state)))
    return 0


def known_elsewhere(arguments: argparse.Namespace) -> int:
    from wemi_desk.central.registry import Registry

    with office_of(arguments) as office:
        changed = Registry(office).publish_known_elsewhere()
    print(ngettext("{n} parte aggiornata.", "{n} parti aggiornate.", changed).format(n=changed))
    return 0


def erase(arguments: argparse.Namespace) -> int:
    from wemi_desk.central.registry import Registry

    question = _("La persona e tutto quello che la riguarda spariscono per sempre. Scrivi SI per continuare: ")
    if not arguments.yes and input(question).strip().upper() not in {"SI", "SÌ"}:
        print(_("Non ho cambiato niente."))
        return 1
    with office_of(arguments) as office:
        number = Registry(office).erase(arguments.person)
    print(_("Cancellata: ordine {number}. Ogni postazione lo esegue al primo collegamento.").format(number=number))
    return 0


def devices(arguments: argparse.Namespace) -> int:
    with office_of(arguments) as office:
        for one in office.devices():
            at = datetime.fromtimestamp(one.last_contact_at / 1e6, UTC).astimezone().isoformat(timespec="minutes")
            seen = at if one.last_contact_at else "-"
            mark = _("registro da controllare") if one.audit_marked else ""
            orders = ",".join(one.orders)
            print(one.id, one.space_code, one.status, seen, one.unsent, one.version or "-", mark, orders, sep="\t")
    return 0


def order(arguments: argparse.Namespace) -> int:
    with office_of(arguments) as office:
        office.order(arguments.id, arguments.order, arguments.reason)
    from wemi_desk.sync.exchanged import NEW_KEY

    if arguments.order == NEW_KEY:
        print(_("Ordine dato: la postazione cambia chiave quando chi la guida rientra con la frase di accesso."))
    else:
        print(_("Ordine dato: la postazione lo esegue al primo collegamento."))
    return 0


def unlock(arguments: argparse.Namespace) -> int:
    with office_of(arguments) as office:
        office.release(arguments.id)
    print(_("La postazione può lavorare di nuovo."))
    return 0


def verify(arguments: argparse.Namespace) -> int:
    from wemi_desk.central.upkeep import wrong_scopes

    with office_of(arguments) as office:
        broken, scopes = office.first_broken(), wrong_scopes(office)
    print(_("Registro intero.") if broken is None else _("Registro alterato dalla riga {row}.").format(row=broken))
    for scope in scopes:
        print(_("I conti non tornano: {scope}").format(scope=scope))
    return 1 if broken is not None or scopes else 0


def backup(arguments: argparse.Namespace) -> int:
    from wemi_desk.central.upkeep import back_up

    with office_of(arguments) as office:
        made = back_up(office, _url(arguments), arguments.copies.absolute())
    print(_("Copia fatta e riletta: {place}").format(place=made.place))
    return 0


def restore(arguments: argparse.Namespace) -> int:
    from wemi_desk.central.serve import Place
    from wemi_desk.central.upkeep import begin_recovery, put_back, tenants_of

    question = _("Il database di adesso viene sostituito dalla copia. Ferma prima ogni processo. Scrivi SI: ")
    if not arguments.yes and input(question).strip().upper() not in {"SI", "SÌ"}:
        print(_("Non ho cambiato niente."))
        return 1
    url = _url(arguments)
    put_back(url, arguments.source.absolute(), Place(_folder(arguments)).files)
    upgrade(arguments)
    for tenant in tenants_of(url):
        arguments.tenant = tenant
        with office_of(arguments) as office:
            orders = begin_recovery(office)
        print(_("{tenant}: comincia il recupero; cancellazioni rifatte fino alla {number}.").format(
            tenant=tenant, number=orders
        ))  # fmt: skip
    return 0


def recovery(arguments: argparse.Namespace) -> int:
    from wemi_desk.central import upkeep

    with office_of(arguments) as office:
        report = upkeep.end_recovery(office) if arguments.end else upkeep.recovery(office)
    counts = {"spoken": len(report.spoken), "missing": len(report.missing), "rows": report.rows_taken}
    print(_("Postazioni che si sono fatte vive: {spoken}; mancano: {missing}; righe ridate: {rows}.").format(**counts))
    for one in report.missing:
        print(one)
    return 0


def receive(arguments: argparse.Namespace) -> int:
    from wemi_desk.central.registry import Registry

    with office_of(arguments) as office:
        received = Registry(office).receive(arguments.file.read_bytes())
    print(_("Dalla postazione {device}: {acts} atti.").format(device=received.device, acts=received.acts))
    for code, count in sorted(received.verdicts.items()):
        print(code, count, sep="\t")
    return 0


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _measures(text: str) -> list[Any]:
    """One document, or several in a list; raises MeasureRefusedError with the line of what is wrong in one."""
    from wemi_desk.domain.measure_documents import read_measure
    from wemi_desk.domain.measure_text import read_json

    content, _lines = read_json(text)
    if isinstance(content, dict) and "measures" not in content:
        read_measure(text)
        return [content]
    return list(content["measures"] if isinstance(content, dict) else content)


def _entries(content: Any) -> list[dict[str, Any]]:
    """A list of entries, or an object of entries by code; both also one level down."""
    if isinstance(content, dict) and isinstance(content.get("code"), str):
        return [content]
    for name in ("lists", "measures", "catalogue", "types", "entries"):
        if isinstance(content, dict) and isinstance(content.get(name), dict | list):
            content = content[name]
    if isinstance(content, dict):
        return [{"code": code, **body} for code, body in content.items() if isinstance(body, dict)]
    return [one for one in content if isinstance(one, dict)] if isinstance(content, list) else []


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02}"
