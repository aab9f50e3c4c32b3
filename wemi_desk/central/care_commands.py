"""More commands of the centre: who may hold what, what stands out, what goes by age."""

from __future__ import annotations

import argparse

from wemi_desk.central.commands import office_of
from wemi_desk.i18n import _, ngettext


def set_reach(arguments: argparse.Namespace) -> int:
    from wemi_desk.central.auth.reach import CITY, NETWORK, reach_of

    reach = CITY if arguments.city else reach_of(NETWORK, arguments.network) if arguments.network else ""
    with office_of(arguments) as office:
        office.set_reach(arguments.id, reach)
    print(_("Fatto: al prossimo collegamento la postazione tiene solo questi dati, e manda prima quello che aspetta."))
    return 0


def leave(arguments: argparse.Namespace) -> int:
    from wemi_desk.central.registry import Registry

    with office_of(arguments) as office:
        Registry(office).leave(arguments.person, arguments.space.upper())
    print(_("Fatto: le postazioni dello spazio lasciano andare la persona al prossimo collegamento."))
    return 0


def look_ups(arguments: argparse.Namespace) -> int:
    from wemi_desk.central.watching import OFTEN, look_up_marks

    with office_of(arguments) as office:
        marks = look_up_marks(office, arguments.days)
    for one in marks:
        when = one.at.strftime("%d/%m/%Y %H:%M")
        often = ngettext("{n} ricerca in un'ora", "{n} ricerche in un'ora", one.count).format(n=one.count)
        why = often if one.why == OFTEN else _("scheda aperta, e quel giorno niente di scritto")
        print(when, one.space_code or "-", one.device, why, one.person or "", sep="\t")
    count = len(marks)
    print(ngettext("{n} ricerca da guardare.", "{n} ricerche da guardare.", count).format(n=count))
    return 0


def audit_heads(arguments: argparse.Namespace) -> int:
    from wemi_desk.central.watching import audit_heads as heads

    with office_of(arguments) as office:
        found = heads(office)
    for one in found:
        said = [_("non si fa viva da sette giorni")] if one.silent else []
        if one.broken_seq is not None:
            said.append(_("registro da controllare dalla riga {row}").format(row=one.broken_seq))
        print(one.device, one.space_code, one.seq, one.tag.hex()[:16] or "-", " · ".join(said), sep="\t")
    return 1 if any(one.broken_seq is not None for one in found) else 0


def upkeep(arguments: argparse.Namespace) -> int:
    from wemi_desk.central.pruning import Ages, prune

    with office_of(arguments) as office:
        gone = prune(office, Ages(log=arguments.log_days, feed=arguments.feed_days))
    print(_("Righe lasciate andare: {commits} posizioni, {tombstones} cancellazioni già eseguite, {look_ups} ricerche, "
            "{entries} righe di registro, {codes} codici, {nonces} firme usate, {files} allegati mai finiti, "
            "{erased} di chi è stato cancellato.").format(
        commits=gone.commits, tombstones=gone.tombstones, look_ups=gone.look_ups, entries=gone.log_entries,
        codes=gone.codes, nonces=gone.nonces, files=gone.half_files,
        erased=gone.erased_files,
    ))  # fmt: skip
    return 0


def replace_keys(arguments: argparse.Namespace) -> int:
    from wemi_desk.central.auth.keys import replace_keys as replaced
    from wemi_desk.central.publications import Publications
    from wemi_desk.central.serve import microseconds

    question = _("Le chiavi di adesso non firmano più. Ferma prima ogni processo. Scrivi SI: ")
    if not arguments.yes and input(question).strip().upper() not in {"SI", "SÌ"}:
        print(_("Non ho cambiato niente."))
        return 1
    with office_of(arguments) as office:
        keys = replaced(office.place.keys, microseconds())
    with office_of(arguments) as office:
        Publications(office).sign_policy_again()
        office.note("keys_replaced", str(len(keys.changes)))
    print(_("Chiavi nuove: {path}. Fanne una copia al posto di quella di prima.").format(path=office.place.keys))
    print(_("Le postazioni ci credono al primo collegamento, perché le ha firmate la chiave di prima."))
    return 0


def make_login_code(arguments: argparse.Namespace) -> int:
    with office_of(arguments) as office:
        made = office.make_login_code(arguments.id)
    print(_("Codice: {code}").format(code=made.code))
    print(_("Vale tre giorni, una volta sola: si scrive dove si entra, in «Entra con la rete»."))
    return 0
