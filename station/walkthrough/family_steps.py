"""The story of three Kartu Keluarga at the kecamatan: a child is born, a grown child gets a KK of its own, an element
changes by F-1.06. Keys and mouse only, and only what the screen shows is believed."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QComboBox, QLabel

from devices.simulate.child import Remote
from station.compose.station import Station
from station.walkthrough.hands import Hands, StepFailed
from station.walkthrough.scene import (
    SETTLE_S,
    age_shown,
    enter,
    figure,
    have,
    line_named,
    part_named,
    progress,
    shown,
    walk_to,
)
from station.widgets.family_rows import FamilyRow, FamilyRows

SEARCH = "Cari NIK, KK, nama, tanggal lahir, alamat"
ROWS = "KK sekarang dan KK sesudah"
NONE_WAITS = "Tidak ada yang menunggu verifikasi"
GROWN = 17


@dataclass
class Kept:
    """One of the three: whom it is about, the number said to him, and the rows as they are to be."""

    kind: str  # lahir, pisah or elemen
    person: str = ""
    born: str = ""
    number: str = ""


@dataclass
class FamilyScene:
    """One window, the pad's strings, and the three cases."""

    a: Hands
    station: Station
    pen: Remote
    rng: random.Random
    picture: Callable[[Hands, str], None]
    told: Callable[[str, str], None]
    remember: Callable[[], None] = lambda: None
    heads: set[str] = field(default_factory=set)  # families that have a case already
    cases: dict[str, Kept] = field(default_factory=dict)


def come_in(scene: FamilyScene) -> None:
    """Rina signs in; the families have come down the feed."""
    enter(scene, scene.a, "Rina")
    scene.a.until(lambda: figure(scene.a, "Penduduk di sini") >= 20, "residents from the centre")


def open_family(scene: FamilyScene, kind: str) -> None:
    """Find someone grown in a family without a case, and open the family by F7."""
    a = scene.a
    rows = _search(scene, "140806")
    numbers = list(range(rows.model().rowCount()))
    scene.rng.shuffle(numbers)
    a.reach(rows)
    for number in numbers:
        name, born = walk_to(a, rows, number)
        a.until(partial(shown, a, name, born), "the resident")
        head = fact(a, "Kepala keluarga")
        fits = (name == head) if kind == "lahir" else a.sees("Belum pernah rekam") and age_shown(a) >= GROWN
        if fits and head not in scene.heads:
            break
    else:
        raise StepFailed(f"nobody here for {kind}")
    scene.heads.add(head)
    scene.cases[kind] = Kept(kind, name, born)
    scene.remember()
    scene.picture(a, f"{kind}-penduduk")
    a.press("F7")
    a.until(lambda: a.title() == "Keluarga" and _rows(a), "Keluarga")
    scene.picture(a, f"{kind}-sekarang")


def come_to_family(scene: FamilyScene, kind: str) -> None:
    """Find whom a case is about, and open the family as it stands."""
    a, kept = scene.a, scene.cases[kind]
    rows = _search(scene, kept.person)
    a.reach(rows)
    for number in range(rows.model().rowCount()):
        if walk_to(a, rows, number) == (kept.person, kept.born):
            break
    a.until(partial(shown, a, kept.person, kept.born), "the resident")
    a.press("F7")
    a.until(lambda: a.title() == "Keluarga" and _rows(a), "Keluarga")


def add_newborn(scene: FamilyScene) -> None:
    """A son is born: without number he stands as `Menunggu SIAK`."""
    a = scene.a
    if _has(a, "+"):  # kept before a kill
        _accepted(scene, "lahir")
        return
    a.press("Ctrl+T")
    a.until(lambda: a.sees("Tambah anggota"), "the sheet")
    surname = scene.cases["lahir"].person.split()[-1].capitalize()
    a.fill(line_named(a, "Nama lengkap"), f"Bayu {surname}")
    a.fill(line_named(a, "Tanggal lahir"), "01112026")
    scene.picture(a, "lahir-isian")
    a.press("Ctrl+Return")
    a.until(lambda: any(row.sign == "+" for row in _rows(a)), "the row")
    if not any(row.sign == "+" and row.right and row.right.chip[0] == "Menunggu SIAK" for row in _rows(a)):
        raise StepFailed("a newborn has a number before SIAK gave one")
    _accepted(scene, "lahir")


