"""Write resources/reference/common_passphrases.txt and common_pins.txt: what people choose first, by rule.

No leaked list is copied: the words, endings and keyboard walks below are the patterns that such lists show,
in Italian and English, put together to at least twelve characters.
"""

import sys
from datetime import date
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from wemi_desk.domain.secret_rules import pin_fault

REFERENCE = Path(__file__).resolve().parent.parent / "resources" / "reference"


def _words(text: str) -> list[str]:
    return text.split()


WORDS = _words(
    """
    password passw0rd p@ssword p@ssw0rd passwort parola segreta accesso benvenuto benvenuta welcome letmein login
    admin administrator amministratore utente operatore operatrice ufficio sportello postazione computer windows
    internet ciao ciaociao buongiorno amore amoremio tiamo tivogliobene tesoro stella cuore bambino bambina famiglia
    mamma papa nonna nonno figlio figlia marito moglie matrimonio estate inverno autunno primavera natale pasqua
    gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre lunedi martedi
    mercoledi giovedi venerdi sabato domenica milano roma napoli torino palermo genova bologna firenze bari catania
    venezia verona italia lombardia juventus juve milan inter forzamilan forzainter forzajuve forzanapoli forzaroma
    campioni scudetto calcio ferrari valentino ducati vespa francesco francesca alessandro alessandra andrea matteo
    lorenzo gabriele leonardo riccardo tommaso federico federica giuseppe giovanni giovanna antonio antonella
    roberto roberta stefano stefania marco martina chiara giulia sara laura elena silvia paola valentina simone
    simona davide daniele daniela luca lucia maria mario salvatore vincenzo domenico michele michela claudia claudio
    nicola alberto massimo massimiliano patrizia barbara cristina cristian monica sabrina serena sofia aurora
    ginevra beatrice alice emma giorgia greta ilaria veronica qwerty qwertyuiop qwertz asdfgh asdfghjkl zxcvbn
    zxcvbnm azerty iloveyou sunshine princess football baseball dragon monkey shadow master superman batman pokemon
    starwars minecraft liverpool chelsea barcelona samsung iphone google facebook instagram whatsapp youtube netflix
    amazon spiderman michael jordan jennifer charlie thomas ashley jessica trustno1 whatever freedom summer winter
    autumn spring secret changeme default testtest prova provaprova pippo pluto paperino topolino pippopluto gatto
    cane cucciolo micio fiore fiorellino farfalla sole luna mare montagna pizza caffe
    """
)
ENDINGS = _words(
    """
    1 12 123 1234 12345 123456 1234567 12345678 123456789 1! 123! 1234! 01 007 00 000 11 111 1111 22 69 77 88 99
    2020 2021 2022 2023 2024 2025 2026 1960 1965 1970 1975 1980 1985 1990 1995 2000 2010 ! !! . @ @123 #1 abc xyz
    qwerty milano italia
    """
)
WHOLE = _words(
    """
    passwordpassword password12345678 iloveyouforever letmeinplease nonloricordo nonmelaricordo lamiapassword
    lamiapassword1 passwordsicura passwordsegreta metticiquellochevuoi boh123456789 ciaocomestai ciaocomeva
    buongiorno123 buongiornoatutti tiamotantissimo tivogliotantobene tiamopersempre amorepersempre amoredellavita
    amoredellamiavita lavitaebella viva la vita vivalavita vivalitalia vivalitalia123 forzaitalia forzaitalia1
    forzaazzurri nelmezzodelcammin nelmezzodelcammindinostravita thequickbrownfox correcthorsebatterystaple correct
    horse battery staple tobeornottobe maytheforcebewithyou opensesame123 apritisesamo apritisesamo1
    supercalifragilistichespiralidoso wemiwemiwemi spaziowemi123 comunedimilano comunedimilano1 comunemilano1
    sportellowemi wemimilano123 milanomilano abcdefghijkl abcdefghijklm abcdefghijklmnopqrstuvwxyz abc123abc123
    abcabcabcabc abcd1234abcd abcd12345678 a1b2c3d4e5f6 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1q2w3e4r5t6y7u8i9o0p
    q1w2e3r4t5y6 qwertyuiopas qwertyuiop123 qwertyuiopasdfghjkl qwertyuiopasdfghjklzxcvbnm asdfghjkl123
    asdfghjklqwertyuiop zxcvbnmasdfghjkl zxcvbnm12345 1qaz2wsx3edc 1qaz2wsx3edc4rfv 1qazxsw23edc qazwsxedcrfv
    qazwsxedc123 zaq12wsxcde3 !qaz2wsx#edc 123qweasdzxc qweasdzxc123 qwe123qwe123 qwerty123456 qwerty1234567
    qwerty12345678 123456qwerty 1234qwerasdf 1234567890qw 12345qwertyui 12345678910 1234567891011 123456789101112
    0123456789012 123123123123 112233445566 111222333444 147258369147 147258369000 987654321000 9876543210987
    159357159357 159753456852 789456123000 741852963000 963852741000 321321321321
    """
)
PINS = _words(
    """
    100000 100100 100200 101112 101010 110011 112358 121314 123000 123012 123123 123654 123789 131415 142536 147852
    159357 159753 160693 192837 200000 200200 246810 314159 271828 300300 420420 456123 500500 500000 555666 654123
    666999 678678 696900 741963 753951 777888 789123 789456 852456 852963 900000 963258 987123 999000 999111 020202
    020408 102030 112112 118118 113113 115115 112118 201020 202122 010203 010101 070809 090807 012012 000001 000007
    000123 001122 001234 002002 456852 456456 147147 258258 369369 258369 147369 369258 258147 123987 987789 789987
    321654 654987 135790 246801 135246
    """
)


def passphrases() -> list[str]:
    joined = ("".join(pair) for pair in product(WORDS, ENDINGS))
    started = ("".join(pair) for pair in product(("123", "1234", "12345", "123456"), WORDS))
    pairs = (word + word for word in WORDS)
    triples = (word * 3 for word in WORDS if len(word) < 7)
    candidates = {text.casefold() for text in (*joined, *started, *pairs, *triples, *WHOLE)}
    return sorted(text for text in candidates if len(text) >= 12)


def pins() -> list[str]:
    """Six digits that rules find (repeats, runs, keypad lines), and the ones above that only habit finds."""
    every = (f"{number:06d}" for number in range(1_000_000))
    ruled = {pin for pin in every if pin_fault(pin, (), (), date(1900, 1, 1)) in {"repeated", "run", "keypad"}}
    return sorted(ruled | set(PINS))


def write(name: str, title: str, lines: list[str]) -> None:
    (REFERENCE / name).write_text("\n".join([f"# {title}", *lines]) + "\n", encoding="utf-8")
    print(name, len(lines))


if __name__ == "__main__":
    write("common_passphrases.txt", "Refused as pass-phrases; written by tools/make_common_secrets.py", passphrases())
    write("common_pins.txt", "Refused as PINs; written by tools/make_common_secrets.py", pins())
