"""The services against the table of the catalogues (Perpres 96/2018, F-1.02 of Permendagri 6/2026)."""

from dataclasses import replace
from datetime import date

import pytest

from registry import services
from registry.codes import NEW, CodeTables
from registry.evidence import PaperKind, paper_words
from registry.rules import check_service, missing_papers, printable_from
from registry.services import SERVICES, Ages, Asker, Capture, Group, Service, UnknownService, service
from registry.upstream import SiakStatus
from tests.forms.making import resident

TODAY = date(2026, 11, 24)
_TABLES = CodeTables.load()

# id: forms, boxes, papers with what serves as well, capture
CATALOGUE = {
    "biodata-wni": (
        "F-1.01",
        "",
        "surat-rt-rw; akta-kelahiran/surat-kelahiran/bukti-perubahan/f-1.04; ijazah/f-1.04",
        "none",
    ),
    "ktp-baru": ("F-1.02", "KTP-A", "kartu-keluarga", "full"),
    "ktp-pindah-datang": ("F-1.02", "KTP-B", "skp; ktp-el-lama", "identify"),
    "ktp-perubahan": ("F-1.02 F-1.06", "UBAH-B", "kartu-keluarga; ktp-el-lama; bukti-perubahan", "identify"),
    "ktp-rusak": ("F-1.02", "KTP-C2", "kartu-keluarga; ktp-el-lama", "identify"),
    "ktp-hilang": ("F-1.02", "KTP-C1", "kartu-keluarga; surat-polisi", "identify"),
    "ktp-luar-domisili": ("F-1.02", "KTP-F", "kartu-keluarga; surat-polisi/ktp-el-lama", "identify"),
    "ktp-oa": ("F-1.02", "KTP-A", "paspor; itap; kartu-keluarga", "full"),
    "kk-keluarga-baru": ("F-1.01 F-1.02", "KK-A1", "buku-nikah/akta-perkawinan/akta-cerai/f-1.05", "none"),
    "kk-ganti-kepala": ("F-1.02", "KK-A2", "akta-kematian; kartu-keluarga", "none"),
    "kk-pisah": ("F-1.02", "KK-A3", "kartu-keluarga", "none"),
    "kk-pindah-datang": ("F-1.02", "KK-A4", "skp", "none"),
    "kk-dari-ln": ("F-1.02", "KK-A5", "skpln/surat-perwakilan-ri", "none"),
    "kk-rentan": ("F-1.02", "KK-A6", "surat-pengganti-identitas", "none"),
    "kk-tambah-lahir": ("F-1.02", "KK-B2", "kartu-keluarga; akta-kelahiran/surat-kelahiran", "none"),
    "kk-tambah-numpang": ("F-1.02", "KK-B1", "kartu-keluarga; skp/kk-asal; f-1.03b", "none"),
    "kk-perubahan": (
        "F-1.02 F-1.06",
        "KK-B3 UBAH-A",
        "kartu-keluarga; bukti-perubahan/ijazah/akta-kelahiran/buku-nikah/akta-perkawinan/akta-cerai",
        "none",
    ),
    "kk-hilang-rusak": ("F-1.02", "KK-C1", "surat-polisi/kartu-keluarga; ktp-el", "none"),
    "pindah": ("F-1.03", "", "kartu-keluarga", "none"),
    "kia": ("F-1.02", "KIA-A", "akta-kelahiran; kartu-keluarga; ktp-el-orang-tua; pasfoto-2x3", "none"),
}


def of(status: SiakStatus = SiakStatus.UNREGISTERED, born: date = date(1990, 5, 2), *, married: bool = False):
    marital = _TABLES.by_name("status_perkawinan", "Kawin Tercatat" if married else "Belum Kawin")
    return replace(resident(), ktp_status=status, birth_date=born, marital=marital)


def codes(who, name: str, today: date = TODAY) -> list[str]:
    return [problem.code for problem in check_service(who, service(name), today)]


@pytest.mark.parametrize("each", SERVICES, ids=lambda each: each.id)
def test_each_service_is_as_the_catalogue_says(each: Service) -> None:
    papers = "; ".join("/".join([need.kind, *need.alternatives]) for need in each.papers)
    assert (" ".join(each.forms), " ".join(each.boxes), papers, each.capture) == CATALOGUE[each.id]


def test_there_are_twenty_and_no_other() -> None:
    assert [each.id for each in SERVICES] == list(CATALOGUE)


@pytest.mark.parametrize("each", SERVICES, ids=lambda each: each.id)
def test_each_box_stands_on_the_form_and_each_service_says_who_may_ask(each: Service) -> None:
    for box in (*each.boxes, *each.or_boxes):
        assert _TABLES.get("permohonan", f"{NEW}:{box}").name
    assert each.asks
    assert each.days >= 1
    assert each.proxy is (each.capture is Capture.NONE)  # who is recorded or identified comes himself


def test_each_box_of_the_form_is_asked_for_somewhere_but_transmigration_and_kia_changes() -> None:
    asked = {box for each in SERVICES for box in (*each.boxes, *each.or_boxes)}
    assert {code.code for code in _TABLES.table("permohonan")} - asked == {"KTP-G", "UBAH-C"}


