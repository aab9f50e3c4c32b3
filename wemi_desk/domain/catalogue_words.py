"""How people ask for services, and how sheets name them: groups of words that mean the same thing.

Each group is one thing said in several ways, one-word or more; endings do not matter. Names of quarters lead to the
Municipi that they touch: a hint, for only the civic number decides (wemi.md 13).
"""

from __future__ import annotations

_SMALL = """
il lo la i gli le l un uno una di del dello della dei degli delle d dell dall nell sull quell a al allo alla ai agli
alle da dal dallo dalla dai dagli dalle in nel nello nella nei negli nelle con per su sul sulla e ed o che chi cui
mi ti si ci vi ho ha hai hanno mio mia miei mie suo sua suoi sue nostro nostra loro mi sono sei siamo voglio vorrei
vorrebbe devo deve dobbiamo fare fa serve servirebbe cerco cerca cerchiamo cercano cercare qualcuno qualcosa qualche
posso puo potrei possiamo bisogno avrei non ne se come dove quando quale quali quanto mentre anche piu poi prima
dopo ma c ce cosa esiste essere stato ore anno anni eta molto poco tanto tutti tutto persona persone servizio
servizi zona
"""
EMPTY = frozenset(_SMALL.split())
"""Words that say nothing by themselves."""

SAME: tuple[str, ...] = (
    "baby sitter, babysitter, baby-sitting, tata, bambinaia, tenere il bambino, tenga il bambino, tengono i bambini, "
    "tenere i bambini, tiene i bambini, guardare i bambini, guarda la bimba, guarda il bambino, guarda i bambini, "
    "guardare il bimbo, badare ai bambini, stare con i bambini, lasciare i bambini, lascio i bambini, "
    "lascio mio figlio, "
    "lascio il bambino, tenermi il bambino, tenermi la bambina, tenere la bambina, custodia bambini",
    "badante, badanti, assistente familiare, assistenti familiari, badare alla mamma, badare alla nonna, "
    "badare al papa, badare a un anziano, assistere la mamma, chi bada",
    "colf, donna delle pulizie, domestica, collaboratrice domestica, pulizie, pulire casa, faccende, lavori di casa",
    "compiti, doposcuola, ripetizioni, aiuto scolastico, sostegno allo studio, studiare, lezioni private, tutor",
    "anziano, anziana, anziani, nonno, nonna, nonni, over 60, over 65, terza eta, vecchio, vecchia, pensionato",
    "bambino, bambina, bambini, bimbo, bimba, bimbi, piccoli, piccoletti, figlio, figlia, figli, minori, nipotino",
    "ragazzo, ragazza, ragazzi, ragazze, adolescente, adolescenti, teenager, giovani",
    "neonato, neonati, neonata, lattante, appena nato, puericultrice",
    "mamma, madre, mamme",
    "papa, padre, babbo",
    "ospedale, ricovero, ricoverato, dimissione, dimissioni, pronto soccorso, post operatorio, operazione, "
    "convalescenza",
    "accompagnare, accompagnamento, accompagnatore, accompagna, portare dal medico, portare in ospedale, "
    "portare a visita",
    "trasporto, taxi, auto, macchina, passaggio, navetta, pulmino, autista",
    "visita, visite, esami, ambulatorio, medico, dottore, ospedale",
    "carrozzina, sedia a rotelle, carrozzella, disabile in carrozzina",
    "disabilita, disabile, disabili, handicap, invalido, invalidi, portatore di handicap, non autosufficiente",
    "alzheimer, demenza, memoria, smemorata, perde la memoria, dimentica, demenza senile",
    "infermiere, infermiera, punture, puntura, iniezione, iniezioni, medicazione, medicazioni, medicare",
    "fisioterapia, fisioterapista, riabilitazione, fisioterapista a casa",
    "prelievo, prelievi, esame del sangue, analisi del sangue, sangue",
    "podologo, pedicure, callista, piede, piedi, unghie dei piedi",
    "parrucchiere, parrucchiera, capelli, tagliare i capelli, piega, barbiere",
    "manicure, estetista, unghie",
    "dentista, igienista dentale, denti, dentiera, protesi dentale",
    "lavare, igiene, doccia, bagno assistito, igiene personale, oss, operatore socio sanitario",
    "logopedia, logopedista, balbetta, balbuzie, parla male, linguaggio, disturbo del linguaggio",
    "dislessia, discalculia, dsa, disturbi dell apprendimento, dislessico, disgrafia",
    "adhd, iperattivo, iperattivita, attenzione, non sta fermo",
    "autismo, autistico, spettro autistico",
    "psicologo, psicologa, psicologico, psicologici, psicoterapia, psicoterapeuta, colloqui, terapia, "
    "supporto psicologico",
    "lutto, morte, e morto, e morta, perso il marito, vedova, vedovo",
    "depressa, depressione, malinconia, triste, giu di morale, dopo il parto, dopo la nascita, post parto",
    "coppia, marito e moglie, crisi di coppia",
    "separazione, separarsi, si separano, separati, mi separo, divorzio, mediazione familiare",
    "truffa, truffata, furto, rubato, ladri, raggiro, imbrogliata",
    "chi assiste, caregiver, assiste un malato, assiste un familiare, assisto mia madre",
    "spesa, supermercato, fare la spesa, mercato",
    "farmacia, farmaci, medicine, medicinali, ricette, ricetta medica",
    "commissioni, commissione, piccole commissioni, faccende fuori casa",
    "posta, poste, fila, coda, fare la fila, ufficio postale",
    "pasto, pasti, pranzo, cena, mangiare, cibo, menu, piatti pronti, cucinato, mensa",
    "senza glutine, celiaco, celiaca, celiachia",
    "diabete, diabetico, diabetici, glicemia",
    "idraulico, rubinetto, perde acqua, perdita d acqua, scarico, lavandino, tubo, lavatrice perde",
    "elettricista, corrente, salvavita, lampadario, lampadine, presa elettrica, luce che salta",
    "imbianchino, imbiancatura, imbiancare, pitturare, tinteggiare",
    "serratura, serrature, fabbro, chiavi, cambiare la serratura",
    "mobili, montare un mobile, armadio, armadi, ikea, montaggio mobili",
    "riparazione, riparazioni, riparare, aggiustare, tuttofare, manutenzione, lavoretti",
    "maniglione, maniglioni, maniglie, corrimano, sicurezza in bagno",
    "svuotare, cantina, sgombero, soffitta, trasloco",
    "cane, cani, dog sitter, dogsitter, cagnolino",
    "gatto, gatti, cat sitter, micio",
    "animali, animale domestico, veterinario, pet",
    "badante notturna, notte, notti, notturno, notturna, di notte, fino al mattino",
    "sera, serale, serali, serate, dopo cena",
    "fine settimana, weekend, week end, sabato, domenica, festivi",
    "isee, dsu, dichiarazione isee",
    "busta paga, buste paga, cedolino, contributi inps",
    "contratto, assumere, assunzione, mettere in regola, in regola, regolarizzazione",
    "tfr, liquidazione, licenziare, licenziamento, tredicesima",
    "permesso di soggiorno, questura, rinnovo permesso",
    "cittadinanza, diventare italiano, b1",
    "pensione, estratto conto contributivo",
    "assegno unico, assegno per i figli",
    "invalidita, 104, legge 104, accompagnamento inps",
    "bolletta, bollette, bonus sociale, bonus luce, gas",
    "modulo, moduli, domanda online, compilare, compilazione, pratiche, burocrazia",
    "amministratore di sostegno, tutore, interdizione",
    "disoccupazione, naspi, licenziata, perso il lavoro",
    "italiano, lingua italiana, imparare l italiano, a1, a2, corso di italiano",
    "stranieri, straniero, migranti, immigrati, neoarrivati, appena arrivato",
    "leggere e scrivere, analfabeta, alfabetizzazione",
    "spid, identita digitale, cie",
    "computer, pc, informatica, internet",
    "telefono, cellulare, smartphone, telefonino",
    "telesoccorso, pulsante, salvavita al collo, allarme anziani, teleassistenza",
    "compagnia, solo, sola, soli, solitudine, chiacchiere",
    "nido, asilo nido, asilo",
    "centro estivo, centri estivi, campus, grest, estate, estive, attivita estive, d estate",
    "scuola chiusa, sciopero, sciopero scuola",
    "uscita di scuola, uscita scuola, esce da scuola, prendere a scuola, andare a prendere",
    "nuoto, nuotare, piscina, acquaticita, acqua, bracciate",
    "ginnastica, ginnastica dolce, movimento, esercizi, attivita fisica",
    "calcio, pallone, football",
    "basket, pallacanestro",
    "danza, ballo, ballare, balletto",
    "judo, arti marziali, karate",
    "musica, strumento, suonare, musicale",
    "robot, robotica, robotici",
    "programmare, coding, programmazione, videogioco, videogiochi",
    "scienza, scienze, esperimenti, scienziato",
    "fumetto, fumetti, manga, disegno",
    "cucito, cucire, sartoria, ago e filo, macchina da cucire",
    "teatro, recitare, recitazione, spettacolo",
    "compleanno, festa di compleanno, feste",
    "lis, lingua dei segni, sordo, sordi, sordomuto",
    "ipovedente, cieco, ciechi, non vede, non vede bene",
    "mediatore, mediatrice, interprete, traduttore",
    "arabo, arabofona, araba, parla arabo",
    "cinese, cinesi, mandarino",
    "inglese, bilingue inglese, in inglese",
    "ucraino, ucraina, ucraine, russa, russo",
    "spagnolo, latinoamericana, latinoamericane, sudamericana",
    "filippina, filippino, tagalog",
    "condominio, palazzo, stabile, vicini, vicina, vicino di casa, pianerottolo, cortile",
    "condiviso, condivisa, condivise, in comune, dividere il costo, diviso, divisa, insieme ad altre famiglie, a meta",
    "convivente, fissa, fisso, vive in casa, vitto e alloggio, giorno e notte, fissa in casa",
    "sostituzione, sostituire, ferie della badante, rimpiazzo, ferie",
    "uomo, maschio, assistenti uomini",
    "gemelli, gemelle, due pianti",
    "malato, malata, influenza, febbre",
    "elementari, elementare, primaria",
    "medie, scuola media, secondaria di primo grado",
    "superiori, liceo, biennio",
    "meno caro, costa poco, prezzo basso, economico, economica, tariffa calmierata, tariffa ridotta, prezzo sociale, "
    "isee basso, calmierato",
    "dialisi, terapie",
    "a piedi, pedibus, piedibus",
    "lettura, leggere, libri",
    "a domicilio, a casa, in casa, domiciliare, allettato, non puo uscire, non esce",
    "online, in video, videochiamata, a distanza, da casa col computer",
    "ansia, attacchi di panico, agitata",
    "genitori, genitore, famiglia, famiglie",
)  # fmt: skip

