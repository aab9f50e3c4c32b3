"""What the administration's file decides or gets wrong, in words."""

from __future__ import annotations

from wemi_desk.domain.machine_policy import MachinePolicy, PolicyFault
from wemi_desk.i18n import N_, _

_FILE_TEXTS = {
    "not_trusted": N_("Il file dell'amministrazione non vale: può cambiarlo anche chi non è amministratore."),
    "unreadable": N_("Il file dell'amministrazione non si legge: servono i diritti di lettura per tutti."),
    "too_large": N_("Il file dell'amministrazione è troppo grande: non è quello giusto."),
    "not_json": N_("Il file dell'amministrazione è scritto male: non è JSON."),
    "not_an_object": N_("Il file dell'amministrazione è scritto male: servono coppie di nome e valore."),
}
_KEY_TEXTS = {
    "not_text": N_("«{key}»: serve un testo. Resta come se non ci fosse."),
    "not_an_address": N_("«{key}»: non è un indirizzo. Resta come se non ci fosse."),
    "not_private": N_("«{key}»: l'indirizzo deve cominciare con https. Resta come se non ci fosse."),
    "not_a_proxy": N_("«{key}»: serve http://nome:porta. Resta senza proxy."),
    "not_a_space": N_("«{key}»: il codice di uno spazio ha tre lettere o cifre. Resta come se non ci fosse."),
    "not_absolute": N_("«{key}»: serve il percorso intero di un file. Resta come se non ci fosse."),
    "not_a_choice": N_("«{key}»: non è uno dei valori possibili. Resta quello più prudente."),
    "not_a_rate": N_("«{key}»: serve un numero intero di byte al secondo, da 10000 in su. Resta senza limite."),
    "not_found": N_("«{key}»: il file non c'è. Resta come se non fosse scritto."),
    "unreadable": N_("«{key}»: il file non si legge. Resta come se non fosse scritto."),
    "not_trusted": N_("«{key}»: il file può cambiarlo anche chi non è amministratore. Non vale."),
}


def fault_text(fault: PolicyFault) -> str:
    """One sentence for whoever looks after the PC."""
    if not fault.key:
        return _(_FILE_TEXTS[fault.reason])
    return _(_KEY_TEXTS[fault.reason]).format(key=fault.key)


def decided_text() -> str:
    """Beside a value that nobody changes here."""
    return _("Deciso dall'amministrazione.")


def unknown_text(policy: MachinePolicy) -> str:
    """The keys that this version does not know; empty when there are none."""
    if not policy.unknown:
        return ""
    return _("Parole che questa versione non conosce: {names}.").format(names=", ".join(sorted(policy.unknown)))
