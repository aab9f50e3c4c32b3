"""What F1 says, in plain Italian: one page for each screen."""

from __future__ import annotations

from typing import NamedTuple

from wemi_desk.i18n import N_, _

_PAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "sportello": (N_("Aiuto: Sportello"), (
        N_("Passa la tessera sanitaria nel lettore, da qualsiasi punto: si apre la scheda, o una nuova già compilata."),
        N_("Oppure scrivi un nome, un codice o un telefono nella casella in alto (Ctrl+K). Bastano poche lettere."),
        N_("F9 e una cifra: un contatto rapido, anonimo, è già registrato."),
        N_("Con una persona allo sportello: una cifra sceglie il motivo, Ctrl+Invio registra e chiude il colloquio."),
        N_("Quello che scrivi si salva da solo. Se sbagli, Ctrl+Z annulla l’ultima cosa fatta."),
        N_("F12 nasconde tutto, se qualcuno guarda lo schermo."),
    )),
    "coda": (N_("Aiuto: Coda"), (
        N_("Chi arriva: scegli il motivo con una cifra, scrivi se vuoi il nome, e premi Metti in coda."),
        N_("F11 chiama il prossimo. Se nessuno viene, premi di nuovo F11: il primo resta segnato «non risponde»."),
        N_("Invio su una persona in attesa la chiama; su una chiamata, la porta allo sportello."),
        N_("Si scrive solo il nome, mai il cognome: lo schermo si vede."),
    )),
    "cittadini": (N_("Aiuto: Cittadini"), (
        N_("Senza un colloquio aperto c’è l’elenco di tutti. Scrivi per cercare; Invio apre la persona."),
        N_("Con un colloquio aperto c’è la scheda. Alt+1 fino ad Alt+5 cambiano parte."),
        N_("Ctrl+S registra le modifiche. Sotto ogni campo cambiato vedi com’era prima."),
        N_("Un codice che non torna si può registrare comunque, da verificare: nessuno va via per un codice."),
        N_("Aprire una scheda lascia traccia: in Accessi si vede chi l’ha aperta e perché."),
    )),
    "pratiche": (N_("Aiuto: Pratiche"), (
        N_("Senza un colloquio: le cose da seguire, per giorno e per codice. Invio apre, Spazio richiama."),
        N_("Con una persona allo sportello: le sue pratiche digitali. Una cifra ne apre una nuova, Invio riprende."),
        N_("Nella pratica: spunta che cosa c’è e i passi fatti. Ctrl+P stampa il foglio, Ctrl+S chiude la seduta."),
        N_("Ctrl+Maiusc+N: le misure per la famiglia di chi è allo sportello, e perché una non va bene."),
        N_("Invio prepara le domande dei figli spuntati. Quello che è uguale si scrive una volta sola."),
        N_("A destra «Cosa manca»: ogni regola con il suo perché. ISEE che manca non vuol dire no; zero è un valore."),
        N_("Ctrl+S segna pronta, Ctrl+P stampa. Pronta non vuol dire inviata: serve la ricevuta, copiata dal foglio."),
    )),
    "catalogo": (N_("Aiuto: Catalogo"), (
        N_("Enti e servizi da indicare alle persone. Il catalogo arriva con il primo collegamento."),
        N_("Scrivi con le parole di chi chiede: «tata sera Municipio 4». Spazio confronta fino a quattro servizi."),
        N_("Ctrl+P stampa, Ctrl+M copia per un’e-mail, Ctrl+S scrive l’orientamento. Alt+2: chi si sta seguendo."),
    )),
    "attivita": (N_("Aiuto: Attività"), (
        N_("A sinistra la settimana, a destra l’incontro scelto. Alt+2 mostra le postazioni, Alt+3 i volontari."),
        N_("Giorno, Settimana e Mese si leggono da lontano. Invio apre, Pag su e Pag giù girano, Esc all’elenco."),
        N_("Con una persona allo sportello, Ctrl+S la iscrive; se è completo va in attesa, e Ctrl+Z annulla."),
        N_("Dal giorno dell’incontro la tessera segna la presenza; anche Spazio sulla riga. Gli altri si contano."),
        N_("«Attività già fatta» registra quello che non era in programma: una cifra, quante persone, Ctrl+S."),
        N_("«Incontro svolto» fa una sola seduta per tutto il gruppo. Ctrl+P stampa il foglio da firmare."),
        N_("Alle postazioni Invio fa sedere una persona; una riga in basso avvisa quando il tempo sta per finire."),
    )),
    "condivisi": (N_("Aiuto: Condivisi"), (
        N_("Alt+1 le richieste delle famiglie, Alt+2 le proposte, Alt+3 i gruppi."),
        N_("Con una persona allo sportello, «Nuova richiesta»: le ore si scrivono, o si segnano con frecce e Spazio."),
        N_("«Trova gruppi» mette insieme le famiglie e dice perché; Ctrl+S forma il gruppo scelto."),
        N_("Si chiede famiglia per famiglia: il foglio (Ctrl+P) parla delle altre senza nomi."),
        N_("Quando tutte hanno risposto, Ctrl+S avvia il gruppo; le quote sommano al totale, chiunque entri o esca."),
    )),
    "agenda": (N_("Aiuto: Agenda"), (
        N_("Alt+1 il giorno, Alt+2 la settimana, Alt+3 chi avvisare, Alt+4 gli orari, Alt+5 le consegne."),
        N_("Invio su un’ora libera prende un appuntamento, su una persona lo apre. Il primo posto è già scritto."),
        N_("Quello che è strano si legge accanto al campo: Ctrl+S un’altra volta registra comunque."),
        N_("Chi arriva passa la tessera qui o in Coda: va in coda con il suo motivo. Ctrl+P stampa il biglietto."),
        N_("La riga «Scoperto» della settimana: ore di apertura senza nessuno di turno."),
        N_("Se due postazioni hanno dato la stessa ora, restano tutte e due: decidete voi chi spostare."),
    )),
    "giornata": (N_("Aiuto: Giornata"), (
        N_("A sinistra i contatti del giorno e quello che è ancora aperto; a destra i numeri."),
        N_("Invio su un contatto lo corregge: motivo e canale. Oppure lo toglie dai conti, con un perché."),
        N_("«Contatto di un altro giorno» serve per quello che non hai scritto in tempo: resta segnato."),
        N_("«Registro degli invii»: ogni atto del giorno, arrivato o ancora qui con il suo perché, con la ricevuta."),
        N_("«Chiudi la giornata» dice quanti contatti hai e quanti sono ancora da inviare: partono da soli."),
    )),
    "misure": (N_("Aiuto: Misure"), (
        N_("Le misure che si conoscono, versione per versione. Invio su una prepara la versione nuova, in bozza, qui."),
        N_("Mentre scrivi, gli errori compaiono sotto i campi. Quello che scrivi si salva da solo."),
        N_("«Prova» mostra quali esiti cambiano, sui casi ai bordi e sulle domande di questo spazio."),
        N_("«Questi esiti sono giusti» li tiene come casi di prova: senza, la misura non si pubblica."),
        N_("«Pubblica» la manda al sistema centrale, che la ricontrolla. Da lì arriva a tutte le postazioni."),
    )),
    "facilita": (N_("Aiuto: Facilita"), (
        N_("Prima, una volta sola: «Sede e operatori», con i nomi lettera per lettera come sulla piattaforma."),
        N_("«Prepara i file» controlla ogni riga prima che parta. Niente parte due volte: c’è il registro."),
        N_("«Da sistemare»: perché una riga non parte o è tornata. Invio apre la persona; le risposte si danno lì."),
        N_("Il file si carica sulla piattaforma senza aprirlo in un foglio di calcolo; poi «Annota il caricamento»."),
        N_("«Leggi le righe scartate» prende il rapporto della piattaforma. Corrette, partono con un altro file."),
        N_("A destra i quattro indicatori, contati come fa la piattaforma, e le righe dietro ogni cifra."),
    )),
    "tipi": (N_("Aiuto: Tipi di pratica"), (
        N_("I tipi di pratica che si conoscono. Invio su uno prepara la versione nuova, in bozza, qui."),
        N_("Che cosa portare, passi, esiti e avvertenze si scrivono uno per riga; gli errori compaiono sotto i campi."),
        N_("A destra vedi quali testi non ci sono nelle altre lingue: il promemoria lo dice, e li scrive in italiano."),
        N_("«Pubblica» la manda al sistema centrale. Le pratiche già aperte restano con i testi di prima."),
    )),
    "richiamare": (N_("Aiuto: Da richiamare"), (
        N_("Le persone a cui hai promesso di telefonare, in ordine di giorno. Invio mostra il numero."),
        N_("Dopo la telefonata premi Sentita, Non risponde o Chiudi; oppure scrivi un giorno e premi Rimanda."),
    )),
    "bozze": (N_("Aiuto: Bozze"), (
        N_("Quello che hai lasciato a metà. Invio lo riprende. Le bozze le vedi solo tu, per 30 giorni."),
    )),
    "invio": (N_("Aiuto: Invio dati"), (
        N_("Che cosa aspetta di partire, che cosa è tornato indietro e perché, che cosa è arrivato oggi."),
        N_("Senza rete si lavora lo stesso: tutto è al sicuro su questo computer e parte da solo."),
        N_("Un atto da controllare si corregge, si riprova, si mette da parte o si ritira. Niente si cancella."),
        N_("Una questione tra due spazi: 1 o 2 scelgono il valore. Allo sportello si risponde con Alt+1 o Alt+2."),
        N_("«Collegati adesso» prova subito. «Esporta il lavoro non inviato» serve se il computer va sostituito."),
    )),
    "aggiornamento": (N_("Aiuto: Aggiornamento"), (
        N_("La versione nuova arriva da sola mentre lavori, e si installa la prossima volta che apri il programma."),
        N_("Prima parte quello che aspetta di essere inviato; quello che non parte resta qui, contato e al sicuro."),
        N_("Se la versione nuova non va su questo computer, torna da sola quella di prima con tutti i dati."),
        N_("Senza rete: «Aggiorna da chiavetta», e scegli la chiavetta avuta dal coordinamento."),
    )),
    "impostazioni": (N_("Aiuto: Impostazioni"), (
        N_("Colori, grandezza del testo, suoni, blocco e lettore di questo computer. Ogni scelta vale subito."),
    )),
}


class HelpPage(NamedTuple):
    """A title and a text."""

    title: str
    text: str


def help_page(topic: str) -> HelpPage:
    """The page of a screen, by the name of its place or list; the Sportello's for one that has none."""
    title, paragraphs = _PAGES.get(topic, _PAGES["sportello"])
    last = _("Tutti i tasti: Ctrl+?. Altri comandi: scrivi > nella casella.")
    return HelpPage(_(title), "\n\n".join([*(_(paragraph) for paragraph in paragraphs), last]))


def topics() -> tuple[str, ...]:
    """The names of all pages."""
    return tuple(_PAGES)