QUARTERS: dict[str, str] = {
    "duomo": "1", "brera": "1", "porta venezia": "13", "guastalla": "1", "porta lodovica": "15",
    "porta vigentina": "15",
    "porta ticinese": "156", "conca del naviglio": "1", "magenta": "17", "san vittore": "1", "parco sempione": "1",
    "porta garibaldi": "19", "porta nuova": "19", "stazione centrale": "29", "centrale": "29", "isola": "9",
    "maciachini": "9", "maggiolina": "2", "greco": "2", "segnano": "2", "niguarda": "9", "ca granda": "9",
    "prato centenaro": "9", "fulvio testi": "9", "bicocca": "9", "gorla": "2", "precotto": "2", "adriano": "2",
    "cimiano": "3", "rottole": "3", "feltre": "3", "via padova": "2", "turro": "2", "crescenzago": "2", "loreto": "23",
    "casoretto": "3", "nolo": "2", "buenos aires": "3", "porta monforte": "34", "citta studi": "3", "lambrate": "3",
    "ortica": "34", "forlanini": "4", "corsica": "4", "ventidue marzo": "4", "xxii marzo": "4", "porta romana": "145",
    "calvairate": "4", "molise": "4", "ortomercato": "4", "taliedo": "4", "morsenchio": "4", "ponte lambro": "4",
    "monlue": "4", "rogoredo": "4", "santa giulia": "4", "chiaravalle": "5", "corvetto": "4", "lodi": "45",
    "morivione": "5", "vigentino": "5", "quintosole": "5", "gratosoglio": "5", "missaglia": "5", "stadera": "5",
    "chiesa rossa": "5", "tibaldi": "5", "conchetta": "56", "moncucco": "6", "san cristoforo": "6", "barona": "6",
    "cantalupa": "56", "lodovico il moro": "6", "giambellino": "6", "porta genova": "6", "bande nere": "67",
    "lorenteggio": "6", "muggiano": "7", "baggio": "7", "forze armate": "7", "san siro": "78", "de angeli": "7",
    "monte rosa": "78", "tre torri": "8", "citylife": "8", "quarto cagnino": "7", "quinto romano": "7", "figino": "7",
    "trenno": "78", "gallaratese": "8", "san leonardo": "8", "lampugnano": "8", "qt8": "8", "portello": "8",
    "pagano": "178", "sarpi": "18", "chinatown": "18", "ghisolfa": "8", "villapizzone": "8", "cagnola": "8",
    "certosa": "8", "musocco": "8", "mind": "8", "roserio": "8", "stephenson": "8", "quarto oggiaro": "8",
    "vialba": "8", "bovisa": "9", "farini": "89", "dergano": "9", "affori": "9", "bovisasca": "9", "comasina": "9",
    "bruzzano": "9", "in centro": "1", "centro storico": "1", "navigli": "6", "solari": "6", "piola": "3",
    "porta vittoria": "4",
    "lampugnano san siro": "78", "primaticcio": "6", "inganni": "67", "bisceglie": "7", "famagosta": "6",
}  # fmt: skip
"""Quarter → Municipi that it touches, as digits."""

SCHOOLS: dict[str, str] = {
    "materna": "4", "elementari": "8", "elementare": "8", "primaria": "8", "medie": "12", "superiori": "16",
    "liceo": "16",
}  # fmt: skip
"""School → an age at which one goes there."""

LANGUAGES: dict[str, str] = {
    "inglese": "en", "arabo": "ar", "spagnolo": "es", "cinese": "zh", "ucraino": "uk", "bengalese": "bn",
    "bangla": "bn", "francese": "fr", "rumeno": "ro", "romeno": "ro", "russo": "ru", "albanese": "sq",
    "singalese": "si", "cingalese": "si", "tagalog": "tl", "filippino": "tl", "portoghese": "pt",
}  # fmt: skip