def split_off(scene: FamilyScene) -> None:
    """Two heads are refused beside the row; the grown child then gets a KK of her or his own."""
    a = scene.a
    if _has(a, "−"):
        _accepted(scene, "pisah")
        return
    _go_to(a, scene.cases["pisah"].person)
    if not _two_heads(a):
        _make_head(a)
    a.until(partial(_two_heads, a), "M21")
    scene.picture(a, "pisah-dua-kepala")
    if a.can("Ajukan"):
        raise StepFailed("two heads may be handed in")
    a.press("Ctrl+Z")
    a.until(lambda: not any(row.notes for row in _rows(a)), "taken back")
    a.press("F4")
    a.until(lambda: a.sees("Nomornya hanya dari SIAK"), "the sheet")
    a.press("Ctrl+Return")
    a.until(lambda: any(row.sign == "−" for row in _rows(a)), "the row")
    _accepted(scene, "pisah")


def change_element(scene: FamilyScene) -> None:
    """Education by F-1.06: semula, menjadi, dasar perubahan."""
    a = scene.a
    if _has(a, "±"):
        _accepted(scene, "elemen")
        return
    _go_to(a, scene.cases["elemen"].person)
    a.press("Return")
    a.until(lambda: a.sees("Ubah elemen"), "the sheet")
    _choose(a, "Menjadi", "6 Diploma I/II")
    a.press("Ctrl+Return")
    a.until(lambda: a.sees("Sebut dokumennya"), "the basis is asked for")
    a.fill(line_named(a, "Dasar perubahan"), "ijazah D II")
    scene.picture(a, "elemen-isian")
    a.press("Ctrl+Return")
    a.until(lambda: any(row.sign == "±" for row in _rows(a)), "the row")
    _accepted(scene, "elemen")


def hand_in(scene: FamilyScene, kind: str) -> None:
    """The papers are seen, the applicant signs for the truth of it, and leaves with a number."""
    a, kept = scene.a, scene.cases[kind]
    if not a.can("Ajukan"):  # handed in before a kill
        return
    a.press("F9")
    a.until(lambda: a.sees("Rancangan dibuat") or "Rancangan dibuat" in a.banner(), "the draft paper")
    a.press("Ctrl+Return")
    a.until(lambda: a.title() == "Berkas" and a.can("Lanjut: Periksa"), "Berkas")
    a.until(lambda: a.focus_in(QCheckBox), "the first paper")
    asked = [box for box in a.window.findChildren(QCheckBox) if not box.text().startswith(("atau", "bila perlu"))]
    for box in asked:
        if not box.isChecked():
            a.reach(box)
            a.press("Space")
            a.until(box.isChecked, "the paper")
    a.until(lambda: a.sees("✓ Berkas lengkap"), "berkas complete")
    scene.picture(a, f"{kind}-berkas")
    a.press("Ctrl+Return")
    a.until(lambda: a.title() == "Periksa" and a.can("Tetikus atau layar"), "Periksa")
    if not a.can("Ajukan"):
        have(scene, scene.pen, "sign", seed=scene.rng.randint(1, 9999))
        a.until(lambda: a.can("Ajukan"), "signed for")
    scene.picture(a, f"{kind}-periksa")
    a.press("Ctrl+Return")
    a.until(lambda: a.title() == "Resi" and a.can("Cetak resi"), "Resi")
    scene.told("submitted", kept.number)
    a.press("F9")
    a.until(lambda: a.sees("Resi dibuat"), "receipt")
    scene.picture(a, f"{kind}-resi")


