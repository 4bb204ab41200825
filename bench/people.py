"""A million invented residents for the benches: names of a realistic vocabulary, families under one KK, no real person.

Names are drawn as names are: some words everybody has, and a long tail of a hundred thousand put together from
syllables heard in Riau. Numbers follow the structure; the same seed gives the same people.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate

from registry.codes import CodeTables
from registry.numbers import KkNumber, Nik
from registry.people import Address, Resident, Sex
from registry.regions import Regions
from registry.upstream import SiakStatus

DISTINCT = 100_000
TODAY = date(2026, 11, 24)
_COMMON = """
MUHAMMAD SITI AHMAD ABDUL NUR SRI DEWI RAHMAT ZULKIFLI SYAHRUL YUSUF FITRIANI AISYAH NURHAYATI BUDI AGUS EKA INDRA
RIZKI PUTRI HENDRA SURYANI KHAIRUL ROSNIDA SUPRIADI WAHYU ANDI SAPUTRA LESTARI HIDAYAT RAHMAN SIREGAR HARAHAP
NASUTION LUBIS SIMATUPANG TANJUNG CHANIAGO PILIANG SINAGA SARAGIH GINTING SEMBIRING WIJAYA HANDAYANI PRATAMA
"""
_HEADS = """
A AB AN AR AS BA BU CA DA DAR DE DI DWI E EL ER FA FI FIR GA GUN HA HAR HEN I IN IS JA JO JU KA KAR KHA KU LA LE LU
MA MAR ME MU NA NI NO NUR PA PRA PU RA RI RO ROS RU SA SAR SE SI SU SUL SYA TA TI TRI TU U WA WI YA YU ZA ZU
"""
_HEARTS = """
BA BI DA DI DU FA FI GA GU HA HI JA KA KI KU LA LI LU MA MI MU NA NI NU RA RI RO RU SA SI SU TA TI TU WA WI YA YU
"""
_TAILS = """
D DAH DI DIN H HAN HATI KA LA LAH LI LIA M MAN MAWATI N NA NAH NDA NI NING NO NTI R RA RDI RI RIA RNI RTA S SA SIH
SNA SYAH T TA TI TO TRA WAN WATI YANI YANTI YANTO YO ZA
"""
_STREETS = """PEMDA|LINTAS SIAK|KEBUN RAYA|SAWIT INDAH|MELUR|DATUK LAKSAMANA|PELAJAR
SULTAN SYARIF KASIM|HANG TUAH|ANGGREK|PERTAMINA|PASAR LAMA|TEPIAN SUNGAI|KARET JAYA
CEMPAKA|MASJID RAYA|TRANSMIGRASI|PELABUHAN|MERDEKA|SUNGAI APIT"""


COMMON = tuple(_COMMON.split())


def vocabulary(chance: random.Random, count: int = DISTINCT) -> list[str]:
    """Distinct words, the common ones first."""
    words = dict.fromkeys(COMMON)
    heads, hearts, tails = (syllables.split() for syllables in (_HEADS, _HEARTS, _TAILS))
    while len(words) < count:
        middle = "".join(chance.choice(hearts) for _ in range(chance.choice((0, 1, 1, 2))))
        word = chance.choice(heads) + middle + chance.choice(tails)
        if len(word) > 2:
            words[word] = None
    return list(words)


class People:
    """Residents of the whole kabupaten, in families of three to five."""

    def __init__(self, seed: int, distinct: int = DISTINCT) -> None:
        self._chance = random.Random(seed)
        self.words: Sequence[str] = vocabulary(self._chance, distinct)
        self._weights = list(accumulate(1 / (rank + 20) for rank in range(len(self.words))))
        villages = (v for district in Regions.load().children("14.08") for v in Regions.load().children(district.code))
        self._villages = list(villages)
        self._streets = _STREETS.replace("\n", "|").split("|")
        self._serials: dict[str, int] = {}
        self._template = _template()
        relation = CodeTables.load().by_name
        self._relations = [relation("shdk", name) for name in ("Kepala Keluarga", "Istri", "Anak")]

    def residents(self, count: int) -> Iterator[Resident]:
        """So many residents with the ids p-0, p-1 ..."""
        made = 0
        while made < count:
            for who in self._family(min(self._chance.randint(3, 5), count - made)):
                yield replace(who, id=f"p-{made}")
                made += 1

    def name(self) -> str:
        """Two or three words; the first is often a common one."""
        chance = self._chance
        rest = chance.choices(self.words, cum_weights=self._weights, k=chance.choice((1, 1, 2)))
        first = chance.choice(COMMON) if chance.random() < 0.4 else chance.choice(self.words)
        return " ".join((first, *rest))

    def _family(self, size: int) -> Iterator[Resident]:
        chance, village = self._chance, self._chance.choice(self._villages)
        stem = village.code[:8].replace(".", "")
        kk = KkNumber(self._numbered(f"{stem}{TODAY - timedelta(days=chance.randint(30, 4000)):%d%m%y}"))
        street = f"JL. {chance.choice(self._streets)} NO. {chance.randint(1, 90)}"
        place = Address(street, f"{chance.randint(1, 9):03d}", f"{chance.randint(1, 5):03d}", village.code)
        for place_in in range(size):
            born = TODAY - timedelta(days=chance.randint(0, 27_000))
            sex = chance.choice((Sex.MALE, Sex.FEMALE))
            day = born.day + (40 if sex is Sex.FEMALE else 0)
            nik = Nik(self._numbered(f"{stem}{day:02d}{born:%m%y}"))
            status = SiakStatus.CARD_ISSUED if chance.random() < 0.8 else SiakStatus.UNREGISTERED
            yield replace(self._template, nik=nik, kk=kk, name=self.name(), birth_date=born, sex=sex, address=place,
                          mother=self.name(), ktp_status=status,
                          relation=self._relations[min(place_in, 2)])  # fmt: skip

    def _numbered(self, stem: str) -> str:
        number = self._serials.get(stem, 0) + 1
        self._serials[stem] = number
        return f"{stem}{number:04d}"


def misspelt(name: str, chance: random.Random) -> str:
    """One slip in one word of a name: a letter lost, doubled, changed or swapped; never the first of a word."""
    words = name.split()
    at = chance.choice([n for n, word in enumerate(words) if len(word) > 3] or [0])
    words[at] = _slip(words[at], chance)
    return " ".join(words)


def _slip(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    before, here, after = word[:place], word[place], word[place + 1 :]
    ways = [before + after, before + here + here + after, before + chance.choice("AEIOUHNRSY") + after,
            before + after[0] + here + after[1:]]  # fmt: skip
    return chance.choice([way for way in ways if way != word])


def _template() -> Resident:
    name = CodeTables.load().by_name
    return Resident(
        id="",
        nik=None,
        kk=None,
        name="",
        birth_place="KABUPATEN SIAK",
        birth_date=TODAY,
        sex=Sex.MALE,
        blood=name("golongan_darah", "O"),
        religion=name("agama", "Islam"),
        marital=name("status_perkawinan", "Belum Kawin"),
        occupation=name("pekerjaan", "Petani/Pekebun"),
        education=name("pendidikan", "SLTA/SMA/Sederajat"),
        relation=name("shdk", "Anak"),
        address=Address("", "", "", ""),
        mother="",
        father="SUPARNO",
        nationality="WNI",
        ktp_status=SiakStatus.UNREGISTERED,
        ktp_status_on=TODAY,
        ktp_status_place="KABUPATEN SIAK",
    )
