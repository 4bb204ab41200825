"""One of each list, short, long and empty."""

from __future__ import annotations

from forms.lists.daily import Served, service_register
from forms.lists.minutes import Destroyed, Goods, Occasion, Person, destruction_minutes, hand_over_minutes
from forms.lists.parcels import Parcel, Ready, Shipped, pickup_list, shipping_list
from forms.lists.recap import Month, monthly_recap
from forms.lists.table import Table

OFFICE = ("PEMERINTAH KABUPATEN SIAK", "KANTOR CAMAT DAYUN")
NAMES = ("SUHAILA MARDIANI", "MUHAMMAD WAHYUDDIN ABDURRAHMAN WICAKSONO MANGKUWINATA HASMUM", "ARIF")
ON = "24 November 2026"
OCCASION = Occasion("470/17/BA/2026", "Selasa", "24", "November", "2026", "UPTD Kependudukan Siak")
BUDI, RINA = Person("BUDI SANTOSO", "UPTD Siak"), Person("RINA OKTAVIANI", "Kantor Camat Dayun")
WITNESSES = (Person("ANDI", "Satpol PP Kabupaten Siak"), Person("SITI", "Polsek Siak"))
MONTHS = (
    Month(
        "Kantor Camat Dayun", "KTP-el", 500, 1338, received=1000, good=158, encode_failed=1, damaged=2, print_failed=1
    ),
    Month("UPTD Siak", "KIA", 12500, 12338, sent=100, good=58, damaged=2, lost=1),
)


def _number(index: int) -> str:
    return f"D-2611-{index:04}"


def pickup(count: int) -> Table:
    cards = tuple(
        Ready(_number(i), NAMES[i % 3], "Berumbung Baru", "KTP-el baru", "12-11-2026", i) for i in range(count)
    )
    return pickup_list(OFFICE, cards, on=ON, officer=RINA.name)


def shipping(count: int) -> Table:
    cards = tuple(
        Shipped(_number(i), NAMES[i % 3], "KTP-el baru", f"B26-0417 / {i:05}", "23-11-2026") for i in range(count)
    )
    return shipping_list(OFFICE, Parcel("PK-0112", BUDI.office, RINA.office, ON, "S-00417", BUDI.name, cards))


def hand_over(count: int) -> Table:
    goods = [Goods("Blangko KTP-el", f"B26-{i:04} / 00001-00500", 500, "dus kedua") for i in range(count)]
    return hand_over_minutes(OFFICE, OCCASION, BUDI, RINA, goods)


def destruction(count: int) -> Table:
    reasons = ("gagal encode", "rusak", "gagal cetak", "perubahan elemen")
    cards = [
        Destroyed(f"B26-0417 / {i:05}", NAMES[i % 3], "Jl. Pemda Km 4, Dayun", reasons[i % 4], "20-11-2026")
        for i in range(count)
    ]  # fmt: skip - one card, one line
    return destruction_minutes(OFFICE, OCCASION, [BUDI, RINA], WITNESSES, cards)


def recap(count: int) -> Table:
    rows = (MONTHS * count)[:count] if count < 3 else MONTHS[:1] * count
    return monthly_recap(OFFICE, "November 2026", rows, officer=BUDI.name, head=RINA.name, explanations=("1 dicari.",))


def register(count: int) -> Table:
    rows = [
        Served("10.52", _number(i), NAMES[i % 3], "Dayun", "KTP-el baru", "terkirim", "25-11-2026", RINA.name)
        for i in range(count)
    ]  # fmt: skip - one request, one line
    return service_register(OFFICE, ON, rows, officer=RINA.name)


KINDS = (pickup, shipping, hand_over, destruction, recap, register)
SIZES = (0, 2, 21, 130)
TABLES = {f"{kind.__name__} {count}": (kind, count) for kind in KINDS for count in SIZES}