def verify(scene: FamilyScene) -> None:
    """Another officer compares everyone, before and after, and approves all three."""
    a = scene.a
    enter(scene, a, "Hendra")
    a.press("Ctrl+5")
    a.until(lambda: a.title() == "Verifikasi", "Verifikasi")
    for _ in scene.cases:
        if not _case_waits(a):  # the rest was approved before a kill
            break
        while not a.can("Setujui"):
            before = _marked(a)
            a.press("Space")
            a.until(partial(_marked_on, a, before), "marked")
        number = _number_of(a)
        scene.picture(a, f"{_kind_of(scene, number)}-verifikasi")
        a.press("Ctrl+Return")
        a.until(partial(_approved, a, number), "approved")
        scene.told("verified", number)


def _case_waits(hands: Hands) -> bool:
    """Whether a case comes in hand."""
    in_hand = partial(_in_hand, hands)
    hands.until(lambda: in_hand() or hands.sees(NONE_WAITS), "the case", 90)
    try:
        hands.until(in_hand, "the case", SETTLE_S)
    except StepFailed:
        return False
    return True


def _in_hand(hands: Hands) -> bool:
    return hands.title() == "Verifikasi" and hands.can("Kembalikan") and bool(_rows(hands))


def _marked(hands: Hands) -> tuple[str, str]:
    """How much is marked, and which row is next."""
    rows = next((w for w in hands.window.findChildren(FamilyRows) if w.isVisible()), None)
    return progress(hands), rows.chosen if rows is not None else ""


def _marked_on(hands: Hands, before: tuple[str, str]) -> bool:
    return _marked(hands) != before or hands.can("Setujui")


def receive(scene: FamilyScene, kind: str) -> None:
    """Answered: the numbers of SIAK stand beside the rows, the old sheet is taken in, the new one handed over."""
    a, kept = scene.a, scene.cases[kind]
    come_to_family(scene, kind)
    if _handed_over(a):
        return
    if not a.can("Serahkan KK"):
        _withdraw(scene, kind)
    a.press("Ctrl+Return")
    a.until(partial(_handed_over, a), "handed over")
    scene.told("handed-over", kept.number)
    scene.picture(a, f"{kind}-kk-baru")


def _withdraw(scene: FamilyScene, kind: str) -> None:
    """The old sheet is in our hands."""
    a, kept = scene.a, scene.cases[kind]
    a.until(lambda: a.title() == "Keluarga" and a.sees("KK siap cetak"), "signed by the Kadis", 120)
    a.until(lambda: a.can("Tarik KK lama"), "the old sheet is asked for")
    if kind != "elemen" and "dari SIAK" not in " ".join(row.spoken for row in _rows(a)):
        raise StepFailed("the new number is not shown")
    scene.picture(a, f"{kind}-siap")
    a.press("Ctrl+Return")
    a.until(lambda: a.sees("Tindakan tidak dapat ditarik"), "the sheet")
    scene.picture(a, f"{kind}-tarik")
    a.press("Ctrl+Return")
    a.until(lambda: a.can("Serahkan KK"), "withdrawn")
    scene.told("withdrawn", kept.number)


def look_back(scene: FamilyScene) -> None:
    """The history of the last one tells who withdrew the old sheet, and when."""
    a = scene.a
    a.press("Ctrl+4")
    a.until(lambda: a.title() == "Permohonan" and a.can("Riwayat"), "Permohonan")
    a.press("F7")
    a.until(lambda: a.title() == "Riwayat", "Riwayat")
    acts = part_named(a, QAbstractItemView, "Tindakan")
    a.until(lambda: acts.model().rowCount() >= 6, "the acts")
    scene.picture(a, "riwayat")


# reading --------------------------------------------------------------------------------------------------------------
def fact(hands: Hands, name: str) -> str:
    """The value of a row `name: value`."""
    names = (w.accessibleName() for w in hands.window.findChildren(QLabel) if w.isVisible())
    return next((text.removeprefix(f"{name}: ") for text in names if text.startswith(f"{name}: ")), "")


def _rows(hands: Hands) -> tuple[FamilyRow, ...]:
    found = next((w for w in hands.window.findChildren(FamilyRows) if w.isVisible()), None)
    return found.rows if found is not None else ()