def test_each_paper_has_words_and_is_asked_for() -> None:
    assert all(paper_words(kind) != kind.value for kind in PaperKind)
    asked = {k for each in SERVICES for need in each.papers for k in (need.kind, *need.alternatives)}
    asked |= {kind for each in SERVICES for kind in each.also}
    assert set(PaperKind) - asked == {PaperKind.CHANGE_FORM, PaperKind.PROXY_LETTER}  # forms of ours, not papers


def test_the_family_card_of_origin_is_asked_for_beside_the_one_joined() -> None:
    needs = service("kk-tambah-numpang").papers
    assert [n.kind for n in missing_papers(needs, frozenset({"kartu-keluarga", "f-1.03b"}))] == [P_SKP]
    assert missing_papers(needs, frozenset({"kartu-keluarga", "f-1.03b", "kk-asal"})) == ()


P_SKP = PaperKind.MOVING_LETTER


def test_small_children_need_no_photo_and_no_diploma() -> None:
    assert [len(service("kia").papers_at(age)) for age in (4, 5)] == [3, 4]
    assert [len(service("biodata-wni").papers_at(age)) for age in (6, 7)] == [2, 3]


@pytest.mark.parametrize(
    ("name", "status", "expected"),
    [
        ("ktp-baru", SiakStatus.UNREGISTERED, []),
        ("ktp-baru", SiakStatus.BIO_CAPTURED, ["ever-recorded"]),
        ("ktp-baru", SiakStatus.DUPLICATE_RECORD, ["ever-recorded"]),
        ("ktp-baru", SiakStatus.ENROLL_FAILURE_AT_CENTRAL, []),
        ("ktp-baru", SiakStatus.ENROLL_FAILURE_AT_REGIONAL, []),
        ("ktp-hilang", SiakStatus.UNREGISTERED, ["never-recorded"]),
        ("ktp-hilang", SiakStatus.CARD_ISSUED, []),
        ("kk-perubahan", SiakStatus.CARD_ISSUED, []),
        ("kk-perubahan", SiakStatus.UNREGISTERED, []),
    ],
)
def test_nobody_is_recorded_twice(name: str, status: SiakStatus, expected: list[str]) -> None:
    assert codes(of(status), name) == expected


@pytest.mark.parametrize("each", SERVICES, ids=lambda each: each.id)
def test_only_an_unreadable_recording_is_made_again(each: Service) -> None:
    for status in SiakStatus:
        again = status in (SiakStatus.ENROLL_FAILURE_AT_CENTRAL, SiakStatus.ENROLL_FAILURE_AT_REGIONAL)
        full = each.capture is Capture.FULL or (again and each.capture is Capture.IDENTIFY)
        assert (each.capture_for(status) is Capture.FULL) is full


@pytest.mark.parametrize(
    ("name", "born", "married", "expected"),
    [
        ("ktp-baru", date(2010, 11, 25), False, ["under-16"]),
        ("ktp-baru", date(2010, 11, 24), False, ["printed-at-17"]),
        ("ktp-baru", date(2009, 11, 25), False, ["printed-at-17"]),
        ("ktp-baru", date(2009, 11, 24), False, []),
        ("ktp-baru", date(2011, 1, 1), True, []),
        ("kk-pisah", date(2009, 11, 25), False, ["under-17"]),
        ("kk-pisah", date(2009, 11, 25), True, []),
        ("kk-pisah", date(2009, 11, 24), False, []),
        ("kia", date(2009, 11, 25), False, []),
        ("kia", date(2009, 11, 24), False, ["over-17"]),
        ("kia", date(2011, 1, 1), True, ["over-17"]),
        ("kk-tambah-lahir", date(2026, 11, 1), False, []),
    ],
)
def test_ages_to_the_day(name: str, born: date, married: bool, expected: list[str]) -> None:
    assert codes(of(born=born, married=married), name) == expected


def test_a_pemula_is_printed_from_his_birthday_and_the_married_at_once() -> None:
    assert printable_from(of(born=date(2008, 2, 29))) == date(2025, 3, 1)
    assert printable_from(of(born=date(2010, 5, 6))) == date(2027, 5, 6)
    assert printable_from(of(born=date(2010, 5, 6), married=True)) == date.min


def test_adding_a_service_is_adding_a_record(monkeypatch) -> None:
    """One more row: the look-up, the checklist, the age, the capture, the promise and the page in docs follow."""
    new = Service(
        id="ktp-transmigrasi",
        group=Group.KTP,
        name="KTP-el transmigrasi",
        forms=("F-1.02",),
        boxes=("KTP-G",),
        papers=services._need(PaperKind.MOVING_LETTER),
        capture=Capture.IDENTIFY,
        asks=(Asker.SELF,),
        ages=Ages(least=17),
    )
    with pytest.raises(UnknownService):
        service(new.id)
    monkeypatch.setitem(services._BY_ID, new.id, new)
    assert service(new.id) is new
    assert [need.kind for need in missing_papers(new.papers_at(30), frozenset())] == [P_SKP]
    assert codes(of(SiakStatus.CARD_ISSUED), new.id) == []
    assert codes(of(SiakStatus.CARD_ISSUED, born=date(2010, 1, 1)), new.id) == ["under-17"]
    assert new.capture_for(SiakStatus.ENROLL_FAILURE_AT_CENTRAL) is Capture.FULL
