"""What kinds of acts are called, on screens and on paper."""

from __future__ import annotations

from wemi_desk.i18n import N_, _

_KINDS = {
    "citizen": N_("Scheda di una persona"),
    "fiscal_code_record": N_("Codice fiscale di una persona"),
    "duplicate_decision": N_("Scelta tra nomi simili"),
    "citizen_merge": N_("Unione di due schede"),
    "household": N_("Nucleo"),
    "household_member": N_("Persona di un nucleo"),
    "contact": N_("Contatto"),
    "contact_cancellation": N_("Contatto annullato"),
    "referral": N_("Invio a un servizio"),
    "call_back": N_("Promessa di richiamare"),
    "queue_ticket": N_("Biglietto della coda"),
    "privacy_notice_record": N_("Informativa consegnata"),
    "print_record": N_("Foglio stampato"),
    "application": N_("Domanda"),
    "application_event": N_("Passo di una domanda"),
    "attachment": N_("Documento allegato"),
    "isee_certificate": N_("Attestazione ISEE"),
    "voucher": N_("Voucher"),
    "voucher_movement": N_("Movimento di un voucher"),
    "activity": N_("Attività"),
    "activity_date": N_("Incontro di un’attività"),
    "orientation": N_("Orientamento"),
    "activity_enrolment": N_("Iscrizione a un’attività"),
    "activity_presence": N_("Presenza a un incontro"),
    "volunteer": N_("Volontario o volontaria"),
    "volunteer_hours": N_("Ore di un volontario"),
    "workstation": N_("Postazione"),
    "workstation_turn": N_("Turno a una postazione"),
    "appointment": N_("Appuntamento"),
    "opening_slot": N_("Orario di apertura"),
    "opening_exception": N_("Apertura o chiusura straordinaria"),
    "shift": N_("Turno di un operatore"),
    "leave": N_("Assenza di un operatore"),
    "handover_note": N_("Passaggio di consegne"),
    "measure": N_("Misura"),
    "paperwork_case": N_("Pratica digitale"),
    "mandate": N_("Delega o titolo per agire per altri"),
    "facilitation_session": N_("Seduta di aiuto digitale"),
    "facilitation_attendance": N_("Presenza a una seduta"),
    "paperwork_type": N_("Tipo di pratica"),
    "shared_request": N_("Richiesta di un servizio condiviso"),
    "shared_service": N_("Gruppo di un servizio condiviso"),
    "shared_participant": N_("Posto in un gruppo di famiglie"),
    "catalogue_edition": N_("Catalogo"),
    "catalogue_part": N_("Catalogo, una parte"),
    "facilita_site": N_("Sede registrata su Facilita"),
    "facilita_operator": N_("Operatore registrato su Facilita"),
    "facilita_batch": N_("File per Facilita"),
    "question": N_("Risposta a una domanda in sospeso"),
}


def kind_words(kind: str) -> str:
    """A kind of record; one that this version does not know is another one."""
    return _(_KINDS.get(kind, N_("Altro")))