def _has(hands: Hands, sign: str) -> bool:
    """Whether a row of this kind is kept."""
    return any(row.sign == sign for row in _rows(hands))


def _two_heads(hands: Hands) -> bool:
    return any("dua kepala keluarga" in words for row in _rows(hands) for _, words in row.notes)


def _make_head(hands: Hands) -> None:
    """The one in hand becomes a second head, by F-1.06."""
    hands.press("Return")
    hands.until(lambda: hands.sees("Ubah elemen"), "the sheet")
    _choose(hands, "Elemen", "SHDK")
    _choose(hands, "Menjadi", "1 Kepala Keluarga")
    hands.fill(line_named(hands, "Dasar perubahan"), "keterangan pemohon")
    hands.press("Ctrl+Return")


def _handed_over(hands: Hands) -> bool:
    """Whether nothing is under way for the family any more."""
    return hands.can("Tambah anggota") and not hands.can("Ajukan")


def _search(scene: FamilyScene, words: str) -> QAbstractItemView:
    a = scene.a
    a.press("Ctrl+3")
    a.until(lambda: a.title() == "Penduduk", "Penduduk")
    a.fill(line_named(a, SEARCH), words)
    rows = part_named(a, QAbstractItemView, "Penduduk yang cocok")
    a.until(lambda: rows.model().rowCount() > 0, "hits")
    return rows


def _go_to(hands: Hands, person: str) -> None:
    """Down to someone's row."""
    rows = part_named(hands, FamilyRows, ROWS)
    hands.reach(rows)
    for _ in rows.rows:
        row = next(row for row in rows.rows if row.id == rows.chosen)
        if row.left is not None and row.left.name == person:
            return
        hands.press("Down")
    raise StepFailed(f"{person} is not in the family")


def _choose(hands: Hands, name: str, wanted: str) -> None:
    """Choose in a list by going down to it."""
    choice: QComboBox = hands.combo(name)
    hands.reach(choice)
    hands.press("Home")
    for _ in range(choice.count()):
        if choice.currentText() == wanted:
            return
        hands.press("Down")
    raise StepFailed(f"{wanted} is not offered")


def _accepted(scene: FamilyScene, kind: str) -> None:
    """The row is kept: the page has a number now and says so."""
    a = scene.a
    a.until(lambda: a.can("Ajukan") and _number_of(a).startswith("D-"), "kept")
    scene.cases[kind].number = _number_of(a)
    scene.remember()
    scene.told(f"family.{kind}", scene.cases[kind].number)
    scene.picture(a, f"{kind}-sesudah")


def _number_of(hands: Hands) -> str:
    """The case number in the line of context."""
    words = hands.window.page.context.split(" ") if hands.window.page is not None else []
    return next((word for word in words if word.startswith("D-")), "")


def _kind_of(scene: FamilyScene, number: str) -> str:
    return next(kept.kind for kept in scene.cases.values() if kept.number == number)


def _approved(hands: Hands, number: str) -> bool:
    return _number_of(hands) != number and (hands.can("Kembalikan") or hands.sees(NONE_WAITS))


STEPS: tuple[tuple[str, Callable[[FamilyScene], None]], ...] = (
    ("come_in", come_in),
    ("birth_open", partial(open_family, kind="lahir")),
    ("birth_add", add_newborn),
    ("birth_hand_in", partial(hand_in, kind="lahir")),
    ("split_open", partial(open_family, kind="pisah")),
    ("split_off", split_off),
    ("split_hand_in", partial(hand_in, kind="pisah")),
    ("element_open", partial(open_family, kind="elemen")),
    ("element_change", change_element),
    ("element_hand_in", partial(hand_in, kind="elemen")),
    ("verify", verify),
    ("come_back", come_in),
    ("birth_receive", partial(receive, kind="lahir")),
    ("split_receive", partial(receive, kind="pisah")),
    ("element_receive", partial(receive, kind="elemen")),
    ("look_back", look_back),
)
