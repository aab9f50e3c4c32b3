"""Which page of the manual explains what: for each place, and for each part of a screen that has words of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from wemi_desk.ui.shell.places import Place

LOCKED = "primo-accesso"
KEYS = "tasti"

OF_PLACES: Final = {
    Place.COUNTER: "sportello", Place.QUEUE: "coda", Place.CITIZENS: "scheda", Place.PAPERWORK: "pratiche",
    Place.CATALOGUE: "catalogo", Place.ACTIVITIES: "attivita", Place.DAY: "giornata", Place.AGENDA: "agenda",
    Place.SHARED: "condivisi", Place.MEASURES: "misure", Place.TYPES: "tipi-di-pratica", Place.FACILITA: "facilita",
}  # fmt: skip

OF_SCREENS: Final = {
    "agenda.AppointmentView": "agenda#chi-arriva-e-chi-no",
    "agenda.BookingView": "agenda#dare-un-appuntamento",
    "agenda.DayView": "agenda",
    "agenda.HandoverView": "agenda#consegne",
    "agenda.HoursForm": "agenda#orari",
    "agenda.HoursView": "agenda#orari",
    "agenda.LeaveForm": "agenda#settimana",
    "agenda.RemindersView": "agenda#da-avvisare",
    "agenda.ShiftForm": "agenda#settimana",
    "agenda.WeekView": "agenda#settimana",
    "applications.CaseFormView": "pratiche#la-domanda",
    "applications.CasePane": "pratiche#la-domanda",
    "applications.ChecklistPane": "pratiche#la-domanda",
    "applications.FamilyPane": "pratiche#quali-misure-vanno-bene-a-questa-famiglia",
    "applications.GroupView": "pratiche#un-gruppo",
    "applications.HistoryView": "pratiche#la-ricevuta-e-quello-che-viene-dopo",
    "applications.MissingPane": "pratiche#quali-misure-vanno-bene-a-questa-famiglia",
    "applications.StepForm": "pratiche#la-ricevuta-e-quello-che-viene-dopo",
    "applications.StepsView": "pratiche#la-ricevuta-e-quello-che-viene-dopo",
    "applications.VoucherView": "pratiche#il-voucher",
    "call_backs.CallBacksView": "coda#da-richiamare",
    "catalogue.FollowListView": "catalogo#orientamenti-e-invii",
    "catalogue.OrientView": "catalogo#orientare-e-inviare",
    "catalogue.OutcomeView": "catalogo#orientamenti-e-invii",
    "catalogue.ReferralView": "catalogo#orientare-e-inviare",
    "catalogue.ResultsView": "catalogo#cercare",
    "catalogue.SheetView": "catalogo#confrontare-stampare-mandare",
    "catalogue_files.ChangesView": "aggiornare-il-catalogo#provare-senza-scrivere",
    "catalogue_files.FileView": "aggiornare-il-catalogo",
    "citizens.AccessView": "scheda#accessi",
    "citizens.AdultForm": "scheda#nucleo-e-minori",
    "citizens.ClosedDataView": "scheda#dati-particolari",
    "citizens.DataView": "scheda#dati",
    "citizens.HouseholdView": "scheda#nucleo-e-minori",
    "citizens.MergeView": "doppioni#due-schede-della-stessa-persona",
    "citizens.MinorForm": "scheda#nucleo-e-minori",
    "citizens.PeopleListPane": "scheda#cercare-tra-i-cittadini",
    "connection.ConnectionView": "primo-accesso#collegare-più-avanti",
    "counter.CandidatesPane": "doppioni",
    "counter.ContactPane": "sportello#scrivere-il-colloquio",
    "counter.RegistrationPane": "nuova-persona",
    "counter.TimelinePane": "sportello#la-storia",
    "courses.AgendaView": "attivita#postazioni-per-il-pubblico",
    "courses.AnswersView": "attivita#chiudere",
    "courses.CalendarBoard": "attivita#guardare",
    "courses.DetailsView": "attivita#senza-nome",
    "courses.LogView": "attivita#attività-già-fatta",
    "courses.MeetingView": "attivita#presenze",
    "courses.PlanningView": "attivita#programmare",
    "courses.ProgrammeView": "attivita#copiare-il-programma",
    "courses.TurnView": "attivita#postazioni-per-il-pubblico",
    "courses.VolunteerView": "attivita#volontari",
    "courses.VolunteersView": "attivita#volontari",
    "courses.WorkstationsView": "attivita#postazioni-per-il-pubblico",
    "day.CorrectionForm": "giornata#correggere-un-contatto",
    "day.FiguresPane": "giornata#numeri",
    "day.LateForm": "giornata#correggere-un-contatto",
    "day.LedgerPage": "invio-dati#il-registro-del-giorno",
    "drafts.DraftsView": "sportello#bozze",
    "facilita.BatchForm": "facilita#dopo-un-passo-alla-volta",
    "facilita.FiguresPane": "facilita#indicatori",
    "facilita.FilesPane": "facilita#preparare-i-file",
    "facilita.RegisterPage": "facilita#la-prima-volta",
    "facilita.WorkPane": "facilita#da-sistemare",
    "first_start.CodePage": "primo-accesso#su-un-computer-nuovo",
    "first_start.ExchangePage": "primo-accesso#recuperare-i-dati",
    "first_start.FirstStartView": "primo-accesso#su-un-computer-nuovo",
    "follow_ups.FollowUpsPane": "pratiche#da-seguire",
    "help.KeysView": KEYS,
    "look_up.LookUpView": "invio-dati#una-persona-di-un-altro-spazio",
    "measures.MeasureFormView": "misure#la-bozza",
    "measures.RehearsalPane": "misure#provare",
    "outbox.LeavingView": "invio-dati#il-computer-va-sostituito",
    "outbox.OutboxView": "invio-dati#che-cosa-aspetta-e-che-cosa-controllare",
    "paperwork.CodesView": "pratiche#chiudere-la-seduta",
    "paperwork.EndingView": "pratiche#chiudere-la-seduta",
    "paperwork.MandateView": "pratiche#al-posto-di-un-altro",
    "paperwork.MattersPane": "pratiche#la-pratica-digitale",
    "paperwork.MatterPane": "pratiche#la-pratica-digitale",
    "paperwork.PickPane": "pratiche#la-pratica-digitale",
    "paperwork_catalogue.LanguagesPane": "tipi-di-pratica#altre-lingue",
    "paperwork_catalogue.TypeFormView": "tipi-di-pratica#la-bozza",
    "printing.PreviewPane": "stampa",
    "queue.ArrivalPane": "coda#chi-arriva",
    "queue.QueuePane": "coda",
    "queue.QueueListPane": "coda",
    "settings.SettingsView": "impostazioni",
    "shared_services.GroupView": "condivisi#chiedere-alle-famiglie",
    "shared_services.GroupsView": "condivisi#chiedere-alle-famiglie",
    "shared_services.ProposalsView": "condivisi#trovare-i-gruppi",
    "shared_services.RequestFormView": "condivisi#scrivere-una-richiesta",
    "shared_services.RequestsView": "condivisi#scrivere-una-richiesta",
    "shared_services.TermsView": "condivisi#cominciare",
    "unlock.UnlockView": LOCKED,
    "updates.UpdatesView": "aggiornamento",
}
"""By folder and class of the widget: what holds the hands is asked first, then what it stands in."""


def topic_of(chain: Iterable[object]) -> str:
    """The page of the first object that has one."""
    for widget in chain:
        for kind in type(widget).__mro__:
            name = f"{kind.__module__.rpartition('.')[0].rpartition('.')[2]}.{kind.__name__}"
            if name in OF_SCREENS:
                return OF_SCREENS[name]
    return ""
